//! What a contact record is made of.

use connect_streams::{EpochMs, choice, record};
use serde::Serialize;

/// One time on hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct HoldRecord {
    /// When the customer was put on hold.
    pub started_at: EpochMs,
    /// When the customer was taken off; null while on hold.
    pub ended_at: Option<EpochMs>,
    /// Who put the customer on hold, where that can be told.
    pub by: Option<EndedBy>,
}

record! { HoldRecord {
    "started_at" => started_at: Required,
    "ended_at" => ended_at,
    "by" => by,
    !others
} }

/// A stretch of time within a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SpanRecord {
    /// When it began.
    pub started_at: EpochMs,
    /// When it was over; null while it goes on.
    pub ended_at: Option<EpochMs>,
}

record! { SpanRecord {
    "started_at" => started_at: Required,
    "ended_at" => ended_at,
    !others
} }

/// Who says when something was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeSource {
    /// The service said so.
    Service,
    /// The page saw it happen, on the local clock corrected by the skew.
    Local,
}

choice! { TimeSource { Service = "service", Local = "local" } }

/// One thing that was seen of a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventRecord {
    /// When.
    pub at: EpochMs,
    /// Who says so.
    pub source: TimeSource,
    /// What, in a word or two.
    pub what: String,
}

record! { EventRecord {
    "at" => at: Required,
    "source" => source: Required,
    "what" => what: Required,
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
