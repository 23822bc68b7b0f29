//! What follows from a contact's timeline: durations, whether something is left to say, and the record. Nothing of it is kept.
//! Pure.

use connect_streams::EpochMs;

use super::{ContactTimeline, Stamp};
use crate::api::{ContactRecord, HoldRecord, MAX_TEXT, Outcome, talk_ms};

impl ContactTimeline {
    /// Whether the customer is on hold now.
    pub fn is_on_hold(&self) -> bool {
        self.holds.last().is_some_and(|hold| hold.to.is_none())
    }

    /// How long agent and customer talked until `now` (on the service's clock), holds left out, in milliseconds.
    pub fn talked_ms(&self, now: EpochMs) -> Option<i64> {
        let moments = [self.connected, self.customer_answered].map(|stamp| stamp.map(|stamp| stamp.at));
        let until = self.ended.map_or(now, |ended| ended.at);
        talk_ms(self.direction, moments, until, self.held_ms(now))
    }

    /// How long the customer was on hold until `now` (on the service's clock), in milliseconds.
    pub fn held_ms(&self, now: EpochMs) -> i64 {
        self.holds.iter().map(|hold| hold.to.map_or(now, |to| to.at).since(hold.from.at)).sum()
    }

    /// The record of this contact for `agent`, as it is kept and sent.
    pub fn record(&self, agent: &str) -> ContactRecord {
        let at = |stamp: Option<Stamp>| stamp.map(|stamp| stamp.at);
        ContactRecord {
            contact_id: self.contact_id.clone(),
            initial_contact_id: self.initial_contact_id.clone(),
            channel: self.channel.clone(),
            direction: self.direction,
            queue: self.queue.as_deref().map(fitting).filter(|queue| !queue.is_empty()),
            agent: fitting(agent),
            customer_endpoint: self
                .customer_endpoint
                .as_deref()
                .map(fitting)
                .filter(|customer| !customer.is_empty()),
            offered_at: at(self.offered),
            accepted_at: at(self.accepted),
            connected_at: at(self.connected),
            ended_at: at(self.ended),
            cleared_at: at(self.cleared),
            holds: self
                .holds
                .iter()
                .map(|hold| HoldRecord { started_at: hold.from.at, ended_at: at(hold.to) })
                .collect(),
            customer_answered_at: at(self.customer_answered),
            ended_by: self.ended_by,
            transfers: self.transfers.records(),
            disposition: self.wrap_up.disposition.clone(),
            notes: Some(self.wrap_up.notes.clone()).filter(|notes| !notes.is_empty()),
            outcome: self.outcome,
            revision: self.revision,
        }
    }

    /// Whether somebody has to say how it came out: the contact took place, or was ours and failed.
    pub fn wants_wrap_up(&self) -> bool {
        matches!(self.outcome, Some(Outcome::Handled | Outcome::Failed))
    }
}

/// Text that a record may hold. A queue whose name is too long must not keep a contact from being recorded.
pub(super) fn fitting(text: &str) -> String {
    let mut text: String = text.chars().filter(|character| !character.is_control()).collect();
    text.truncate(text.floor_char_boundary(MAX_TEXT));
    text
}
