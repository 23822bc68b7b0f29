//! What all databases are asked in the same words.

use app::api::{ActivityRecord, ContactRecord, ContactTotals};
use async_trait::async_trait;
use connect_streams::EpochMs;
use sqlx::{ColumnIndex, Decode, Executor, IntoArguments, Pool};

use super::{
    Batch, ContactKey, Database, Filter, KeptBatch, Page, Position, Span, StoreError, audit, check,
    filter::{self, Bind, Dialect},
    group::Writer,
};
use crate::{audit::Deed, origin::Origin};

const CONTACT: &str = "
    SELECT body FROM contact_record
    WHERE contact_id = $1 AND agent = coalesce($2, agent) AND instance = coalesce($3, instance)
    ORDER BY started_at DESC, id DESC LIMIT 1";

const ACTIVITIES: &str = "
    SELECT body FROM agent_activity
    WHERE agent = $1 AND started_at < $3 AND started_at >= coalesce(
        (SELECT max(started_at) FROM agent_activity WHERE agent = $1 AND started_at <= $2), $2
    )
    ORDER BY started_at, instance LIMIT $4";

const ORIGINS: &str = "SELECT origin FROM allowed_origin ORDER BY origin";
const ADD_ORIGIN: &str =
    "INSERT INTO allowed_origin (origin) VALUES ($1) ON CONFLICT DO NOTHING RETURNING origin";
const REMOVE_ORIGIN: &str = "DELETE FROM allowed_origin WHERE origin = $1 RETURNING origin";

/// An opened database: who reads takes a connection of the pool, what is to be kept goes to the writer.
#[derive(Debug)]
pub(super) struct Sql<DB: sqlx::Database> {
    pub(super) pool: Pool<DB>,
    pub(super) writer: Writer,
}

/// What is read from a database.
pub(super) trait Read<DB: sqlx::Database>: for<'d> Decode<'d, DB> {}
impl<DB: sqlx::Database, T: for<'d> Decode<'d, DB>> Read<DB> for T {}

#[async_trait]
impl<DB: Dialect> Database for Sql<DB>
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    DB::Arguments: IntoArguments<DB>,
    usize: ColumnIndex<DB::Row>,
    String: Bind<DB> + Read<DB>,
    Option<String>: Bind<DB> + Read<DB>,
    i64: Bind<DB> + Read<DB>,
{
    #[tracing::instrument(name = "db.keep", skip_all)]
    async fn keep(&self, batch: Batch) -> Result<KeptBatch, StoreError> {
        self.writer.keep(&batch).await
    }

    #[tracing::instrument(name = "db.contact", skip_all, fields(contact.id = %key.contact_id))]
    async fn contact(&self, key: &ContactKey) -> Result<Option<ContactRecord>, StoreError> {
        let query = sqlx::query_scalar(CONTACT).bind(key.contact_id.clone());
        let query = query.bind(key.agent.clone()).bind(key.instance.clone());
        let body: Option<String> = query.fetch_optional(&self.pool).await?;
        body.as_deref().map(parse).transpose()
    }

    #[tracing::instrument(name = "db.contacts", skip_all)]
    async fn contacts(
        &self,
        filter: &Filter,
        after: Option<Position>,
        limit: u32,
    ) -> Result<Page, StoreError> {
        // One more than asked for tells whether there is a next part.
        let mut query = filter::list::<DB>(filter, after, limit.saturating_add(1));
        page(query.build_query_as().fetch_all(&self.pool).await?, limit)
    }

    #[tracing::instrument(name = "db.totals", skip_all)]
    async fn totals(&self, filter: &Filter) -> Result<ContactTotals, StoreError> {
        let mut query = filter::totals::<DB>(filter);
        let sums: (i64, i64, i64, i64, i64, i64, i64, i64) =
            query.build_query_as().fetch_one(&self.pool).await?;
        let (count, handled, missed, rejected, failed, talk_ms, hold_ms, wrap_up_ms) = sums;
        Ok(ContactTotals { count, handled, missed, rejected, failed, talk_ms, hold_ms, wrap_up_ms })
    }

    #[tracing::instrument(name = "db.activities", skip_all)]
    async fn activities(&self, span: &Span) -> Result<Vec<ActivityRecord>, StoreError> {
        let query = sqlx::query_scalar(ACTIVITIES).bind(span.agent.clone());
        let query = query.bind(span.since.get()).bind(span.until.get()).bind(i64::from(span.limit));
        let bodies: Vec<String> = query.fetch_all(&self.pool).await?;
        bodies.iter().map(|body| parse(body)).collect()
    }

    #[tracing::instrument(name = "db.origins", skip_all)]
    async fn origins(&self) -> Result<Vec<Origin>, StoreError> {
        let texts: Vec<String> = sqlx::query_scalar(ORIGINS).fetch_all(&self.pool).await?;
        // What was valid when it was stored and no longer is must not be allowed any more.
        Ok(texts.iter().filter_map(|text| Origin::parse(text).ok()).collect())
    }

    #[tracing::instrument(name = "db.origin.add", skip_all)]
    async fn add_origin(&self, origin: &Origin, deed: &Deed) -> Result<(), StoreError> {
        change_origins(self, ADD_ORIGIN, origin, deed).await?;
        Ok(())
    }

    #[tracing::instrument(name = "db.origin.remove", skip_all)]
    async fn remove_origin(&self, origin: &Origin, deed: &Deed) -> Result<bool, StoreError> {
        change_origins(self, REMOVE_ORIGIN, origin, deed).await
    }

    fn connections(&self) -> (u32, u32) {
        (self.pool.size(), u32::try_from(self.pool.num_idle()).unwrap_or(u32::MAX))
    }

    async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    async fn check(&self) -> Result<Vec<String>, StoreError> {
        check::findings(&self.pool).await
    }

    async fn close(&self) {
        self.writer.close().await;
        self.pool.close().await;
    }
}

/// Answers whether that changed anything.
async fn change_origins<DB: Dialect>(
    store: &Sql<DB>,
    change: &'static str,
    origin: &Origin,
    deed: &Deed,
) -> Result<bool, StoreError>
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    DB::Arguments: IntoArguments<DB>,
    usize: ColumnIndex<DB::Row>,
    String: Bind<DB> + Read<DB>,
    Option<String>: Bind<DB>,
    i64: Bind<DB>,
{
    let mut transaction = store.pool.begin().await?;
    let changed: Option<String> =
        sqlx::query_scalar(change).bind(origin.to_string()).fetch_optional(&mut *transaction).await?;
    if changed.is_some() {
        audit::append(&mut transaction, deed).await?;
    }
    transaction.commit().await?;
    Ok(changed.is_some())
}

fn page(mut rows: Vec<(i64, i64, String)>, limit: u32) -> Result<Page, StoreError> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|(id, started_at, _)| Position { started_at: EpochMs::new(*started_at), id: *id });
    let records = rows.iter().map(|(_, _, body)| parse(body)).collect::<Result<_, _>>()?;
    Ok(Page { records, next })
}

/// A record as it is stored.
pub(super) fn parse<T: serde::de::DeserializeOwned>(body: &str) -> Result<T, StoreError> {
    serde_json::from_str(body).map_err(StoreError::Body)
}
