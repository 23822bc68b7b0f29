//! Leaf components that know nothing of contacts: the tick, moments, durations, copying.

mod copy;
mod moment;
mod page;
mod tick;

pub use copy::CopyButton;
pub use moment::{Moment, clock_text, duration_text, start_of_today};
pub use page::{mark_hydrated, show_crash};
pub use tick::{Tick, provide_tick, use_tick};
