//! Leaf components that know nothing of contacts: the tick, moments, durations, copying, dialogs.

mod build;
mod copy;
mod dialog;
mod download;
mod element;
mod focus;
mod loaded;
mod memo;
mod moment;
mod page;
pub(crate) mod script;
mod tick;

pub use copy::{copy_button, copy_text};
pub use dialog::{dialog, question};
pub use download::{download, download_parts};
pub use element::{El, classed, el};
pub(crate) use focus::{HEIR, is_nowhere};
pub(crate) use loaded::part;
pub use loaded::{Maker, loaded};
pub use memo::{Memo, effect};
pub use moment::{
    clock_text, day_text, duration_text, file_day, moment, start_of_today, tell_time_in, time_zones, wall_ms,
};
pub use page::{mark_alive, show_crash};
pub(crate) use script::focus_soon;
pub use tick::{Tick, provide_tick, use_tick};
