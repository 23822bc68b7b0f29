//! SQLite: one file, nothing to install. Many read at a time, one writes.

mod changes;
mod checkpoints;
pub(super) mod file;
mod integrity;
mod keeper;
mod notes;
mod search;

use std::{str::FromStr, time::Duration};

use sqlx::{
    ConnectOptions as _, QueryBuilder, Sqlite, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{
    StoreError,
    filter::{Dialect, Filter, Position, Row},
    group::Writer,
    sql::Sql,
    words::Words,
};
use keeper::SqliteKeeper;

/// How long one connection waits for another's transaction.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// What the writer holds of the file, in kilobytes less than nothing, as SQLite has it. All pages of a transaction fit in:
/// what does not is written into the log before its time, and once more afterwards.
const CACHE: &str = "-65536";

/// How a file is opened, whatever for.
fn options(url: &str) -> Result<SqliteConnectOptions, StoreError> {
    Ok(SqliteConnectOptions::from_str(url)?
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        // What was confirmed survives a power cut.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT))
}

/// Whether the file is there.
pub(super) fn is_there(url: &str) -> Result<bool, StoreError> {
    Ok(SqliteConnectOptions::from_str(url)?.get_filename().exists())
}

/// Opens the file, creates it if there is none, and brings it to this version's layout.
pub(super) async fn open(url: &str) -> Result<Sql<Sqlite>, StoreError> {
    let options = options(url)?.create_if_missing(true);
    let pool = SqlitePoolOptions::new().max_connections(4).connect_with(options.clone()).await?;
    sqlx::migrate!("migrations/sqlite").run(&pool).await?;
    let options = options.pragma("cache_size", CACHE).pragma("wal_autocheckpoint", checkpoints::LONGEST_LOG);
    let mut connection = options.connect().await?;
    notes::write_pending(&mut connection).await?;
    Ok(Sql { pool, writer: Writer::start(vec![SqliteKeeper::new(options, connection)]) })
}

impl Dialect for Sqlite {
    type Keeper = SqliteKeeper;

    const ASIDE: &'static str = "+";

    const HAS_WORDS: &'static str = "id IN (SELECT id FROM contact_note_docsize)";

    async fn integrity(pool: &SqlitePool) -> Result<Vec<String>, StoreError> {
        integrity::findings(pool).await
    }

    fn push_words(query: &mut QueryBuilder<Self>, words: &Words) {
        query.push("id IN (SELECT rowid FROM contact_note WHERE contact_note MATCH ");
        query.push_bind(words.to_fts5()).push(")");
    }

    async fn by_words(
        pool: &SqlitePool,
        words: &Words,
        filter: &Filter,
        after: Option<Position>,
        limit: u32,
    ) -> Result<Vec<Row>, StoreError> {
        search::newest(pool, words, filter, after, limit).await
    }
}

#[cfg(test)]
mod tests;
