//! A simulated Amazon Connect instance.
//!
//! It stands behind the real, unmodified `amazon-connect-streams` library. The library runs in all three of its
//! places, the embedding page, the Contact Control Panel (CCP) frame and the shared worker, and speaks its own
//! protocol; what answers is this crate. So what works here is the library at work.
//!
//! # What is simulated
//!
//! * Signing in and out, tokens and their renewal, approved origins.
//! * The JSON service with its long poll, for one inbound voice contact per agent: offered, accepted, rejected,
//!   missed, held, muted, ended, worked up, cleared. Agents have desk phones: the library handles no sound.
//! * The worker's WebSocket, as far as heartbeats and subscriptions.
//! * Trouble: answers that fail or come late, sockets that drop, sessions that expire, a service clock that is off.
//!
//! # What is our own choice
//!
//! Amazon publishes the library, not what is behind it. Ours are the look of the login page and the CCP, the names of
//! the error types that the library does not look at, the `type` of the state `AfterCallWork`, the moment between
//! accepting and being connected, and the end of a call when either party leaves.
//!
//! # What is not simulated
//!
//! Sound, flows, routing, outbound calls, transfers, chat, tasks and e-mail, agent-app and task templates, global
//! resiliency. What is not simulated is answered with an error, never as if it had worked.
//!
//! # Layout
//!
//! `centre` is the contact centre in plain Rust, `live` its one writer. Everything else is a way in: `service`
//! and `websocket` for the library, `pages` for people, `control` for tests and the console.

mod centre;
mod control;
mod faults;
mod http;
mod instance;
mod live;
mod origin;
mod pages;
mod serve;
mod service;
mod session;
mod simulator;
#[cfg(test)]
mod tests;
mod websocket;

pub use self::instance::{EXAMPLE, Instance, InstanceError};
pub use self::origin::{NotAnOrigin, Origin};
pub use self::serve::{Options, ServeError, serve};
