//! The contact clock: when a contact was offered, accepted, connected, held, ended and cleared.
//!
//! A pure reducer over what Amazon Connect reports. It reads no clock, counts nothing up and forgets nothing: moments
//! come from the service where the service gives them, else from the local clock, put right by the known skew, and each
//! says which. Whatever arrives in whatever order, offered <= accepted <= connected <= ended <= cleared holds.

use connect_streams::{
    ConnectionState, ConnectionType, ContactSnapshot, ContactState, ContactType, EpochMs, SkewMs,
};
use serde::{Deserialize, Serialize};

use crate::api::{ContactRecord, Direction, HoldRecord, MAX_TEXT, Outcome};

/// The present: the local clock and how far it is off. Passed in, so that the reducer stays pure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// What the local clock says.
    pub local: EpochMs,
    /// What must be added to get the service's time.
    pub skew: SkewMs,
}

impl Now {
    /// The present on the service's clock, in which all times of a contact are kept.
    pub fn service(self) -> EpochMs {
        self.local.on_service_clock(self.skew)
    }

    fn stamp(self) -> Stamp {
        Stamp { at: self.service(), source: Source::Local, skew: self.skew }
    }

    /// The moment that the service gave, or the present where it gave none.
    fn or_service(self, given: Option<EpochMs>) -> Stamp {
        given.map_or(self.stamp(), |at| Stamp { at, source: Source::Service, skew: self.skew })
    }
}

/// Where a moment was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The service said so.
    Service,
    /// The page saw it happen, on the local clock corrected by the skew.
    Local,
}

/// One moment on the service's clock, with its origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// When.
    pub at: EpochMs,
    /// Who says so.
    pub source: Source,
    /// The skew that was known when it was noted.
    pub skew: SkewMs,
}

/// One time on hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldSpan {
    /// When the customer was put on hold.
    pub from: Stamp,
    /// When the customer was taken off. None while on hold.
    pub to: Option<Stamp>,
}

/// What can happen to a contact.
#[derive(Clone, Copy, Debug)]
pub enum ContactEvent<'snapshot> {
    /// The service says how the contact stands.
    Seen(&'snapshot ContactSnapshot),
    /// The agent accepted it.
    Accepted,
    /// The service no longer lists it: it was cleared, or somebody else has it.
    Gone,
}

/// What is known of one contact. Grows with every event; the contact record is derived from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactTimeline {
    /// Which contact.
    pub contact_id: String,
    /// The first contact of its chain.
    pub initial_contact_id: Option<String>,
    /// The channel.
    pub channel: ContactType,
    /// Who began it.
    pub direction: Direction,
    /// The queue's name.
    pub queue: Option<String>,
    /// The customer's number or address.
    pub customer_endpoint: Option<String>,
    /// When it was offered to the agent, or dialled by the agent.
    pub offered: Option<Stamp>,
    /// When the agent accepted. Always the local clock: the service does not tell, and not at all from a desk phone.
    pub accepted: Option<Stamp>,
    /// When agent and customer were connected.
    pub connected: Option<Stamp>,
    /// When the conversation, or the attempt, was over.
    pub ended: Option<Stamp>,
    /// When it left the agent's desk, wrap-up included.
    pub cleared: Option<Stamp>,
    /// The times on hold, in order.
    pub holds: Vec<HoldSpan>,
    /// How it went, once that is known.
    pub outcome: Option<Outcome>,
    /// Grows with every change. It starts at the clock, so that a page that lost its memory still counts on.
    pub revision: u64,
}

impl ContactTimeline {
    /// Starts the timeline of a contact that is seen for the first time, in whatever state.
    pub fn begin(contact: &ContactSnapshot, now: Now) -> Self {
        let mut timeline = Self {
            contact_id: contact.contact_id.clone(),
            initial_contact_id: None,
            channel: contact.kind.clone(),
            direction: Direction::Inbound,
            queue: None,
            customer_endpoint: None,
            offered: None,
            accepted: None,
            connected: None,
            ended: None,
            cleared: None,
            holds: Vec::new(),
            outcome: None,
            revision: 0,
        };
        timeline.apply(ContactEvent::Seen(contact), now);
        timeline.raise_revision(now);
        timeline
    }

    /// Takes in one event. Answers whether anything is known now that was not known before; the same event twice
    /// changes nothing.
    pub fn apply(&mut self, event: ContactEvent<'_>, now: Now) -> bool {
        let before = self.clone();
        match event {
            ContactEvent::Seen(contact) => self.see(contact, now),
            ContactEvent::Accepted if self.ended.is_none() => {
                self.accepted.get_or_insert(now.stamp());
            }
            ContactEvent::Accepted => {}
            ContactEvent::Gone => {
                self.end(now.stamp(), Outcome::Missed);
                self.cleared.get_or_insert(now.stamp());
            }
        }
        self.put_in_order();
        let changed = *self != before;
        if changed {
            self.raise_revision(now);
        }
        changed
    }

    /// Whether the customer is on hold now.
    pub fn is_on_hold(&self) -> bool {
        self.holds.last().is_some_and(|hold| hold.to.is_none())
    }

    /// How long agent and customer talked until `now` (on the service's clock), holds left out, in milliseconds.
    pub fn talked_ms(&self, now: EpochMs) -> Option<i64> {
        let connected = self.connected?.at;
        let end = self.ended.map_or(now, |ended| ended.at);
        Some((end.since(connected) - self.held_ms(now)).max(0))
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
            queue: self.queue.as_deref().map(fitting),
            agent: fitting(agent),
            customer_endpoint: self.customer_endpoint.as_deref().map(fitting),
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
            outcome: self.outcome,
            revision: self.revision,
        }
    }

    fn see(&mut self, contact: &ContactSnapshot, now: Now) {
        self.learn(contact);
        let since = now.or_service(contact.state.timestamp);
        match contact.state.kind {
            ContactState::Incoming | ContactState::Pending | ContactState::Connecting => {
                self.offer(since);
            }
            ContactState::Connected | ContactState::Paused if self.ended.is_none() => {
                self.connected.get_or_insert(since);
                self.watch_hold(contact, now);
            }
            // A connected call that was offered before never ends without having been connected.
            ContactState::Ended if self.offered.is_none() => self.end(since, Outcome::Handled),
            ContactState::Rejected => self.end(since, Outcome::Rejected),
            ContactState::Error if self.direction == Direction::Outbound => self.end(since, Outcome::Failed),
            // For an inbound contact the service writes "error" where it means "missed", and the other way round.
            ContactState::Ended | ContactState::Missed | ContactState::Error => {
                self.end(since, Outcome::Missed);
            }
            ContactState::Init | ContactState::Connected | ContactState::Paused | ContactState::Other(_) => {}
        }
    }

    /// Notes what the service may tell late and never takes back.
    fn learn(&mut self, contact: &ContactSnapshot) {
        fn note(known: &mut Option<String>, told: Option<&str>) {
            if let Some(told) = told.filter(|told| !told.is_empty()) {
                known.get_or_insert_with(|| told.to_owned());
            }
        }
        note(&mut self.initial_contact_id, contact.initial_contact_id.as_deref());
        note(&mut self.queue, contact.queue.as_ref().and_then(|queue| queue.name.as_deref()));
        note(&mut self.customer_endpoint, contact.customer_address());
        if contact.customer().is_some_and(|customer| customer.kind == ConnectionType::Outbound) {
            self.direction = Direction::Outbound;
        }
    }

    /// The contact rings at the agent. After an end this is a new offer of the same contact, as happens when it was
    /// missed and nobody else took it; the record then tells of the newest offer.
    fn offer(&mut self, since: Stamp) {
        if self.ended.is_some_and(|ended| since.at > ended.at) {
            self.offered = None;
            self.accepted = None;
            self.connected = None;
            self.ended = None;
            self.cleared = None;
            self.outcome = None;
            self.holds.clear();
        }
        self.offered.get_or_insert(since);
    }

    /// Ends the contact. One that was connected was handled, whatever the service calls its end.
    fn end(&mut self, at: Stamp, unless_connected: Outcome) {
        let at = *self.ended.get_or_insert(at);
        self.end_hold(at);
        let outcome = if self.connected.is_some() { Outcome::Handled } else { unless_connected };
        self.outcome.get_or_insert(outcome);
    }

    fn watch_hold(&mut self, contact: &ContactSnapshot, now: Now) {
        let Some(customer) = contact.customer() else { return };
        let since = now.or_service(customer.state.timestamp);
        match customer.state.kind {
            ConnectionState::Hold if !self.is_on_hold() => {
                self.holds.push(HoldSpan { from: since, to: None });
            }
            ConnectionState::Connected | ConnectionState::Disconnected => self.end_hold(since),
            _ => {}
        }
    }

    fn end_hold(&mut self, at: Stamp) {
        if let Some(hold) = self.holds.last_mut() {
            hold.to.get_or_insert(at);
        }
    }

    /// Keeps the order of the moments. What was read locally gives way to what the service said; of two that disagree
    /// otherwise, the later one moves up.
    fn put_in_order(&mut self) {
        let stamps =
            [&mut self.offered, &mut self.accepted, &mut self.connected, &mut self.ended, &mut self.cleared];
        let mut stamps: Vec<&mut Stamp> = stamps.into_iter().flatten().collect();
        let mut ceiling = EpochMs::MAX;
        for stamp in stamps.iter_mut().rev() {
            match stamp.source {
                Source::Local => stamp.at = stamp.at.min(ceiling),
                Source::Service => ceiling = ceiling.min(stamp.at),
            }
        }
        let mut floor = EpochMs::default();
        for stamp in stamps {
            stamp.at = stamp.at.max(floor);
            floor = stamp.at;
        }

        let latest = self.ended.map_or(EpochMs::MAX, |ended| ended.at);
        let mut floor = self.connected.map_or(EpochMs::default(), |connected| connected.at);
        for hold in &mut self.holds {
            hold.from.at = hold.from.at.clamp(floor, latest.max(floor));
            floor = hold.from.at;
            if let Some(to) = &mut hold.to {
                to.at = to.at.clamp(floor, latest.max(floor));
                floor = to.at;
            }
        }
    }

    fn raise_revision(&mut self, now: Now) {
        self.revision = (self.revision + 1).max(now.local.get().unsigned_abs());
    }
}

/// Text that a record may hold. A queue whose name is too long must not keep a contact from being recorded.
fn fitting(text: &str) -> String {
    let mut text: String = text.chars().filter(|character| !character.is_control()).collect();
    text.truncate(text.floor_char_boundary(MAX_TEXT));
    text
}

#[cfg(test)]
#[path = "clock_tests.rs"]
mod tests;
