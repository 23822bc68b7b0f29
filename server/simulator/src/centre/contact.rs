//! One contact: its connections, its state and the moments it went through.
//!
//! A contact knows what may follow what. It does not know its agent's state, nor the contacts it is linked with, nor
//! who is told about a change: the centre keeps them in step with it.

use std::collections::BTreeMap;

use super::channel::{Channel, Initiation};
use super::connection::{Connection, ConnectionState, Party};
use super::endpoint::{Endpoint, QueueKey};
use super::errors::Refusal;
use super::ids::{ConnectionId, ContactId, EpochMs, Username};

/// Where a contact stands, in the service's words; the first two are never seen by an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContactState {
    Scheduled,
    Queued,
    Incoming,
    Connecting,
    Connected,
    Paused,
    Ended,
    Missed,
    Rejected,
    Error,
}

impl ContactState {
    pub(crate) const ALL: [Self; 10] = [
        Self::Scheduled,
        Self::Queued,
        Self::Incoming,
        Self::Connecting,
        Self::Connected,
        Self::Paused,
        Self::Ended,
        Self::Missed,
        Self::Rejected,
        Self::Error,
    ];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Queued => "queued",
            Self::Incoming => "incoming",
            Self::Connecting => "connecting",
            Self::Connected => "connected",
            Self::Paused => "paused",
            Self::Ended => "ended",
            Self::Missed => "missed",
            Self::Rejected => "rejected",
            Self::Error => "error",
        }
    }

    pub(crate) fn is_over(self) -> bool {
        matches!(self, Self::Ended | Self::Missed | Self::Rejected | Self::Error)
    }

    pub(crate) fn is_waiting(self) -> bool {
        matches!(self, Self::Scheduled | Self::Queued)
    }
}

/// What the contact is about. It travels along when the contact is transferred.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Details {
    pub(crate) subtype: String,
    pub(crate) customer: Option<Endpoint>,
    pub(crate) customer_name: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) references: BTreeMap<String, Reference>,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) segment_attributes: BTreeMap<String, SegmentValue>,
    /// Further addresses that an e-mail went to.
    pub(crate) copied_to: Vec<String>,
    /// Two third parties or more.
    pub(crate) multi_party: bool,
    pub(crate) scheduled_at: Option<EpochMs>,
    pub(crate) template: Option<String>,
}

impl Details {
    /// Nothing but what the channel says.
    pub(crate) fn of(channel: Channel) -> Self {
        Self { subtype: channel.subtype().to_owned(), ..Self::default() }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reference {
    pub(crate) value: String,
    #[serde(rename = "type", default = "url")]
    pub(crate) kind: String,
}

fn url() -> String {
    "URL".to_owned()
}

/// A segment attribute is a text, or texts by name.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub(crate) enum SegmentValue {
    Text(String),
    Map(BTreeMap<String, String>),
}

/// The contacts that this one comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lineage {
    /// The first of a chain of transfers; of an untransferred contact, itself.
    pub(crate) initial: ContactId,
    /// The one it was transferred from.
    pub(crate) previous: Option<ContactId>,
    pub(crate) related: Option<ContactId>,
    /// What all related contacts have in common.
    pub(crate) association: ContactId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum MonitorMode {
    SilentMonitor,
    Barge,
}

impl MonitorMode {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::SilentMonitor => "SILENT_MONITOR",
            Self::Barge => "BARGE",
        }
    }
}

/// The contact that a supervisor listens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Monitoring {
    pub(crate) contact: ContactId,
    pub(crate) mode: MonitorMode,
    /// The supervisor's line in that contact, once they have barged in.
    pub(super) line: Option<ConnectionId>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contact {
    pub(crate) id: ContactId,
    /// Counts the contacts as they come.
    pub(crate) number: u64,
    pub(crate) channel: Channel,
    pub(crate) initiation: Initiation,
    pub(crate) lineage: Lineage,
    pub(crate) details: Details,
    pub(crate) queue: Option<QueueKey>,
    /// Among those who wait for the same, the lower number is served first.
    pub(crate) priority: u32,
    pub(crate) agent: Option<Username>,
    /// Put straight before one agent: if they do not take it, nobody does.
    pub(super) pinned: bool,
    pub(crate) auto_accept: bool,
    /// Whether this very offer is accepted by itself, for the contact's or the agent's sake.
    pub(super) accepts_itself: bool,
    /// By which a task that was asked for before is known again.
    pub(super) token: Option<String>,
    pub(crate) state: ContactState,
    /// When `state` began. Hold and mute belong to a connection and leave it alone.
    pub(crate) since: EpochMs,
    pub(crate) connections: Vec<Connection>,
    /// The line of another agent's contact that this one is the other end of.
    pub(super) upstream: Option<(ContactId, ConnectionId)>,
    pub(crate) monitoring: Option<Monitoring>,
    /// The contacts of those who listen in.
    pub(super) watchers: Vec<ContactId>,
    pub(crate) created_at: EpochMs,
    pub(crate) queued_at: EpochMs,
    pub(crate) offered_at: Option<EpochMs>,
    pub(crate) accepted_at: Option<EpochMs>,
    pub(crate) connected_at: Option<EpochMs>,
    pub(crate) ended_at: Option<EpochMs>,
    pub(crate) cleared_at: Option<EpochMs>,
}

impl Contact {
    /// Neither over nor still on its way to an agent.
    pub(crate) fn is_live(&self) -> bool {
        !self.state.is_over() && !self.state.is_waiting()
    }

    pub(crate) fn is_on_hold(&self) -> bool {
        self.connections.iter().any(|line| line.state == ConnectionState::Hold)
    }

    pub(crate) fn is_muted(&self) -> bool {
        self.connections.iter().any(|line| line.party == Party::Agent && line.muted)
    }

    pub(crate) fn is_ringing(&self) -> bool {
        self.accepted_at.is_none() && matches!(self.state, ContactState::Incoming | ContactState::Connecting)
    }

    pub(crate) fn line(&self, id: ConnectionId) -> Result<&Connection, Refusal> {
        self.connections.iter().find(|line| line.id == id).ok_or(Refusal::UnknownConnection)
    }

    pub(super) fn line_mut(&mut self, id: ConnectionId) -> Result<&mut Connection, Refusal> {
        self.connections.iter_mut().find(|line| line.id == id).ok_or(Refusal::UnknownConnection)
    }

    pub(crate) fn customer_line(&self) -> Option<&Connection> {
        self.connections.iter().find(|line| line.party == Party::Customer)
    }

    /// The customers and third parties who are on the line or about to be.
    pub(super) fn others(&self) -> impl Iterator<Item = &Connection> {
        self.connections.iter().filter(|line| line.is_other() && line.is_active())
    }

    pub(super) fn require(&self, state: ContactState, verb: &'static str) -> Result<(), Refusal> {
        if self.state == state { Ok(()) } else { Err(Refusal::WrongContactState { verb, state: self.state }) }
    }

    pub(super) fn require_ringing(&self, verb: &'static str) -> Result<(), Refusal> {
        if self.is_ringing() {
            Ok(())
        } else if self.is_live() {
            Err(Refusal::AlreadyAccepted)
        } else {
            Err(Refusal::WrongContactState { verb, state: self.state })
        }
    }

    pub(super) fn require_not_over(&self) -> Result<(), Refusal> {
        if self.state.is_over() { Err(Refusal::Over { state: self.state }) } else { Ok(()) }
    }

    pub(super) fn require_voice(&self, verb: &'static str) -> Result<(), Refusal> {
        match self.channel {
            Channel::Voice | Channel::QueueCallback => Ok(()),
            channel => Err(Refusal::WrongChannel { verb, channel }),
        }
    }

    pub(super) fn enter(&mut self, state: ContactState, at: EpochMs) {
        self.state = state;
        self.since = at;
    }

    /// Agent and customer hear each other.
    pub(super) fn connect(&mut self, at: EpochMs) {
        self.connected_at = Some(at);
        self.enter(ContactState::Connected, at);
        let silent = self.monitoring.is_some();
        for line in &mut self.connections {
            line.outcome = None;
            line.enter(if silent { ConnectionState::SilentMonitor } else { ConnectionState::Connected }, at);
        }
    }

    /// The contact is over in one of the four ways it can be.
    pub(super) fn finish(&mut self, state: ContactState, at: EpochMs) {
        self.ended_at = Some(at);
        self.enter(state, at);
        self.connections.iter_mut().for_each(|line| line.disconnect(at));
    }

    /// Nobody has taken it: it waits on, where it waited before.
    pub(super) fn return_to_queue(&mut self, at: EpochMs) {
        self.agent = None;
        self.offered_at = None;
        self.accepted_at = None;
        self.connections.clear();
        self.enter(ContactState::Queued, at);
    }
}
