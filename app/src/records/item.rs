//! What waits in the outbox: a contact or a status of an agent.

use connect_streams::{EpochMs, reading::decode};

use super::Answer;
use crate::api::{ActivityRecord, ContactRecord, RecordBatch, Verdict, VerdictStatus};

/// One record on its way to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A contact.
    Contact(Box<ContactRecord>),
    /// A status of an agent.
    Activity(ActivityRecord),
}

/// Which record: whose, and which of theirs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemKey {
    /// A contact.
    Contact {
        /// The instance.
        instance: String,
        /// The agent's sign-in name.
        agent: String,
        /// The contact.
        contact_id: String,
    },
    /// A status.
    Activity {
        /// The instance.
        instance: String,
        /// The agent's sign-in name.
        agent: String,
        /// When it began.
        started_at: EpochMs,
    },
}

impl Item {
    /// Which record it is.
    pub fn key(&self) -> ItemKey {
        match self {
            Self::Contact(record) => ItemKey::Contact {
                instance: record.instance.clone(),
                agent: record.agent.clone(),
                contact_id: record.contact_id.clone(),
            },
            Self::Activity(record) => ItemKey::Activity {
                instance: record.instance.clone(),
                agent: record.agent.clone(),
                started_at: record.started_at,
            },
        }
    }

    /// Whose it is, by the sign-in name.
    pub fn agent(&self) -> &str {
        match self {
            Self::Contact(record) => &record.agent,
            Self::Activity(record) => &record.agent,
        }
    }

    /// Its revision.
    pub fn revision(&self) -> u64 {
        match self {
            Self::Contact(record) => record.revision,
            Self::Activity(record) => record.revision,
        }
    }

    /// About how many bytes it is on the wire. Never less than half of it.
    pub fn size(&self) -> usize {
        match self {
            Self::Contact(record) => {
                let notes = record.notes.as_ref().map_or(0, String::len);
                let attributes: usize =
                    record.attributes.iter().map(|(key, value)| key.len() + value.len() + 8).sum();
                let spans = record.holds.len() + record.mutes.len() + record.pauses.len();
                1_500
                    + 2 * notes
                    + 2 * attributes
                    + 90 * spans
                    + 300 * record.transfers.len()
                    + 110 * record.events.len()
            }
            Self::Activity(_) => 400,
        }
    }

    /// As it is kept in the browser and in a file: the record as on the wire.
    pub fn to_text(&self) -> String {
        match self {
            Self::Contact(record) => serde_json::to_string(record),
            Self::Activity(record) => serde_json::to_string(record),
        }
        .unwrap_or_default()
    }

    /// Reads what was kept; none if it cannot be read.
    pub fn from_text(text: &str) -> Option<Self> {
        let contact = || decode::<ContactRecord>(text).ok().map(|record| Self::Contact(Box::new(record)));
        contact().or_else(|| decode::<ActivityRecord>(text).ok().map(Self::Activity))
    }
}

impl ItemKey {
    /// The name under which it is kept in the browser.
    pub fn name(&self) -> String {
        match self {
            Self::Contact { instance, agent, contact_id } => {
                format!("contact {instance} {agent} {contact_id}")
            }
            Self::Activity { instance, agent, started_at } => {
                format!("activity {instance} {agent} {started_at}")
            }
        }
    }
}

impl FromIterator<Item> for RecordBatch {
    fn from_iter<I: IntoIterator<Item = Item>>(items: I) -> Self {
        let mut batch = Self::default();
        for item in items {
            match item {
                Item::Contact(record) => batch.contacts.push(*record),
                Item::Activity(record) => batch.activities.push(record),
            }
        }
        batch
    }
}

impl From<Verdict> for Answer {
    fn from(verdict: Verdict) -> Self {
        match verdict.status {
            VerdictStatus::Stored | VerdictStatus::Known => {
                Self::Stored(verdict.revision.unwrap_or_default())
            }
            VerdictStatus::Refused => Self::Refused(verdict.reason.unwrap_or_default()),
        }
    }
}
