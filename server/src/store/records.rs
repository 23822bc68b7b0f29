//! Contact records.

use app::api::{ContactRecord, Direction, EndedBy, Outcome};
use connect_streams::{ContactType, EpochMs};
use sqlx::{FromRow, Row, sqlite::SqliteRow};

use super::{Store, StoreError};

/// Which records are listed.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only this agent's.
    pub agent: Option<String>,
    /// Only those that began at this moment or later.
    pub since: Option<EpochMs>,
    /// Only those after this place in the list.
    pub after: Option<Position>,
    /// At most so many.
    pub limit: u32,
}

/// A place in the list, newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// When the record there began.
    pub started_at: EpochMs,
    /// Which of those it is.
    pub id: i64,
}

/// A part of the list.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The records, newest first.
    pub records: Vec<ContactRecord>,
    /// Where the next part begins, if there is one.
    pub next: Option<Position>,
}

/// What came of keeping a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It was new and is stored.
    Stored(ContactRecord),
    /// The same or a newer revision was there already. This is it.
    Older(ContactRecord),
}

/// A record with its place in the list.
struct Listed {
    record: ContactRecord,
    position: Position,
}

const UPSERT: &str = "
    INSERT INTO contact_record (
        contact_id, agent, revision, initial_contact_id, channel, direction, queue, customer_endpoint, started_at,
        offered_at, accepted_at, connected_at, ended_at, cleared_at, holds, outcome, customer_answered_at, ended_by,
        transfers, disposition, notes
    ) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
    ON CONFLICT (contact_id, agent) DO UPDATE SET
        revision = excluded.revision, initial_contact_id = excluded.initial_contact_id, channel = excluded.channel,
        direction = excluded.direction, queue = excluded.queue, customer_endpoint = excluded.customer_endpoint,
        started_at = excluded.started_at, offered_at = excluded.offered_at, accepted_at = excluded.accepted_at,
        connected_at = excluded.connected_at, ended_at = excluded.ended_at, cleared_at = excluded.cleared_at,
        holds = excluded.holds, outcome = excluded.outcome, customer_answered_at = excluded.customer_answered_at,
        ended_by = excluded.ended_by, transfers = excluded.transfers, disposition = excluded.disposition,
        notes = excluded.notes
    WHERE excluded.revision > contact_record.revision";

const BY_CONTACT: &str = "
    SELECT * FROM contact_record WHERE contact_id = ?1 AND agent = ifnull(?2, agent)
    ORDER BY started_at DESC, id DESC LIMIT 1";

const LIST: &str = "
    SELECT * FROM contact_record
    WHERE started_at >= ?1 AND (started_at, id) < (?2, ?3)
    ORDER BY started_at DESC, id DESC LIMIT ?4";

const LIST_OF_AGENT: &str = "
    SELECT * FROM contact_record
    WHERE started_at >= ?1 AND (started_at, id) < (?2, ?3) AND agent = ?5
    ORDER BY started_at DESC, id DESC LIMIT ?4";

impl Store {
    /// Keeps a revision of a record, if it is newer than what is there. The record must be valid.
    ///
    /// # Errors
    /// When the database fails; then nothing has changed.
    #[tracing::instrument(name = "db.record.keep", skip_all, fields(contact.id = %record.contact_id))]
    pub async fn keep_record(&self, record: &ContactRecord) -> Result<Kept, StoreError> {
        let at = |at: Option<EpochMs>| at.map(EpochMs::get);
        let stored = sqlx::query(UPSERT)
            .bind(&record.contact_id)
            .bind(&record.agent)
            .bind(i64::try_from(record.revision).unwrap_or(i64::MAX))
            .bind(&record.initial_contact_id)
            .bind(record.channel.as_str())
            .bind(record.direction.as_str())
            .bind(&record.queue)
            .bind(&record.customer_endpoint)
            .bind(record.started_at().unwrap_or_default().get())
            .bind(at(record.offered_at))
            .bind(at(record.accepted_at))
            .bind(at(record.connected_at))
            .bind(at(record.ended_at))
            .bind(at(record.cleared_at))
            .bind(json(&record.holds)?)
            .bind(record.outcome.map(Outcome::as_str))
            .bind(at(record.customer_answered_at))
            .bind(record.ended_by.map(word_of))
            .bind(json(&record.transfers)?)
            .bind(&record.disposition)
            .bind(&record.notes)
            .execute(&self.pool)
            .await?;
        if stored.rows_affected() > 0 {
            return Ok(Kept::Stored(record.clone()));
        }
        let known = self.record(&record.contact_id, Some(&record.agent)).await?;
        Ok(Kept::Older(known.ok_or(sqlx::Error::RowNotFound)?))
    }

    /// One contact's record: this agent's, or that of the agent who was offered it last.
    ///
    /// # Errors
    /// When the database fails.
    #[tracing::instrument(name = "db.record.get", skip_all, fields(contact.id = %contact_id))]
    pub async fn record(
        &self,
        contact_id: &str,
        agent: Option<&str>,
    ) -> Result<Option<ContactRecord>, StoreError> {
        let found: Option<Listed> =
            sqlx::query_as(BY_CONTACT).bind(contact_id).bind(agent).fetch_optional(&self.pool).await?;
        Ok(found.map(|listed| listed.record))
    }

    /// Lists records, newest first.
    ///
    /// # Errors
    /// When the database fails.
    #[tracing::instrument(name = "db.record.list", skip_all)]
    pub async fn records(&self, filter: &Filter) -> Result<Page, StoreError> {
        let after = filter.after.unwrap_or(Position { started_at: EpochMs::MAX, id: i64::MAX });
        let query = if filter.agent.is_some() { LIST_OF_AGENT } else { LIST };
        // One more than asked for tells whether there is a next part.
        let mut query = sqlx::query_as(query)
            .bind(filter.since.unwrap_or_default().get())
            .bind(after.started_at.get())
            .bind(after.id)
            .bind(i64::from(filter.limit) + 1);
        if let Some(agent) = &filter.agent {
            query = query.bind(agent);
        }
        let mut found: Vec<Listed> = query.fetch_all(&self.pool).await?;
        let limit = usize::try_from(filter.limit).unwrap_or(usize::MAX);
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|listed| listed.position);
        Ok(Page { records: found.into_iter().map(|listed| listed.record).collect(), next })
    }
}

impl FromRow<'_, SqliteRow> for Listed {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        let at = |column| row.try_get::<Option<i64>, _>(column).map(|at| at.map(EpochMs::new));
        let ended_by: Option<String> = row.try_get("ended_by")?;
        let outcome: Option<String> = row.try_get("outcome")?;
        let record = ContactRecord {
            contact_id: row.try_get("contact_id")?,
            initial_contact_id: row.try_get("initial_contact_id")?,
            channel: ContactType::from(row.try_get::<String, _>("channel")?),
            direction: word::<Direction>("direction", row.try_get("direction")?)?,
            queue: row.try_get("queue")?,
            agent: row.try_get("agent")?,
            customer_endpoint: row.try_get("customer_endpoint")?,
            offered_at: at("offered_at")?,
            accepted_at: at("accepted_at")?,
            connected_at: at("connected_at")?,
            ended_at: at("ended_at")?,
            cleared_at: at("cleared_at")?,
            holds: serde_json::from_str(row.try_get("holds")?)
                .map_err(|error| undecodable("holds", error))?,
            customer_answered_at: at("customer_answered_at")?,
            ended_by: ended_by.map(|ended_by| word::<EndedBy>("ended_by", ended_by)).transpose()?,
            transfers: serde_json::from_str(row.try_get("transfers")?)
                .map_err(|error| undecodable("transfers", error))?,
            disposition: row.try_get("disposition")?,
            notes: row.try_get("notes")?,
            outcome: outcome.map(|outcome| word::<Outcome>("outcome", outcome)).transpose()?,
            revision: row.try_get::<i64, _>("revision")?.unsigned_abs(),
        };
        let started_at = EpochMs::new(row.try_get("started_at")?);
        Ok(Self { record, position: Position { started_at, id: row.try_get("id")? } })
    }
}

/// The word of the wire, by which it is stored.
fn word_of(ended_by: EndedBy) -> &'static str {
    match ended_by {
        EndedBy::Agent => "agent",
        EndedBy::Customer => "customer",
    }
}

/// A list in one column, as on the wire.
fn json<T: serde::Serialize>(list: &[T]) -> Result<String, sqlx::Error> {
    serde_json::to_string(list).map_err(|error| sqlx::Error::Encode(Box::new(error)))
}

/// A word of the wire, as it is stored.
fn word<T: serde::de::DeserializeOwned>(column: &str, text: String) -> Result<T, sqlx::Error> {
    serde_json::from_value(text.into()).map_err(|error| undecodable(column, error))
}

fn undecodable(column: &str, error: serde_json::Error) -> sqlx::Error {
    sqlx::Error::ColumnDecode { index: column.to_owned(), source: Box::new(error) }
}

#[cfg(test)]
mod tests {
    use app::api::{TransferKind, TransferOutcome, TransferRecord};
    use rstest::rstest;

    use super::*;
    use crate::store::tests::scratch;

    fn record(contact_id: &str, agent: &str, started: i64, revision: u64) -> ContactRecord {
        let mut record: ContactRecord =
            serde_json::from_str(include_str!("../../../app/tests/record.json")).unwrap();
        record.contact_id = contact_id.to_owned();
        record.agent = agent.to_owned();
        record.offered_at = Some(EpochMs::new(started));
        record.revision = revision;
        record
    }

    fn filter(limit: u32) -> Filter {
        Filter { limit, ..Filter::default() }
    }

    #[tokio::test]
    async fn what_was_kept_is_read_back_whole() {
        let (store, _folder) = scratch().await;
        let record = record("c", "anna", 1_000, 1);
        assert_eq!(store.keep_record(&record).await.unwrap(), Kept::Stored(record.clone()));
        assert_eq!(store.record("c", None).await.unwrap(), Some(record));
        assert_eq!(store.record("unknown", None).await.unwrap(), None);
    }

    /// A record in which nothing is missing.
    fn full(ended_by: EndedBy, revision: u64) -> ContactRecord {
        let transfer = |to: &str, kind, started: i64, answered: Option<i64>, outcome| TransferRecord {
            to: to.to_owned(),
            kind,
            started_at: EpochMs::new(started),
            answered_at: answered.map(EpochMs::new),
            ended_at: Some(EpochMs::new(started + 20)),
            outcome: Some(outcome),
        };
        ContactRecord {
            customer_answered_at: Some(EpochMs::new(1_500)),
            ended_by: Some(ended_by),
            transfers: vec![
                transfer("Ben", TransferKind::Consult, 2_000, None, TransferOutcome::NotReached),
                transfer("営業部", TransferKind::Consult, 2_050, Some(2_060), TransferOutcome::Left),
                transfer("+12065550111", TransferKind::Cold, 2_100, Some(2_110), TransferOutcome::HandedOver),
            ],
            disposition: Some("refund/part".to_owned()),
            notes: Some(
                "Wants a call back.\n\t明日\u{1f4de} 'at' \"9\"; DROP TABLE contact_record".to_owned(),
            ),
            ..record("c", "anna", 1_000, revision)
        }
    }

    #[rstest]
    #[case(EndedBy::Agent)]
    #[case(EndedBy::Customer)]
    #[tokio::test]
    async fn everything_that_can_be_known_is_read_back_whole(#[case] ended_by: EndedBy) {
        let (store, _folder) = scratch().await;
        store.keep_record(&record("c", "anna", 1_000, 1)).await.unwrap();
        let full = full(ended_by, 2);
        assert_eq!(store.keep_record(&full).await.unwrap(), Kept::Stored(full.clone()));
        assert_eq!(store.record("c", None).await.unwrap(), Some(full.clone()));
        assert_eq!(store.records(&filter(9)).await.unwrap().records, [full]);
        let bare = record("c", "anna", 1_000, 3);
        store.keep_record(&bare).await.unwrap();
        assert_eq!(store.record("c", None).await.unwrap(), Some(bare), "what is unknown again is not kept");
    }

    #[tokio::test]
    async fn what_is_not_known_stays_unknown() {
        let (store, _folder) = scratch().await;
        let bare = ContactRecord {
            initial_contact_id: None,
            queue: None,
            customer_endpoint: None,
            accepted_at: None,
            connected_at: None,
            ended_at: None,
            cleared_at: None,
            holds: Vec::new(),
            customer_answered_at: None,
            ended_by: None,
            transfers: Vec::new(),
            disposition: None,
            notes: None,
            outcome: None,
            channel: ContactType::Other("fax".to_owned()),
            direction: Direction::Outbound,
            ..record("c", "anna", 1_000, 1)
        };
        store.keep_record(&bare).await.unwrap();
        assert_eq!(store.record("c", None).await.unwrap(), Some(bare));
    }

    #[tokio::test]
    async fn only_a_newer_revision_replaces() {
        let (store, _folder) = scratch().await;
        let second = record("c", "anna", 2_000, 2);
        store.keep_record(&second).await.unwrap();
        for older in [record("c", "anna", 1_000, 1), record("c", "anna", 3_000, 2)] {
            assert_eq!(store.keep_record(&older).await.unwrap(), Kept::Older(second.clone()));
        }
        let third = record("c", "anna", 3_000, 3);
        store.keep_record(&third).await.unwrap();
        assert_eq!(store.records(&filter(9)).await.unwrap().records, [third]);
    }

    #[tokio::test]
    async fn two_agents_who_were_offered_one_contact_have_a_record_each() {
        let (store, _folder) = scratch().await;
        let (anna, ben) = (record("c", "anna", 1_000, 1), record("c", "ben", 2_000, 1));
        store.keep_record(&anna).await.unwrap();
        store.keep_record(&ben).await.unwrap();
        assert_eq!(store.record("c", None).await.unwrap(), Some(ben), "who was offered it last");
        assert_eq!(store.record("c", Some("anna")).await.unwrap(), Some(anna));
    }

    #[tokio::test]
    async fn the_list_is_newest_first_and_goes_on_without_gap_or_overlap() {
        let (store, _folder) = scratch().await;
        for index in 0..7 {
            // Some begin in the same millisecond.
            store.keep_record(&record(&format!("c{index}"), "anna", 1_000 + index / 2, 1)).await.unwrap();
        }
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = store.records(&Filter { after, ..filter(3) }).await.unwrap();
            seen.extend(page.records.into_iter().map(|record| record.contact_id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, ["c6", "c5", "c4", "c3", "c2", "c1", "c0"]);
    }

    #[tokio::test]
    async fn the_list_can_be_one_agents_since_a_moment() {
        let (store, _folder) = scratch().await;
        for (id, agent, started) in [("a", "anna", 1_000), ("b", "anna", 2_000), ("c", "ben", 3_000)] {
            store.keep_record(&record(id, agent, started, 1)).await.unwrap();
        }
        let since = Some(EpochMs::new(2_000));
        let of_anna = Filter { agent: Some("anna".to_owned()), since, ..filter(9) };
        let ids = |page: Page| page.records.into_iter().map(|record| record.contact_id).collect::<Vec<_>>();
        assert_eq!(ids(store.records(&of_anna).await.unwrap()), ["b"]);
        assert_eq!(ids(store.records(&Filter { since, ..filter(9) }).await.unwrap()), ["c", "b"]);
    }

    #[tokio::test]
    async fn many_at_once_are_all_kept() {
        let (store, _folder) = scratch().await;
        let tasks: Vec<_> = (0..40)
            .map(|index| {
                let store = store.clone();
                tokio::spawn(async move {
                    store.keep_record(&record(&format!("c{index}"), "anna", index, 1)).await
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(store.records(&filter(99)).await.unwrap().records.len(), 40);
    }
}
