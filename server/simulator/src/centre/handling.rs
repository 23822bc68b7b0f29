//! One agent with one contact: accept, reject, hold, mute, keys, pause, clear.

use super::Centre;
use super::agent::Activity;
use super::channel::Channel;
use super::connection::{ConnectionState, Party};
use super::contact::ContactState;
use super::endpoint::QueueKey;
use super::errors::Refusal;
use super::ids::{ConnectionId, ContactId, EpochMs, Username};
use super::presence::is_call;

/// Nobody presses more keys in a call.
const MOST_DIGITS: usize = 500;

/// Whether a telephone has these keys. A comma is a pause.
pub(crate) fn are_keys(digits: &str) -> bool {
    let key = |key: char| key.is_ascii_digit() || "*#ABCDabcd,".contains(key);
    !digits.is_empty() && digits.chars().all(key)
}

impl Centre {
    /// The line comes a moment later. A callback begins with calling the customer.
    pub(super) fn accept(&mut self, id: ContactId) -> Result<(), Refusal> {
        let now = self.now;
        let contact = self.contact_mut(id)?;
        contact.require_ringing("accepted")?;
        contact.accepted_at = Some(now);
        if contact.channel == Channel::QueueCallback {
            contact.enter(ContactState::Connecting, now);
            let customer = contact.customer_line().map(|line| line.id);
            let name = contact.agent.clone();
            if let Some(agent) = name.and_then(|name| self.agents.get_mut(&name)) {
                agent.become_busy_with(Activity::CallingCustomer, now);
            }
            if let Some(line) = customer {
                self.call_party(id, line)?;
            }
        }
        self.schedule(id);
        self.touch_agent_of(id);
        Ok(())
    }

    /// Agent and customer hear each other.
    pub(super) fn connect(&mut self, id: ContactId) {
        let now = self.now;
        let Some(contact) = self.contacts.get_mut(&id) else { return };
        contact.connect(now);
        let (call, upstream) = (is_call(contact), contact.upstream);
        if let Some(agent) =
            contact.agent.as_ref().filter(|_| call).and_then(|name| self.agents.get_mut(name))
        {
            agent.become_busy_with(Activity::Busy, now);
        }
        self.schedule(id);
        self.touch_agent_of(id);
        if let Some((other, line)) = upstream {
            self.answered(other, line);
        }
    }

    pub(super) fn reject(&mut self, id: ContactId) -> Result<(), Refusal> {
        self.contact(id)?.require_ringing("rejected")?;
        self.decline(id, ContactState::Rejected)
    }

    /// The agent does not take it. If it waited for anybody, it waits on; the agent sees it as it was until they
    /// clear it.
    pub(super) fn decline(&mut self, id: ContactId, outcome: ContactState) -> Result<(), Refusal> {
        let now = self.now;
        let contact = self.contact(id)?;
        let for_this_agent = matches!(contact.queue, Some(QueueKey::Own(_))) && contact.upstream.is_some();
        if contact.pinned || for_this_agent {
            self.finish(id, outcome, None);
            return Ok(());
        }
        let contact = self.contact_mut(id)?;
        let mut leftover = contact.clone();
        leftover.finish(outcome, now);
        contact.return_to_queue(now);
        if let Some(name) = leftover.agent.clone() {
            let agent = self.agent_mut(&name)?;
            agent.contacts.retain(|other| *other != id);
            if is_call(&leftover) {
                agent.become_busy_with(Activity::Failed(super::agent::Failure::MissedCallAgent), now);
            }
            agent.leftovers.push(leftover);
            self.touch(&name);
        }
        self.enqueue(id);
        Ok(())
    }

    pub(super) fn clear(&mut self, id: ContactId) -> Result<(), Refusal> {
        let now = self.now;
        let contact = self.contact_mut(id)?;
        if contact.is_live() {
            return Err(Refusal::StillLive);
        }
        contact.cleared_at = Some(now);
        let (name, call) = (contact.agent.clone(), is_call(contact));
        if let Some(name) = name {
            self.agent_mut(&name)?.let_go(id, call, now);
            self.touch(&name);
        }
        self.schedule(id);
        Ok(())
    }

    pub(super) fn clear_leftover(&mut self, name: &Username, id: ContactId) -> Result<(), Refusal> {
        let now = self.now;
        // Its call is over for this agent, and a missed call is not what after-call work follows.
        self.agent_mut(name)?.let_go(id, false, now);
        self.touch(name);
        Ok(())
    }

    pub(super) fn pause(&mut self, id: ContactId) -> Result<(), Refusal> {
        self.move_task(id, ContactState::Connected, ContactState::Paused, "paused")
    }

    pub(super) fn resume_task(&mut self, id: ContactId) -> Result<(), Refusal> {
        self.move_task(id, ContactState::Paused, ContactState::Connected, "resumed")
    }

    fn move_task(
        &mut self,
        id: ContactId,
        from: ContactState,
        to: ContactState,
        verb: &'static str,
    ) -> Result<(), Refusal> {
        let now = self.now;
        let contact = self.contact_mut(id)?;
        if contact.channel != Channel::Task {
            return Err(Refusal::WrongChannel { verb, channel: contact.channel });
        }
        contact.require(from, verb)?;
        contact.enter(to, now);
        Ok(())
    }

    pub(super) fn hold(&mut self, id: ContactId, line: ConnectionId) -> Result<(), Refusal> {
        self.move_line(id, line, ConnectionState::Connected, ConnectionState::Hold, "put on hold")
    }

    pub(super) fn resume(&mut self, id: ContactId, line: ConnectionId) -> Result<(), Refusal> {
        self.move_line(id, line, ConnectionState::Hold, ConnectionState::Connected, "resumed")
    }

    fn move_line(
        &mut self,
        id: ContactId,
        line: ConnectionId,
        from: ConnectionState,
        to: ConnectionState,
        verb: &'static str,
    ) -> Result<(), Refusal> {
        let now: EpochMs = self.now;
        let contact = self.contact_mut(id)?;
        contact.line(line)?;
        contact.require_voice(verb)?;
        contact.require(ContactState::Connected, verb)?;
        let line = contact.line_mut(line)?;
        if line.state != from {
            return Err(Refusal::WrongConnectionState { verb, state: line.state });
        }
        line.enter(to, now);
        Ok(())
    }

    pub(super) fn set_mute(&mut self, id: ContactId, line: ConnectionId, muted: bool) -> Result<(), Refusal> {
        let verb = if muted { "muted" } else { "unmuted" };
        let contact = self.contact_mut(id)?;
        contact.line(line)?;
        contact.require_voice(verb)?;
        contact.require(ContactState::Connected, verb)?;
        let line = contact.line_mut(line)?;
        if !line.is_active() {
            return Err(Refusal::WrongConnectionState { verb, state: line.state });
        }
        if line.muted == muted {
            return Err(Refusal::MuteUnchanged { muted });
        }
        line.muted = muted;
        Ok(())
    }

    pub(super) fn send_digits(
        &mut self,
        id: ContactId,
        line: ConnectionId,
        digits: &str,
    ) -> Result<(), Refusal> {
        let verb = "sent digits";
        let contact = self.contact_mut(id)?;
        contact.line(line)?;
        contact.require_voice(verb)?;
        contact.require(ContactState::Connected, verb)?;
        let line = contact.line_mut(line)?;
        if line.party == Party::Supervisor || !line.is_active() {
            return Err(Refusal::WrongConnectionState { verb, state: line.state });
        }
        let room = MOST_DIGITS.saturating_sub(line.digits.chars().count());
        line.digits.extend(digits.chars().take(room));
        Ok(())
    }
}
