//! The session with the CCP: starts it, owns every subscription, turns events into signals.
//!
//! [`Session`] decides and is pure; `engine` is the thin shell that owns the browser's side and does what the session
//! says. Panels read the signals of [`Desktop`] and never talk to Streams.

mod after_missed;
mod banners;
mod command;
mod engine;
mod keeper;
mod leader;
mod leaving;
mod log_out;
mod message;
mod notice;
mod panel;
mod perform;
mod person;
mod region;
mod region_banner;
mod rounds;
mod service_clock;
mod session;
mod shown;
mod sign_in;
mod signed_in;
mod view;
mod waiting;
mod watch;

pub use banners::banners;
pub use command::{Act, Command, active_third_parties, agent as agent_connection, is_active};
pub(crate) use engine::page_origin;
pub use message::{Effect, Input};
pub use notice::CcpNotice;
pub use panel::{ccp_panel, restart_button};
pub use perform::choosable;
pub use person::TwoPeople;
pub use region::RegionMove;
pub use session::Session;
pub use shown::{AgentView, DeskContact, DesktopView, QuickConnects};
pub(crate) use sign_in::open as open_sign_in;
pub use signed_in::signed_in_box;
pub use view::{Desktop, provide_desktop, use_desktop};
pub use waiting::{Refusal, Refused, Step, Ticket};
pub use watch::{CcpStatus, Order, Watch};
