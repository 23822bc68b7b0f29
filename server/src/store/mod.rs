//! The database: contact records, the statuses of agents, instances and the allow list of each, in SQLite or PostgreSQL. The only
//! place that knows SQL.

mod accounts;
mod audit;
mod changes;
mod check;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod contract_settings;
mod entry;
mod estate;
#[cfg(test)]
mod estate_contract;
mod filter;
mod group;
#[cfg(test)]
mod people_contract;
mod postgres;
mod settings;
mod sign_ins;
mod sql;
mod sqlite;
mod tokens;
mod vouched;
#[cfg(test)]
mod vouched_contract;
mod words;

use std::{fmt::Debug, path::Path, sync::Arc};

use app::api::{ActivityRecord, ContactRecord, ContactTotals};
use async_trait::async_trait;
use connect_streams::EpochMs;
use sqlx::error::DatabaseError;

use crate::auth::Reach;
pub use accounts::{Account, Accounts, Change, Changed, NewAccount};
pub use audit::{AuditEntry, AuditFilter, AuditStore};
pub use changes::{ChangeFeed, Changes};
pub use entry::{Batch, Kept, KeptBatch};
pub use estate::{Estates, KeptEstate, PastChange};
pub use filter::{Filter, Page, Position};
#[cfg(test)]
pub(crate) use postgres::testing::database as postgres_of_tests;
pub use settings::SettingStore;
pub use sign_ins::{NewSession, OpenSession, Session, SignIns};
pub use sqlite::file::FileError;
pub use tokens::{Token, Tokens};
pub use vouched::{Vouched, VouchedFor};
pub use words::Words;

/// The opened database. Cheap to clone.
pub type Store = Arc<dyn Database>;

/// The database could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It failed: the disk, the file, the connection, or what is in it. An administrator's matter; the caller may try again.
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
    /// Its disk is full. An administrator's matter; the caller may try again when there is room.
    #[error("the disk of the database is full")]
    Full(#[source] sqlx::Error),
    /// It could not be brought to this version's layout. An administrator's matter.
    #[error("the database could not be brought to this version's layout")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// It was written by a newer version of the program. An administrator's matter.
    #[error("it was written by a newer version of Streamdesk; install that version or a later one")]
    Newer,
    /// The address names no database that the program knows. An administrator's matter.
    #[error("the address of a database starts with sqlite: or postgres:")]
    UnknownScheme,
    /// A record could not be written as JSON, or read back. A mistake of ours, or somebody changed what is stored.
    #[error("a record in the database cannot be read")]
    Body(#[source] serde_json::Error),
    /// The server is stopping.
    #[error("the database is closed")]
    Closed,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(DatabaseError::code);
        // SQLite: the file cannot grow (13), nor can what its readers share (4874, which it finds out by writing to it).
        // PostgreSQL: disk_full.
        if matches!(code.as_deref(), Some("13" | "4874" | "53100")) {
            Self::Full(error)
        } else {
            Self::Database(error)
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::VersionMissing(_) => Self::Newer,
            other => Self::Migration(other),
        }
    }
}

/// What the server needs of a database. Each of these fails only when the database does; then nothing has changed.
#[async_trait]
pub trait Database:
    Accounts + AuditStore + Changes + Debug + Estates + Send + SettingStore + SignIns + Sync + Tokens + VouchedFor
{
    /// Keeps revisions of records that are valid: all of a batch or, when it fails, nothing. An older or the same revision
    /// changes nothing, a newer one replaces. When this answers, what was stored survives a power cut.
    async fn keep(&self, batch: Batch) -> Result<KeptBatch, StoreError>;

    /// One contact's record: of what is given of instance and agent; of several, that of who was offered it last.
    async fn contact(&self, key: &ContactKey) -> Result<Option<ContactRecord>, StoreError>;

    /// A part of the list of contact records, newest first.
    async fn contacts(
        &self,
        filter: &Filter,
        after: Option<Position>,
        limit: u32,
    ) -> Result<Page, StoreError>;

    /// The sums of the contact records that are meant.
    async fn totals(&self, filter: &Filter) -> Result<ContactTotals, StoreError>;

    /// The statuses of an agent in the order in which they were: the one that lasted at the beginning, and those that began
    /// since.
    async fn activities(&self, span: &Span) -> Result<Vec<ActivityRecord>, StoreError>;

    /// How many connections there are for reading, and how many of them nobody uses.
    fn connections(&self) -> (u32, u32);

    /// Whether the database answers.
    async fn ping(&self) -> Result<(), StoreError>;

    /// Everything that is wrong with what is stored, one line each: nothing, most of the time.
    async fn check(&self) -> Result<Vec<String>, StoreError>;

    /// Finishes what is under way, writes everything out and closes the database.
    async fn close(&self);
}

/// Which contact's record is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactKey {
    /// The contact.
    pub contact_id: String,
    /// Whose part in it.
    pub agent: Option<String>,
    /// Of which instance.
    pub instance: Option<String>,
    /// Whose records may be seen.
    pub reach: Reach,
}

/// Which statuses of an agent are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Whose.
    pub agent: String,
    /// The beginning.
    pub since: EpochMs,
    /// Those that began before this moment.
    pub until: EpochMs,
    /// Where the list goes on, if it does: then it begins there, and not at the beginning.
    pub after: Option<ActivityPosition>,
    /// At most so many.
    pub limit: u32,
    /// Whose statuses may be seen.
    pub reach: Reach,
}

/// A place in the list of an agent's statuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivityPosition {
    /// When the status there began.
    pub started_at: EpochMs,
    /// In which instance: in several, an agent may begin one at the same time.
    pub instance: String,
}

/// Opens the database, creates it if it is a file that is not there, and brings it to this version's layout.
///
/// # Errors
/// When it cannot be opened or was written by a newer version.
pub async fn open(url: &str) -> Result<Store, StoreError> {
    match url.split_once(':') {
        Some(("sqlite", _)) => Ok(Arc::new(sqlite::open(url).await?)),
        Some(("postgres" | "postgresql", _)) => Ok(Arc::new(postgres::open(url).await?)),
        _ => Err(StoreError::UnknownScheme),
    }
}

/// Whether the database is there, as far as that can be told without opening it.
///
/// # Errors
/// When the address cannot be read.
pub fn is_there(url: &str) -> Result<bool, StoreError> {
    if url.starts_with("sqlite:") { sqlite::is_there(url) } else { Ok(true) }
}

/// Copies a database in a file, which may be in use, to a file that is not there yet.
///
/// # Errors
/// When it is no file, or the copy fails; then there is none.
pub async fn backup(url: &str, to: &Path) -> Result<(), FileError> {
    sqlite::file::backup(url, to).await
}

/// Puts a copy in the place of the database, if nobody uses it and, unless `force` says so, nothing is in it.
///
/// # Errors
/// When the copy is not sound or the database is in use or not empty; then nothing has changed.
pub async fn restore(url: &str, from: &Path, force: bool) -> Result<(), FileError> {
    sqlite::file::restore(url, from, force).await
}
