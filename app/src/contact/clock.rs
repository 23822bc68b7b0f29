//! The contact clock: when a contact was offered, accepted, connected, held, ended and cleared.
//!
//! A pure reducer over what Amazon Connect reports. It reads no clock, counts nothing up and forgets nothing: moments
//! come from the service where the service gives them, else from the local clock, put right by the known skew, and each
//! says which. Whatever arrives in whatever order, offered <= accepted <= connected <= ended <= cleared holds.

use connect_streams::{
    ConnectionSnapshot, ConnectionState, ConnectionType, ContactSnapshot, ContactState, ContactType,
    Dictionary, EpochMs, SkewMs, record,
};
use serde::Serialize;

use super::{Doubt, Now, Seen, Spans, Stamp, Transfers, WrapUp};
use crate::{
    agent::Place,
    api::{Direction, EndedBy, MAX_EVENTS, Outcome},
};

/// An agent who hung up so many milliseconds before the end, or less, ended the contact.
const HANG_UP_MS: i64 = 10_000;
/// A skew that changes by more than so many milliseconds is a clock that was set.
const CLOCK_SET_MS: i64 = 2_000;

/// What can happen to a contact.
#[derive(Clone, Copy, Debug)]
pub enum ContactEvent<'snapshot> {
    /// The service says how the contact stands.
    Seen(&'snapshot ContactSnapshot),
    /// The agent accepted it.
    Accepted,
    /// The agent asked to leave it, here or in the CCP's own panel.
    HungUp,
    /// The agent asked for the customer to be put on hold, here or in the CCP's own panel.
    Holding,
    /// The agent's microphone was muted, or is not any more.
    Muted(bool),
    /// What it says in the attributes that a record is to have.
    Recorded(&'snapshot Dictionary<String>),
    /// The agent asked for somebody to be called in, or for the contact to be handed over.
    Transferring {
        /// What the other one is called.
        to: &'snapshot str,
        /// Whether the agent leaves without talking to them.
        cold: bool,
    },
    /// The agent noted something about it.
    Noted(&'snapshot WrapUp),
    /// The service no longer lists it: it was cleared, or somebody else has it.
    Gone,
}

/// What is known of one contact. Grows with every event; the contact record is derived from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContactTimeline {
    /// Which contact.
    pub contact_id: String,
    /// Where it is, once that is known.
    pub place: Option<Place>,
    /// The first contact of its chain.
    pub initial_contact_id: Option<String>,
    /// A contact that this one belongs to.
    pub related_contact_id: Option<String>,
    /// The channel.
    pub channel: ContactType,
    /// The kind within the channel, such as `connect:WebRTC`.
    pub subtype: Option<String>,
    /// The name of a task, the subject of an e-mail, the name that a customer gave in a chat.
    pub name: Option<String>,
    /// Who began it.
    pub direction: Direction,
    /// The queue's name.
    pub queue: Option<String>,
    /// The customer's number or address.
    pub customer_endpoint: Option<String>,
    /// Our number or address that the customer reached.
    pub reached: Option<String>,
    /// Whether the agent listens as a supervisor.
    pub monitoring: bool,
    /// When it was first queued.
    pub queued: Option<EpochMs>,
    /// When it was last queued, which changes with every new routing.
    pub last_queued: Option<EpochMs>,
    /// When it was offered to the agent, or dialled by the agent.
    pub offered: Option<Stamp>,
    /// When the agent accepted. Always the local clock: the service does not tell, and not at all from a desk phone.
    pub accepted: Option<Stamp>,
    /// When agent and customer were connected.
    pub connected: Option<Stamp>,
    /// When the customer answered, in a contact that we began.
    pub customer_answered: Option<Stamp>,
    /// When the conversation, or the attempt, was over.
    pub ended: Option<Stamp>,
    /// When it left the agent's desk, wrap-up included.
    pub cleared: Option<Stamp>,
    /// The times on hold, in order.
    pub holds: Spans,
    /// The times in which the agent was muted, in order.
    pub mutes: Spans,
    /// The times in which it was paused, in order.
    pub pauses: Spans,
    /// Who was called in, and to whom it was handed over.
    pub transfers: Transfers,
    /// Who ended it, where that can be told.
    pub ended_by: Option<EndedBy>,
    /// When the agent last asked to leave it.
    hung_up: Option<EpochMs>,
    /// When the agent last asked for the customer to be put on hold.
    hold_asked: Option<EpochMs>,
    /// What is uncertain about the moments.
    pub doubts: Vec<Doubt>,
    /// What was seen, in order.
    pub seen: Vec<Seen>,
    /// The attributes that a record is to have.
    pub recorded: Dictionary<String>,
    /// Whether a page that saw it went, and the agent's next page goes on with it.
    pub recovered: bool,
    /// What the agent noted.
    pub wrap_up: WrapUp,
    /// How it went, once that is known.
    pub outcome: Option<Outcome>,
    /// Grows with every change. It starts at the clock, so that a page that lost its memory still counts on.
    pub revision: u64,
}

record! { ContactTimeline {
    "contact_id" => contact_id: Required,
    "place" => place,
    "initial_contact_id" => initial_contact_id,
    "related_contact_id" => related_contact_id,
    "channel" => channel: Required,
    "subtype" => subtype,
    "name" => name,
    "direction" => direction: Required,
    "queue" => queue,
    "customer_endpoint" => customer_endpoint,
    "reached" => reached,
    "monitoring" => monitoring,
    "queued" => queued,
    "last_queued" => last_queued,
    "offered" => offered,
    "accepted" => accepted,
    "connected" => connected,
    "customer_answered" => customer_answered,
    "ended" => ended,
    "cleared" => cleared,
    "holds" => holds,
    "mutes" => mutes,
    "pauses" => pauses,
    "transfers" => transfers,
    "ended_by" => ended_by,
    "hung_up" => hung_up,
    "hold_asked" => hold_asked,
    "doubts" => doubts,
    "seen" => seen,
    "recorded" => recorded,
    "recovered" => recovered,
    "wrap_up" => wrap_up,
    "outcome" => outcome,
    "revision" => revision: Required,
} }

impl ContactTimeline {
    /// Starts the timeline of a contact that is seen for the first time, in whatever state.
    pub fn begin(contact: &ContactSnapshot, now: Now) -> Self {
        let mut timeline = Self {
            contact_id: contact.contact_id.clone(),
            place: None,
            initial_contact_id: None,
            related_contact_id: None,
            channel: contact.kind.clone(),
            subtype: None,
            name: None,
            direction: Direction::Inbound,
            queue: None,
            customer_endpoint: None,
            reached: None,
            monitoring: contact.is_monitoring(),
            queued: None,
            last_queued: None,
            offered: None,
            accepted: None,
            connected: None,
            customer_answered: None,
            ended: None,
            cleared: None,
            holds: Spans::default(),
            mutes: Spans::default(),
            pauses: Spans::default(),
            transfers: Transfers::default(),
            ended_by: None,
            hung_up: None,
            hold_asked: None,
            doubts: Vec::new(),
            seen: Vec::new(),
            recorded: Dictionary::new(),
            recovered: false,
            wrap_up: WrapUp::default(),
            outcome: None,
            revision: 0,
        };
        timeline.apply(ContactEvent::Seen(contact), now);
        if timeline.offered.is_none() && timeline.direction == Direction::Inbound {
            timeline.doubt(Doubt::SeenLate);
        }
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
                if self.accepted.is_none() {
                    self.saw("accepted", now.stamp());
                }
                self.accepted.get_or_insert(now.stamp());
            }
            ContactEvent::Holding => self.hold_asked = Some(now.service()),
            ContactEvent::Muted(muted) => self.mute(muted, now.stamp()),
            ContactEvent::Recorded(recorded) => self.recorded.clone_from(recorded),
            ContactEvent::HungUp => {
                self.saw("asked to leave", now.stamp());
                self.hung_up = Some(now.service());
                self.transfers.withdraw();
            }
            ContactEvent::Transferring { to, cold } if self.ended.is_none() => {
                self.saw(if cold { "asked to transfer" } else { "asked to consult" }, now.stamp());
                self.transfers.ask(to, cold, now);
            }
            ContactEvent::Accepted | ContactEvent::Transferring { .. } => {}
            ContactEvent::Noted(wrap_up) => self.wrap_up = wrap_up.clone().fitting(),
            ContactEvent::Gone => {
                if self.transfers.end(now.stamp(), true, self.goes_alone()) {
                    self.ended_by.get_or_insert(EndedBy::Agent);
                }
                self.end(now.stamp(), self.unless_connected());
                self.saw("gone", now.stamp());
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

    pub(super) fn doubt(&mut self, doubt: Doubt) {
        if !self.doubts.contains(&doubt) {
            self.doubts.push(doubt);
        }
    }

    fn see(&mut self, contact: &ContactSnapshot, now: Now) {
        self.learn(contact);
        let known = [self.offered, self.connected, self.ended].into_iter().flatten().next_back();
        if known.is_some_and(|stamp| (stamp.skew.0 - now.skew.0).abs() > CLOCK_SET_MS) {
            self.doubt(Doubt::ClockSet);
        }
        let since = now.or_service(contact.state.timestamp);
        match contact.state.kind {
            ContactState::Incoming | ContactState::Pending | ContactState::Connecting => {
                self.offer(since);
            }
            ContactState::Connected | ContactState::Paused if self.ended.is_none() => {
                self.connected.get_or_insert(since);
                self.watch_customer(contact, now);
                self.transfers.observe(contact, now, None);
            }
            ContactState::Connected | ContactState::Paused if self.cleared.is_none() => {
                self.doubt(Doubt::Contradiction);
            }
            // A connected call that was offered before never ends without having been connected. Nor does one that a page
            // saw accepted and died over.
            ContactState::Ended if self.offered.is_none() || (self.recovered && self.accepted.is_some()) => {
                self.finish(contact, since, Outcome::Handled);
            }
            ContactState::Rejected => self.finish(contact, since, Outcome::Rejected),
            // For an inbound contact the service writes "error" where it means "missed", and the other way round.
            ContactState::Ended | ContactState::Missed | ContactState::Error => {
                self.finish(contact, since, self.unless_connected());
            }
            ContactState::Init | ContactState::Connected | ContactState::Paused | ContactState::Other(_) => {}
        }
        if contact.state.kind == ContactState::Paused && self.ended.is_none() {
            self.pauses.begin(since, None);
        } else {
            self.pauses.end(since);
        }
        if !matches!(contact.state.kind, ContactState::Init | ContactState::Other(_)) {
            self.saw(contact.state.kind.as_str(), since);
        }
    }

    /// The service says that the contact is over. It shows every line as disconnected then: only those that went before
    /// had left it. Where the customer had not, the contact went over to whoever was there.
    fn finish(&mut self, contact: &ContactSnapshot, at: Stamp, unless_connected: Outcome) {
        if self.ended.is_none() {
            let left = |customer: &ConnectionSnapshot| {
                customer.state.kind == ConnectionState::Disconnected
                    && customer.state.timestamp.is_some_and(|left| left < at.at)
            };
            let customer_stayed = !contact.customer().is_some_and(left);
            self.transfers.observe(contact, Now { local: at.at, skew: SkewMs(0) }, Some(at.at));
            self.ended_by = if self.transfers.end(at, customer_stayed, self.goes_alone()) {
                Some(EndedBy::Agent)
            } else {
                self.ender(contact, at.at)
            };
        }
        self.end(at, unless_connected);
    }

    /// What a contact came out as that ends without having been connected: one that was offered was missed, a call of ours
    /// reached nobody. A callback is offered first, and is the agent's call once they have accepted it.
    fn unless_connected(&self) -> Outcome {
        let is_offered = self.direction == Direction::Inbound
            || (self.channel == ContactType::QueueCallback && self.accepted.is_none());
        if is_offered { Outcome::Missed } else { Outcome::Failed }
    }

    /// Whether agent and customer were connected, or the agent worked on it. The service may show a call of ours as connected
    /// while it still rings at the customer's.
    fn took_place(&self) -> bool {
        let is_call = matches!(self.channel, ContactType::Voice | ContactType::QueueCallback);
        let rings = is_call && self.direction == Direction::Outbound && self.customer_answered.is_none();
        self.connected.is_some() && (!rings || self.holds.last().is_some())
    }

    /// Whether it is handed over without a line to the other one.
    fn goes_alone(&self) -> bool {
        matches!(self.channel, ContactType::Task | ContactType::Email)
    }

    /// Who ended it: the agent who had asked to, else whoever was gone first. Of those who went in the same moment the
    /// customer went first, because an agent who leaves asks to.
    fn ender(&self, contact: &ContactSnapshot, ended: EpochMs) -> Option<EndedBy> {
        if self.hung_up.is_some_and(|hung_up| ended.since(hung_up) <= HANG_UP_MS) {
            return Some(EndedBy::Agent);
        }
        self.connected?;
        let gone = |connection: &ConnectionSnapshot| {
            let gone = connection.state.kind == ConnectionState::Disconnected;
            gone.then_some(connection.state.timestamp).flatten()
        };
        let customer = contact.customer().and_then(gone)?;
        let agent = contact.connections.iter().find(|one| one.kind == ConnectionType::Agent).and_then(gone);
        Some(if agent.is_some_and(|agent| agent < customer) { EndedBy::Agent } else { EndedBy::Customer })
    }

    /// Notes what the service may tell late and never takes back.
    fn learn(&mut self, contact: &ContactSnapshot) {
        fn note(known: &mut Option<String>, told: Option<&str>) {
            if let Some(told) = told.filter(|told| !told.is_empty()) {
                known.get_or_insert_with(|| told.to_owned());
            }
        }
        note(&mut self.initial_contact_id, contact.initial_contact_id.as_deref());
        note(&mut self.related_contact_id, contact.related_contact_id.as_deref());
        let subtype = contact.segment_attributes.get("connect:Subtype");
        note(&mut self.subtype, subtype.and_then(|subtype| subtype.value_string.as_deref()));
        note(&mut self.name, contact.name.as_deref());
        // Who writes has no number, and says a name.
        let mut media = contact.connections.iter().filter_map(|line| line.chat_media_info.as_ref());
        note(&mut self.name, media.find_map(|chat| chat.customer_name.as_deref()));
        note(
            &mut self.reached,
            contact.connect_system_endpoint.as_ref().and_then(|reached| reached.address()),
        );
        self.queued = self.queued.or(contact.queue_timestamp);
        self.last_queued = contact.queue_timestamp.or(self.last_queued);
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
            self.customer_answered = None;
            self.ended_by = None;
            self.hung_up = None;
            self.hold_asked = None;
            self.transfers = Transfers::default();
            self.ended = None;
            self.cleared = None;
            self.outcome = None;
            for spans in [&mut self.holds, &mut self.mutes, &mut self.pauses] {
                spans.clear();
            }
        }
        self.offered.get_or_insert(since);
    }

    /// Ends the contact. One that took place was handled, whatever the service calls its end.
    fn end(&mut self, at: Stamp, unless_connected: Outcome) {
        let at = *self.ended.get_or_insert(at);
        for spans in [&mut self.holds, &mut self.mutes, &mut self.pauses] {
            spans.end(at);
        }
        let outcome = if self.took_place() { Outcome::Handled } else { unless_connected };
        self.outcome.get_or_insert(outcome);
    }

    /// What the customer's line says: that they answered whom we called, and that they wait.
    fn watch_customer(&mut self, contact: &ContactSnapshot, now: Now) {
        let Some(customer) = contact.customer() else { return };
        let since = now.or_service(customer.state.timestamp);
        if self.direction == Direction::Outbound && customer.state.kind == ConnectionState::Connected {
            self.customer_answered.get_or_insert(since);
        }
        match customer.state.kind {
            ConnectionState::Hold if !self.is_on_hold() => {
                let asked = self.hold_asked.is_some_and(|asked| since.at.since(asked) <= HANG_UP_MS);
                self.holds.begin(since, asked.then_some(EndedBy::Agent));
                self.saw("on hold", since);
            }
            ConnectionState::Connected | ConnectionState::Disconnected if self.is_on_hold() => {
                self.holds.end(since);
                self.saw("off hold", since);
            }
            _ => {}
        }
    }

    /// The agent's microphone was muted while they talked, or is not any more.
    fn mute(&mut self, muted: bool, at: Stamp) {
        if muted && self.connected.is_some() && self.ended.is_none() {
            self.mutes.begin(at, Some(EndedBy::Agent));
            self.saw("muted", at);
        } else if self.mutes.is_open() {
            self.mutes.end(at);
            self.saw("not muted", at);
        }
    }

    /// Notes what was seen. The same again is no news, and neither is anything once it is gone.
    fn saw(&mut self, what: &str, at: Stamp) {
        let again = self.seen.last().is_some_and(|last| last.what == what);
        if !again && self.cleared.is_none() && self.seen.len() < MAX_EVENTS {
            self.seen.push(Seen { at, what: what.to_owned() });
        }
    }

    /// By the service's clock: a computer whose clock was put back, or another one, counts on all the same.
    fn raise_revision(&mut self, now: Now) {
        self.revision = (self.revision + 1).max(now.service().get().unsigned_abs());
    }
}

#[cfg(test)]
#[path = "clock_tests.rs"]
mod tests;
