//! The one writer: its own connection, one transaction for all that is to be kept at a time, and one statement for all of
//! its contacts, because each statement is a way to SQLite's own thread and back.

use std::collections::HashMap;

use app::api::ContactRecord;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};

use super::{checkpoints::Checkpoints, notes};
use crate::store::{
    Kept, KeptBatch, StoreError,
    entry::{ActivityRow, ContactRow, Revised, Rows},
    group::Keeper,
    words::spaced,
};

const UPSERT_CONTACTS: &str = include_str!("keep_contacts.sql");

const CONTACT_REVISION: &str =
    "SELECT revision FROM contact_record WHERE contact_id = ?1 AND agent = ?2 AND instance = ?3";

const UPSERT_ACTIVITY: &str = "
    INSERT INTO agent_activity (agent, started_at, instance, revision, body) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT DO UPDATE SET revision = excluded.revision, body = excluded.body
    WHERE excluded.revision > agent_activity.revision";

const ACTIVITY_REVISION: &str =
    "SELECT revision FROM agent_activity WHERE agent = ?1 AND started_at = ?2 AND instance = ?3";

/// A contact as SQLite is given it: its columns as JSON, and the words of its notes.
#[derive(Debug)]
pub(in crate::store) struct Given {
    instance: String,
    contact_id: String,
    agent: String,
    revision: i64,
    words: Option<String>,
    json: String,
}

impl Revised for Given {
    fn identity(&self) -> (&str, &str, &str, i64) {
        (&self.instance, &self.contact_id, &self.agent, 0)
    }

    fn revision(&self) -> i64 {
        self.revision
    }
}

#[derive(Debug)]
pub(in crate::store) struct SqliteKeeper {
    options: SqliteConnectOptions,
    connection: SqliteConnection,
    checkpoints: Checkpoints,
}

impl SqliteKeeper {
    pub(super) fn new(options: SqliteConnectOptions, connection: SqliteConnection) -> Self {
        let checkpoints = Checkpoints::start(options.clone());
        Self { options, connection, checkpoints }
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
    type Contact = Given;

    fn prepare(record: ContactRecord) -> Result<Given, StoreError> {
        let row = ContactRow::try_from(record)?;
        let json = serde_json::to_string(&row).map_err(StoreError::Body)?;
        let words = row.notes.as_deref().map(|notes| spaced(&row.agent, notes));
        let ContactRow { instance, contact_id, agent, revision, .. } = row;
        Ok(Given { instance, contact_id, agent, revision, words, json })
    }

    async fn keep(&mut self, rows: &Rows<'_, Given>) -> Result<KeptBatch, StoreError> {
        let kept = keep(&mut self.connection, rows).await;
        if kept.is_err() {
            self.renew().await;
        }
        self.checkpoints.count(rows.contacts.len() + rows.activities.len());
        kept
    }

    async fn close(self) {
        self.checkpoints.close().await;
        if let Err(error) = self.connection.close().await {
            tracing::warn!(%error, "The database could not be closed");
        }
    }
}

async fn keep(connection: &mut SqliteConnection, rows: &Rows<'_, Given>) -> Result<KeptBatch, StoreError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let contacts = keep_contacts(&mut transaction, &rows.contacts).await?;
    let mut kept = KeptBatch { contacts, activities: Vec::new() };
    for row in &rows.activities {
        kept.activities.push(keep_activity(&mut transaction, row).await?);
    }
    transaction.commit().await?;
    Ok(kept)
}

async fn keep_contacts(connection: &mut SqliteConnection, rows: &[&Given]) -> Result<Vec<Kept>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let given = rows.iter().map(|row| row.json.as_str()).collect::<Vec<_>>().join(",");
    let given = format!("[{given}]");
    let stored: Vec<(String, String, String, i64, bool)> =
        sqlx::query_as(UPSERT_CONTACTS).bind(given).fetch_all(&mut *connection).await?;
    let stored: HashMap<_, _> = stored
        .iter()
        .map(|(contact_id, agent, instance, id, noted)| {
            ((contact_id.as_str(), agent.as_str(), instance.as_str()), (*id, *noted))
        })
        .collect();
    let mut kept = Vec::with_capacity(rows.len());
    let mut notes = Vec::new();
    for row in rows {
        let identity = (row.contact_id.as_str(), row.agent.as_str(), row.instance.as_str());
        match (stored.get(&identity), row.words.as_deref()) {
            (Some((id, true)), Some(words)) => notes.push((*id, words)),
            (Some((id, true)), None) => notes::remove(connection, *id).await?,
            (Some((_, false)), _) => {}
            (None, _) => {
                kept.push(Kept::Known(revision(connection, row).await?));
                continue;
            }
        }
        kept.push(Kept::Stored);
    }
    notes::write(connection, &notes).await?;
    Ok(kept)
}

async fn revision(connection: &mut SqliteConnection, row: &Given) -> Result<u64, sqlx::Error> {
    let known =
        sqlx::query_scalar(CONTACT_REVISION).bind(&row.contact_id).bind(&row.agent).bind(&row.instance);
    known.fetch_one(connection).await.map(i64::unsigned_abs)
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
