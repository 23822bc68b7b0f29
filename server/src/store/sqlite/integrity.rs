//! Whether the file is whole, by SQLite's own word, and everything is in it that this version has.

use sqlx::{SqliteConnection, SqlitePool, sqlite::SqlitePoolOptions};

use crate::store::StoreError;

/// Words without notes; notes without words are found with the records.
const STRAY_WORDS: &str =
    "SELECT count(*) FROM contact_note_docsize WHERE id NOT IN (SELECT id FROM contact_record)";

/// Records that lists by words would miss.
const OUT_OF_BLOCK: &str = "
    SELECT count(*) FROM contact_record LEFT JOIN contact_block ON block = contact_record.id >> 12
    WHERE started_at NOT BETWEEN ifnull(oldest, started_at + 1) AND ifnull(newest, started_at)";

/// Tables, indexes and triggers, but for those that SQLite makes for itself.
const PARTS: &str =
    "SELECT type || ' ' || name FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

/// What a database of this version has and this one lacks.
pub(super) async fn missing(connection: &mut SqliteConnection) -> Result<Vec<String>, StoreError> {
    let there: Vec<String> = sqlx::query_scalar(PARTS).fetch_all(connection).await?;
    // A database in memory is that of its connection.
    let new = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await?;
    sqlx::migrate!("migrations/sqlite").run(&new).await?;
    let parts: Vec<String> = sqlx::query_scalar(PARTS).fetch_all(&new).await?;
    new.close().await;
    Ok(parts.into_iter().filter(|part| !there.contains(part)).collect())
}

/// What SQLite finds, one line each.
pub(super) async fn findings(pool: &SqlitePool) -> Result<Vec<String>, StoreError> {
    let pages: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check").fetch_all(pool).await?;
    let mut findings: Vec<_> =
        pages.into_iter().filter(|line| line != "ok").map(|line| format!("the file: {line}")).collect();
    findings.extend(
        missing(&mut *pool.acquire().await?).await?.into_iter().map(|part| format!("the {part} is missing")),
    );
    let words = sqlx::query("INSERT INTO contact_note (contact_note) VALUES ('integrity-check')");
    if let Err(error) = words.execute(pool).await {
        findings.push(format!("the words of the notes: {error}"));
    }
    let stray: i64 = sqlx::query_scalar(STRAY_WORDS).fetch_one(pool).await?;
    if stray > 0 {
        findings.push(format!("the words of the notes: {stray} of them belong to no contact"));
    }
    let outside: i64 = sqlx::query_scalar(OUT_OF_BLOCK).fetch_one(pool).await?;
    if outside > 0 {
        findings
            .push(format!("the blocks of records: {outside} began before or after what their block says"));
    }
    Ok(findings)
}
