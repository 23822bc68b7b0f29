//! The one writer: its own connection, one transaction for all that is to be kept at a time.

use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};

use super::notes;
use crate::store::{
    Kept, KeptBatch, StoreError,
    entry::{ActivityRow, ContactRow, Rows},
    group::Keeper,
};

const UPSERT_CONTACT: &str = "
    INSERT INTO contact_record (
        instance, contact_id, agent, revision, monitoring, channel, direction, queue, customer_reversed, outcome,
        disposition, started_at, talk_ms, hold_ms, wrap_up_ms, noted, body
    ) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
    ON CONFLICT (contact_id, agent, instance) DO UPDATE SET
        revision = excluded.revision, monitoring = excluded.monitoring, channel = excluded.channel,
        direction = excluded.direction, queue = excluded.queue, customer_reversed = excluded.customer_reversed,
        outcome = excluded.outcome, disposition = excluded.disposition, started_at = excluded.started_at,
        talk_ms = excluded.talk_ms, hold_ms = excluded.hold_ms, wrap_up_ms = excluded.wrap_up_ms,
        noted = max(noted, excluded.noted), body = excluded.body
    WHERE excluded.revision > contact_record.revision
    RETURNING id, noted";

const CONTACT_REVISION: &str =
    "SELECT revision FROM contact_record WHERE contact_id = ?1 AND agent = ?2 AND instance = ?3";

const UPSERT_ACTIVITY: &str = "
    INSERT INTO agent_activity (agent, started_at, instance, revision, body) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT DO UPDATE SET revision = excluded.revision, body = excluded.body
    WHERE excluded.revision > agent_activity.revision";

const ACTIVITY_REVISION: &str =
    "SELECT revision FROM agent_activity WHERE agent = ?1 AND started_at = ?2 AND instance = ?3";

#[derive(Debug)]
pub(super) struct SqliteKeeper {
    options: SqliteConnectOptions,
    connection: SqliteConnection,
}

impl SqliteKeeper {
    pub(super) fn new(options: SqliteConnectOptions, connection: SqliteConnection) -> Self {
        Self { options, connection }
    }

    /// Takes another connection. When the disk is full or fails, SQLite rolls back by itself and the connection takes no
    /// further transaction: the library believes for ever that it is in the middle of one.
    async fn renew(&mut self) {
        match self.options.connect().await {
            Ok(connection) => drop(std::mem::replace(&mut self.connection, connection)),
            // The next that fails tries it again.
            Err(error) => tracing::warn!(%error, "The database could not be opened again"),
        }
    }
}

impl Keeper for SqliteKeeper {
    async fn keep(&mut self, rows: &Rows<'_>) -> Result<KeptBatch, StoreError> {
        let kept = keep(&mut self.connection, rows).await;
        if kept.is_err() {
            self.renew().await;
        }
        kept
    }

    async fn close(self) {
        if let Err(error) = self.connection.close().await {
            tracing::warn!(%error, "The database could not be closed");
        }
    }
}

async fn keep(connection: &mut SqliteConnection, rows: &Rows<'_>) -> Result<KeptBatch, StoreError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let mut kept = KeptBatch::default();
    for row in &rows.contacts {
        kept.contacts.push(keep_contact(&mut transaction, row).await?);
    }
    for row in &rows.activities {
        kept.activities.push(keep_activity(&mut transaction, row).await?);
    }
    transaction.commit().await?;
    Ok(kept)
}

async fn keep_contact(connection: &mut SqliteConnection, row: &ContactRow) -> Result<Kept, sqlx::Error> {
    let stored: Option<(i64, bool)> = sqlx::query_as(UPSERT_CONTACT)
        .bind(&row.instance)
        .bind(&row.contact_id)
        .bind(&row.agent)
        .bind(row.revision)
        .bind(row.monitoring)
        .bind(&row.channel)
        .bind(row.direction)
        .bind(&row.queue)
        .bind(&row.customer_reversed)
        .bind(row.outcome)
        .bind(&row.disposition)
        .bind(row.started_at)
        .bind(row.talk_ms)
        .bind(row.hold_ms)
        .bind(row.wrap_up_ms)
        .bind(row.notes.is_some())
        .bind(&row.body)
        .fetch_optional(&mut *connection)
        .await?;
    if let Some((id, noted)) = stored {
        if noted {
            notes::write(connection, id, row.notes.as_deref()).await?;
        }
        return Ok(Kept::Stored);
    }
    let known =
        sqlx::query_scalar(CONTACT_REVISION).bind(&row.contact_id).bind(&row.agent).bind(&row.instance);
    Ok(Kept::Known(known.fetch_one(connection).await.map(i64::unsigned_abs)?))
}

async fn keep_activity(connection: &mut SqliteConnection, row: &ActivityRow) -> Result<Kept, sqlx::Error> {
    let stored = sqlx::query(UPSERT_ACTIVITY)
        .bind(&row.agent)
        .bind(row.started_at)
        .bind(&row.instance)
        .bind(row.revision)
        .bind(&row.body)
        .execute(&mut *connection)
        .await?;
    if stored.rows_affected() > 0 {
        return Ok(Kept::Stored);
    }
    let known =
        sqlx::query_scalar(ACTIVITY_REVISION).bind(&row.agent).bind(row.started_at).bind(&row.instance);
    Ok(Kept::Known(known.fetch_one(connection).await.map(i64::unsigned_abs)?))
}
