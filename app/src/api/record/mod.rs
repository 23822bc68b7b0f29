//! The contact record as it is sent, stored and listed, and what makes it valid.

mod complete;
mod parts;
mod validate;

use connect_streams::{ContactType, Dictionary, EpochMs, record};
use serde::Serialize;

pub use parts::{
    Direction, EndedBy, EventRecord, HoldRecord, Outcome, SpanRecord, TimeSource, TransferKind,
    TransferOutcome, TransferRecord,
};
pub(super) use validate::text as validate_text;
pub use validate::{
    InvalidRecord, MAX_ATTRIBUTE, MAX_ATTRIBUTES, MAX_EVENTS, MAX_NOTES, MAX_SPANS, MAX_TEXT, MAX_TRANSFERS,
};

/// What happened in one contact of one agent. All times are on the service's clock; what is not known is null.
///
/// Its identity is the instance, the contact and the agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContactRecord {
    /// The identifier of the Amazon Connect instance; empty in records from before it was kept.
    pub instance: String,
    /// The AWS region of the instance; empty in records from before it was kept.
    pub region: String,
    /// Amazon Connect's identifier of the contact.
    pub contact_id: String,
    /// The first contact of the chain; the same as `contact_id` when it was not transferred.
    pub initial_contact_id: Option<String>,
    /// A contact that this one belongs to.
    pub related_contact_id: Option<String>,
    /// Whether the agent listened as a supervisor. Such records are listed apart.
    pub monitoring: bool,
    /// `voice`, `queue_callback`, `chat`, `task`, `email`, or what Amazon adds.
    pub channel: ContactType,
    /// The kind within the channel, such as `connect:WebRTC`.
    pub subtype: Option<String>,
    /// Who began it.
    pub direction: Direction,
    /// The name of the queue.
    pub queue: Option<String>,
    /// When it was first queued.
    pub first_queued_at: Option<EpochMs>,
    /// When it was last queued, which changes with every new routing.
    pub last_queued_at: Option<EpochMs>,
    /// The sign-in name of the agent.
    pub agent: String,
    /// The customer's number or address.
    pub customer_endpoint: Option<String>,
    /// Our number or address that the customer reached.
    pub system_endpoint: Option<String>,
    /// When it was offered to the agent.
    pub offered_at: Option<EpochMs>,
    /// When the agent accepted it.
    pub accepted_at: Option<EpochMs>,
    /// When agent and customer were connected.
    pub connected_at: Option<EpochMs>,
    /// When the conversation, or the attempt, was over.
    pub ended_at: Option<EpochMs>,
    /// When it left the agent's desk.
    pub cleared_at: Option<EpochMs>,
    /// When the customer answered, in a contact that we began.
    pub customer_answered_at: Option<EpochMs>,
    /// The names of the times above that were read off the agent's clock, put right by its skew. All others are the
    /// service's.
    pub local_times: Vec<String>,
    /// By how many milliseconds the agent's clock was behind the service's, when that was last known.
    pub skew_ms: Option<i64>,
    /// What is uncertain about the times, each a word of the contact clock.
    pub doubts: Vec<String>,
    /// The times on hold, in order.
    pub holds: Vec<HoldRecord>,
    /// The times in which the agent was muted, in order.
    pub mutes: Vec<SpanRecord>,
    /// The times in which the contact was paused, in order.
    pub pauses: Vec<SpanRecord>,
    /// Who ended it, where that can be told.
    pub ended_by: Option<EndedBy>,
    /// Who was called in and to whom it was handed over, in order.
    pub transfers: Vec<TransferRecord>,
    /// The contact attributes that the configuration chooses.
    pub attributes: Dictionary<String>,
    /// What the agent says that it came out as: a code, with that of its detail behind a slash.
    pub disposition: Option<String>,
    /// What the agent noted.
    pub notes: Option<String>,
    /// How it went; null while it goes on.
    pub outcome: Option<Outcome>,
    /// What was seen of it, in the order in which it was seen.
    pub events: Vec<EventRecord>,
    /// Whether the page that saw it died, and the agent's next page completed the record.
    pub recovered: bool,
    /// The desktop's version; empty in records from before it was kept.
    pub desktop_version: String,
    /// The version of the Streams library; empty in records from before it was kept.
    pub streams_version: String,
    /// Grows with every change. The store keeps the highest.
    pub revision: u64,
}

record! { ContactRecord {
    "instance" => instance: Given,
    "region" => region: Given,
    "contact_id" => contact_id: Required,
    "initial_contact_id" => initial_contact_id,
    "related_contact_id" => related_contact_id,
    "monitoring" => monitoring: Given,
    "channel" => channel: Required,
    "subtype" => subtype,
    "direction" => direction: Required,
    "queue" => queue,
    "first_queued_at" => first_queued_at,
    "last_queued_at" => last_queued_at,
    "agent" => agent: Required,
    "customer_endpoint" => customer_endpoint,
    "system_endpoint" => system_endpoint,
    "offered_at" => offered_at,
    "accepted_at" => accepted_at,
    "connected_at" => connected_at,
    "ended_at" => ended_at,
    "cleared_at" => cleared_at,
    "customer_answered_at" => customer_answered_at,
    "local_times" => local_times: Given,
    "skew_ms" => skew_ms,
    "doubts" => doubts: Given,
    "holds" => holds: Required,
    "mutes" => mutes: Given,
    "pauses" => pauses: Given,
    "ended_by" => ended_by,
    "transfers" => transfers: Given,
    "attributes" => attributes: Given,
    "disposition" => disposition,
    "notes" => notes,
    "outcome" => outcome,
    "events" => events: Given,
    "recovered" => recovered: Given,
    "desktop_version" => desktop_version: Given,
    "streams_version" => streams_version: Given,
    "revision" => revision: Required,
    !others
} }

/// How long agent and customer talked `until` then, with these milliseconds on hold left out. Whom we call talks from when
/// they answered, and not at all where nobody saw them answer; only who was on hold must have.
pub fn talk_ms(
    direction: Direction,
    [connected, answered]: [Option<EpochMs>; 2],
    until: EpochMs,
    held_ms: i64,
) -> Option<i64> {
    let since = match direction {
        Direction::Outbound => answered.or(connected.filter(|_| held_ms > 0)),
        Direction::Inbound => connected,
    };
    Some((until.since(since?) - held_ms).max(0))
}

impl ContactRecord {
    /// The five moments of a contact, in the order in which they happen.
    pub fn moments(&self) -> [(&'static str, Option<EpochMs>); 5] {
        [
            ("offered_at", self.offered_at),
            ("accepted_at", self.accepted_at),
            ("connected_at", self.connected_at),
            ("ended_at", self.ended_at),
            ("cleared_at", self.cleared_at),
        ]
    }

    /// The first moment that is known; by it records are listed.
    pub fn started_at(&self) -> Option<EpochMs> {
        self.moments().into_iter().find_map(|(_, at)| at)
    }

    /// For how many milliseconds the customer was on hold; none while the contact goes on.
    pub fn hold_ms(&self) -> Option<i64> {
        let ended = self.ended_at?;
        Some(self.holds.iter().map(|hold| hold.ended_at.unwrap_or(ended).since(hold.started_at)).sum())
    }

    /// How long agent and customer talked, in milliseconds; none while that is not over.
    pub fn talked_ms(&self) -> Option<i64> {
        let moments = [self.connected_at, self.customer_answered_at];
        talk_ms(self.direction, moments, self.ended_at?, self.hold_ms()?)
    }

    /// For how many milliseconds the agent had work with it after its end; none before it was cleared.
    pub fn wrap_up_ms(&self) -> Option<i64> {
        self.connected_at?;
        Some(self.cleared_at?.since(self.ended_at?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_we_call_talks_from_the_answer_and_holds_are_left_out() {
        let text = include_str!("../../../tests/record.json");
        let mut record: ContactRecord = serde_json::from_str(text).unwrap();
        assert_eq!(record.talked_ms(), Some(175_500 - 30_000));
        record.direction = Direction::Outbound;
        assert_eq!(record.talked_ms(), Some(175_500 - 30_000), "who was on hold had answered");
        record.customer_answered_at =
            record.connected_at.map(|connected| EpochMs::new(connected.get() + 10_000));
        assert_eq!(record.talked_ms(), Some(165_500 - 30_000));
        (record.customer_answered_at, record.holds) = (None, Vec::new());
        assert_eq!(record.talked_ms(), None, "nobody answered");
        (record.direction, record.ended_at) = (Direction::Inbound, None);
        assert_eq!(record.talked_ms(), None, "they still talk");
    }
}
