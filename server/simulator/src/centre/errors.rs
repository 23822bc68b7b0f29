//! Why the centre refuses a command.
//!
//! A refusal changes nothing. The service and the control API each turn it into their own kind of answer; neither
//! invents one of its own.

use thiserror::Error;

use super::channel::Channel;
use super::connection::ConnectionState;
use super::contact::ContactState;
use super::ids::Username;

/// Whoever sent the command can do something about each of these.
#[derive(Debug, Error, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// 404
    #[error("there is no agent {0}")]
    UnknownAgent(Username),
    /// 404; also the answer for a contact of somebody else, which an agent has no business knowing.
    #[error("there is no such contact")]
    UnknownContact,
    /// 404
    #[error("the contact has no such connection")]
    UnknownConnection,
    /// 400 to the library, 409 to the control API, as all that follow.
    #[error("agent {0} is not signed in")]
    NotSignedIn(Username),
    #[error("agent {agent} is in state {state}, which takes no contacts")]
    NotRoutable { agent: Username, state: String },
    #[error("agent {agent} has no room for another {} contact", channel.as_str())]
    NoRoom { agent: Username, channel: Channel },
    #[error("the state cannot change during a contact unless it is queued as the next one")]
    BusyWithContact,
    #[error("the contact was accepted already")]
    AlreadyAccepted,
    #[error("a contact that is {} cannot be {verb}", state.as_str())]
    WrongContactState { verb: &'static str, state: ContactState },
    #[error("a connection that is {} cannot be {verb}", state.as_str())]
    WrongConnectionState { verb: &'static str, state: ConnectionState },
    #[error("a {} contact cannot be {verb}", channel.as_str())]
    WrongChannel { verb: &'static str, channel: Channel },
    #[error("the connection is {} already", if *muted { "muted" } else { "unmuted" })]
    MuteUnchanged { muted: bool },
    #[error("the contact is over, it is {}", state.as_str())]
    Over { state: ContactState },
    #[error("the contact is still going on")]
    StillLive,
    #[error("the contact was cleared already")]
    AlreadyCleared,
    #[error("nobody is on hold")]
    NobodyOnHold,
    #[error("a conference takes two others who are on the line")]
    TooFewParties,
    #[error("the contact has as many parties as it can have")]
    TooManyParties,
    #[error("the contact cannot be sent there")]
    WrongDestination,
    #[error("agent {0} may not make outbound calls")]
    NotPermitted(Username),
    #[error("no agent has the contact")]
    NobodyHasIt,
    #[error("the contact is not a monitored one")]
    NotMonitoring,
}

impl Refusal {
    /// Whether what was named does not exist, as opposed to being in the wrong state.
    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self, Self::UnknownAgent(_) | Self::UnknownContact | Self::UnknownConnection)
    }
}
