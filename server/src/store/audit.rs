//! The audit log. Entries are appended in the transaction of what they tell of, and never changed.

use async_trait::async_trait;
use connect_streams::EpochMs;
use serde::Serialize;
use serde_json::Value;
use sqlx::{ColumnIndex, Executor, IntoArguments, QueryBuilder};

use super::{
    StoreError,
    filter::{Bind, Dialect},
    sql::{Read, Sql, parse},
};
use crate::audit::Deed;

const APPEND: &str = "
    INSERT INTO audit (at, actor, address, request_id, action, target, old, new)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Which entries are meant. What is not given is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// What they did.
    pub actor: Option<String>,
    /// What was done.
    pub action: Option<String>,
    /// To what.
    pub target: Option<String>,
    /// At this moment or later.
    pub since: Option<EpochMs>,
    /// Before this moment.
    pub until: Option<EpochMs>,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuditEntry {
    /// Its number. They only grow.
    pub id: i64,
    /// When.
    pub at: EpochMs,
    /// Who: `account:`, `token:`, `everyone` or `system`.
    pub actor: String,
    /// From where. Empty where the program itself did it.
    pub address: String,
    /// The request, as its answer's header `x-request-id` has it.
    pub request_id: String,
    /// What: `thing.done`.
    pub action: String,
    /// To what.
    pub target: String,
    /// How it was.
    pub old: Option<Value>,
    /// How it is since.
    pub new: Option<Value>,
}

/// The audit log in the database.
#[async_trait]
pub trait AuditStore {
    /// A part of the log, newest first: what stands before an entry, or the newest.
    async fn audit(
        &self,
        filter: &AuditFilter,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<AuditEntry>, StoreError>;

    /// Writes an entry about something that changed nothing in the database.
    async fn note(&self, deed: &Deed) -> Result<(), StoreError>;
}

type Row = (i64, i64, String, String, String, String, String, Option<String>, Option<String>);

#[async_trait]
impl<DB: Dialect> AuditStore for Sql<DB>
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    DB::Arguments: IntoArguments<DB>,
    usize: ColumnIndex<DB::Row>,
    String: Bind<DB> + Read<DB>,
    Option<String>: Bind<DB> + Read<DB>,
    i64: Bind<DB> + Read<DB>,
{
    #[tracing::instrument(name = "db.audit", skip_all)]
    async fn audit(
        &self,
        filter: &AuditFilter,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let mut query: QueryBuilder<DB> = QueryBuilder::new(
            "SELECT id, at, actor, address, request_id, action, target, old, new FROM audit WHERE id < ",
        );
        query.push_bind(before.unwrap_or(i64::MAX));
        for (column, value) in
            [("actor", &filter.actor), ("action", &filter.action), ("target", &filter.target)]
        {
            if let Some(value) = value {
                query.push(" AND ").push(column).push(" = ").push_bind(value.clone());
            }
        }
        for (condition, moment) in [(" AND at >= ", filter.since), (" AND at < ", filter.until)] {
            if let Some(moment) = moment {
                query.push(condition).push_bind(moment.get());
            }
        }
        query.push(" ORDER BY id DESC LIMIT ").push_bind(i64::from(limit));
        let rows: Vec<Row> = query.build_query_as().fetch_all(&self.pool).await?;
        rows.into_iter().map(entry).collect()
    }

    #[tracing::instrument(name = "db.audit.note", skip_all)]
    async fn note(&self, deed: &Deed) -> Result<(), StoreError> {
        append(&mut *self.pool.acquire().await?, deed).await
    }
}

fn entry(row: Row) -> Result<AuditEntry, StoreError> {
    let (id, at, actor, address, request_id, action, target, old, new) = row;
    let json = |text: Option<String>| text.as_deref().map(parse).transpose();
    let (old, new) = (json(old)?, json(new)?);
    Ok(AuditEntry { id, at: EpochMs::new(at), actor, address, request_id, action, target, old, new })
}

/// Writes an entry in the transaction of what it tells of.
pub(super) async fn append<DB: Dialect>(
    connection: &mut DB::Connection,
    deed: &Deed,
) -> Result<(), StoreError>
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    DB::Arguments: IntoArguments<DB>,
    String: Bind<DB>,
    Option<String>: Bind<DB>,
    i64: Bind<DB>,
{
    sqlx::query(APPEND)
        .bind(deed.at.get())
        .bind(deed.actor.name.clone())
        .bind(deed.actor.address.map(|address| address.to_string()).unwrap_or_default())
        .bind(deed.actor.request_id.clone())
        .bind(deed.action.to_owned())
        .bind(deed.target.clone())
        .bind(deed.old.as_ref().map(ToString::to_string))
        .bind(deed.new.as_ref().map(ToString::to_string))
        .execute(connection)
        .await?;
    Ok(())
}
