//! Lists by words of the notes, newest first.
//!
//! The index of words gives ids, and knows nothing of the order of lists. To look up all that it gives takes long where a
//! word is common, so it is asked for a range of ids at a time, from the newest on. `contact_block` tells when nothing that
//! is left can be newer than what is there. And of a word that goes on it is asked for every way in which it does: the
//! beginning of a word would be gathered from all of the index each time.

use connect_streams::EpochMs;
use sqlx::{Acquire as _, QueryBuilder, SqliteConnection, SqlitePool};

use crate::store::{
    StoreError,
    filter::{Filter, Position, Row, push_after, push_conditions},
    words::Words,
};

/// How many ways to go on are asked for one by one.
const MOST_ENDINGS: usize = 32;

/// How many blocks of ids are asked for first. Each time it is twice as many.
const FIRST_BLOCKS: i64 = 1;

/// The same, where the beginning of a word is asked for.
const FIRST_BLOCKS_OF_A_BEGINNING: i64 = 16;

const NEXT_WORD: &str = "SELECT term FROM contact_word WHERE term >= ?1 LIMIT 1";
const LAST_BLOCK: &str = "SELECT coalesce(max(block), -1) FROM contact_block WHERE oldest <= ?1";
const FIRST_BLOCK: &str = "SELECT coalesce(min(block), 0) FROM contact_block WHERE newest >= ?1";
const NEWEST_BEFORE: &str = "SELECT coalesce(max(newest), -1) FROM contact_block WHERE block < ?1";

/// The first of those that are meant.
pub(super) async fn newest(
    pool: &SqlitePool,
    words: &Words,
    filter: &Filter,
    after: Option<Position>,
    limit: u32,
) -> Result<Vec<Row>, StoreError> {
    let mut connection = pool.acquire().await?;
    // All is asked of the database as it is now.
    let mut connection = connection.begin().await?;
    let (query, mut blocks) = match endings(&mut connection, words.last()).await? {
        Some(endings) if endings.is_empty() => return Ok(Vec::new()),
        Some(endings) => (words.to_fts5_of(&endings), FIRST_BLOCKS),
        None => (words.to_fts5(), FIRST_BLOCKS_OF_A_BEGINNING),
    };
    let before = filter.until.map_or(i64::MAX, |until| until.get() - 1);
    let before = before.min(after.map_or(i64::MAX, |after| after.started_at.get()));
    let since = filter.since.map_or(i64::MIN, EpochMs::get);
    let number = async |connection: &mut SqliteConnection, query: &'static str, value: i64| {
        sqlx::query_scalar::<_, i64>(query).bind(value).fetch_one(connection).await
    };
    let first = number(&mut connection, FIRST_BLOCK, since).await?;
    let mut end = number(&mut connection, LAST_BLOCK, before).await? + 1;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut rows: Vec<Row> = Vec::new();
    while end > first {
        let begin = first.max(end - blocks);
        rows.extend(within(&mut connection, &query, (begin, end), filter, after, limit).await?);
        rows.sort_unstable_by_key(|(id, started_at, _)| std::cmp::Reverse((*started_at, *id)));
        rows.truncate(wanted);
        if let Some((_, started_at, _)) = rows.last().filter(|_| rows.len() == wanted)
            && number(&mut connection, NEWEST_BEFORE, begin).await? <= *started_at
        {
            // What began in the same millisecond and has a smaller id comes later.
            break;
        }
        end = begin;
        blocks *= 2;
    }
    Ok(rows)
}

/// All words that begin like this, unless they are too many.
async fn endings(
    connection: &mut SqliteConnection,
    beginning: &str,
) -> Result<Option<Vec<String>>, StoreError> {
    let mut endings: Vec<String> = Vec::new();
    let mut from = beginning.to_owned();
    loop {
        let next: Option<String> =
            sqlx::query_scalar(NEXT_WORD).bind(from).fetch_optional(&mut *connection).await?;
        let Some(word) = next.filter(|word| word.starts_with(beginning)) else { return Ok(Some(endings)) };
        if endings.len() == MOST_ENDINGS {
            return Ok(None);
        }
        // What comes next after a word is the same with the least behind it.
        from = format!("{word}\u{1}");
        endings.push(word);
    }
}

/// Those of some blocks.
async fn within(
    connection: &mut SqliteConnection,
    words: &str,
    (begin, end): (i64, i64),
    filter: &Filter,
    after: Option<Position>,
    limit: u32,
) -> Result<Vec<Row>, StoreError> {
    // The index of words comes first, whatever other indexes there are.
    let mut query = QueryBuilder::new(
        "SELECT id, started_at, body FROM contact_note CROSS JOIN contact_record ON id = contact_note.rowid
        WHERE contact_note MATCH ",
    );
    query.push_bind(words).push(" AND contact_note.rowid >= ").push_bind(begin << 12);
    query.push(" AND contact_note.rowid < ").push_bind(end << 12).push(" AND ");
    push_conditions(&mut query, &Filter { text: None, ..filter.clone() });
    push_after(&mut query, after);
    query.push(" ORDER BY started_at DESC, id DESC LIMIT ").push_bind(i64::from(limit));
    Ok(query.build_query_as().fetch_all(connection).await?)
}
