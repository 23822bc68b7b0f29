//! Records as databases keep them: what stands in a column beside the whole, and what came of keeping them.

use std::{cmp::Reverse, collections::HashSet};

use app::api::{ActivityRecord, ContactRecord, Outcome};
use serde::{Serialize, ser::Error as _};

use super::{StoreError, filter::reversed};

/// How many bytes a record has as JSON, most of the time.
const USUAL: usize = 2_048;

/// What is to be kept: valid records only.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Contacts.
    pub contacts: Vec<ContactRecord>,
    /// Statuses of agents.
    pub activities: Vec<ActivityRecord>,
}

/// What came of keeping one revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It was news and is stored.
    Stored,
    /// This revision was there already, the same or a newer one.
    Known(u64),
}

/// What came of a batch, each in the order in which it was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptBatch {
    /// Of the contacts.
    pub contacts: Vec<Kept>,
    /// Of the statuses.
    pub activities: Vec<Kept>,
}

/// A contact record in its columns.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ContactRow {
    pub(super) instance: String,
    pub(super) contact_id: String,
    pub(super) agent: String,
    pub(super) revision: i64,
    pub(super) monitoring: bool,
    pub(super) channel: String,
    pub(super) direction: &'static str,
    pub(super) queue: Option<String>,
    pub(super) customer_reversed: Option<String>,
    pub(super) outcome: Option<&'static str>,
    pub(super) disposition: Option<String>,
    pub(super) started_at: i64,
    pub(super) talk_ms: Option<i64>,
    pub(super) hold_ms: Option<i64>,
    pub(super) wrap_up_ms: Option<i64>,
    pub(super) notes: Option<String>,
    pub(super) body: String,
}

/// A status of an agent in its columns.
#[derive(Clone, Debug)]
pub(super) struct ActivityRow {
    pub(super) agent: String,
    pub(super) started_at: i64,
    pub(super) instance: String,
    pub(super) revision: i64,
    pub(super) body: String,
}

/// Several records, each identity once; contacts as a database is given them.
#[derive(Debug)]
pub(super) struct Rows<'a, C> {
    pub(super) contacts: Vec<&'a C>,
    pub(super) activities: Vec<&'a ActivityRow>,
}

/// What has an identity and a revision.
pub(super) trait Revised {
    fn identity(&self) -> (&str, &str, &str, i64);
    fn revision(&self) -> i64;
}

impl Revised for ContactRow {
    fn identity(&self) -> (&str, &str, &str, i64) {
        (&self.instance, &self.contact_id, &self.agent, 0)
    }

    fn revision(&self) -> i64 {
        self.revision
    }
}

impl Revised for ActivityRow {
    fn identity(&self) -> (&str, &str, &str, i64) {
        (&self.instance, "", &self.agent, self.started_at)
    }

    fn revision(&self) -> i64 {
        self.revision
    }
}

impl TryFrom<ContactRecord> for ContactRow {
    type Error = StoreError;

    fn try_from(record: ContactRecord) -> Result<Self, StoreError> {
        let body = written(&record)?;
        Ok(Self {
            revision: i64::try_from(record.revision).unwrap_or(i64::MAX),
            monitoring: record.monitoring,
            channel: record.channel.as_str().to_owned(),
            direction: record.direction.as_str(),
            customer_reversed: record.customer_endpoint.as_deref().map(reversed),
            outcome: record.outcome.map(Outcome::as_str),
            started_at: record.started_at().unwrap_or_default().get(),
            talk_ms: record.talked_ms(),
            hold_ms: record.hold_ms(),
            wrap_up_ms: record.wrap_up_ms(),
            instance: record.instance,
            contact_id: record.contact_id,
            agent: record.agent,
            queue: record.queue,
            disposition: record.disposition,
            notes: record.notes,
            body,
        })
    }
}

impl TryFrom<ActivityRecord> for ActivityRow {
    type Error = StoreError;

    fn try_from(record: ActivityRecord) -> Result<Self, StoreError> {
        let body = written(&record)?;
        Ok(Self {
            agent: record.agent,
            started_at: record.started_at.get(),
            instance: record.instance,
            revision: i64::try_from(record.revision).unwrap_or(i64::MAX),
            body,
        })
    }
}

/// A record as JSON.
fn written(record: &impl Serialize) -> Result<String, StoreError> {
    // Most are no longer, so that what is written stays where it is.
    let mut body = Vec::with_capacity(USUAL);
    serde_json::to_writer(&mut body, record).map_err(StoreError::Body)?;
    String::from_utf8(body).map_err(|error| StoreError::Body(serde_json::Error::custom(error)))
}

/// Keeps of each identity the highest revision, in the order of identities, so that transactions that meet in two of them
/// meet in the same order. Says too, for each row that was given, which of those that are left it became.
pub(super) fn highest<'a, T: Revised>(rows: &[&'a T]) -> (Vec<&'a T>, Vec<usize>) {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    // Of the same revision the first is kept: the sort is a stable one.
    order.sort_by_key(|&index| (rows[index].identity(), Reverse(rows[index].revision())));
    let mut left: Vec<&T> = Vec::new();
    let mut became = vec![0; rows.len()];
    for index in order {
        if left.last().is_none_or(|last| last.identity() != rows[index].identity()) {
            left.push(rows[index]);
        }
        became[index] = left.len() - 1;
    }
    (left, became)
}

/// What came of each row that was given, by what came of those that were left. Of several with the same identity, one was
/// stored at most.
pub(super) fn verdicts<T: Revised>(given: &[&T], became: &[usize], left: &[&T], kept: &[Kept]) -> Vec<Kept> {
    let mut told = HashSet::new();
    let verdict = |(row, &index): (&&T, &usize)| {
        let revision = left[index].revision();
        match kept[index] {
            Kept::Stored if row.revision() != revision || !told.insert(index) => {
                Kept::Known(revision.unsigned_abs())
            }
            kept => kept,
        }
    };
    given.iter().zip(became).map(verdict).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(agent: &str, revision: i64) -> ActivityRow {
        let (instance, body) = (String::new(), String::new());
        ActivityRow { agent: agent.to_owned(), started_at: 1, instance, revision, body }
    }

    #[test]
    fn of_each_identity_the_highest_revision_is_left_and_one_is_told_to_be_stored() {
        let rows = [row("ben", 1), row("anna", 2), row("anna", 3), row("anna", 3), row("ben", 1)];
        let rows: Vec<_> = rows.iter().collect();
        let (left, became) = highest(&rows);
        let identities: Vec<_> = left.iter().map(|row| (row.agent.as_str(), row.revision)).collect();
        assert_eq!((identities, &became), (vec![("anna", 3), ("ben", 1)], &vec![1, 0, 0, 0, 1]));
        assert_eq!(
            verdicts(&rows, &became, &left, &[Kept::Stored, Kept::Known(9)]),
            [Kept::Known(9), Kept::Known(3), Kept::Stored, Kept::Known(3), Kept::Known(9)]
        );
    }
}
