//! Whether what is in a database can be read, is valid, and stands in its columns as it should.

use app::api::{ActivityRecord, ContactRecord, InvalidRecord};
use serde::de::DeserializeOwned;
use sqlx::{ColumnIndex, Executor, IntoArguments, Pool, QueryBuilder};

use super::{
    StoreError,
    entry::{ActivityRow, ContactRow},
    filter::{Bind, Dialect},
    sql::Read,
};

/// So many records are read at a time.
const CHUNK: i64 = 500;

/// Everything that is wrong, one line each, with identifiers of contacts and nothing personal.
pub(super) async fn findings<DB: Dialect>(pool: &Pool<DB>) -> Result<Vec<String>, StoreError>
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    DB::Arguments: IntoArguments<DB>,
    usize: ColumnIndex<DB::Row>,
    String: Bind<DB> + Read<DB>,
    i64: Bind<DB> + Read<DB>,
{
    let mut findings = DB::integrity(pool).await?;
    let mut last = i64::MIN;
    loop {
        let mut query = QueryBuilder::<DB>::new("SELECT id, contact_id, body, CAST(CASE WHEN ");
        query.push(DB::HAS_WORDS).push(" THEN 1 ELSE 0 END AS bigint), ").push(COLUMNS);
        query
            .push(" FROM contact_record WHERE id > ")
            .push_bind(last)
            .push(" ORDER BY id LIMIT ")
            .push_bind(CHUNK);
        let rows: Vec<(i64, String, String, i64, String)> = query.build_query_as().fetch_all(pool).await?;
        let Some((id, ..)) = rows.last() else { break };
        last = *id;
        for (_, contact_id, body, has_words, columns) in &rows {
            if let Some(finding) = contact(columns, body, *has_words == 1) {
                findings.push(format!("contact {contact_id}: {finding}"));
            }
        }
    }
    let mut last = (String::new(), i64::MIN, String::new());
    loop {
        let mut query = QueryBuilder::<DB>::new(
            "SELECT agent, started_at, instance, revision, body FROM agent_activity WHERE (agent, started_at, instance) > (",
        );
        query.push_bind(last.0).push(", ").push_bind(last.1).push(", ").push_bind(last.2);
        query.push(") ORDER BY agent, started_at, instance LIMIT ").push_bind(CHUNK);
        let rows: Vec<(String, i64, String, i64, String)> = query.build_query_as().fetch_all(pool).await?;
        for (agent, started_at, _, revision, body) in &rows {
            if let Some(finding) = activity(agent, *started_at, *revision, body) {
                findings.push(format!("status that began at {started_at}: {finding}"));
            }
        }
        let Some((agent, started_at, instance, ..)) = rows.into_iter().last() else { break };
        last = (agent, started_at, instance);
    }
    Ok(findings)
}

/// What stands in a contact's columns beside the whole, as [`in_columns`] has it.
const COLUMNS: &str = "
    instance || '|' || contact_id || '|' || agent || '|' || channel || '|' || direction || '|' || coalesce(queue, '') || '|'
    || coalesce(customer_reversed, '') || '|' || coalesce(outcome, '') || '|' || coalesce(disposition, '') || '|'
    || CASE WHEN monitoring THEN 1 ELSE 0 END || '|' || revision || '|' || started_at || '|' || coalesce(talk_ms, -1) || '|'
    || coalesce(hold_ms, -1) || '|' || coalesce(wrap_up_ms, -1)";

fn in_columns(row: &ContactRow) -> String {
    let texts = [
        Some(row.instance.as_str()),
        Some(&row.contact_id),
        Some(&row.agent),
        Some(&row.channel),
        Some(row.direction),
        row.queue.as_deref(),
        row.customer_reversed.as_deref(),
        row.outcome,
        row.disposition.as_deref(),
    ];
    let known = |figure: Option<i64>| figure.unwrap_or(-1);
    let figures = [
        i64::from(row.monitoring),
        row.revision,
        row.started_at,
        known(row.talk_ms),
        known(row.hold_ms),
        known(row.wrap_up_ms),
    ];
    let texts = texts.into_iter().map(|text| text.unwrap_or_default().to_owned());
    texts.chain(figures.map(|figure| figure.to_string())).collect::<Vec<_>>().join("|")
}

fn contact(columns: &str, body: &str, has_words: bool) -> Option<String> {
    let record = match sound(body, ContactRecord::validate) {
        Ok(record) => record,
        Err(finding) => return Some(finding),
    };
    let row = ContactRow::try_from(record).ok()?;
    if in_columns(&row) != columns {
        return Some("the columns say something else than the record".to_owned());
    }
    (row.notes.is_some() != has_words).then(|| "the words of the notes are not as they should be".to_owned())
}

fn activity(agent: &str, started_at: i64, revision: i64, body: &str) -> Option<String> {
    let record = match sound(body, ActivityRecord::validate) {
        Ok(record) => record,
        Err(finding) => return Some(finding),
    };
    let row = ActivityRow::try_from(record).ok()?;
    let same = (row.agent.as_str(), row.started_at, row.revision) == (agent, started_at, revision);
    (!same).then(|| "the columns say something else than the record".to_owned())
}

fn sound<T: DeserializeOwned>(
    body: &str,
    validate: impl Fn(&T) -> Result<(), InvalidRecord>,
) -> Result<T, String> {
    // The reason may repeat what is there.
    let record = serde_json::from_str(body).map_err(|_| "the record cannot be read".to_owned())?;
    validate(&record).map_err(|invalid| invalid.to_string())?;
    Ok(record)
}
