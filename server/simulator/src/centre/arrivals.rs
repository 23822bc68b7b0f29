//! How contacts come about: customers who turn up, tasks that are made, calls that agents make.

use super::agent::Activity;
use super::channel::{Channel, Initiation};
use super::connection::{Connection, ConnectionState, Party};
use super::contact::{Contact, ContactState, Details, Lineage, Reference};
use super::endpoint::{Destination, Endpoint, QueueKey};
use super::errors::Refusal;
use super::ids::{ContactId, EpochMs, Username};
use super::{Centre, Command};

/// The priority that Amazon Connect gives a contact to which nobody gives another.
const USUAL_PRIORITY: u32 = 5;

/// A contact that is about to come about.
#[derive(Debug, Clone)]
pub(crate) struct NewContact {
    pub(crate) channel: Channel,
    pub(crate) initiation: Initiation,
    pub(crate) details: Details,
    pub(crate) queue: QueueKey,
    /// Put straight before this agent. Otherwise it waits in its queue.
    pub(crate) agent: Option<Username>,
    pub(crate) priority: u32,
    pub(crate) auto_accept: bool,
    pub(crate) previous: Option<ContactId>,
    pub(crate) related: Option<ContactId>,
}

impl NewContact {
    /// As contacts usually come about: for whoever serves the queue, and with nothing before it.
    pub(crate) fn of(channel: Channel, queue: QueueKey, details: Details) -> Self {
        Self {
            channel,
            initiation: Initiation::usual(channel),
            details,
            queue,
            agent: None,
            priority: USUAL_PRIORITY,
            auto_accept: false,
            previous: None,
            related: None,
        }
    }
}

impl Centre {
    pub(super) fn arrive(&mut self, new: NewContact) -> Result<ContactId, Refusal> {
        let pinned = new.agent.clone();
        if let Some(name) = &pinned {
            let agent = self.agent(name)?;
            if !agent.signed_in {
                return Err(Refusal::NotSignedIn(name.clone()));
            }
            if !agent.is_routable(&self.instance) {
                let state = agent.shown(&self.instance).name.to_owned();
                return Err(Refusal::NotRoutable { agent: name.clone(), state });
            }
            self.require_room(name, new.channel)?;
        }
        let before = if pinned.is_some() { self.instance.timing.queue_wait_ms } else { 0 };
        let queued_at = self.now.plus(-i64::from(before));
        let scheduled = new.details.scheduled_at.filter(|at| pinned.is_none() && *at > self.now);
        let id = self.register(new, queued_at);
        match (pinned, scheduled) {
            (Some(agent), _) => self.put_before(id, &agent),
            (None, Some(_)) => {
                self.contact_mut(id)?.enter(ContactState::Scheduled, queued_at);
                self.schedule(id);
            }
            (None, None) => self.enqueue(id),
        }
        Ok(id)
    }

    pub(super) fn arrive_once(&mut self, token: String, new: NewContact) -> Result<ContactId, Refusal> {
        if let Some(known) = self.task_tokens.get(&token).filter(|id| self.contacts.contains_key(id)) {
            return Ok(*known);
        }
        let id = self.arrive(new)?;
        self.contact_mut(id)?.token = Some(token.clone());
        self.task_tokens.insert(token, id);
        Ok(id)
    }

    /// Gives a contact its identity and a place among the others. It is not anywhere yet.
    pub(super) fn register(&mut self, new: NewContact, queued_at: EpochMs) -> ContactId {
        let id = self.identities.contact();
        let of = |from: Option<ContactId>| from.and_then(|from| self.contacts.get(&from)).map(|c| c.lineage);
        let (previous, related) = (of(new.previous), of(new.related));
        let lineage = Lineage {
            initial: previous.map_or(id, |lineage| lineage.initial),
            previous: new.previous,
            related: new.related,
            association: previous.or(related).map_or(id, |lineage| lineage.association),
        };
        self.arrived += 1;
        let contact = Contact {
            id,
            number: self.arrived,
            channel: new.channel,
            initiation: new.initiation,
            lineage,
            details: new.details,
            queue: Some(new.queue),
            priority: new.priority,
            pinned: new.agent.is_some(),
            agent: None,
            auto_accept: new.auto_accept,
            accepts_itself: false,
            token: None,
            state: ContactState::Queued,
            since: queued_at,
            connections: Vec::new(),
            upstream: None,
            monitoring: None,
            watchers: Vec::new(),
            created_at: queued_at,
            queued_at,
            offered_at: None,
            accepted_at: None,
            connected_at: None,
            ended_at: None,
            cleared_at: None,
        };
        self.order.insert(self.arrived, id);
        self.contacts.insert(id, contact);
        id
    }

    /// An agent calls a number, another agent or a queue.
    pub(super) fn dial(
        &mut self,
        name: &Username,
        to: Destination,
        queue: Option<QueueKey>,
        related: Option<ContactId>,
    ) -> Result<ContactId, Refusal> {
        let profile = self.profile(name)?;
        let default_queue = self.instance.profile_of(profile).default_outbound_queue;
        if !profile.permissions.iter().any(|permission| permission == "outboundCall") {
            return Err(Refusal::NotPermitted(name.clone()));
        }
        if to.endpoint == Endpoint::Agent(name.clone()) || matches!(to.endpoint, Endpoint::Email { .. }) {
            return Err(Refusal::WrongDestination);
        }
        if let Endpoint::Agent(agent) = &to.endpoint {
            self.agent(agent)?;
        }
        self.require_room(name, Channel::Voice)?;
        let now = self.now;
        let details = Details {
            customer: Some(to.endpoint.clone()),
            attributes: self.instance.attributes.clone(),
            multi_party: true,
            ..Details::of(Channel::Voice)
        };
        let queue = queue.unwrap_or(QueueKey::Standard(default_queue));
        let new = NewContact {
            initiation: Initiation::Outbound,
            agent: Some(name.clone()),
            related,
            ..NewContact::of(Channel::Voice, queue, details)
        };
        let id = self.register(new, now);
        let (own, other) = (self.identities.connection(), self.identities.connection());
        let agent_line = Connection::new(own, Party::Agent, ConnectionState::Connecting, now);
        let mut line = Connection::new(other, Party::Customer, ConnectionState::Connecting, now);
        line.endpoint = Some(to.endpoint);
        line.quick_connect = to.quick_connect;
        let contact = self.contact_mut(id)?;
        contact.agent = Some(name.clone());
        contact.offered_at = Some(now);
        contact.accepted_at = Some(now);
        contact.enter(ContactState::Connecting, now);
        contact.connections = vec![agent_line, line];
        let agent = self.agent_mut(name)?;
        agent.contacts.push(id);
        agent.become_busy_with(Activity::CallingCustomer, now);
        self.touch(name);
        self.call_party(id, other)?;
        Ok(id)
    }

    /// New values for some attributes; a snapshot shows them at once.
    pub(super) fn set_attributes(
        &mut self,
        id: ContactId,
        attributes: std::collections::BTreeMap<String, Option<String>>,
    ) -> Result<(), Refusal> {
        let known = &mut self.contact_mut(id)?.details.attributes;
        for (name, value) in attributes {
            match value {
                Some(value) => known.insert(name, value),
                None => known.remove(&name),
            };
        }
        self.touch_agent_of(id);
        Ok(())
    }

    /// Another name, description or references for a task, as far as there are any.
    pub(super) fn reword(
        &mut self,
        agent: &Username,
        id: ContactId,
        (name, description): (Option<String>, Option<String>),
        references: std::collections::BTreeMap<String, Reference>,
    ) -> Result<(), Refusal> {
        let contact = self.contact_of(agent, id)?;
        if contact.channel != Channel::Task {
            return Err(Refusal::WrongChannel { verb: "reworded", channel: contact.channel });
        }
        contact.require_not_over()?;
        let details = &mut self.contact_mut(id)?.details;
        details.name = name.or_else(|| details.name.take());
        details.description = description.or_else(|| details.description.take());
        details.references.extend(references);
        self.touch_agent_of(id);
        Ok(())
    }
}

impl From<NewContact> for Command {
    fn from(contact: NewContact) -> Self {
        Self::Arrive(Box::new(contact))
    }
}
