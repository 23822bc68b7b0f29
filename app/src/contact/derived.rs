//! What follows from a contact's timeline: durations, whether something is left to say, and the record. Nothing of it is kept.
//! Pure.

use connect_streams::{EpochMs, STREAMS_VERSION};

use super::{ContactTimeline, Seen, Source, Stamp};
use crate::{
    agent::Author,
    api::{ContactRecord, EventRecord, MAX_TEXT, Outcome, talk_ms},
};

impl ContactTimeline {
    /// Whether the customer is on hold now.
    pub fn is_on_hold(&self) -> bool {
        self.holds.is_open()
    }

    /// How long agent and customer talked until `now` (on the service's clock), holds left out, in milliseconds.
    pub fn talked_ms(&self, now: EpochMs) -> Option<i64> {
        let moments = [self.connected, self.customer_answered].map(|stamp| stamp.map(|stamp| stamp.at));
        let until = self.ended.map_or(now, |ended| ended.at);
        talk_ms(self.direction, moments, until, self.held_ms(now))
    }

    /// How long the customer was on hold until `now` (on the service's clock), in milliseconds.
    pub fn held_ms(&self, now: EpochMs) -> i64 {
        self.holds.lasted_ms(now)
    }

    /// The record of this contact for its agent, as it is kept and sent.
    pub fn record(&self, author: &Author) -> ContactRecord {
        // Where it began, wherever the agent is now.
        let place = self.place.as_ref().unwrap_or(&author.place);
        let at = |stamp: Option<Stamp>| stamp.map(|stamp| stamp.at);
        let known = |text: &Option<String>| text.as_deref().map(fitting).filter(|text| !text.is_empty());
        let stamps = [
            ("offered_at", self.offered),
            ("accepted_at", self.accepted),
            ("connected_at", self.connected),
            ("customer_answered_at", self.customer_answered),
            ("ended_at", self.ended),
            ("cleared_at", self.cleared),
        ];
        let local = |stamp: &Option<Stamp>| stamp.is_some_and(|stamp| stamp.source == Source::Local);
        ContactRecord {
            instance: place.instance.clone(),
            region: place.region.clone(),
            contact_id: self.contact_id.clone(),
            initial_contact_id: self.initial_contact_id.clone(),
            related_contact_id: self.related_contact_id.clone(),
            monitoring: self.monitoring,
            channel: self.channel.clone(),
            subtype: known(&self.subtype),
            direction: self.direction,
            queue: known(&self.queue),
            first_queued_at: self.queued,
            last_queued_at: self.last_queued,
            agent: fitting(&author.login),
            customer_endpoint: known(&self.customer_endpoint),
            system_endpoint: known(&self.reached),
            offered_at: at(self.offered),
            accepted_at: at(self.accepted),
            connected_at: at(self.connected),
            ended_at: at(self.ended),
            cleared_at: at(self.cleared),
            customer_answered_at: at(self.customer_answered),
            local_times: stamps
                .iter()
                .filter(|(_, stamp)| local(stamp))
                .map(|(name, _)| (*name).to_owned())
                .collect(),
            skew_ms: stamps.iter().rev().find_map(|(_, stamp)| *stamp).map(|stamp| stamp.skew.0),
            doubts: self.doubts.iter().map(|doubt| doubt.as_str().to_owned()).collect(),
            holds: self.holds.hold_records(),
            mutes: self.mutes.records(),
            pauses: self.pauses.records(),
            ended_by: self.ended_by,
            transfers: self.transfers.records(),
            attributes: self.recorded.clone(),
            disposition: self.wrap_up.disposition.clone(),
            notes: Some(self.wrap_up.notes.clone()).filter(|notes| !notes.is_empty()),
            outcome: self.outcome,
            events: self.seen.iter().map(event).collect(),
            recovered: self.recovered,
            desktop_version: env!("CARGO_PKG_VERSION").to_owned(),
            streams_version: STREAMS_VERSION.to_owned(),
            revision: self.revision,
        }
    }

    /// Whether somebody has to say how it came out: the contact took place, or was ours and failed.
    pub fn wants_wrap_up(&self) -> bool {
        matches!(self.outcome, Some(Outcome::Handled | Outcome::Failed))
    }
}

fn event(seen: &Seen) -> EventRecord {
    EventRecord { at: seen.at.at, source: seen.at.source, what: fitting(&seen.what) }
}

/// Text that a record may hold. A queue whose name is too long must not keep a contact from being recorded.
pub(super) fn fitting(text: &str) -> String {
    let mut text: String = text.chars().filter(|character| !character.is_control()).collect();
    text.truncate(text.floor_char_boundary(MAX_TEXT));
    text
}
