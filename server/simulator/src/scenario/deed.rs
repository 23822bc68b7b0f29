//! What a step can do or wait for.
//!
//! What is done has the types of the control API's requests; only contacts go by the names that steps have given them.

use crate::centre::{Dialled, PhoneNumber, Username};
use crate::control::agent_action::{AgentAction, WantedCall};
use crate::control::agents::WantedStatus;
use crate::control::browser::{SdkEvent, SoftphoneFault};
use crate::control::contacts::{Attributes, LineEvent};
use crate::control::messages::NewMessage;
use crate::control::new_contact::Wanted;
use crate::control::switches::{ApprovedOrigins, Clock, WantedRegion};
use crate::control::trouble::SocketLoss;
use crate::faults::Fault;
use crate::traffic::Traffic;

/// The name of a contact within the play.
pub(crate) type Name = String;

#[derive(Debug, Clone)]
pub(crate) enum Deed {
    // The customer and the rest of the world.
    Offer { wanted: Box<Wanted>, monitors: Option<Name>, related: Option<Name> },
    HangsUp(Name),
    Line { contact: Name, who: String, event: LineEvent },
    Writes { contact: Name, message: NewMessage },
    Attributes { contact: Name, attributes: Attributes },
    Number { number: PhoneNumber, dialled: Option<Dialled> },
    Traffic(Option<Box<Traffic>>),
    // Agents.
    Ready { agents: Vec<Username>, within_ms: i64 },
    Works { agents: Vec<Username>, habits: Habits },
    SignsIn { agent: Username, within_ms: i64 },
    SignsOut(Username),
    Status { agent: Username, status: WantedStatus, within_ms: i64 },
    AgentDoes { contact: Name, action: AgentAction, within_ms: i64 },
    Calls { agent: Username, call: WantedCall, within_ms: i64 },
    SdkEvent { agent: Username, event: SdkEvent },
    SoftphoneFault { agent: Username, fault: SoftphoneFault },
    // Trouble.
    Fault(Fault),
    Faults(Vec<Fault>),
    Clock(Clock),
    DropSockets(SocketLoss),
    ExpireTokens(Username),
    Region(WantedRegion),
    ApprovedOrigins(ApprovedOrigins),
    // Nothing is done.
    WaitFor(Awaited),
}

impl Deed {
    /// How long it may take to come about, for what is waited for.
    pub(super) fn patience_ms(&self) -> Option<i64> {
        match self {
            Self::WaitFor(Awaited { within_ms, .. })
            | Self::Ready { within_ms, .. }
            | Self::SignsIn { within_ms, .. }
            | Self::Status { within_ms, .. }
            | Self::AgentDoes { within_ms, .. }
            | Self::Calls { within_ms, .. } => Some(*within_ms),
            _ => None,
        }
    }
}

/// How an agent works who takes whatever comes.
#[expect(clippy::struct_field_names, reason = "a number of milliseconds says so")]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Habits {
    /// Until they accept.
    pub(super) answer_ms: i64,
    /// Until they hang up.
    pub(super) talk_ms: i64,
    /// Until they clear the contact.
    pub(super) wrap_up_ms: i64,
}

/// What has to come about.
#[derive(Debug, Clone)]
pub(crate) struct Awaited {
    pub(super) what: What,
    pub(super) within_ms: i64,
}

#[derive(Debug, Clone)]
pub(crate) enum What {
    /// A contact that has a name.
    Contact { contact: Name, agent: Option<Username>, state: Option<State> },
    /// Every contact of the play.
    All(State),
    /// Any contact before this agent.
    ContactOf { agent: Username, state: State, follows: Option<Name> },
    /// What an agent's state is called, and whether they are signed in.
    Agent { agent: Username, status: Option<String>, signed_in: Option<bool> },
}

/// Where a contact has to stand: the service's words, and some that say what a person would.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    Scheduled,
    Queued,
    /// Before an agent who has not accepted yet.
    Ringing,
    Connecting,
    Connected,
    /// Connected, and nobody is on hold.
    Talking,
    OnHold,
    Paused,
    Ended,
    Missed,
    Rejected,
    Error,
    /// Ended, missed, rejected or failed.
    Over,
    /// Over, and on nobody's screen.
    Cleared,
}
