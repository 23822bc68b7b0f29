//! What can be asked of the centre, and what it then does.
//!
//! Each command is checked in full before anything changes, so a refused one leaves no trace. Everything that
//! happens to a contact and its agent together happens here and nowhere else.

use super::agent::{Activity, Agent};
use super::contact::{Contact, ContactState, Offer};
use super::errors::Refusal;
use super::ids::{ConnectionId, ContactId, Username};
use super::{Centre, Changed, deadline};
use crate::instance::{StatusIndex, StatusKind};

#[derive(Debug, Clone)]
pub(crate) enum Command {
    SignIn(Username),
    SignOut(Username),
    /// `queued`: during a contact, keep the status for afterwards.
    PickStatus {
        agent: Username,
        status: StatusIndex,
        queued: bool,
    },
    Offer(Offer),
    CustomerHangsUp(ContactId),
    /// What an agent does to a contact of theirs.
    Act {
        agent: Username,
        contact: ContactId,
        action: Action,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    Accept,
    Reject,
    Clear,
    Hold(ConnectionId),
    Resume(ConnectionId),
    Mute(ConnectionId),
    Unmute(ConnectionId),
    /// Hangs up one connection. A call of two is over when either is gone.
    Disconnect(ConnectionId),
}

impl Centre {
    /// Obeys a command at the moment the centre has been advanced to, or says why not.
    pub(crate) fn apply(&mut self, command: Command) -> Result<Changed, Refusal> {
        let concerned = match command {
            Command::SignIn(name) => self.set_signed_in(name, true)?,
            Command::SignOut(name) => self.set_signed_in(name, false)?,
            Command::PickStatus { agent, status, queued } => self.pick_status(agent, status, queued)?,
            Command::Offer(offer) => self.offer(offer)?,
            Command::CustomerHangsUp(contact) => self.customer_hangs_up(contact)?,
            Command::Act { agent, contact, action } => self.act(agent, contact, action)?,
        };
        if let Some(agent) = self.agents.get_mut(&concerned) {
            agent.version += 1;
        }
        Ok(vec![concerned])
    }

    fn set_signed_in(&mut self, name: Username, signed_in: bool) -> Result<Username, Refusal> {
        self.agent_mut(&name)?.signed_in = signed_in;
        Ok(name)
    }

    fn pick_status(
        &mut self,
        name: Username,
        status: StatusIndex,
        queued: bool,
    ) -> Result<Username, Refusal> {
        let now = self.now;
        let live = self.agent(&name)?.contacts.iter().any(|id| self.contact(*id).is_ok_and(Contact::is_live));
        let agent = self.agent_mut(&name)?;
        // During after-call work the agent may leave at once or queue what comes next; while talking only the latter.
        if queued && (live || agent.activity == Activity::AfterCallWork) {
            agent.next = Some(status);
        } else if live {
            return Err(Refusal::BusyWithContact);
        } else {
            agent.pick(status, now);
        }
        Ok(name)
    }

    fn offer(&mut self, offer: Offer) -> Result<Username, Refusal> {
        let agent = self.agent(&offer.agent)?;
        if !agent.signed_in {
            return Err(Refusal::NotSignedIn(offer.agent));
        }
        if !agent.contacts.is_empty() {
            return Err(Refusal::HasContact(offer.agent));
        }
        let shown = agent.shown(&self.instance);
        if shown.kind != StatusKind::Routable.as_str() {
            return Err(Refusal::NotRoutable { agent: offer.agent, state: shown.name.to_owned() });
        }
        let identities = [offer.contact.0, offer.agent_connection.0, offer.customer_connection.0];
        let [a, b, c] = identities;
        if a == b || b == c || a == c || identities.iter().any(|id| self.identities.contains(id)) {
            return Err(Refusal::IdentityTaken);
        }

        let now = self.now;
        let queued_at = now.plus(-i64::from(self.instance.timing.queue_wait_ms));
        let contact = Contact::offered(offer, queued_at, now);
        let (id, name) = (contact.id, contact.agent.clone());
        self.identities.extend(identities);
        self.deadlines.extend(deadline(&self.instance, &contact).map(|at| (at, id)));
        self.contacts.insert(id, contact);
        let agent = self.agent_mut(&name)?;
        agent.contacts.push(id);
        agent.become_busy_with(Activity::Pending, now);
        Ok(name)
    }

    fn customer_hangs_up(&mut self, id: ContactId) -> Result<Username, Refusal> {
        let contact = self.contact(id)?;
        contact.require_live()?;
        let outcome = if contact.accepted_at.is_some() { ContactState::Ended } else { ContactState::Missed };
        self.finish(id, outcome)
    }

    fn act(&mut self, name: Username, id: ContactId, action: Action) -> Result<Username, Refusal> {
        let now = self.now;
        if !self.agent(&name)?.contacts.contains(&id) {
            let cleared = self.contact(id).is_ok_and(|contact| contact.agent == name);
            return Err(if cleared { Refusal::AlreadyCleared } else { Refusal::UnknownContact });
        }
        let contact = self.contacts.get_mut(&id).ok_or(Refusal::UnknownContact)?;
        match action {
            Action::Accept => {
                contact.accept(now)?;
                self.deadlines.extend(deadline(&self.instance, contact).map(|at| (at, id)));
            }
            Action::Reject => {
                contact.require_ringing("rejected")?;
                return self.finish(id, ContactState::Rejected);
            }
            Action::Disconnect(connection) => {
                contact.require_connection(connection)?;
                contact.require_live()?;
                // Putting the handset down while it rings is what rejecting is.
                let ringing = contact.accepted_at.is_none();
                return self.finish(id, if ringing { ContactState::Rejected } else { ContactState::Ended });
            }
            Action::Clear => {
                if contact.is_live() {
                    return Err(Refusal::StillLive);
                }
                contact.cleared_at = Some(now);
                self.agent_mut(&name)?.let_go(id, now);
            }
            Action::Hold(connection) => contact.hold(connection, now)?,
            Action::Resume(connection) => contact.resume(connection, now)?,
            Action::Mute(connection) => contact.set_mute(connection, true)?,
            Action::Unmute(connection) => contact.set_mute(connection, false)?,
        }
        Ok(name)
    }

    fn finish(&mut self, id: ContactId, outcome: ContactState) -> Result<Username, Refusal> {
        let now = self.now;
        let contact = self.contacts.get_mut(&id).ok_or(Refusal::UnknownContact)?;
        contact.finish(outcome, now);
        let name = contact.agent.clone();
        let activity =
            if outcome == ContactState::Ended { Activity::AfterCallWork } else { Activity::MissedCall };
        self.agent_mut(&name)?.become_busy_with(activity, now);
        Ok(name)
    }

    fn agent_mut(&mut self, name: &Username) -> Result<&mut Agent, Refusal> {
        self.agents.get_mut(name).ok_or_else(|| Refusal::UnknownAgent(name.clone()))
    }
}
