//! Third parties, and what comes of calling somebody.

use super::Centre;
use super::agent::{Activity, Failure};
use super::channel::Channel;
use super::commands::PartyEvent;
use super::connection::{Connection, ConnectionState, Party};
use super::contact::{Contact, ContactState};
use super::endpoint::{Destination, Endpoint};
use super::errors::Refusal;
use super::ids::{ConnectionId, ContactId};
use crate::instance::DialOutcome;

/// As many as a call can have with the feature for several third parties, and without it.
const MOST_PARTIES: usize = 6;
const USUAL_PARTIES: usize = 3;

impl Centre {
    /// Calls somebody into the contact. In a call, everybody else is put on hold meanwhile; a task or an e-mail goes
    /// there altogether.
    pub(super) fn add_party(&mut self, id: ContactId, to: Destination) -> Result<(), Refusal> {
        let now = self.now;
        let contact = self.contact(id)?;
        if matches!(contact.channel, Channel::Task | Channel::Email) {
            return self.transfer(id, &to);
        }
        self.check_destination(contact, &to.endpoint)?;
        contact.require(ContactState::Connected, "joined by somebody else")?;
        let most = if contact.details.multi_party { MOST_PARTIES } else { USUAL_PARTIES };
        if contact.connections.iter().filter(|line| line.is_active()).count() >= most {
            return Err(Refusal::TooManyParties);
        }
        let line = self.identities.connection();
        let contact = self.contact_mut(id)?;
        if contact.channel != Channel::Chat {
            let talking =
                |other: &&mut Connection| other.is_other() && other.state == ConnectionState::Connected;
            let others = contact.connections.iter_mut().filter(talking);
            others.for_each(|other| other.enter(ConnectionState::Hold, now));
        }
        let mut party = Connection::new(line, Party::Third, ConnectionState::Connecting, now);
        party.endpoint = Some(to.endpoint);
        party.quick_connect = to.quick_connect;
        contact.connections.push(party);
        self.call_party(id, line)
    }

    pub(super) fn check_destination(&self, contact: &Contact, to: &Endpoint) -> Result<(), Refusal> {
        if contact.monitoring.is_some() {
            return Err(Refusal::WrongDestination);
        }
        match to {
            Endpoint::Phone(_) => contact.require_voice("sent to a telephone"),
            Endpoint::Agent(agent) if contact.agent.as_ref() == Some(agent) => Err(Refusal::WrongDestination),
            Endpoint::Agent(agent) => self.agent(agent).map(|_| ()),
            Endpoint::Queue(_) => Ok(()),
            Endpoint::Email { .. } => Err(Refusal::WrongDestination),
        }
    }

    /// Rings whoever is at the end of a new line: outside by the dial plan, inside through their queue.
    pub(super) fn call_party(&mut self, id: ContactId, line: ConnectionId) -> Result<(), Refusal> {
        let contact = self.contact(id)?;
        match &contact.line(line)?.endpoint {
            Some(Endpoint::Phone(number)) => {
                let dialled = self.dial_plan.call(&self.instance, number);
                let due = self.now.plus(dialled.after_ms.into());
                let rings = dialled.outcome == DialOutcome::Ring;
                let line = self.contact_mut(id)?.line_mut(line)?;
                line.outcome = (!rings).then_some((due, dialled.outcome));
                self.schedule(id);
            }
            Some(endpoint) => {
                if let Some(queue) = endpoint.queue() {
                    let leg = self.make_leg(id, queue, Some(line))?;
                    self.contact_mut(id)?.line_mut(line)?.leg = Some(leg);
                }
            }
            // A customer without a number picks up as soon as they are called.
            None => {
                let due = self.now.plus(self.instance.timing.answer_ms.into());
                self.contact_mut(id)?.line_mut(line)?.outcome = Some((due, DialOutcome::Answer));
                self.schedule(id);
            }
        }
        Ok(())
    }

    /// Somebody has picked up.
    pub(super) fn answered(&mut self, id: ContactId, line: ConnectionId) {
        let now = self.now;
        let Some(contact) = self.contacts.get_mut(&id) else { return };
        let Ok(party) = contact.line_mut(line) else { return };
        if party.state != ConnectionState::Connecting {
            return;
        }
        party.outcome = None;
        party.enter(ConnectionState::Connected, now);
        let begins = party.party == Party::Customer && contact.state == ContactState::Connecting;
        if begins {
            self.connect(id);
        } else {
            self.schedule(id);
            self.touch_agent_of(id);
        }
    }

    /// Calling somebody came to nothing.
    pub(super) fn unanswered(&mut self, id: ContactId, line: ConnectionId, failure: Failure) {
        let Some(contact) = self.contacts.get(&id) else { return };
        let first = contact.line(line).is_ok_and(|line| line.party == Party::Customer);
        if first && contact.state == ContactState::Connecting {
            self.finish(id, ContactState::Error, Some(failure));
        } else {
            self.line_gone(id, line);
        }
    }

    pub(super) fn party_does(
        &mut self,
        id: ContactId,
        line: ConnectionId,
        event: PartyEvent,
    ) -> Result<(), Refusal> {
        let contact = self.contact(id)?;
        let party = contact.line(line)?;
        contact.require_not_over()?;
        let expected = match event {
            PartyEvent::HangUp => party.is_active() && contact.accepted_at.is_some(),
            // Whoever is called within the instance answers for themselves.
            _ => party.state == ConnectionState::Connecting && party.leg.is_none() && !contact.is_ringing(),
        };
        if !party.is_other() || !expected {
            return Err(Refusal::WrongConnectionState { verb: "answered or hung up", state: party.state });
        }
        let outcome = match event {
            PartyEvent::Answer => {
                self.answered(id, line);
                return Ok(());
            }
            PartyEvent::HangUp => {
                self.line_gone(id, line);
                return Ok(());
            }
            PartyEvent::Busy => DialOutcome::Busy,
            PartyEvent::NoAnswer => DialOutcome::NoAnswer,
            PartyEvent::Invalid => DialOutcome::Invalid,
            PartyEvent::Failed => DialOutcome::Failed,
        };
        self.unanswered(id, line, Failure::of(outcome));
        Ok(())
    }

    /// Whoever is on hold is talked to, and everybody else goes on hold.
    pub(super) fn toggle(&mut self, id: ContactId, line: ConnectionId) -> Result<(), Refusal> {
        let now = self.now;
        let contact = self.contact_mut(id)?;
        contact.require_voice("swapped")?;
        contact.require(ContactState::Connected, "swapped")?;
        let named = contact.line(line)?;
        if named.state != ConnectionState::Hold || !named.is_other() {
            return Err(Refusal::NobodyOnHold);
        }
        for other in contact.connections.iter_mut().filter(|other| other.is_other()) {
            if other.id == line {
                other.enter(ConnectionState::Connected, now);
            } else if other.state == ConnectionState::Connected {
                other.enter(ConnectionState::Hold, now);
            }
        }
        Ok(())
    }

    /// Everybody hears everybody.
    pub(super) fn conference(&mut self, id: ContactId) -> Result<(), Refusal> {
        let now = self.now;
        let contact = self.contact_mut(id)?;
        contact.require_voice("made a conference")?;
        contact.require(ContactState::Connected, "made a conference")?;
        let on_the_line = |line: &Connection| {
            line.is_other() && matches!(line.state, ConnectionState::Connected | ConnectionState::Hold)
        };
        if contact.connections.iter().filter(|line| on_the_line(line)).count() < 2 {
            return Err(Refusal::TooFewParties);
        }
        let lines = contact.connections.iter_mut().filter(|line| on_the_line(line));
        lines.for_each(|line| line.enter(ConnectionState::Connected, now));
        Ok(())
    }
}

impl Activity {
    /// What an agent does after a call that came to this end.
    pub(super) fn after(end: ContactState, failure: Option<Failure>) -> Self {
        match (end, failure) {
            (ContactState::Ended, None) => Self::AfterCallWork,
            (_, Some(failure)) => Self::Failed(failure),
            (_, None) => Self::Failed(Failure::MissedCallAgent),
        }
    }
}
