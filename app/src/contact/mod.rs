//! Contacts: what happened in them and when, and how the page shows it.

mod book;
mod clock;
mod panel;

pub use book::ContactBook;
pub use clock::{ContactEvent, ContactTimeline, HoldSpan, Now, Source, Stamp};
pub use panel::ContactPanel;
