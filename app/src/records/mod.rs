//! Contact records on their way to the server, and today's contacts.

mod home;
mod item;
mod kept;
mod outbox;
mod today;
mod vault;
mod waiting;

pub use item::{Item, ItemKey};
pub use outbox::{Answer, Outbox, OutboxView};
pub use today::{outcome_text, today_panel};
pub use vault::{NotKept, Remembered, StoredTimeline, Vault};
pub use waiting::save_waiting;
