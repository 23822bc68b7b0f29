//! Contacts: what happened in them and when, and how the page shows it.

mod address;
mod attributes;
mod book;
mod choice;
mod clock;
mod derived;
mod disposition;
mod doubt;
mod facts;
mod list;
mod order;
mod panel;
mod rows;
mod screen_pop;
mod span;
mod stage;
mod stamp;
mod times;
mod transfers;
mod wrap_up;
mod wrap_up_panel;

pub use attributes::attributes_panel;
pub use book::ContactBook;
pub use clock::{ContactEvent, ContactTimeline};
pub use disposition::{Dispositions, Missing};
pub use doubt::Doubt;
pub use facts::{side_text, transfer_kind_text, transfer_outcome_text};
pub use list::contact_list;
pub use panel::contact_panel;
pub use span::{Span, Spans};
pub use stage::{Stage, channel_text, direction_text, title};
pub use stamp::{Now, Seen, Source, Stamp};
pub use times::{doubt_text, source_text};
pub use transfers::{Transfer, Transfers};
pub use wrap_up::WrapUp;
pub use wrap_up_panel::wrap_up_panel;
