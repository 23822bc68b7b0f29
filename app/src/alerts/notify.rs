//! The browser's notification of a new contact. It lies on top of whatever else is on the screen, and others may read it:
//! channel and queue, and nothing of the customer.

use connect_streams::{ContactType, NotificationManager, NotificationOptions};

use super::channel_text;
use crate::{settings::Preferences, text::Text};

const TITLE: Text = Text::new("Incoming {}", "{}が着信しています");
const NO_QUEUE: Text = Text::new("Without a queue", "キューなし");

/// Tells of a contact that is offered, unless the agent does not want it.
pub fn notify(contact_id: &str, channel: &ContactType, queue: Option<&str>) {
    if !Preferences::recall().notifications {
        return;
    }
    let options = NotificationOptions {
        body: queue.unwrap_or(NO_QUEUE.get()).to_owned(),
        tag: Some(contact_id.to_owned()),
    };
    // Without the library or the permission there are the other signs.
    let _ = NotificationManager::of_page()
        .and_then(|manager| manager.show(&TITLE.with(&[channel_text(channel).get()]), &options));
}
