//! Records on their way in, several at a time, and what came of each.

use connect_streams::{choice, record};
use serde::Serialize;

use super::{ActivityRecord, ContactRecord};

/// The most records of one batch.
pub const MAX_BATCH: usize = 100;

/// Several records. Each is judged by itself: a bad one holds nobody up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RecordBatch {
    /// Contacts.
    pub contacts: Vec<ContactRecord>,
    /// Statuses of agents.
    pub activities: Vec<ActivityRecord>,
}

/// What came of a batch: one verdict for each record, in the order in which they were sent. When this is answered, what
/// is said to be stored survives a power cut.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BatchAnswer {
    /// Of the contacts.
    pub contacts: Vec<Verdict>,
    /// Of the statuses.
    pub activities: Vec<Verdict>,
}

record! { BatchAnswer {
    "contacts" => contacts: Given,
    "activities" => activities: Given,
} }

/// What came of one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// In a word.
    pub status: VerdictStatus,
    /// The revision that is stored now; null if none is.
    pub revision: Option<u64>,
    /// Why it was refused: the field, and what is wrong with it. Null if it was not.
    pub reason: Option<String>,
}

record! { Verdict {
    "status" => status: Required,
    "revision" => revision,
    "reason" => reason,
} }

/// What came of one record, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerdictStatus {
    /// It was news and is stored.
    Stored,
    /// The same or a newer revision was there already.
    Known,
    /// It cannot be true; sending it again cannot help.
    Refused,
}

choice! { VerdictStatus { Stored = "stored", Known = "known", Refused = "refused" } }
