//! The contact record as it is sent, stored and listed, and what makes it valid.

use connect_streams::{ContactType, EpochMs, choice, record};
use serde::Serialize;

/// The longest text of a record, in bytes.
pub const MAX_TEXT: usize = 256;

/// The longest notes of a record, in bytes.
pub const MAX_NOTES: usize = 8_192;

/// The most transfers of one contact.
pub const MAX_TRANSFERS: usize = 100;

/// The most holds of one contact.
pub const MAX_HOLDS: usize = 1_000;

/// What happened in one contact of one agent. All times are on the service's clock; what is not known is null.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContactRecord {
    /// Amazon Connect's identifier of the contact.
    pub contact_id: String,
    /// The first contact of the chain; the same as `contact_id` when it was not transferred.
    pub initial_contact_id: Option<String>,
    /// `voice`, `queue_callback`, `chat`, `task`, `email`, or what Amazon adds.
    pub channel: ContactType,
    /// Who began it.
    pub direction: Direction,
    /// The name of the queue.
    pub queue: Option<String>,
    /// The sign-in name of the agent.
    pub agent: String,
    /// The customer's number or address.
    pub customer_endpoint: Option<String>,
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
    /// The times on hold, in order.
    pub holds: Vec<HoldRecord>,
    /// When the customer answered, in a contact that we began.
    pub customer_answered_at: Option<EpochMs>,
    /// Who ended it, where that can be told.
    pub ended_by: Option<EndedBy>,
    /// Who was called in and to whom it was handed over, in order.
    pub transfers: Vec<TransferRecord>,
    /// What the agent says that it came out as: a code, with that of its detail behind a slash.
    pub disposition: Option<String>,
    /// What the agent noted.
    pub notes: Option<String>,
    /// How it went; null while it goes on.
    pub outcome: Option<Outcome>,
    /// Grows with every change. The store keeps the highest.
    pub revision: u64,
}

record! { ContactRecord {
    "contact_id" => contact_id: Required,
    "initial_contact_id" => initial_contact_id,
    "channel" => channel: Required,
    "direction" => direction: Required,
    "queue" => queue,
    "agent" => agent: Required,
    "customer_endpoint" => customer_endpoint,
    "offered_at" => offered_at,
    "accepted_at" => accepted_at,
    "connected_at" => connected_at,
    "ended_at" => ended_at,
    "cleared_at" => cleared_at,
    "holds" => holds: Required,
    "customer_answered_at" => customer_answered_at,
    "ended_by" => ended_by,
    "transfers" => transfers: Given,
    "disposition" => disposition,
    "notes" => notes,
    "outcome" => outcome,
    "revision" => revision: Required,
    !others
} }

/// One time on hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct HoldRecord {
    /// When the customer was put on hold.
    pub started_at: EpochMs,
    /// When the customer was taken off; null while on hold.
    pub ended_at: Option<EpochMs>,
}

record! { HoldRecord {
    "started_at" => started_at: Required,
    "ended_at" => ended_at,
    !others
} }

/// One call to somebody else from within a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TransferRecord {
    /// What the other one is called.
    pub to: String,
    /// Whether the agent talked to them first.
    pub kind: TransferKind,
    /// When they were called.
    pub started_at: EpochMs,
    /// When they answered; null if they did not, or not yet.
    pub answered_at: Option<EpochMs>,
    /// When they left, or the contact went over to them; null while they are there.
    pub ended_at: Option<EpochMs>,
    /// How it came out; null while it goes on.
    pub outcome: Option<TransferOutcome>,
}

record! { TransferRecord {
    "to" => to: Required,
    "kind" => kind: Required,
    "started_at" => started_at: Required,
    "answered_at" => answered_at,
    "ended_at" => ended_at,
    "outcome" => outcome,
    !others
} }

/// Whether an agent talks to the one who is to take a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferKind {
    /// The agent talks to them first.
    Consult,
    /// The agent leaves at once.
    Cold,
}

choice! { TransferKind { Consult = "consult", Cold = "cold" } }

/// How a call to somebody else came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferOutcome {
    /// The contact went over to them.
    HandedOver,
    /// They were there and left.
    Left,
    /// They did not answer.
    NotReached,
}

choice! { TransferOutcome { HandedOver = "handed_over", Left = "left", NotReached = "not_reached" } }

/// Who ended a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndedBy {
    /// The agent.
    Agent,
    /// The customer.
    Customer,
}

choice! { EndedBy { Agent = "agent", Customer = "customer" } }

/// Who began a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The customer.
    Inbound,
    /// The agent, or the service on behalf of one.
    Outbound,
}

choice! { Direction { Inbound = "inbound", Outbound = "outbound" } }

impl Direction {
    /// The word on the wire and on the page.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
        }
    }
}

/// How a contact went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Agent and customer were connected.
    Handled,
    /// It was offered, and nobody answered in time or the customer left before.
    Missed,
    /// The agent declined.
    Rejected,
    /// An outbound contact that could not be connected.
    Failed,
}

choice! { Outcome { Handled = "handled", Missed = "missed", Rejected = "rejected", Failed = "failed" } }

impl Outcome {
    /// The word on the wire and on the page.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Handled => "handled",
            Self::Missed => "missed",
            Self::Rejected => "rejected",
            Self::Failed => "failed",
        }
    }
}

/// Why a record is refused: the field and what is wrong with it. Never the value, which may be personal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct InvalidRecord {
    /// The field.
    pub field: &'static str,
    /// What is wrong and what would be right.
    pub reason: &'static str,
}

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

    /// How long agent and customer talked, in milliseconds; none while that is not over.
    pub fn talked_ms(&self) -> Option<i64> {
        let ended = self.ended_at?;
        let held = |hold: &HoldRecord| hold.ended_at.unwrap_or(ended).since(hold.started_at);
        let held = self.holds.iter().map(held).sum();
        talk_ms(self.direction, [self.connected_at, self.customer_answered_at], ended, held)
    }

    /// Checks everything that the types do not.
    ///
    /// # Errors
    /// The first field that is wrong, with the reason.
    pub fn validate(&self) -> Result<(), InvalidRecord> {
        let invalid = |field, reason| Err(InvalidRecord { field, reason });
        identifier("contact_id", &self.contact_id)?;
        if let Some(initial) = &self.initial_contact_id {
            identifier("initial_contact_id", initial)?;
        }
        text("agent", &self.agent)?;
        text("channel", self.channel.as_str())?;
        for (field, value) in [("queue", &self.queue), ("customer_endpoint", &self.customer_endpoint)] {
            value.as_deref().map_or(Ok(()), |value| text(field, value))?;
        }
        if let Some(disposition) = &self.disposition {
            text("disposition", disposition)?;
        }
        let notes = self.notes.as_deref().unwrap_or("-");
        let allowed = |letter: char| !letter.is_control() || matches!(letter, '\n' | '\t');
        if !(1..=MAX_NOTES).contains(&notes.len()) || !notes.chars().all(allowed) {
            return invalid(
                "notes",
                "are 1 to 8192 bytes of text without control characters but line ends and tabs",
            );
        }
        if self.transfers.len() > MAX_TRANSFERS {
            return invalid("transfers", "are more than 100");
        }
        for transfer in &self.transfers {
            text("transfers", &transfer.to)?;
            let answered = transfer.answered_at.unwrap_or(transfer.started_at);
            if answered < transfer.started_at || transfer.ended_at.is_some_and(|ended| ended < answered) {
                return invalid("transfers", "are started, answered and ended in this order");
            }
        }
        if self.revision == 0 || i64::try_from(self.revision).is_err() {
            return invalid("revision", "is a whole number from 1 to 2^63 - 1");
        }
        let mut latest = EpochMs::default();
        for (field, at) in self.moments() {
            let at = at.unwrap_or(latest);
            if at < latest {
                return invalid(
                    field,
                    "is earlier than what comes before it (offered, accepted, connected, ended, cleared)",
                );
            }
            latest = at;
        }
        if self.started_at().is_none() {
            return invalid(
                "offered_at",
                "is missing, and so is every other time: at least one must be known",
            );
        }
        self.validate_holds()
    }

    fn validate_holds(&self) -> Result<(), InvalidRecord> {
        let invalid = |reason| Err(InvalidRecord { field: "holds", reason });
        if self.holds.len() > MAX_HOLDS {
            return invalid("are more than 1000");
        }
        let mut floor = self.connected_at.unwrap_or_default();
        for (index, hold) in self.holds.iter().enumerate() {
            let ended = hold.ended_at.unwrap_or(hold.started_at);
            if hold.started_at < floor || ended < hold.started_at {
                return invalid("are in order, after the connection, and each ends after its start");
            }
            if hold.ended_at.is_none() && index + 1 < self.holds.len() {
                return invalid("that are followed by another have an end");
            }
            floor = ended;
        }
        if self.ended_at.is_some_and(|ended| floor > ended) {
            return invalid("end before the contact does");
        }
        Ok(())
    }
}

fn identifier(field: &'static str, value: &str) -> Result<(), InvalidRecord> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
    if (1..=128).contains(&value.len()) && value.bytes().all(allowed) {
        return Ok(());
    }
    Err(InvalidRecord { field, reason: "is 1 to 128 letters, digits, '-', '_', '.' or ':'" })
}

fn text(field: &'static str, value: &str) -> Result<(), InvalidRecord> {
    if (1..=MAX_TEXT).contains(&value.len()) && !value.chars().any(char::is_control) {
        return Ok(());
    }
    Err(InvalidRecord { field, reason: "is 1 to 256 bytes of text without control characters" })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn record(change: &serde_json::Value) -> Result<(), InvalidRecord> {
        let mut record = serde_json::json!({
            "contact_id": "c-1", "initial_contact_id": null, "channel": "voice", "direction": "inbound",
            "queue": "BasicQueue", "agent": "anna", "customer_endpoint": "+12065550100",
            "offered_at": "2026-11-21T09:00:00.000Z", "accepted_at": null,
            "connected_at": "2026-11-21T09:00:05.000Z", "ended_at": "2026-11-21T09:01:00.000Z", "cleared_at": null,
            "holds": [], "outcome": "handled", "revision": 7,
        });
        for (field, value) in change.as_object().unwrap() {
            record[field] = value.clone();
        }
        serde_json::from_value::<ContactRecord>(record).unwrap().validate()
    }

    #[test]
    fn whom_we_call_talks_from_the_answer_and_holds_are_left_out() {
        let text = include_str!("../../tests/record.json");
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

    #[test]
    fn a_sound_record_is_valid() {
        assert_eq!(record(&serde_json::json!({})), Ok(()));
        let hold = serde_json::json!({"started_at": "2026-11-21T09:00:10.000Z", "ended_at": "2026-11-21T09:00:20.000Z"});
        assert_eq!(record(&serde_json::json!({"holds": [hold]})), Ok(()));
    }

    #[rstest]
    #[case("contact_id", serde_json::json!(""))]
    #[case("contact_id", serde_json::json!("x".repeat(10_000)))]
    #[case("contact_id", serde_json::json!("a b"))]
    #[case("initial_contact_id", serde_json::json!("<script>"))]
    #[case("agent", serde_json::json!(""))]
    #[case("agent", serde_json::json!("line\nbreak"))]
    #[case("queue", serde_json::json!("q".repeat(257)))]
    #[case("channel", serde_json::json!(""))]
    #[case("ended_at", serde_json::json!("2026-11-21T09:00:04.999Z"))]
    #[case("revision", serde_json::json!(0))]
    #[case("revision", serde_json::json!(u64::MAX))]
    #[case("holds", serde_json::json!([{"started_at": "2026-11-21T08:00:00.000Z", "ended_at": null}]))]
    #[case("holds", serde_json::json!([{"started_at": "2026-11-21T09:00:30.000Z", "ended_at": "2026-11-21T09:00:29.000Z"}]))]
    #[case("holds", serde_json::json!([{"started_at": "2026-11-21T09:00:30.000Z", "ended_at": "2026-11-21T09:02:00.000Z"}]))]
    fn what_is_wrong_is_named(#[case] field: &str, #[case] value: serde_json::Value) {
        assert_eq!(record(&serde_json::json!({field: value})).unwrap_err().field, field);
    }

    #[test]
    fn a_record_without_any_time_is_refused() {
        let nothing = serde_json::json!({"offered_at": null, "connected_at": null, "ended_at": null});
        assert_eq!(record(&nothing).unwrap_err().field, "offered_at");
    }
}
