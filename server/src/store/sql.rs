//! What all databases are asked in the same words.

use app::api::{ActivityRecord, ContactRecord, ContactTotals};
use async_trait::async_trait;
use connect_streams::EpochMs;
use sqlx::{ColumnIndex, Decode, Executor, IntoArguments, Pool};

use super::{
    Batch, ContactKey, Database, Filter, KeptBatch, Page, Position, Span, StoreError, check,
    filter::{self, Bind, Dialect, Row},
    group::Writer,
};

const CONTACT: &str = "
    SELECT body FROM contact_record
    WHERE contact_id = $1 AND agent = coalesce($2, agent) AND instance = coalesce($3, instance)
        AND agent = coalesce($4, agent)
        AND ($5 IS NULL OR agent IN (SELECT agent FROM account WHERE team = $5))
    ORDER BY started_at DESC, id DESC LIMIT 1";

const ACTIVITIES: &str = "
    SELECT body FROM agent_activity
    WHERE agent = $1 AND agent = coalesce($5, agent)
        AND ($6 IS NULL OR agent IN (SELECT agent FROM account WHERE team = $6))
        AND started_at < $3 AND started_at >= coalesce(
        (SELECT max(started_at) FROM agent_activity WHERE agent = $1 AND started_at <= $2), $2
    )
    ORDER BY started_at, instance LIMIT $4";

const ACTIVITIES_AFTER: &str = "
    SELECT body FROM agent_activity
    WHERE agent = $1 AND agent = coalesce($6, agent)
        AND ($7 IS NULL OR agent IN (SELECT agent FROM account WHERE team = $7))
        AND (started_at, instance) > ($2, $3) AND started_at < $4
    ORDER BY started_at, instance LIMIT $5";

/// An opened database: who reads takes a connection of the pool, what is to be kept goes to the writer.
#[derive(Debug)]
pub(super) struct Sql<DB: Dialect> {
    pub(super) pool: Pool<DB>,
    pub(super) writer: Writer<DB::Keeper>,
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
    Option<i64>: Bind<DB> + Read<DB>,
    Vec<u8>: Bind<DB>,
{
    #[tracing::instrument(name = "db.keep", skip_all)]
    async fn keep(&self, batch: Batch) -> Result<KeptBatch, StoreError> {
        self.writer.keep(batch).await
    }

    #[tracing::instrument(name = "db.contact", skip_all, fields(contact.id = %key.contact_id))]
    async fn contact(&self, key: &ContactKey) -> Result<Option<ContactRecord>, StoreError> {
        let query = sqlx::query_scalar(CONTACT).bind(key.contact_id.clone());
        let query = query.bind(key.agent.clone()).bind(key.instance.clone());
        let (own, team) = key.reach.parts();
        let query = query.bind(own).bind(team);
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
        let most = limit.saturating_add(1);
        let rows = match filter.words() {
            Some(words) => DB::by_words(&self.pool, &words, filter, after, most).await?,
            None => filter::list::<DB>(filter, after, most).build_query_as().fetch_all(&self.pool).await?,
        };
        page(rows, limit)
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
        let until = span.until.get();
        let query = match &span.after {
            None => sqlx::query_scalar(ACTIVITIES).bind(span.agent.clone()).bind(span.since.get()),
            Some(last) => {
                let query = sqlx::query_scalar(ACTIVITIES_AFTER).bind(span.agent.clone());
                query.bind(last.started_at.get()).bind(last.instance.clone())
            }
        };
        let (own, team) = span.reach.parts();
        let query = query.bind(until).bind(i64::from(span.limit)).bind(own).bind(team);
        let bodies: Vec<String> = query.fetch_all(&self.pool).await?;
        bodies.iter().map(|body| parse(body)).collect()
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

fn page(mut rows: Vec<Row>, limit: u32) -> Result<Page, StoreError> {
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
