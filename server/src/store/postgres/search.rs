//! Lists by words of the notes, newest first.
//!
//! The index of words gives all that have them, and in no order; to look through the newest one by one is quick where a word
//! is common. How common one is that may go on, the database does not know. So the newest are looked through first, as many
//! as take no longer than the index does where it is at its best, and where they are not enough the index is asked.

use sqlx::{PgPool, Postgres, QueryBuilder};

use crate::store::{
    StoreError,
    filter::{Filter, Position, Row, push_after, push_conditions},
    words::Words,
};

/// So many are looked through.
const NEWEST: i64 = 6_000;

/// So many of one agent's, which lie far apart, while the index finds what one agent wrote by itself.
const NEWEST_OF_ONE: i64 = 1_000;

/// The first of those that are meant.
pub(super) async fn newest(
    pool: &PgPool,
    words: &Words,
    filter: &Filter,
    after: Option<Position>,
    limit: u32,
) -> Result<Vec<Row>, StoreError> {
    let others = Filter { text: None, ..filter.clone() };
    let mut query = QueryBuilder::<Postgres>::new(
        "SELECT id, started_at, body FROM (
            SELECT id, started_at, body, words FROM contact_record WHERE words IS NOT NULL AND ",
    );
    push_conditions(&mut query, &others);
    push_after(&mut query, after);
    query.push(" ORDER BY started_at DESC, id DESC LIMIT ").push_bind(if filter.agent().is_some() {
        NEWEST_OF_ONE
    } else {
        NEWEST
    });
    query.push(") AS newest WHERE words @@ CAST(").push_bind(words.to_tsquery()).push(" AS tsquery)");
    query.push(" ORDER BY started_at DESC, id DESC LIMIT ").push_bind(i64::from(limit));
    let rows: Vec<Row> = query.build_query_as().fetch_all(pool).await?;
    if rows.len() == usize::try_from(limit).unwrap_or(usize::MAX) {
        return Ok(rows);
    }
    // All that the index gives, before any order is asked for.
    let mut query = QueryBuilder::<Postgres>::new(
        "WITH found AS MATERIALIZED (SELECT id, started_at, body FROM contact_record WHERE words @@ CAST(",
    );
    query.push_bind(words.to_tsquery()).push(" AS tsquery) AND ");
    push_conditions(&mut query, &others);
    push_after(&mut query, after);
    query.push(") SELECT id, started_at, body FROM found ORDER BY started_at DESC, id DESC LIMIT ");
    query.push_bind(i64::from(limit));
    Ok(query.build_query_as().fetch_all(pool).await?)
}
