//! Contact records on their way to the server, and today's contacts.

mod memory;
mod outbox;
mod today;

pub use memory::{Memory, Remembered, StoredTimeline};
pub use outbox::{Answer, Outbox, OutboxView, RecordKey};
pub use today::today_panel;
