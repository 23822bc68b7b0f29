//! The database: contact records and the allow list of origins, in SQLite. The only place that knows SQL.

mod origins;
mod records;

use std::{str::FromStr, time::Duration};

use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

pub use records::{Filter, Kept, Page, Position};

/// How long one connection waits for another's transaction.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The database could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It failed: the disk, the file, or what is in it. An administrator's matter; the caller may try again.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// It could not be brought to this version's layout. An administrator's matter.
    #[error("the database could not be brought to this version's layout")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

/// The opened database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    pool: SqlitePool,
}

impl Store {
    /// Opens the database, creates the file if there is none, and brings it to this version's layout.
    ///
    /// # Errors
    /// When the file cannot be opened or was written by a newer version.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // What was confirmed survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY_TIMEOUT);
        let pool = SqlitePoolOptions::new().max_connections(4).connect_with(options).await?;
        sqlx::migrate!("migrations/sqlite").run(&pool).await?;
        Ok(Self { pool })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Writes everything out and closes the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use connect_streams::EpochMs;

    use super::*;

    /// A database of its own for a test, in a folder that goes with the test.
    pub(crate) async fn scratch() -> (Store, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        (Store::open(&url).await.unwrap(), folder)
    }

    #[tokio::test]
    async fn the_file_is_created_in_wal_mode_and_opened_again() {
        let (store, folder) = scratch().await;
        let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&store.pool).await.unwrap();
        assert_eq!(mode, "wal");
        store.close().await;
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        Store::open(&url).await.unwrap().ping().await.unwrap();
    }

    /// The first layout, and a record as it has them.
    const FIRST_LAYOUT: &str = include_str!("../../migrations/sqlite/0001_records_and_origins.sql");
    const FIRST_RECORD: &str = "
        INSERT INTO contact_record (
            contact_id, agent, revision, channel, direction, started_at, offered_at, ended_at, holds, outcome
        ) VALUES ('c', 'anna', 7, 'voice', 'inbound', 1000, 1000, 3000, '[]', 'missed')";

    #[tokio::test]
    async fn a_database_of_the_first_layout_is_brought_to_this_one_with_its_records() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        let options = SqliteConnectOptions::from_str(&url).unwrap().create_if_missing(true);
        let pool = SqlitePoolOptions::new().connect_with(options).await.unwrap();
        std::fs::write(folder.path().join("0001_records_and_origins.sql"), FIRST_LAYOUT).unwrap();
        sqlx::migrate::Migrator::new(folder.path()).await.unwrap().run(&pool).await.unwrap();
        sqlx::query(FIRST_RECORD).execute(&pool).await.unwrap();
        pool.close().await;

        let store = Store::open(&url).await.unwrap();
        let found = store.record("c", Some("anna")).await.unwrap().unwrap();
        assert_eq!(
            (found.revision, found.ended_at, found.outcome.is_some()),
            (7, Some(EpochMs::new(3_000)), true)
        );
        assert_eq!((found.customer_answered_at, found.ended_by), (None, None));
        assert_eq!(
            (found.transfers.len(), found.disposition.as_deref(), found.notes.as_deref()),
            (0, None, None)
        );
        let page = store.records(&Filter { limit: 9, ..Filter::default() }).await.unwrap();
        assert_eq!(page.records, std::slice::from_ref(&found));
        let noted = app::api::ContactRecord { revision: 8, notes: Some("Called back".to_owned()), ..found };
        assert_eq!(store.keep_record(&noted).await.unwrap(), Kept::Stored(noted.clone()));
        assert_eq!(store.record("c", None).await.unwrap(), Some(noted));
    }

    #[tokio::test]
    async fn a_file_that_is_no_database_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        std::fs::write(&path, "this is a shopping list, and long enough to be taken for a header of a file")
            .unwrap();
        assert!(Store::open(&format!("sqlite://{}", path.display())).await.is_err());
    }
}
