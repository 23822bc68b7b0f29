//! How contacts end, and what ends with them.

use super::Centre;
use super::agent::{Activity, Failure};
use super::connection::Party;
use super::contact::ContactState;
use super::errors::Refusal;
use super::ids::{ConnectionId, ContactId};
use super::presence::is_call;

impl Centre {
    /// The agent hangs up one connection: their own, a third party's or the customer's.
    pub(super) fn disconnect(&mut self, id: ContactId, line: ConnectionId) -> Result<(), Refusal> {
        let contact = self.contact(id)?;
        let party = contact.line(line)?;
        contact.require_not_over()?;
        if !party.is_active() {
            return Err(Refusal::WrongConnectionState { verb: "hung up", state: party.state });
        }
        // Putting the handset down while it rings is what rejecting is.
        if contact.is_ringing() {
            return self.decline(id, ContactState::Rejected);
        }
        match party.party {
            Party::Agent => self.leave(id),
            Party::Customer | Party::Third => self.line_gone(id, line),
            Party::Supervisor => {
                let by_line = |watcher: &&ContactId| {
                    let watcher = self.contacts.get(watcher).and_then(|watcher| watcher.monitoring);
                    watcher.is_some_and(|monitoring| monitoring.line == Some(line))
                };
                if let Some(watcher) = contact.watchers.iter().find(by_line).copied() {
                    self.finish(watcher, ContactState::Ended, None);
                }
            }
        }
        Ok(())
    }

    /// The customer is gone, whichever of the agents' contacts is named. A task or an e-mail is withdrawn.
    pub(super) fn customer_hangs_up(&mut self, id: ContactId) -> Result<(), Refusal> {
        let contact = self.contact(id)?;
        contact.require_not_over()?;
        if let Some((upstream, _)) = contact.upstream {
            return self.customer_hangs_up(upstream);
        }
        match contact.customer_line() {
            Some(line) if !contact.is_ringing() => {
                if !line.is_active() {
                    return Err(Refusal::WrongConnectionState { verb: "hung up", state: line.state });
                }
                let line = line.id;
                self.line_gone(id, line);
            }
            _ => {
                let missed = contact.is_ringing();
                self.finish(id, if missed { ContactState::Missed } else { ContactState::Ended }, None);
            }
        }
        Ok(())
    }

    /// Somebody at the other end of a line is gone; with the last of them the contact is over.
    pub(super) fn line_gone(&mut self, id: ContactId, line: ConnectionId) {
        let now = self.now;
        let Some(contact) = self.contacts.get_mut(&id) else { return };
        let Ok(party) = contact.line_mut(line) else { return };
        let leg = party.leg;
        party.disconnect(now);
        let alone = contact.others().next().is_none();
        let over = contact.state.is_over();
        let begins = contact.state == ContactState::Connecting;
        // A call within the instance that nobody took has failed; one that an agent gave up has not.
        let failed =
            begins && leg.and_then(|leg| self.contacts.get(&leg)).is_some_and(|leg| leg.state.is_over());
        self.touch_agent_of(id);
        if let Some(leg) = leg {
            self.unlink(leg);
        }
        if alone && !over {
            if failed {
                self.finish(id, ContactState::Error, Some(Failure::FailedConnectCustomer));
            } else {
                self.finish(id, ContactState::Ended, None);
            }
        } else {
            self.schedule(id);
        }
    }

    /// A contact whose other end is gone.
    fn unlink(&mut self, leg: ContactId) {
        let Some(contact) = self.contacts.get_mut(&leg) else { return };
        contact.upstream = None;
        let end = if contact.is_ringing() { ContactState::Missed } else { ContactState::Ended };
        self.finish(leg, end, None);
    }

    /// The contact is over, and everything that was there only for it.
    pub(super) fn finish(&mut self, id: ContactId, end: ContactState, failure: Option<Failure>) {
        let now = self.now;
        let Some(contact) = self.contacts.get_mut(&id).filter(|contact| !contact.state.is_over()) else {
            return;
        };
        if contact.state == ContactState::Queued {
            self.waiting.remove(contact);
        }
        let legs: Vec<_> = contact.connections.iter().filter_map(|line| line.leg).collect();
        let upstream = contact.upstream.take();
        let watchers = std::mem::take(&mut contact.watchers);
        let monitoring = contact.monitoring;
        contact.finish(end, now);
        let (name, call) = (contact.agent.clone(), is_call(contact));
        if let Some(name) = name {
            if let Some(agent) = self.agents.get_mut(&name).filter(|_| call) {
                agent.become_busy_with(Activity::after(end, failure), now);
            }
            self.touch(&name);
        }
        for leg in legs {
            self.unlink(leg);
        }
        for watcher in watchers {
            self.finish(watcher, ContactState::Ended, None);
        }
        if let Some((other, line)) = upstream {
            self.line_gone(other, line);
        }
        if let Some(monitoring) = monitoring {
            self.stop_watching(id, monitoring);
        }
        self.schedule(id);
    }
}
