//! One party's line within a contact.

use super::endpoint::Endpoint;
use super::ids::{ConnectionId, ContactId, EpochMs};
use crate::instance::DialOutcome;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ConnectionState {
    Connecting,
    Connected,
    Hold,
    Disconnected,
    SilentMonitor,
    Barge,
}

impl ConnectionState {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Connected => "connected",
            Self::Hold => "hold",
            Self::Disconnected => "disconnected",
            Self::SilentMonitor => "silent_monitor",
            Self::Barge => "barge",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Party {
    Agent,
    /// Whoever the contact is about: they called, or were called.
    Customer,
    /// Somebody the agent has added.
    Third,
    /// A supervisor who has barged in.
    Supervisor,
}

impl Party {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Customer => "customer",
            Self::Third => "third_party",
            Self::Supervisor => "supervisor",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Connection {
    pub(crate) id: ConnectionId,
    pub(crate) party: Party,
    pub(crate) endpoint: Option<Endpoint>,
    pub(crate) quick_connect: Option<String>,
    pub(crate) state: ConnectionState,
    pub(crate) since: EpochMs,
    pub(crate) muted: bool,
    /// The keys pressed towards this party.
    pub(crate) digits: String,
    /// The contact that another agent has of this line.
    pub(super) leg: Option<ContactId>,
    /// What comes of calling them, and when.
    pub(super) outcome: Option<(EpochMs, DialOutcome)>,
}

impl Connection {
    pub(super) fn new(id: ConnectionId, party: Party, state: ConnectionState, since: EpochMs) -> Self {
        Self {
            id,
            party,
            endpoint: None,
            quick_connect: None,
            state,
            since,
            muted: false,
            digits: String::new(),
            leg: None,
            outcome: None,
        }
    }

    pub(crate) fn is_active(&self) -> bool {
        self.state != ConnectionState::Disconnected
    }

    /// Customers and third parties: those without whom the agent is alone.
    pub(crate) fn is_other(&self) -> bool {
        matches!(self.party, Party::Customer | Party::Third)
    }

    pub(super) fn enter(&mut self, state: ConnectionState, at: EpochMs) {
        if self.state != state {
            self.state = state;
            self.since = at;
        }
    }

    pub(super) fn disconnect(&mut self, at: EpochMs) {
        self.enter(ConnectionState::Disconnected, at);
        self.muted = false;
        self.leg = None;
        self.outcome = None;
    }
}
