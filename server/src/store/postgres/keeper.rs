//! What is to be kept at a time is one transaction of one statement for each kind of record, on a connection of one's own:
//! each way to the database and back is one less for what waits.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use app::api::ContactRecord;
use sqlx::{Acquire as _, PgConnection, PgPool, Postgres, pool::PoolConnection};

use super::{lives, silent};
use crate::store::{
    Kept, KeptBatch, StoreError,
    entry::{ActivityRow, ContactRow, Revised, Rows},
    group::Keeper,
    words::placed,
};

const UPSERT_CONTACTS: &str = include_str!("keep_contacts.sql");

const CONTACT_REVISIONS: &str = "
    SELECT contact_id, agent, instance, revision FROM contact_record
    WHERE (contact_id, agent, instance) IN (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]))";

const UPSERT_ACTIVITIES: &str = "
    INSERT INTO agent_activity (agent, started_at, instance, revision, body)
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::text[])
    ON CONFLICT (agent, started_at, instance) DO UPDATE SET revision = excluded.revision, body = excluded.body
    WHERE excluded.revision > agent_activity.revision
    RETURNING agent, started_at, instance";

const ACTIVITY_REVISIONS: &str = "
    SELECT agent, started_at, instance, revision FROM agent_activity
    WHERE (agent, started_at, instance) IN (SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[]))";

/// How long a transaction may take before its connection is given up. Shorter than who sent the records waits; whether it
/// was kept is then not known, and found out when they are sent again.
const LONGEST: Duration = Duration::from_secs(10);

/// A connection that rested for longer is asked whether it lives before anything is given to it.
const REST: Duration = Duration::from_secs(1);

/// A contact as PostgreSQL is given it: its columns, and the words of its notes.
#[derive(Debug)]
pub(in crate::store) struct Given {
    row: ContactRow,
    words: Option<String>,
}

impl Revised for Given {
    fn identity(&self) -> (&str, &str, &str, i64) {
        self.row.identity()
    }

    fn revision(&self) -> i64 {
        self.row.revision
    }
}

#[derive(Debug)]
pub(in crate::store) struct PostgresKeeper {
    pool: PgPool,
    /// Since when it rests.
    connection: Option<(PoolConnection<Postgres>, Instant)>,
}

impl PostgresKeeper {
    pub(super) fn new(pool: PgPool) -> Self {
        Self { pool, connection: None }
    }

    /// The connection that was used last, if it still lives.
    async fn rested(&mut self) -> Option<PoolConnection<Postgres>> {
        let (mut connection, since) = self.connection.take()?;
        if since.elapsed() > REST && !lives(&mut connection).await.unwrap_or(false) {
            connection.close_on_drop();
            return None;
        }
        Some(connection)
    }

    async fn keep_on(
        &mut self,
        mut connection: PoolConnection<Postgres>,
        rows: &Rows<'_, Given>,
    ) -> Result<KeptBatch, StoreError> {
        let kept = tokio::time::timeout(LONGEST, keep(&mut connection, rows)).await;
        let kept = kept.unwrap_or_else(|_| Err(silent().into()));
        if kept.is_ok() {
            self.connection = Some((connection, Instant::now()));
        } else {
            // Whatever it was in the middle of ends with it.
            connection.close_on_drop();
        }
        kept
    }
}

impl Keeper for PostgresKeeper {
    type Contact = Given;

    fn prepare(record: ContactRecord) -> Result<Given, StoreError> {
        let row = ContactRow::try_from(record)?;
        let words = row.notes.as_deref().map(|notes| placed(&row.agent, notes));
        Ok(Given { row, words })
    }

    async fn keep(&mut self, rows: &Rows<'_, Given>) -> Result<KeptBatch, StoreError> {
        if let Some(connection) = self.rested().await {
            let began = Instant::now();
            let kept = self.keep_on(connection, rows).await;
            // One that was cut while it rested fails at once. Keeping the same a second time does no harm.
            if kept.is_ok() || began.elapsed() > REST {
                return kept;
            }
        }
        let connection = self.pool.acquire().await?;
        self.keep_on(connection, rows).await
    }

    async fn close(self) {}
}

async fn keep(connection: &mut PgConnection, rows: &Rows<'_, Given>) -> Result<KeptBatch, StoreError> {
    if rows.activities.is_empty() {
        // A statement by itself is a transaction, without a word for its beginning and its end.
        let contacts = keep_contacts(connection, &rows.contacts).await?;
        return Ok(KeptBatch { contacts, activities: Vec::new() });
    }
    let mut transaction = connection.begin().await?;
    let kept = KeptBatch {
        contacts: keep_contacts(&mut transaction, &rows.contacts).await?,
        activities: keep_activities(&mut transaction, &rows.activities).await?,
    };
    transaction.commit().await?;
    Ok(kept)
}

/// One column of several rows.
fn column<'a, R, T>(rows: &[&'a R], value: impl Fn(&'a R) -> T) -> Vec<T> {
    rows.iter().map(|row| value(row)).collect()
}

async fn keep_contacts(connection: &mut PgConnection, rows: &[&Given]) -> Result<Vec<Kept>, sqlx::Error> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let stored: Vec<(String, String, String)> = sqlx::query_as(UPSERT_CONTACTS)
        .bind(column(rows, |one| one.row.instance.as_str()))
        .bind(column(rows, |one| one.row.contact_id.as_str()))
        .bind(column(rows, |one| one.row.agent.as_str()))
        .bind(column(rows, |one| one.row.revision))
        .bind(column(rows, |one| one.row.monitoring))
        .bind(column(rows, |one| one.row.channel.as_str()))
        .bind(column(rows, |one| one.row.direction))
        .bind(column(rows, |one| one.row.queue.as_deref()))
        .bind(column(rows, |one| one.row.customer_reversed.as_deref()))
        .bind(column(rows, |one| one.row.outcome))
        .bind(column(rows, |one| one.row.disposition.as_deref()))
        .bind(column(rows, |one| one.row.started_at))
        .bind(column(rows, |one| one.row.talk_ms))
        .bind(column(rows, |one| one.row.hold_ms))
        .bind(column(rows, |one| one.row.wrap_up_ms))
        .bind(column(rows, |one| one.words.as_deref()))
        .bind(column(rows, |one| one.row.body.as_str()))
        .fetch_all(&mut *connection)
        .await?;
    let known: Vec<(String, String, String, i64)> = if stored.len() == rows.len() {
        Vec::new()
    } else {
        sqlx::query_as(CONTACT_REVISIONS)
            .bind(column(rows, |one| one.row.contact_id.as_str()))
            .bind(column(rows, |one| one.row.agent.as_str()))
            .bind(column(rows, |one| one.row.instance.as_str()))
            .fetch_all(connection)
            .await?
    };
    let known = known
        .into_iter()
        .map(|(contact_id, agent, instance, revision)| ((contact_id, agent, instance), revision));
    let identity =
        |Given { row, .. }: &Given| (row.contact_id.clone(), row.agent.clone(), row.instance.clone());
    verdicts(rows, identity, stored, &known.collect())
}

async fn keep_activities(
    connection: &mut PgConnection,
    rows: &[&ActivityRow],
) -> Result<Vec<Kept>, sqlx::Error> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let stored: Vec<(String, i64, String)> = sqlx::query_as(UPSERT_ACTIVITIES)
        .bind(column(rows, |row| row.agent.as_str()))
        .bind(column(rows, |row| row.started_at))
        .bind(column(rows, |row| row.instance.as_str()))
        .bind(column(rows, |row| row.revision))
        .bind(column(rows, |row| row.body.as_str()))
        .fetch_all(&mut *connection)
        .await?;
    let known: Vec<(String, i64, String, i64)> = if stored.len() == rows.len() {
        Vec::new()
    } else {
        sqlx::query_as(ACTIVITY_REVISIONS)
            .bind(column(rows, |row| row.agent.as_str()))
            .bind(column(rows, |row| row.started_at))
            .bind(column(rows, |row| row.instance.as_str()))
            .fetch_all(connection)
            .await?
    };
    let known = known
        .into_iter()
        .map(|(agent, started_at, instance, revision)| ((agent, started_at, instance), revision));
    let identity = |row: &ActivityRow| (row.agent.clone(), row.started_at, row.instance.clone());
    verdicts(rows, identity, stored, &known.collect())
}

/// What came of each row, by the identities that were stored and the revisions of the others.
fn verdicts<R, I: Eq + std::hash::Hash>(
    rows: &[&R],
    identity: impl Fn(&R) -> I,
    stored: Vec<I>,
    known: &HashMap<I, i64>,
) -> Result<Vec<Kept>, sqlx::Error> {
    if stored.len() == rows.len() {
        return Ok(vec![Kept::Stored; rows.len()]);
    }
    let stored: std::collections::HashSet<_> = stored.into_iter().collect();
    rows.iter()
        .map(|row| {
            let identity = identity(row);
            if stored.contains(&identity) {
                return Ok(Kept::Stored);
            }
            known
                .get(&identity)
                .map(|revision| Kept::Known(revision.unsigned_abs()))
                .ok_or(sqlx::Error::RowNotFound)
        })
        .collect()
}
