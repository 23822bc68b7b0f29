//! Amazon Connect Streams for Rust.
//!
//! The JavaScript library `amazon-connect-streams` embeds the Contact Control Panel (CCP) in an iframe and reports
//! what the agent and the contacts do. This crate turns that into Rust: [`Ccp::start`] embeds the panel and sends one
//! stream of typed [`CcpEvent`]s, [`AgentData`] is what the library knows at one moment.
//!
//! It knows neither a user interface framework nor the program that uses it. The types compile everywhere and are
//! tested natively; what touches the browser compiles everywhere too, but does something only in one.

mod ccp;
mod data;
mod event;
mod options;
mod script;
mod subscription;
#[doc(hidden)]
pub mod surface;
mod sys;
mod time;
mod words;

pub use ccp::Ccp;
pub use data::*;
pub use event::{ApiCall, CcpEvent};
pub use options::*;
pub use script::{STREAMS_INTEGRITY, STREAMS_VERSION, load_streams};
pub use time::{EpochMs, SkewMs, TimeError};
pub use words::*;

/// Why the library could not be used. Each message says what a person can do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StreamsError {
    /// The script did not arrive, or is not the version that was pinned.
    #[error(
        "The Amazon Connect library could not be loaded from {url}. Reload the page; if that does not help, the file is missing on the server or was changed."
    )]
    ScriptNotLoaded {
        /// Where the page looked for it.
        url: String,
    },
    /// The page has a library, but a call to it threw: its version lacks the function, or it was not initialised.
    #[error("Amazon Connect Streams refused {call}: {message}")]
    Refused {
        /// The Streams name of the function.
        call: &'static str,
        /// What the library said.
        message: String,
    },
    /// This code ran where there is no page.
    #[error("There is no browser window here.")]
    NoWindow,
}
