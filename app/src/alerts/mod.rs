//! How the desk draws the agent's attention: to a screen reader, by a notification, in the tab's title and icon. What is
//! said here is said nowhere else on the page a second time.

mod notify;
mod regions;
mod title;

pub use notify::{notification_permission, notify};
pub use regions::live_regions;
pub use title::keep_title;

use connect_streams::ContactType;

use crate::{api::Direction, contact::ContactTimeline, text::Text};

const NO_QUEUE: Text = Text::new("without a queue", "キューなし");
const CALL: Text = Text::new("call", "電話");
const CALLBACK: Text = Text::new("callback", "コールバック");
const CHAT: Text = Text::new("chat", "チャット");
const TASK: Text = Text::new("task", "タスク");
const EMAIL: Text = Text::new("email", "メール");
const CONTACT: Text = Text::new("contact", "コンタクト");

/// A channel within a sentence.
fn channel_text(channel: &ContactType) -> Text {
    match channel {
        ContactType::Voice => CALL,
        ContactType::QueueCallback => CALLBACK,
        ContactType::Chat => CHAT,
        ContactType::Task => TASK,
        ContactType::Email => EMAIL,
        ContactType::Other(_) => CONTACT,
    }
}

/// Whether a contact waits for the agent to accept it.
fn is_offered(contact: &ContactTimeline) -> bool {
    // A callback is a call of ours, and yet it is offered first.
    let is_ours = contact.direction == Direction::Outbound && contact.channel != ContactType::QueueCallback;
    !is_ours
        && contact.outcome.is_none()
        && contact.accepted.is_none()
        && contact.connected.is_none()
        && contact.ended.is_none()
        && contact.cleared.is_none()
}
