//! Amazon Connect Streams for Rust.
//!
//! The JavaScript library `amazon-connect-streams` embeds the Contact Control Panel (CCP) in an iframe, reports what the
//! agent and the contacts do, and does what it is told. This crate is all of it in Rust, typed:
//!
//! * [`Ccp::start`] embeds the panel and sends one stream of [`CcpEvent`]s; for a program that shows what happens.
//! * [`Agent`], [`Contact`] and [`Connection`] are the library's own objects: ask them, command them, listen to them.
//! * [`core`], [`resiliency`], [`agent_app`] and the rest are the library's other parts, by the library's names.
//!
//! # What it takes care of
//!
//! The library has habits that a program need not know here:
//!
//! * It swallows what its subscribers throw, calls some of them before the subscribing call returns or while they run, and
//!   others once more after they were taken away. Here handlers run one after the other, never inside a call that the
//!   program makes: they may do anything, their panics are seen, and a dropped [`Subscription`] is silent.
//! * It never answers a command that the service refuses with 401 or 403. Every [`Command`] ends: answered, refused, or
//!   given up after a time.
//! * It sends commands on contacts that are long gone. Here they are looked up first: [`StreamsError::Gone`].
//! * Its objects hold what Amazon adds without notice. Words that this version does not know arrive as `Other`, fields
//!   that it does not know are passed over, and what cannot be read is an error with the path of the field.
//! * Asking who takes part in a task throws where the library for tasks is missing. Here it answers.
//! * `onEnded` comes twice, once or never. [`Contact::on_ended`] tells it once.
//!
//! Voice ID, which Amazon has retired, is not here.
//!
//! It knows neither a user interface framework nor the program that uses it. Everything compiles everywhere, and the types
//! are tested natively; what touches the browser does something only in one.

pub mod agent_app;
pub mod core;
pub mod reading;
pub mod resiliency;
#[doc(hidden)]
pub mod surface;
pub mod two_instances;

mod agent;
mod api;
mod bus;
mod ccp;
mod command;
mod conduit;
mod connection;
mod contact;
mod data;
mod delivery;
mod error;
mod event;
mod input;
mod log;
mod media;
mod notifications;
mod one_region;
mod options;
mod quick_responses;
mod script;
mod session;
mod softphone;
mod storage_access;
mod subscription;
mod time;
mod vocabulary;
mod web_socket;
mod words;

pub use agent::{Agent, TaskCreated, on_agent};
pub use agent_app::{App, AppPlace, RegisteredApp};
pub use bus::{BusEvent, EventBus};
pub use ccp::Ccp;
pub use command::{COMMAND_TIMEOUT, Command};
pub use conduit::{Conduit, MessageStream, Passage, RegionalConduits, StreamMultiplexer};
pub use connection::{
    BaseConnection, ChatConnection, Connection, EmailConnection, TaskConnection, VoiceConnection,
};
pub use contact::{Contact, on_contact};
pub use core::{CcpExtensions, MediaDevice};
pub use data::*;
pub use error::{Refusal, StreamsError};
pub use event::{ApiCall, CcpEvent};
pub use input::{Digits, PhoneNumber};
pub use log::{LogEntry, Logger, logger};
pub use media::MediaController;
pub use notifications::{NotificationManager, NotificationOptions};
pub use options::*;
pub use quick_responses::{quick_responses_enabled, search_quick_responses};
pub use script::{STREAMS_INTEGRITY, STREAMS_VERSION, library_version, load_streams};
pub use session::{SessionExpirationWarnings, send_activity};
pub use softphone::SoftphoneFault;
pub use storage_access::{StorageAccessStep, on_storage_access};
pub use subscription::{EventStream, Subscription, live_subscriptions};
pub use time::{EpochMs, SkewMs, TimeError};
pub use vocabulary::{Difference, vocabulary_differences};
pub use web_socket::WebSocketManager;
pub use words::*;
