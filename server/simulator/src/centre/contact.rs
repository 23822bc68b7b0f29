//! One contact: its connections, its state and the moments it went through.
//!
//! A contact knows what may follow what. It does not know its agent's state, nor who is told about a change: the
//! centre keeps both in step with it.

use super::errors::Refusal;
use super::ids::{ConnectionId, ContactId, EpochMs, PhoneNumber, Username};
use crate::instance::QueueIndex;

/// Where a voice contact stands, in the service's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContactState {
    Connecting,
    Connected,
    Ended,
    Missed,
    Rejected,
}

impl ContactState {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Connected => "connected",
            Self::Ended => "ended",
            Self::Missed => "missed",
            Self::Rejected => "rejected",
        }
    }

    pub(crate) fn is_live(self) -> bool {
        matches!(self, Self::Connecting | Self::Connected)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ConnectionState {
    Connecting,
    Connected,
    Hold,
    Disconnected,
}

impl ConnectionState {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Connected => "connected",
            Self::Hold => "hold",
            Self::Disconnected => "disconnected",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Party {
    Agent,
    Customer,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Connection {
    pub(crate) id: ConnectionId,
    pub(crate) party: Party,
    pub(crate) state: ConnectionState,
    pub(crate) since: EpochMs,
    pub(crate) muted: bool,
}

impl Connection {
    fn enter(&mut self, state: ConnectionState, at: EpochMs) {
        if self.state != state {
            self.state = state;
            self.since = at;
        }
    }
}

/// A call that the centre is about to put before an agent. The identities come from outside.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    pub(crate) contact: ContactId,
    pub(crate) agent_connection: ConnectionId,
    pub(crate) customer_connection: ConnectionId,
    pub(crate) agent: Username,
    pub(crate) queue: QueueIndex,
    pub(crate) customer: PhoneNumber,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contact {
    pub(crate) id: ContactId,
    pub(crate) agent: Username,
    pub(crate) queue: QueueIndex,
    pub(crate) customer: PhoneNumber,
    pub(crate) state: ContactState,
    /// When `state` began. Hold and mute belong to a connection and leave it alone.
    pub(crate) since: EpochMs,
    pub(crate) connections: Vec<Connection>,
    pub(crate) queued_at: EpochMs,
    pub(crate) offered_at: EpochMs,
    pub(crate) accepted_at: Option<EpochMs>,
    pub(crate) connected_at: Option<EpochMs>,
    pub(crate) ended_at: Option<EpochMs>,
    pub(crate) cleared_at: Option<EpochMs>,
}

impl Contact {
    /// The agent's phone begins to ring; the customer has been on the line since the call came in.
    pub(crate) fn offered(offer: Offer, queued_at: EpochMs, now: EpochMs) -> Self {
        let connection = |id, party, state, since| Connection { id, party, state, since, muted: false };
        Self {
            id: offer.contact,
            agent: offer.agent,
            queue: offer.queue,
            customer: offer.customer,
            state: ContactState::Connecting,
            since: now,
            connections: vec![
                connection(offer.agent_connection, Party::Agent, ConnectionState::Connecting, now),
                connection(offer.customer_connection, Party::Customer, ConnectionState::Connected, queued_at),
            ],
            queued_at,
            offered_at: now,
            accepted_at: None,
            connected_at: None,
            ended_at: None,
            cleared_at: None,
        }
    }

    pub(crate) fn is_live(&self) -> bool {
        self.state.is_live()
    }

    pub(crate) fn is_on_hold(&self) -> bool {
        self.connections.iter().any(|connection| connection.state == ConnectionState::Hold)
    }

    pub(crate) fn is_muted(&self) -> bool {
        self.connections.iter().any(|connection| connection.party == Party::Agent && connection.muted)
    }

    pub(super) fn accept(&mut self, now: EpochMs) -> Result<(), Refusal> {
        if self.accepted_at.is_some() {
            return Err(Refusal::AlreadyAccepted);
        }
        self.require(ContactState::Connecting, "accepted")?;
        self.accepted_at = Some(now);
        Ok(())
    }

    pub(super) fn require_ringing(&self, verb: &'static str) -> Result<(), Refusal> {
        if self.accepted_at.is_some() && self.is_live() {
            return Err(Refusal::AlreadyAccepted);
        }
        self.require(ContactState::Connecting, verb)
    }

    pub(super) fn require_live(&self) -> Result<(), Refusal> {
        if self.is_live() { Ok(()) } else { Err(Refusal::Over { state: self.state }) }
    }

    pub(super) fn connect(&mut self, now: EpochMs) {
        self.connected_at = Some(now);
        self.enter(ContactState::Connected, now);
        for connection in &mut self.connections {
            connection.enter(ConnectionState::Connected, now);
        }
    }

    /// The contact is over in one of the three ways it can be.
    pub(super) fn finish(&mut self, state: ContactState, now: EpochMs) {
        self.ended_at = Some(now);
        self.enter(state, now);
        for connection in &mut self.connections {
            connection.enter(ConnectionState::Disconnected, now);
            connection.muted = false;
        }
    }

    pub(super) fn hold(&mut self, id: ConnectionId, now: EpochMs) -> Result<(), Refusal> {
        self.move_line(id, ConnectionState::Connected, ConnectionState::Hold, "put on hold", now)
    }

    pub(super) fn resume(&mut self, id: ConnectionId, now: EpochMs) -> Result<(), Refusal> {
        self.move_line(id, ConnectionState::Hold, ConnectionState::Connected, "resumed", now)
    }

    pub(super) fn set_mute(&mut self, id: ConnectionId, muted: bool) -> Result<(), Refusal> {
        self.require(ContactState::Connected, if muted { "muted" } else { "unmuted" })?;
        let connection = self.connection_mut(id)?;
        if connection.muted == muted {
            return Err(Refusal::MuteUnchanged { muted });
        }
        connection.muted = muted;
        Ok(())
    }

    pub(super) fn require_connection(&self, id: ConnectionId) -> Result<(), Refusal> {
        if self.connections.iter().any(|connection| connection.id == id) {
            Ok(())
        } else {
            Err(Refusal::UnknownConnection)
        }
    }

    fn move_line(
        &mut self,
        id: ConnectionId,
        from: ConnectionState,
        to: ConnectionState,
        verb: &'static str,
        now: EpochMs,
    ) -> Result<(), Refusal> {
        self.require(ContactState::Connected, verb)?;
        let connection = self.connection_mut(id)?;
        if connection.state != from {
            return Err(Refusal::WrongConnectionState { verb, state: connection.state });
        }
        connection.enter(to, now);
        Ok(())
    }

    fn connection_mut(&mut self, id: ConnectionId) -> Result<&mut Connection, Refusal> {
        self.connections.iter_mut().find(|connection| connection.id == id).ok_or(Refusal::UnknownConnection)
    }

    fn require(&self, state: ContactState, verb: &'static str) -> Result<(), Refusal> {
        if self.state == state { Ok(()) } else { Err(Refusal::WrongContactState { verb, state: self.state }) }
    }

    fn enter(&mut self, state: ContactState, at: EpochMs) {
        self.state = state;
        self.since = at;
    }
}
