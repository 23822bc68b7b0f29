//! Notes of records from before their words could be found.

use serde::Serialize;
use sqlx::{Connection as _, SqliteConnection};

use crate::store::{StoreError, words::spaced};

const NEXT: &str = "
    SELECT contact_record.id, agent, body ->> 'notes'
    FROM contact_note_pending JOIN contact_record USING (id) LIMIT 1000";

const WRITE: &str = "
    INSERT OR REPLACE INTO contact_note (rowid, words) SELECT value ->> 0, value ->> 1 FROM json_each(?1)";

/// Writes the words of all that wait for it, which is when the database was just brought to this version's layout.
pub(super) async fn write_pending(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    loop {
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        let pending: Vec<(i64, String, Option<String>)> =
            sqlx::query_as(NEXT).fetch_all(&mut *transaction).await?;
        let noted =
            pending.iter().filter_map(|(id, agent, notes)| Some((*id, spaced(agent, notes.as_deref()?))));
        let noted: Vec<_> = noted.collect();
        write(&mut transaction, &noted).await?;
        for (id, ..) in &pending {
            let done = sqlx::query("DELETE FROM contact_note_pending WHERE id = ?1").bind(id);
            done.execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        if pending.is_empty() {
            return Ok(());
        }
    }
}

/// Writes the words of the notes of records that may have had others: of each its id, and the words.
pub(super) async fn write(
    connection: &mut SqliteConnection,
    words: &[(i64, impl Serialize + Sync)],
) -> Result<(), StoreError> {
    if words.is_empty() {
        return Ok(());
    }
    let words = serde_json::to_string(words).map_err(StoreError::Body)?;
    sqlx::query(WRITE).bind(words).execute(connection).await?;
    Ok(())
}

/// Takes away the words of a record that has no notes any more.
pub(super) async fn remove(connection: &mut SqliteConnection, id: i64) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM contact_note WHERE rowid = ?1").bind(id).execute(connection).await?;
    Ok(())
}
