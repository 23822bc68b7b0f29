//! The instances with their allow lists, and what was changed in them.

use std::collections::BTreeSet;

use app::api::InstanceSettings;
use async_trait::async_trait;
use connect_streams::EpochMs;
use sqlx::{ColumnIndex, Executor, IntoArguments};

use super::{
    StoreError, audit,
    filter::{Bind, Dialect},
    sql::{Read, Sql},
};
use crate::{
    audit::Deed,
    instances::{Added, Estate, InstanceName, Past},
    origin::Origin,
};

/// An estate, and how often it had been changed when it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptEstate {
    /// Grows with every change.
    pub version: i64,
    /// All instances with their lists.
    pub estate: Estate,
}

/// A change of instances or lists, as the audit log has it.
#[derive(Clone, Debug, PartialEq)]
pub struct PastChange {
    /// Which entry of the log.
    pub id: i64,
    /// When.
    pub at: EpochMs,
    /// Who.
    pub actor: String,
    /// From where.
    pub address: String,
    /// What.
    pub past: Past,
}

/// What is kept of instances. Each of these fails only when the database does; then nothing has changed.
#[async_trait]
pub trait Estates {
    /// All of it.
    async fn estate(&self) -> Result<KeptEstate, StoreError>;

    /// Replaces all of it, and says so in the audit log, unless somebody has changed it since it had this version. Answers
    /// whether it did.
    async fn replace_estate(&self, version: i64, next: &Estate, deed: &Deed) -> Result<bool, StoreError>;

    /// What was changed, the latest first: before an entry of the log, if one is given.
    async fn past_changes(&self, before: Option<i64>, limit: u32) -> Result<Vec<PastChange>, StoreError>;

    /// One change.
    async fn past_change(&self, id: i64) -> Result<Option<PastChange>, StoreError>;
}

const VERSION: &str = "SELECT version FROM change_count WHERE what = 'instances'";
// First thing in its transaction: whoever comes second waits for it, and then finds another version.
const CLAIM: &str = "
    UPDATE change_count SET version = version + 1 WHERE what = 'instances' AND version = $1 RETURNING version";
const INSTANCES: &str = "SELECT name, body FROM instance ORDER BY place, name";
const ORIGINS: &str = "SELECT instance, origin FROM instance_origin ORDER BY instance, origin";
const NO_INSTANCES: &str = "DELETE FROM instance";
const NO_ORIGINS: &str = "DELETE FROM instance_origin";
const ADD_INSTANCE: &str = "INSERT INTO instance (name, place, body) VALUES ($1, $2, $3)";
const ADD_ORIGIN: &str = "INSERT INTO instance_origin (instance, origin) VALUES ($1, $2)";
const PAST_CHANGES: &str = "
    SELECT id, at, actor, address, action, target, old, new FROM audit
    WHERE action IN (
        'instance.added', 'instance.changed', 'instance.removed', 'instances.ordered', 'instances.imported',
        'origin.added', 'origin.removed'
    ) AND id < $1 ORDER BY id DESC LIMIT $2";

type PastRow = (i64, i64, String, String, String, String, Option<String>, Option<String>);

#[async_trait]
impl<DB: Dialect> Estates for Sql<DB>
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    DB::Arguments: IntoArguments<DB>,
    usize: ColumnIndex<DB::Row>,
    String: Bind<DB> + Read<DB>,
    Option<String>: Bind<DB> + Read<DB>,
    i64: Bind<DB> + Read<DB>,
{
    #[tracing::instrument(name = "db.estate", skip_all)]
    async fn estate(&self) -> Result<KeptEstate, StoreError> {
        // Should it change between two of these, the version is the older one, by which nobody can replace the newer.
        let version: i64 = sqlx::query_scalar(VERSION).fetch_one(&self.pool).await?;
        let instances: Vec<(String, String)> = sqlx::query_as(INSTANCES).fetch_all(&self.pool).await?;
        let listed: Vec<(String, String)> = sqlx::query_as(ORIGINS).fetch_all(&self.pool).await?;
        // What was valid when it was stored and no longer is must not be allowed any more.
        let origins_of = |name: &str| -> BTreeSet<Origin> {
            let its = listed.iter().filter(|(instance, _)| instance == name);
            its.filter_map(|(_, origin)| Origin::parse(origin).ok()).collect()
        };
        let origins = origins_of(InstanceName::default_one().as_str());
        let mut added = Vec::with_capacity(instances.len());
        for (name, body) in instances {
            let Ok(name) = InstanceName::parse(&name) else { continue };
            let settings: InstanceSettings = serde_json::from_str(&body).map_err(StoreError::Body)?;
            let origins = origins_of(name.as_str());
            added.push(Added { name, settings, origins });
        }
        Ok(KeptEstate { version, estate: Estate { origins, added } })
    }

    #[tracing::instrument(name = "db.estate.replace", skip_all)]
    async fn replace_estate(&self, version: i64, next: &Estate, deed: &Deed) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let claimed: Option<i64> =
            sqlx::query_scalar(CLAIM).bind(version).fetch_optional(&mut *transaction).await?;
        if claimed.is_none() {
            return Ok(false);
        }
        for clear in [NO_INSTANCES, NO_ORIGINS] {
            sqlx::query(clear).execute(&mut *transaction).await?;
        }
        let default = (InstanceName::default_one(), &next.origins);
        let lists = next.added.iter().map(|added| (added.name.clone(), &added.origins));
        for (name, origins) in std::iter::once(default).chain(lists) {
            for origin in origins {
                let query = sqlx::query(ADD_ORIGIN).bind(name.to_string()).bind(origin.to_string());
                query.execute(&mut *transaction).await?;
            }
        }
        for (place, added) in (0_i64..).zip(&next.added) {
            let body = serde_json::to_string(&added.settings).map_err(StoreError::Body)?;
            let query = sqlx::query(ADD_INSTANCE).bind(added.name.to_string()).bind(place).bind(body);
            query.execute(&mut *transaction).await?;
        }
        audit::append(&mut transaction, deed).await?;
        transaction.commit().await?;
        Ok(true)
    }

    #[tracing::instrument(name = "db.estate.past", skip_all)]
    async fn past_changes(&self, before: Option<i64>, limit: u32) -> Result<Vec<PastChange>, StoreError> {
        let query = sqlx::query_as(PAST_CHANGES).bind(before.unwrap_or(i64::MAX)).bind(i64::from(limit));
        let rows: Vec<PastRow> = query.fetch_all(&self.pool).await?;
        rows.into_iter().map(PastChange::try_from).collect()
    }

    async fn past_change(&self, id: i64) -> Result<Option<PastChange>, StoreError> {
        let latest = self.past_changes(Some(id.saturating_add(1)), 1).await?;
        Ok(latest.into_iter().find(|change| change.id == id))
    }
}

impl TryFrom<PastRow> for PastChange {
    type Error = StoreError;

    fn try_from((id, at, actor, address, action, target, old, new): PastRow) -> Result<Self, StoreError> {
        let read = |text: Option<String>| {
            text.map(|text| serde_json::from_str(&text)).transpose().map_err(StoreError::Body)
        };
        let past = Past { action, target, old: read(old)?, new: read(new)? };
        Ok(Self { id, at: EpochMs::new(at), actor, address, past })
    }
}
