//! What administrators change while the server runs, in versions. The newest holds.

use app::api::{Settings, SettingsAnswer, SettingsVersion};
use async_trait::async_trait;
use connect_streams::EpochMs;
use sqlx::{ColumnIndex, Executor, IntoArguments};

use super::{
    StoreError, audit,
    filter::{Bind, Dialect},
    sql::{Read, Sql, parse},
};
use crate::audit::Deed;

const NEWEST: &str =
    "SELECT version, saved_at, saved_by, body FROM setting_version ORDER BY version DESC LIMIT 1";

const ONE: &str = "SELECT version, saved_at, saved_by, body FROM setting_version WHERE version = $1";

const LIST: &str = "
    SELECT version, saved_at, saved_by FROM setting_version
    WHERE version < $1 ORDER BY version DESC LIMIT $2";

/// Of several who save at once, one does.
const SAVE: &str = "
    INSERT INTO setting_version (version, saved_at, saved_by, body)
    SELECT $1 + 1, $2, $3, $4 WHERE (SELECT coalesce(max(version), 0) FROM setting_version) = $1
    ON CONFLICT DO NOTHING RETURNING version";

/// The settings in the database.
#[async_trait]
pub trait SettingStore {
    /// The version that holds. None until one is saved.
    async fn settings(&self) -> Result<Option<SettingsAnswer>, StoreError>;

    /// One version.
    async fn settings_version(&self, version: i64) -> Result<Option<SettingsAnswer>, StoreError>;

    /// Those before a version, or the newest, newest first.
    async fn settings_versions(
        &self,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<SettingsVersion>, StoreError>;

    /// Saves settings as the version after the one that was changed, and says so in the audit log. None where another holds
    /// by now; then nothing is saved.
    async fn save_settings(
        &self,
        changed: i64,
        settings: &Settings,
        deed: &Deed,
    ) -> Result<Option<SettingsVersion>, StoreError>;
}

type Row = (i64, i64, String, String);

#[async_trait]
impl<DB: Dialect> SettingStore for Sql<DB>
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    DB::Arguments: IntoArguments<DB>,
    usize: ColumnIndex<DB::Row>,
    String: Bind<DB> + Read<DB>,
    Option<String>: Bind<DB>,
    i64: Bind<DB> + Read<DB>,
{
    #[tracing::instrument(name = "db.settings", skip_all)]
    async fn settings(&self) -> Result<Option<SettingsAnswer>, StoreError> {
        let row: Option<Row> = sqlx::query_as(NEWEST).fetch_optional(&self.pool).await?;
        row.map(answer).transpose()
    }

    #[tracing::instrument(name = "db.settings.version", skip_all)]
    async fn settings_version(&self, version: i64) -> Result<Option<SettingsAnswer>, StoreError> {
        let row: Option<Row> = sqlx::query_as(ONE).bind(version).fetch_optional(&self.pool).await?;
        row.map(answer).transpose()
    }

    #[tracing::instrument(name = "db.settings.versions", skip_all)]
    async fn settings_versions(
        &self,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<SettingsVersion>, StoreError> {
        let query = sqlx::query_as(LIST).bind(before.unwrap_or(i64::MAX)).bind(i64::from(limit));
        let rows: Vec<(i64, i64, String)> = query.fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(number, saved_at, saved_by)| version(number, saved_at, saved_by)).collect())
    }

    #[tracing::instrument(name = "db.settings.save", skip_all)]
    async fn save_settings(
        &self,
        changed: i64,
        settings: &Settings,
        deed: &Deed,
    ) -> Result<Option<SettingsVersion>, StoreError> {
        let body = serde_json::to_string(settings).map_err(StoreError::Body)?;
        let mut transaction = self.pool.begin().await?;
        let query = sqlx::query_scalar(SAVE).bind(changed).bind(deed.at.get());
        let saved: Option<i64> =
            query.bind(deed.actor.name.clone()).bind(body).fetch_optional(&mut *transaction).await?;
        let Some(saved) = saved else { return Ok(None) };
        audit::append(&mut transaction, deed).await?;
        transaction.commit().await?;
        Ok(Some(version(saved, deed.at.get(), deed.actor.name.clone())))
    }
}

fn version(version: i64, saved_at: i64, saved_by: String) -> SettingsVersion {
    SettingsVersion { version, saved_at: Some(EpochMs::new(saved_at)), saved_by }
}

fn answer((number, saved_at, saved_by, body): Row) -> Result<SettingsAnswer, StoreError> {
    Ok(SettingsAnswer { version: version(number, saved_at, saved_by), settings: parse(&body)? })
}
