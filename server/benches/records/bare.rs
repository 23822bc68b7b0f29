//! The bare database: the same statements on the same layout with the same durability and as large transactions, and
//! nothing before it. What a record comes to in columns is there already.

use std::{
    str::FromStr as _,
    time::{Duration, Instant},
};

use app::api::{ContactRecord, Outcome as Went};
use server::store;
use sha2::{Digest as _, Sha256};
use sqlx::{
    ConnectOptions as _, Connection as _, PgConnection, SqliteConnection,
    postgres::PgConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use super::{Outcome, place::Kind};

const KEEP_IN_SQLITE: &str = include_str!("../../src/store/sqlite/keep_contacts.sql");
const KEEP_WORDS_IN_SQLITE: &str = "
    INSERT OR REPLACE INTO contact_note (rowid, words) SELECT value ->> 0, value ->> 1 FROM json_each(?1)";
const KEEP_IN_POSTGRES: &str = include_str!("../../src/store/postgres/keep_contacts.sql");

/// What the words of the sample's notes are, in each database's own way.
const WORDS_IN_SQLITE: &str = "half of it was used already 明 日";
const WORDS_IN_POSTGRES: &str = "'half':1 'of':2 'it':3 'was':4 'used':5 'already':6 '明':7 '日':8 ";

/// A record in its columns.
pub struct Row {
    record: ContactRecord,
    customer_reversed: Option<String>,
    /// Of the notes, and before them that of the agent.
    words: String,
    body: String,
    json: String,
}

/// The word with which an agent's notes are found.
fn word_of(agent: &str) -> String {
    let digest = Sha256::digest(agent.as_bytes());
    digest.iter().take(8).fold("¤".to_owned(), |word, byte| format!("{word}{byte:02x}"))
}

pub fn rows(kind: Kind, records: &[ContactRecord]) -> Outcome<Vec<Row>> {
    let row = |record: &ContactRecord| {
        let customer = record.customer_endpoint.as_deref();
        let customer_reversed: Option<String> = customer.map(|customer| customer.chars().rev().collect());
        let body = serde_json::to_string(record)?;
        let json = serde_json::json!({
            "instance": record.instance, "contact_id": record.contact_id, "agent": record.agent,
            "revision": record.revision, "monitoring": record.monitoring, "channel": record.channel.as_str(),
            "direction": record.direction.as_str(), "queue": record.queue,
            "customer_reversed": customer_reversed, "outcome": record.outcome.map(Went::as_str),
            "disposition": record.disposition, "started_at": record.started_at().unwrap_or_default().get(),
            "talk_ms": record.talked_ms(), "hold_ms": record.hold_ms(), "wrap_up_ms": record.wrap_up_ms(),
            "notes": record.notes, "body": body,
        });
        let words = match kind {
            Kind::Sqlite => format!("{} {WORDS_IN_SQLITE}", word_of(&record.agent)),
            Kind::Postgres => format!("'{}' {WORDS_IN_POSTGRES}", word_of(&record.agent)),
        };
        Ok(Row { customer_reversed, words, body, json: json.to_string(), record: record.clone() })
    };
    records.iter().map(row).collect()
}

/// As many connections as the server writes with.
pub enum Bare {
    Sqlite(SqliteConnection),
    Postgres([PgConnection; 2]),
}

impl Bare {
    /// Opens a database that has this version's layout then.
    pub async fn open(kind: Kind, url: &str) -> Outcome<Self> {
        store::open(url).await?.close().await;
        Ok(match kind {
            Kind::Sqlite => {
                let options = SqliteConnectOptions::from_str(url)?
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    // As the server's writer.
                    .pragma("cache_size", "-65536")
                    .pragma("wal_autocheckpoint", "16384");
                Self::Sqlite(options.connect().await?)
            }
            Kind::Postgres => {
                let options = PgConnectOptions::from_str(url)?.options([("synchronous_commit", "on")]);
                Self::Postgres([options.connect().await?, options.connect().await?])
            }
        })
    }

    /// Keeps all, so many in a transaction. Answers how long that took.
    pub async fn keep(&mut self, rows: Vec<Row>, together: usize) -> Outcome<Duration> {
        let began = Instant::now();
        match self {
            Self::Sqlite(connection) => {
                for rows in rows.chunks(together) {
                    keep_in_sqlite(connection, rows).await?;
                }
            }
            Self::Postgres([one, other]) => {
                let half = rows.len() / 2;
                let (first, second) = rows.split_at(half);
                tokio::try_join!(
                    keep_in_postgres(one, first, together),
                    keep_in_postgres(other, second, together)
                )?;
            }
        }
        Ok(began.elapsed())
    }

    pub async fn close(self) {
        // Everything is on the disk already.
        let _ = match self {
            Self::Sqlite(connection) => connection.close().await,
            Self::Postgres([one, other]) => one.close().await.and(other.close().await),
        };
    }
}

async fn keep_in_sqlite(connection: &mut SqliteConnection, rows: &[Row]) -> Outcome<()> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    // As SQLite is given them: what a record comes to is there already, and only put together.
    let given = format!("[{}]", rows.iter().map(|row| row.json.as_str()).collect::<Vec<_>>().join(","));
    let kept: Vec<(String, String, String, i64, bool)> =
        sqlx::query_as(KEEP_IN_SQLITE).bind(given).fetch_all(&mut *transaction).await?;
    if kept.len() != rows.len() {
        return Err("not all was news".into());
    }
    let words: Vec<_> = kept.iter().zip(rows).map(|((.., id, _), row)| (id, &row.words)).collect();
    let words = serde_json::to_string(&words)?;
    sqlx::query(KEEP_WORDS_IN_SQLITE).bind(words).execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(())
}

async fn keep_in_postgres(connection: &mut PgConnection, rows: &[Row], together: usize) -> Outcome<()> {
    for rows in rows.chunks(together) {
        // A statement by itself is a transaction.
        let kept: Vec<(String, String, String)> = sqlx::query_as(KEEP_IN_POSTGRES)
            .bind(column(rows, |row| row.record.instance.as_str()))
            .bind(column(rows, |row| row.record.contact_id.as_str()))
            .bind(column(rows, |row| row.record.agent.as_str()))
            .bind(column(rows, |row| row.record.revision.cast_signed()))
            .bind(column(rows, |row| row.record.monitoring))
            .bind(column(rows, |row| row.record.channel.as_str()))
            .bind(column(rows, |row| row.record.direction.as_str()))
            .bind(column(rows, |row| row.record.queue.as_deref()))
            .bind(column(rows, |row| row.customer_reversed.as_deref()))
            .bind(column(rows, |row| row.record.outcome.map(Went::as_str)))
            .bind(column(rows, |row| row.record.disposition.as_deref()))
            .bind(column(rows, |row| row.record.started_at().unwrap_or_default().get()))
            .bind(column(rows, |row| row.record.talked_ms()))
            .bind(column(rows, |row| row.record.hold_ms()))
            .bind(column(rows, |row| row.record.wrap_up_ms()))
            .bind(column(rows, |row| row.words.as_str()))
            .bind(column(rows, |row| row.body.as_str()))
            .fetch_all(&mut *connection)
            .await?;
        if kept.len() != rows.len() {
            return Err("not all was news".into());
        }
    }
    Ok(())
}

fn column<'a, T>(rows: &'a [Row], value: impl Fn(&'a Row) -> T) -> Vec<T> {
    rows.iter().map(value).collect()
}

/// How many records both have, if those are the same in every column.
pub async fn equal(kind: Kind, one: &str, other: &str) -> Outcome<i64> {
    const IN_SQLITE: &str = "
        SELECT count(*), sum(length(contact_id || agent || queue || customer_reversed || outcome || body)),
            sum(talk_ms + hold_ms + wrap_up_ms), (SELECT count(*) FROM contact_note WHERE contact_note MATCH 'used'),
            (SELECT count(*) FROM contact_note WHERE contact_note MATCH ?1)
        FROM contact_record";
    const IN_POSTGRES: &str = "
        SELECT count(*), sum(length(contact_id || agent || queue || customer_reversed || outcome || body)),
            sum(talk_ms + hold_ms + wrap_up_ms)::bigint, count(*) FILTER (WHERE words @@ 'used'),
            count(*) FILTER (WHERE words @@ CAST($1 AS tsquery))
        FROM contact_record";
    let mut sums: Vec<(i64, i64, i64, i64, i64)> = Vec::new();
    let (of_one, quote) = (word_of("agent-007"), if kind == Kind::Sqlite { '"' } else { '\'' });
    let of_one = format!("{quote}{of_one}{quote}");
    for url in [one, other] {
        sums.push(match kind {
            Kind::Sqlite => {
                let mut connection = SqliteConnection::connect(url).await?;
                sqlx::query_as(IN_SQLITE).bind(&of_one).fetch_one(&mut connection).await?
            }
            Kind::Postgres => {
                let mut connection = PgConnection::connect(url).await?;
                sqlx::query_as(IN_POSTGRES).bind(&of_one).fetch_one(&mut connection).await?
            }
        });
    }
    if sums[0] != sums[1] || sums[0].3 != sums[0].0 || sums[0].4 == 0 {
        return Err(format!("by HTTP and bare something else was kept: {sums:?}").into());
    }
    Ok(sums[0].0)
}
