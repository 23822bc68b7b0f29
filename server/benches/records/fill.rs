//! A database with very many records: written by itself, through the layout and its indexes, which is the only way in which
//! ten million are there within minutes. Each is a valid record with what an agent's filters ask for, and little else.

use std::str::FromStr as _;

use server::store;
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteSynchronous},
};

use super::{Outcome, place::Kind};

/// When the first of them began: one every three seconds from then on.
pub const FIRST: i64 = 1_700_000_000_000;
pub const EVERY: i64 = 3_000;

/// So many are written in one transaction.
const AT_A_TIME: i64 = 250_000;

/// What is not the same in both.
struct Words {
    source: &'static str,
    false_: &'static str,
    hex: fn(&str, usize) -> String,
    digits: fn(&str, usize) -> String,
    moment: fn(&str) -> String,
    /// The column for the notes, and what it gets.
    noted: (&'static str, &'static str),
}

const SQLITE: Words = Words {
    source: "(WITH RECURSIVE n (i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM n WHERE i < $2) SELECT i FROM n)",
    false_: "0",
    hex: |number, width| format!("printf('%0{width}x', {number})"),
    digits: |number, width| format!("printf('%0{width}d', {number})"),
    moment: |ms| format!("strftime('%Y-%m-%dT%H:%M:%S', ({ms}) / 1000, 'unixepoch') || '.000Z'"),
    noted: ("noted", "notes IS NOT NULL"),
};

const POSTGRES: Words = Words {
    source: "(SELECT i FROM generate_series($1::bigint, $2::bigint) AS i)",
    false_: "FALSE",
    hex: |number, width| format!("lpad(to_hex({number}), {width}, '0')"),
    digits: |number, width| format!("lpad(({number})::text, {width}, '0')"),
    moment: |ms| {
        format!(
            "to_char(to_timestamp(({ms}) / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS') || '.000Z'"
        )
    },
    noted: (
        "words",
        "to_tsvector('simple', notes) || array_to_tsvector(ARRAY[
            '¤' || left(encode(sha256(convert_to(agent, 'UTF8')), 'hex'), 16)])",
    ),
};

/// Fills it and leaves it as one that has been at work for long.
pub async fn fill(kind: Kind, url: &str, rows: i64) -> Outcome<()> {
    store::open(url).await?.close().await;
    match kind {
        Kind::Sqlite => {
            let options = SqliteConnectOptions::from_str(url)?.synchronous(SqliteSynchronous::Off);
            let mut connection: SqliteConnection = options.pragma("cache_size", "-1000000").connect().await?;
            for (first, last) in parts(rows) {
                let insert = AssertSqlSafe(insert(&SQLITE));
                let mut transaction = connection.begin().await?;
                sqlx::query(insert).bind(first).bind(last).execute(&mut *transaction).await?;
                transaction.commit().await?;
            }
            sqlx::raw_sql("INSERT INTO contact_note_pending SELECT id FROM contact_record WHERE noted")
                .execute(&mut connection)
                .await?;
            connection.close().await?;
            // Whoever opens it writes their words, as of notes of old.
            store::open(url).await?.close().await;
        }
        Kind::Postgres => {
            let mut connection = PgConnection::connect(url).await?;
            sqlx::raw_sql("SET synchronous_commit = off").execute(&mut connection).await?;
            for (first, last) in parts(rows) {
                let insert = AssertSqlSafe(insert(&POSTGRES));
                sqlx::query(insert).bind(first).bind(last).execute(&mut connection).await?;
            }
            // As it does by itself sooner or later.
            for tidy in ["VACUUM ANALYZE contact_record", "CHECKPOINT"] {
                sqlx::raw_sql(tidy).execute(&mut connection).await?;
            }
            connection.close().await?;
        }
    }
    Ok(())
}

fn parts(rows: i64) -> impl Iterator<Item = (i64, i64)> {
    let step = usize::try_from(AT_A_TIME).unwrap_or(1);
    (1..=rows).step_by(step).map(move |first| (first, rows.min(first + AT_A_TIME - 1)))
}

fn insert(words: &Words) -> String {
    let Words { source, false_, hex, digits, moment, noted: (column, notes) } = words;
    let contact =
        format!("{} || '-0000-4000-8000-' || {}", hex("(i * 2654435761) % 4294967296", 8), digits("i", 12));
    let number = digits("(h1 + h3) % 10000000", 7);
    let reversed: Vec<_> = (1..=7).rev().map(|place| format!("substr(digits, {place}, 1)")).collect();
    let (agent, queue) = (digits("(h1 >> 16) % 200", 3), digits("(h2 >> 16) % 20", 2));
    let [offered, connected, ended, cleared] =
        ["started_at", "started_at + 4000", "started_at + 184000", "started_at + 214000"].map(moment);
    let reversed = reversed.join(" || ");
    format!(
        r#"
        INSERT INTO contact_record (
            instance, contact_id, agent, revision, monitoring, channel, direction, queue, customer_reversed, outcome,
            disposition, started_at, talk_ms, hold_ms, wrap_up_ms, {column}, body
        )
        SELECT
            '', contact_id, agent, 1, {false_}, channel, direction, queue, {reversed} || '6021+', outcome, disposition,
            started_at, 180000, 0, 30000, {notes},
            '{{"contact_id":"' || contact_id || '","channel":"' || channel || '","direction":"' || direction
            || '","queue":"' || queue || '","agent":"' || agent || '","customer_endpoint":"+1206' || digits
            || '","offered_at":"' || {offered} || '","connected_at":"' || {connected} || '","ended_at":"' || {ended}
            || '","cleared_at":"' || {cleared} || '","holds":[],"disposition":"' || disposition
            || '","outcome":"' || outcome || '"' || coalesce(',"notes":"' || notes || '"', '') || ',"revision":1}}'
        FROM (
            SELECT
                {contact} AS contact_id, 'agent-' || {agent} AS agent, 'queue-' || {queue} AS queue, {number} AS digits,
                CASE WHEN (h3 >> 16) % 10 < 7 THEN 'voice' WHEN (h3 >> 16) % 10 < 9 THEN 'chat' ELSE 'task' END AS channel,
                CASE WHEN ((h3 >> 3) + (h1 >> 9)) % 4 = 0 THEN 'outbound' ELSE 'inbound' END AS direction,
                CASE WHEN ((h2 >> 4) + (h3 >> 7)) % 100 = 0 THEN 'failed'
                    WHEN ((h2 >> 4) + (h3 >> 7)) % 100 < 6 THEN 'missed' ELSE 'handled' END AS outcome,
                'code-' || (((h1 >> 5) + (h2 >> 9)) % 50) AS disposition,
                CASE WHEN i % 1000 = 0 THEN 'Urgent, call back' WHEN i % 10 = 0 THEN 'Call back on Friday' END AS notes,
                {FIRST} + i * {EVERY} AS started_at
            FROM (
                SELECT
                    i, (i * 2654435761) % 4294967296 AS h1, (i * 2246822519) % 4294967296 AS h2,
                    (i * 3266489917) % 4294967296 AS h3
                FROM {source} AS numbers
            ) AS hashed
        ) AS given"#
    )
}
