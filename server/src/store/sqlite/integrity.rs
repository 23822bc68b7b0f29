//! Whether the file is whole, by SQLite's own word.

use sqlx::SqlitePool;

use crate::store::StoreError;

/// Words without notes; notes without words are found with the records.
const STRAY_WORDS: &str =
    "SELECT count(*) FROM contact_note_docsize WHERE id NOT IN (SELECT id FROM contact_record)";

/// Records that lists by words would miss.
const OUT_OF_BLOCK: &str = "
    SELECT count(*) FROM contact_record LEFT JOIN contact_block ON block = contact_record.id >> 12
    WHERE started_at NOT BETWEEN ifnull(oldest, started_at + 1) AND ifnull(newest, started_at)";

/// What SQLite finds, one line each.
pub(super) async fn findings(pool: &SqlitePool) -> Result<Vec<String>, StoreError> {
    let pages: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check").fetch_all(pool).await?;
    let mut findings: Vec<_> =
        pages.into_iter().filter(|line| line != "ok").map(|line| format!("the file: {line}")).collect();
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
