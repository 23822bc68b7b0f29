//! Contacts of several agents about one customer.
//!
//! Whoever is called within the instance gets a contact of their own, a leg: linked with the line of the one who
//! called, with the same initial contact, that one's contact as the previous, and a copy of the attributes. If the one
//! who called leaves, the leg takes their place.

use super::Centre;
use super::arrivals::NewContact;
use super::channel::{Channel, Initiation};
use super::connection::{Connection, Party};
use super::contact::{Contact, ContactState};
use super::endpoint::{Destination, QueueKey};
use super::errors::Refusal;
use super::ids::{ConnectionId, ContactId};

impl Centre {
    /// A contact about the same customer that waits in `queue`.
    pub(super) fn make_leg(
        &mut self,
        from: ContactId,
        queue: QueueKey,
        line: Option<ConnectionId>,
    ) -> Result<ContactId, Refusal> {
        let contact = self.contact(from)?;
        let channel =
            if contact.channel == Channel::QueueCallback { Channel::Voice } else { contact.channel };
        let mut details = contact.details.clone();
        details.scheduled_at = None;
        let new = NewContact {
            initiation: Initiation::of_transfer_to(&queue),
            priority: contact.priority,
            previous: Some(from),
            related: contact.lineage.related,
            ..NewContact::of(channel, queue, details)
        };
        let leg = self.register(new, self.now);
        self.contact_mut(leg)?.upstream = line.map(|line| (from, line));
        self.enqueue(leg);
        Ok(leg)
    }

    /// Sends a chat, a task or an e-mail to somebody else for good.
    pub(super) fn transfer(&mut self, id: ContactId, to: &Destination) -> Result<(), Refusal> {
        let contact = self.contact(id)?;
        if matches!(contact.channel, Channel::Voice | Channel::QueueCallback) {
            return Err(Refusal::WrongChannel { verb: "transferred at once", channel: contact.channel });
        }
        self.check_destination(contact, &to.endpoint)?;
        if contact.state != ContactState::Paused {
            contact.require(ContactState::Connected, "transferred")?;
        }
        let queue = to.endpoint.queue().ok_or(Refusal::WrongDestination)?;
        let upstream = contact.upstream;
        let leg = self.make_leg(id, queue, None)?;
        self.contact_mut(id)?.upstream = None;
        self.relink(leg, upstream);
        self.finish(id, ContactState::Ended, None);
        Ok(())
    }

    /// The agent leaves. Another agent in the contact stays with the customer, and everybody else with them.
    pub(super) fn leave(&mut self, id: ContactId) {
        if let Some((line, heir)) = self.contacts.get(&id).and_then(|contact| self.heir(contact)) {
            self.hand_over(id, line, heir);
        }
        self.finish(id, ContactState::Ended, None);
    }

    /// The line and the contact of the agent who stays. There is none without a customer to stay with.
    fn heir(&self, contact: &Contact) -> Option<(ConnectionId, ContactId)> {
        let customer = contact.customer_line().is_some_and(|line| line.is_active() && line.leg.is_none());
        if !customer {
            return None;
        }
        let legs = contact.connections.iter().filter(|line| line.party == Party::Third);
        let legs = legs.filter_map(|line| Some((line.id, line.leg?)));
        let with_state = |(line, leg)| Some((self.contacts.get(&leg)?, (line, leg)));
        let mut legs: Vec<_> = legs.filter_map(with_state).filter(|(leg, _)| !leg.state.is_over()).collect();
        // Who is on the line goes before who is still called.
        legs.sort_by_key(|(leg, _)| leg.connected_at.is_none());
        legs.first().map(|(_, found)| *found)
    }

    fn hand_over(&mut self, from: ContactId, line: ConnectionId, heir: ContactId) {
        let Some(contact) = self.contacts.get_mut(&from) else { return };
        let upstream = contact.upstream.take();
        if let Ok(line) = contact.line_mut(line) {
            line.leg = None;
        }
        let mut others = Vec::new();
        if self.contacts.get(&heir).is_some_and(|heir| heir.connected_at.is_some()) {
            let Some(contact) = self.contacts.get_mut(&from) else { return };
            let stays = |other: &&mut Connection| {
                other.party == Party::Third && other.is_active() && other.id != line
            };
            for other in contact.connections.iter_mut().filter(stays) {
                others.push(other.clone());
                other.leg = None;
            }
        }
        self.relink(heir, upstream);
        for mut other in others {
            other.id = self.identities.connection();
            if let Some(leg) = other.leg {
                self.relink(leg, Some((heir, other.id)));
            }
            if let Some(heir) = self.contacts.get_mut(&heir) {
                heir.connections.push(other);
            }
        }
        self.schedule(heir);
        self.touch_agent_of(heir);
    }

    /// Puts a contact at the end of a line, or lets it stand on its own.
    fn relink(&mut self, leg: ContactId, upstream: Option<(ContactId, ConnectionId)>) {
        if let Some(contact) = self.contacts.get_mut(&leg) {
            contact.upstream = upstream;
        }
        if let Some((other, line)) = upstream
            && let Some(line) = self.contacts.get_mut(&other).and_then(|other| other.line_mut(line).ok())
        {
            line.leg = Some(leg);
        }
    }
}
