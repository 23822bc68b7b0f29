//! What happens by itself: ringing out, lines that come up, calls that are answered, work that times out, and the
//! forgetting of contacts that are long over.

use super::agent::Failure;
use super::connection::ConnectionState;
use super::contact::{Contact, ContactState};
use super::ids::{ConnectionId, ContactId, EpochMs};
use super::{Centre, Changed};
use crate::instance::DialOutcome;

impl Centre {
    /// When the centre next changes by itself, if nobody does anything.
    pub(crate) fn next_deadline(&self) -> Option<EpochMs> {
        self.deadlines.first().map(|(at, _)| *at)
    }

    /// Lets time pass. What was due happens at the moment it was due, however late that is noticed; a clock that
    /// steps back stands still instead.
    pub(crate) fn advance(&mut self, now: EpochMs) -> Changed {
        let now = self.now.max(now);
        while let Some((at, id)) = self.deadlines.first().copied().filter(|(at, _)| *at <= now) {
            self.deadlines.remove(&(at, id));
            if self.contacts.get(&id).and_then(|contact| self.due(contact)) == Some(at) {
                self.now = self.now.max(at);
                self.fall_due(id);
                self.route();
            }
        }
        self.now = now;
        std::mem::take(&mut self.touched)
    }

    /// Notes when this contact next changes by itself.
    pub(super) fn schedule(&mut self, id: ContactId) {
        if let Some(at) = self.contacts.get(&id).and_then(|contact| self.due(contact)) {
            self.deadlines.insert((at, id));
        }
    }

    fn due(&self, contact: &Contact) -> Option<EpochMs> {
        let timing = &self.instance.timing;
        match contact.state {
            ContactState::Scheduled => contact.details.scheduled_at,
            ContactState::Queued => None,
            _ if contact.is_ringing() => {
                let wait = if contact.accepts_itself { timing.auto_accept_ms } else { timing.ring_ms };
                Some(contact.offered_at?.plus(wait.into()))
            }
            ContactState::Connecting if awaits_line(contact) => {
                Some(contact.accepted_at?.plus(timing.connect_ms.into()))
            }
            state if !state.is_over() => outcomes(contact).map(|(at, ..)| at).min(),
            _ => self.due_after(contact),
        }
    }

    /// After-contact work may have an end; then the contact is cleared, and some time later forgotten.
    fn due_after(&self, contact: &Contact) -> Option<EpochMs> {
        let keep = self.instance.timing.keep_ms.into();
        if let Some(at) = contact.cleared_at {
            return Some(at.plus(keep));
        }
        let Some(agent) = &contact.agent else { return Some(contact.ended_at?.plus(keep)) };
        let limit = self.instance.agent(agent)?.after_contact_work_ms?;
        (contact.state == ContactState::Ended).then_some(contact.ended_at?.plus(limit.into()))
    }

    fn fall_due(&mut self, id: ContactId) {
        let Some(contact) = self.contacts.get_mut(&id) else { return };
        match contact.state {
            ContactState::Scheduled => {
                let at = self.now;
                contact.queued_at = at;
                contact.enter(ContactState::Queued, at);
                self.enqueue(id);
            }
            state if state.is_over() => self.tidy(id),
            _ if contact.is_ringing() => {
                // Neither is refused to a contact that rings.
                let _ = if contact.accepts_itself {
                    self.accept(id)
                } else {
                    self.decline(id, ContactState::Missed)
                };
            }
            ContactState::Connecting if awaits_line(contact) => self.connect(id),
            _ => {
                let now = self.now;
                let due: Vec<_> = outcomes(contact).filter(|(at, ..)| *at <= now).collect();
                for (_, line, outcome) in due {
                    match outcome {
                        DialOutcome::Answer => self.answered(id, line),
                        failed => self.unanswered(id, line, Failure::of(failed)),
                    }
                }
            }
        }
    }

    fn tidy(&mut self, id: ContactId) {
        let Some(contact) = self.contacts.get(&id) else { return };
        if contact.cleared_at.is_none() && contact.agent.is_some() {
            // What is over can be cleared.
            let _ = self.clear(id);
            return;
        }
        self.order.remove(&contact.number);
        if let Some(token) = self.contacts.remove(&id).and_then(|contact| contact.token) {
            self.task_tokens.remove(&token);
        }
    }
}

/// Accepted, and the customer is there: only the line is missing.
fn awaits_line(contact: &Contact) -> bool {
    contact.customer_line().is_none_or(|line| line.state != ConnectionState::Connecting)
}

fn outcomes(contact: &Contact) -> impl Iterator<Item = (EpochMs, ConnectionId, DialOutcome)> {
    let lines = contact.connections.iter();
    lines.filter_map(|line| line.outcome.map(|(at, outcome)| (at, line.id, outcome)))
}
