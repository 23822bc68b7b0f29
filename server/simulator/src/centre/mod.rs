//! The contact centre: every agent and contact of the instance, and the rules by which they change.
//!
//! Plain Rust with one writer. Time and the seed of identities come in as values, so the same commands at the same
//! moments always give the same centre. No lock, channel, socket or clock belongs in here; who hears of a change is up
//! to [`crate::live`], which gets the names of the agents concerned.
//!
//! `commands` says what can be asked. What then happens is in `presence` (agents come, go and pick a status),
//! `arrivals` (contacts come about), `routing` (who gets which), `handling` (one agent with one contact), `parties`
//! (third parties, and what comes of calling somebody), `legs` (contacts of several agents about one customer),
//! `monitoring`, `ending`, and `clockwork` (what happens by itself).

mod agent;
mod arrivals;
mod channel;
mod clockwork;
mod commands;
mod connection;
mod contact;
mod dialling;
mod ending;
mod endpoint;
mod errors;
mod handling;
mod identities;
mod ids;
mod legs;
mod monitoring;
mod parties;
mod presence;
#[cfg(test)]
pub(crate) mod properties;
mod routing;
mod snapshot;
mod softphone;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

pub(crate) use self::agent::{Agent, Settings};
pub(crate) use self::arrivals::NewContact;
pub(crate) use self::channel::{Channel, Initiation};
pub(crate) use self::commands::{Action, Command, PartyEvent};
pub(crate) use self::connection::{Connection, ConnectionState, Party};
pub(crate) use self::contact::{Contact, ContactState, Details, MonitorMode, Reference, SegmentValue};
use self::dialling::DialPlan;
pub(crate) use self::dialling::Dialled;
pub(crate) use self::endpoint::{Destination, Endpoint, QueueKey};
pub(crate) use self::errors::Refusal;
pub(crate) use self::handling::are_keys;
use self::identities::Identities;
pub(crate) use self::ids::{ConnectionId, ContactId, EpochMs, NotE164, PhoneNumber, Username};
use self::routing::Waiting;
use crate::instance::{AgentProfile, Instance, Queue};

/// The agents whose snapshot a command or the passing of time has changed.
pub(crate) type Changed = BTreeSet<Username>;

/// The state of the whole instance at one moment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Centre {
    instance: Arc<Instance>,
    now: EpochMs,
    agents: BTreeMap<Username, Agent>,
    contacts: HashMap<ContactId, Contact>,
    /// The contacts as they came.
    order: BTreeMap<u64, ContactId>,
    arrived: u64,
    waiting: Waiting,
    /// What happens by itself, soonest first. An entry that the contact has outlived means nothing.
    deadlines: BTreeSet<(EpochMs, ContactId)>,
    identities: Identities,
    dial_plan: DialPlan,
    /// A task that is asked for twice in the same words is made once.
    task_tokens: HashMap<String, ContactId>,
    touched: Changed,
}

impl Centre {
    /// A quiet morning: everybody is signed out and Offline.
    pub(crate) fn new(instance: Arc<Instance>, now: EpochMs, seed: u64) -> Self {
        let first = instance.first_status();
        let agents = instance
            .agents
            .iter()
            .enumerate()
            .map(|found| (found.1.username.clone(), Agent::new(found, first, now)))
            .collect();
        Self {
            instance,
            now,
            agents,
            contacts: HashMap::new(),
            order: BTreeMap::new(),
            arrived: 0,
            waiting: Waiting::default(),
            deadlines: BTreeSet::new(),
            identities: Identities::new(seed),
            dial_plan: DialPlan::default(),
            task_tokens: HashMap::new(),
            touched: Changed::new(),
        }
    }

    /// Has the identities follow from another seed. One that was used before would give them twice.
    pub(crate) fn seed(&mut self, seed: u64) {
        self.identities = Identities::new(seed);
    }

    pub(crate) fn instance(&self) -> &Arc<Instance> {
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

    /// A contact that is before this agent, or that they did not take and have not cleared.
    pub(crate) fn contact_of(&self, name: &Username, id: ContactId) -> Result<&Contact, Refusal> {
        let agent = self.agent(name)?;
        if agent.contacts.contains(&id) {
            return self.contact(id);
        }
        agent.leftovers.iter().find(|leftover| leftover.id == id).ok_or(Refusal::UnknownContact)
    }

    /// Every contact that is still known, the latest first.
    pub(crate) fn contacts(&self) -> impl Iterator<Item = &Contact> {
        self.order.values().rev().filter_map(|id| self.contacts.get(id))
    }

    /// How many wait in each queue.
    pub(crate) fn waiting(&self) -> BTreeMap<&QueueKey, usize> {
        self.waiting.lengths()
    }

    pub(crate) fn ordered_numbers(&self) -> &BTreeMap<PhoneNumber, Dialled> {
        &self.dial_plan.ordered
    }

    pub(crate) fn queue(&self, key: &QueueKey) -> Option<&Queue> {
        match key {
            QueueKey::Standard(index) => Some(self.instance.queue(*index)),
            QueueKey::Own(agent) => self.instance.agent(agent).map(|profile| &profile.own_queue),
        }
    }

    /// Makes every snapshot count as new, for what concerns all agents and none of their contacts.
    pub(crate) fn renew_snapshots(&mut self) {
        self.agents.values_mut().for_each(|agent| agent.version += 1);
    }

    fn profile(&self, name: &Username) -> Result<&AgentProfile, Refusal> {
        self.instance.agent(name).ok_or_else(|| Refusal::UnknownAgent(name.clone()))
    }

    fn agent_mut(&mut self, name: &Username) -> Result<&mut Agent, Refusal> {
        self.agents.get_mut(name).ok_or_else(|| Refusal::UnknownAgent(name.clone()))
    }

    fn contact_mut(&mut self, id: ContactId) -> Result<&mut Contact, Refusal> {
        self.contacts.get_mut(&id).ok_or(Refusal::UnknownContact)
    }

    /// This agent's snapshot is another from now on.
    fn touch(&mut self, name: &Username) {
        if let Some(agent) = self.agents.get_mut(name)
            && self.touched.insert(name.clone())
        {
            agent.version += 1;
        }
    }

    fn touch_agent_of(&mut self, id: ContactId) {
        if let Some(name) = self.contacts.get(&id).and_then(|contact| contact.agent.clone()) {
            self.touch(&name);
        }
    }
}
