//! The contact centre: every agent and contact of the instance, and the rules by which they change.
//!
//! Plain Rust with one writer. Time and identities come in as values, so the same commands at the same moments always
//! give the same centre. No lock, channel, socket or clock belongs in here; who hears of a change is up to
//! [`crate::live`], which gets the names of the agents concerned.

mod agent;
mod commands;
mod contact;
mod errors;
mod ids;
#[cfg(test)]
mod properties;
mod snapshot;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use uuid::Uuid;

pub(crate) use self::agent::{Activity, Agent};
pub(crate) use self::commands::{Action, Command};
pub(crate) use self::contact::{Contact, ContactState, Offer};
pub(crate) use self::errors::Refusal;
pub(crate) use self::ids::{ConnectionId, ContactId, EpochMs, NotE164, PhoneNumber, Username};
use crate::instance::Instance;

/// The agents whose snapshot a command or the passing of time has changed.
pub(crate) type Changed = Vec<Username>;

/// The state of the whole instance at one moment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Centre {
    instance: Arc<Instance>,
    now: EpochMs,
    agents: BTreeMap<Username, Agent>,
    contacts: HashMap<ContactId, Contact>,
    /// What happens by itself, soonest first. An entry that the contact has outlived means nothing.
    deadlines: BTreeSet<(EpochMs, ContactId)>,
    identities: HashSet<Uuid>,
}

impl Centre {
    /// A quiet morning: everybody is signed out and Offline.
    pub(crate) fn new(instance: Arc<Instance>, now: EpochMs) -> Self {
        let agents = instance
            .agents
            .iter()
            .map(|profile| (profile.username.clone(), Agent::new(instance.first_status(), now)))
            .collect();
        Self {
            instance,
            now,
            agents,
            contacts: HashMap::new(),
            deadlines: BTreeSet::new(),
            identities: HashSet::new(),
        }
    }

    pub(crate) fn instance(&self) -> &Instance {
        &self.instance
    }

    pub(crate) fn now(&self) -> EpochMs {
        self.now
    }

    pub(crate) fn agent(&self, name: &Username) -> Result<&Agent, Refusal> {
        self.agents.get(name).ok_or_else(|| Refusal::UnknownAgent(name.clone()))
    }

    pub(crate) fn contact(&self, id: ContactId) -> Result<&Contact, Refusal> {
        self.contacts.get(&id).ok_or(Refusal::UnknownContact)
    }

    /// Every contact there ever was, the latest first.
    pub(crate) fn contacts(&self) -> Vec<&Contact> {
        let mut contacts: Vec<_> = self.contacts.values().collect();
        contacts.sort_by_key(|contact| std::cmp::Reverse((contact.offered_at, contact.id)));
        contacts
    }

    /// When the centre next changes by itself, if nobody does anything.
    pub(crate) fn next_deadline(&self) -> Option<EpochMs> {
        self.deadlines.first().map(|(at, _)| *at)
    }

    /// Lets time pass. What was due happens at the moment it was due, however late that is noticed; a clock that
    /// steps back stands still instead.
    pub(crate) fn advance(&mut self, now: EpochMs) -> Changed {
        self.now = self.now.max(now);
        let mut changed = Changed::new();
        while let Some((at, id)) = self.deadlines.first().copied().filter(|(at, _)| *at <= self.now) {
            self.deadlines.remove(&(at, id));
            changed.extend(self.fall_due(id, at));
        }
        changed
    }

    /// Makes every snapshot count as new, for what concerns all agents and none of their contacts.
    pub(crate) fn renew_snapshots(&mut self) {
        self.agents.values_mut().for_each(|agent| agent.version += 1);
    }

    fn fall_due(&mut self, id: ContactId, at: EpochMs) -> Option<Username> {
        let contact = self.contacts.get_mut(&id)?;
        if deadline(&self.instance, contact) != Some(at) {
            return None;
        }
        let agent = self.agents.get_mut(&contact.agent)?;
        if contact.accepted_at.is_some() {
            contact.connect(at);
            agent.become_busy_with(Activity::Busy, at);
        } else {
            contact.finish(ContactState::Missed, at);
            agent.become_busy_with(Activity::MissedCall, at);
        }
        agent.version += 1;
        Some(contact.agent.clone())
    }
}

/// When a ringing contact is given up, or an accepted one gets its line.
fn deadline(instance: &Instance, contact: &Contact) -> Option<EpochMs> {
    (contact.state == ContactState::Connecting).then(|| match contact.accepted_at {
        Some(accepted) => accepted.plus(instance.timing.connect_ms.into()),
        None => contact.offered_at.plus(instance.timing.ring_ms.into()),
    })
}
