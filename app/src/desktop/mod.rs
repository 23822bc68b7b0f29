//! The session with the CCP: starts it, owns every subscription, turns events into signals.
//!
//! [`Session`] decides and is pure; `engine` is the thin shell that owns the browser's side and does what the session
//! says. Panels read the signals of [`Desktop`] and never talk to Streams.

mod engine;
mod notice;
mod session;
mod sign_in;
mod view;
mod watch;

pub use notice::CcpNotice;
pub use session::{AgentView, DesktopView, Effect, Input, Session};
pub use view::{CcpPanel, Desktop, provide_desktop, use_desktop};
pub use watch::{CcpStatus, Order, Watch};
