//! What helps when something went wrong: plain words for every code, the journal, and the file that is saved with both.

mod button;
mod file;
mod help;
mod journal;
mod json;
mod plain;
mod redact;
mod save;
mod softphone_panel;

pub use button::support_button;
pub use file::{PageFacts, file_name, support_file};
pub use help::help_link;
pub use journal::{Entry, Journal};
pub use plain::{Plain, agent_state, contact_error, refusal, softphone};
pub use redact::{Known, redact};
pub use save::save_support_file;
pub use softphone_panel::softphone_panel;
