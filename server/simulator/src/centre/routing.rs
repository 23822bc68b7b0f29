//! Who waits, and who gets whom.
//!
//! Of the agents who are free, the one who has had nothing to do for longest comes first; of the contacts that wait for
//! them, the one whose queue their routing profile puts first, then the more important one, then the one that waits
//! longest. What was sent to an agent by name goes before all queues.

use std::collections::{BTreeMap, BTreeSet};

use super::Centre;
use super::agent::{Activity, Agent};
use super::channel::Channel;
use super::connection::{Connection, ConnectionState, Party};
use super::contact::{Contact, ContactState};
use super::endpoint::QueueKey;
use super::ids::{ContactId, EpochMs, Username};
use crate::instance::{Instance, Medium};

/// A contact's turn in its queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Turn {
    priority: u32,
    since: EpochMs,
    number: u64,
    contact: ContactId,
}

impl Turn {
    fn of(contact: &Contact) -> Self {
        let Contact { priority, queued_at, number, id, .. } = *contact;
        Self { priority, since: queued_at, number, contact: id }
    }
}

/// Those who wait, by queue and kind.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Waiting(BTreeMap<(QueueKey, Medium), BTreeSet<Turn>>);

impl Waiting {
    fn insert(&mut self, contact: &Contact) {
        if let Some(queue) = contact.queue.clone() {
            self.0.entry((queue, contact.channel.medium())).or_default().insert(Turn::of(contact));
        }
    }

    pub(super) fn remove(&mut self, contact: &Contact) {
        let Some(queue) = contact.queue.clone() else { return };
        let key = (queue, contact.channel.medium());
        if let Some(turns) = self.0.get_mut(&key) {
            turns.remove(&Turn::of(contact));
            if turns.is_empty() {
                self.0.remove(&key);
            }
        }
    }

    /// The kinds of contact that wait anywhere.
    fn media(&self) -> BTreeSet<Medium> {
        self.0.keys().map(|(_, medium)| *medium).collect()
    }

    pub(super) fn lengths(&self) -> BTreeMap<&QueueKey, usize> {
        let mut lengths = BTreeMap::new();
        for ((queue, _), turns) in &self.0 {
            *lengths.entry(queue).or_default() += turns.len();
        }
        lengths
    }
}

impl Centre {
    /// Puts a contact into its queue, where it keeps the turn it had.
    pub(super) fn enqueue(&mut self, id: ContactId) {
        if let Some(contact) = self.contacts.get(&id) {
            self.waiting.insert(contact);
        }
    }

    /// Gives whoever waits to whoever is free, until nobody waits or nobody is.
    pub(super) fn route(&mut self) {
        while !self.waiting.0.is_empty() {
            let media = self.waiting.media();
            let is_free = |agent: &Agent| media.iter().any(|medium| self.takes(agent, *medium));
            let free = self.agents.iter().filter(|(_, agent)| is_free(agent));
            let mut free: Vec<_> = free.map(|(name, agent)| (agent.idle_since, name.clone())).collect();
            free.sort();
            let mut given = false;
            for (_, name) in free {
                let Some(next) = self.next_for(&name) else { continue };
                if let Some(contact) = self.contacts.get(&next) {
                    self.waiting.remove(contact);
                }
                self.put_before(next, &name);
                given = true;
                if self.waiting.0.is_empty() {
                    return;
                }
            }
            if !given {
                return;
            }
        }
    }

    /// Whether an agent is given contacts of this kind as things stand. A queued status keeps new ones away.
    fn takes(&self, agent: &Agent, medium: Medium) -> bool {
        agent.signed_in
            && agent.next.is_none()
            && agent.is_routable(&self.instance)
            && (medium != Medium::Voice || agent.activity == Activity::None)
            && self.has_room(agent, medium)
    }

    pub(super) fn next_for(&self, name: &Username) -> Option<ContactId> {
        let agent = self.agents.get(name)?;
        let profile = self.instance.profile_of(&self.instance.agents[agent.profile]);
        let media = self.waiting.media().into_iter();
        let free: Vec<_> = media.filter(|medium| self.takes(agent, *medium)).collect();
        let first = |rank: u32, queue: &QueueKey, medium: Medium| {
            let turns = self.waiting.0.get(&(queue.clone(), medium))?;
            // What an agent did not take is for somebody else, until they have cleared it.
            let declined = |turn: &&Turn| agent.leftovers.iter().any(|leftover| leftover.id == turn.contact);
            turns.iter().find(|turn| !declined(turn)).map(|turn| (rank, *turn))
        };
        let own = QueueKey::Own(name.clone());
        let mut found: Vec<_> = free.iter().filter_map(|medium| first(0, &own, *medium)).collect();
        for served in &profile.queues {
            let queue = QueueKey::Standard(served.queue);
            let rank = served.priority.saturating_add(1);
            let media = free.iter().filter(|medium| served.media.contains(medium));
            found.extend(media.filter_map(|medium| first(rank, &queue, *medium)));
        }
        found.into_iter().min().map(|(_, turn)| turn.contact)
    }

    /// The agent's phone begins to ring; a customer has been on the line since the contact came in.
    pub(super) fn put_before(&mut self, id: ContactId, name: &Username) {
        let now = self.now;
        let Self { contacts, agents, identities, instance, .. } = self;
        let (Some(contact), Some(agent)) = (contacts.get_mut(&id), agents.get_mut(name)) else { return };
        contact.agent = Some(name.clone());
        contact.offered_at = Some(now);
        contact.accepts_itself = contact.auto_accept;
        let callback = contact.channel == Channel::QueueCallback;
        contact.enter(if callback { ContactState::Incoming } else { ContactState::Connecting }, now);
        let own = Connection::new(identities.connection(), Party::Agent, ConnectionState::Connecting, now);
        contact.connections = vec![own];
        if contact.channel.has_customer_line() && contact.monitoring.is_none() {
            let (state, since) = if callback {
                (ConnectionState::Connecting, now)
            } else {
                (ConnectionState::Connected, contact.queued_at)
            };
            let mut customer = Connection::new(identities.connection(), Party::Customer, state, since);
            customer.endpoint.clone_from(&contact.details.customer);
            contact.connections.push(customer);
        }
        if contact.channel.medium() == Medium::Voice {
            contact.accepts_itself |= agent.settings.softphone && agent.settings.auto_accept;
            agent.become_busy_with(if callback { Activity::CallbackOffered } else { Activity::Pending }, now);
        }
        agent.contacts.push(id);
        label(contact, instance);
        self.schedule(id);
        self.touch(name);
    }
}

/// A contact takes on the attributes of its queue and of the instance, unless it has its own.
fn label(contact: &mut Contact, instance: &Instance) {
    let of_queue = match &contact.queue {
        Some(QueueKey::Standard(queue)) => Some(&instance.queue(*queue).attributes),
        _ => None,
    };
    for (name, value) in of_queue.into_iter().chain([&instance.attributes]).flatten() {
        contact.details.attributes.entry(name.clone()).or_insert_with(|| value.clone());
    }
}
