//! The browser's notification of a new contact. It lies on top of whatever else is on the screen, and others may read it:
//! channel and queue, and nothing of the customer.

use connect_streams::{ContactType, NotificationManager, NotificationOptions};

use super::{NO_QUEUE, channel_text};
use crate::{settings::Preferences, text::Text, ui::script::property};

const TITLE: Text = Text::new("Incoming {}", "{}が着信しています");

/// What the browser says to notifications: `granted`, `default` while nobody has decided, or something else.
pub fn notification_permission() -> String {
    let notification = property(&js_sys::global(), "Notification");
    property(&notification, "permission").as_string().unwrap_or_default()
}

/// Tells of a contact that is offered, unless the agent does not want it.
pub fn notify(contact_id: &str, channel: &ContactType, queue: Option<&str>) {
    if !Preferences::recall().notifications {
        return;
    }
    let options = NotificationOptions {
        body: queue.unwrap_or(NO_QUEUE.get()).to_owned(),
        tag: Some(contact_id.to_owned()),
    };
    // Without the library or the permission there are the other signs. The library shows nothing before it has asked by
    // itself; where the browser has said yes already, it asks nobody then.
    let _ = NotificationManager::of_page().and_then(|manager| {
        if notification_permission() == "granted" {
            manager.request_permission()?;
        }
        manager.show(&TITLE.with(&[channel_text(channel).get()]), &options)
    });
}
