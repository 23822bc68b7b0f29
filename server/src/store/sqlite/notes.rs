//! Notes of records from before their words could be found.

use sqlx::{Connection as _, SqliteConnection};

use crate::store::{StoreError, words::spaced};

const NEXT: &str = "
    SELECT contact_record.id, body ->> 'notes'
    FROM contact_note_pending JOIN contact_record USING (id) LIMIT 1000";

/// Writes the words of all that wait for it, which is when the database was just brought to this version's layout.
pub(super) async fn write_pending(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    loop {
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        let pending: Vec<(i64, Option<String>)> = sqlx::query_as(NEXT).fetch_all(&mut *transaction).await?;
        for (id, notes) in &pending {
            write(&mut transaction, *id, notes.as_deref()).await?;
            let done = sqlx::query("DELETE FROM contact_note_pending WHERE id = ?1").bind(id);
            done.execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        if pending.is_empty() {
            return Ok(());
        }
    }
}

/// Writes the words of the notes of a record that may have had others, or takes them away.
pub(super) async fn write(
    connection: &mut SqliteConnection,
    id: i64,
    notes: Option<&str>,
) -> Result<(), sqlx::Error> {
    let query = match notes {
        Some(notes) => sqlx::query("INSERT OR REPLACE INTO contact_note (rowid, words) VALUES (?1, ?2)")
            .bind(id)
            .bind(spaced(notes)),
        None => sqlx::query("DELETE FROM contact_note WHERE rowid = ?1").bind(id),
    };
    query.execute(connection).await?;
    Ok(())
}
