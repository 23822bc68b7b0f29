//! What is to be kept at a time is one transaction of one statement for each kind of record.

use std::{collections::HashMap, time::Duration};

use sqlx::{PgConnection, PgPool};

use super::silent;
use crate::store::{
    Kept, KeptBatch, StoreError,
    entry::{ActivityRow, ContactRow, Rows},
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

#[derive(Debug)]
pub(super) struct PostgresKeeper {
    pool: PgPool,
}

impl PostgresKeeper {
    pub(super) fn new(pool: PgPool) -> Self {
        Self { pool }
    }
}

impl Keeper for PostgresKeeper {
    async fn keep(&mut self, rows: &Rows<'_>) -> Result<KeptBatch, StoreError> {
        let kept = tokio::time::timeout(LONGEST, keep(&self.pool, rows)).await;
        kept.unwrap_or_else(|_| Err(silent().into()))
    }

    async fn close(self) {}
}

async fn keep(pool: &PgPool, rows: &Rows<'_>) -> Result<KeptBatch, StoreError> {
    let mut transaction = pool.begin().await?;
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

async fn keep_contacts(
    connection: &mut PgConnection,
    rows: &[&ContactRow],
) -> Result<Vec<Kept>, sqlx::Error> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let stored: Vec<(String, String, String)> = sqlx::query_as(UPSERT_CONTACTS)
        .bind(column(rows, |row| row.instance.as_str()))
        .bind(column(rows, |row| row.contact_id.as_str()))
        .bind(column(rows, |row| row.agent.as_str()))
        .bind(column(rows, |row| row.revision))
        .bind(column(rows, |row| row.monitoring))
        .bind(column(rows, |row| row.channel.as_str()))
        .bind(column(rows, |row| row.direction))
        .bind(column(rows, |row| row.queue.as_deref()))
        .bind(column(rows, |row| row.customer_reversed.as_deref()))
        .bind(column(rows, |row| row.outcome))
        .bind(column(rows, |row| row.disposition.as_deref()))
        .bind(column(rows, |row| row.started_at))
        .bind(column(rows, |row| row.talk_ms))
        .bind(column(rows, |row| row.hold_ms))
        .bind(column(rows, |row| row.wrap_up_ms))
        .bind(column(rows, |row| row.notes.as_deref().map(placed)))
        .bind(column(rows, |row| row.body.as_str()))
        .fetch_all(&mut *connection)
        .await?;
    let known: Vec<(String, String, String, i64)> = if stored.len() == rows.len() {
        Vec::new()
    } else {
        sqlx::query_as(CONTACT_REVISIONS)
            .bind(column(rows, |row| row.contact_id.as_str()))
            .bind(column(rows, |row| row.agent.as_str()))
            .bind(column(rows, |row| row.instance.as_str()))
            .fetch_all(connection)
            .await?
    };
    let known = known
        .into_iter()
        .map(|(contact_id, agent, instance, revision)| ((contact_id, agent, instance), revision));
    let identity = |row: &ContactRow| (row.contact_id.clone(), row.agent.clone(), row.instance.clone());
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
