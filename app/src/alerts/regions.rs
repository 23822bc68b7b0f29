//! What a screen reader says by itself: at once that a contact rings. The stage of the contact in focus is said by its panel,
//! a status that changed where it stands.

use connect_streams::ContactType;
use leptos::prelude::*;

use super::{NO_QUEUE, channel_text, is_offered};
use crate::{
    contact::{ContactTimeline, title},
    desktop::use_desktop,
    text::Text,
    ui::{El, Memo, classed, el},
};

const INCOMING: Text = Text::new("Incoming {} from {}, {}", "{}の着信、{}、{}");
const INCOMING_ABOUT: Text = Text::new("Incoming {}: {}, {}", "{}の着信、{}、{}");

/// The live regions of the page, for screen readers only.
pub fn live_regions() -> El {
    let desktop = use_desktop();
    let ringing = Memo::new(move |_| {
        let view = desktop.view.read();
        let offered = view.contacts.iter().filter(|contact| is_offered(&contact.timeline));
        offered.map(|contact| contact.timeline.contact_id.clone()).collect::<Vec<_>>()
    });
    classed("div", "visually-hidden")
        // Each that is added is said once; what goes is not said.
        .child(el("div").attr("id", "incoming").attr("aria-live", "assertive").each(
            move || ringing.get(),
            move |contact_id| {
                let view = desktop.view.read_untracked();
                let contact = view.contacts.iter().find(|one| one.timeline.contact_id == contact_id);
                el("p").text(contact.map(|contact| incoming(&contact.timeline)).unwrap_or_default())
            },
        ))
}

fn incoming(contact: &ContactTimeline) -> String {
    let channel = channel_text(&contact.channel).get();
    let queue = contact.queue.as_deref().unwrap_or(NO_QUEUE.get());
    match &contact.customer_endpoint {
        Some(customer) => INCOMING.with(&[channel, customer, queue]),
        // A task is from nobody.
        None if contact.channel == ContactType::Task => {
            INCOMING_ABOUT.with(&[channel, &title(contact), queue])
        }
        None => INCOMING.with(&[channel, &title(contact), queue]),
    }
}
