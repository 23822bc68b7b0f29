//! `/api/v1/audit`: who did what, from where, with what was and what is since. Read, as a list and as a file, and never
//! changed. And `/api/v1/disclosures`, by which the page tells what it showed.

use app::api::ListMeta;
use axum::{
    Json,
    body::{Body, Bytes},
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{ApiError, AppState, circumstances::Doer, error::JsonBody, export::csv, query::Asked};
use crate::store::{AuditEntry, AuditFilter, Store, StoreError};

/// Where it is listed.
pub(super) const AUDIT: &str = "/api/v1/audit";

/// Where it is a file.
pub(super) const EXPORT: &str = "/api/v1/audit-export";

/// So many entries are read at a time.
const CHUNK: u32 = 200;

/// Every field of an entry.
const COLUMNS: [&str; 9] = ["id", "at", "actor", "address", "request_id", "action", "target", "old", "new"];

/// A part of the log.
#[derive(Debug, Serialize)]
pub(super) struct AuditList {
    entries: Vec<AuditEntry>,
    meta: ListMeta,
}

/// Which entries are meant.
pub(super) fn filter(asked: &mut Asked) -> Result<AuditFilter, ApiError> {
    Ok(AuditFilter {
        actor: asked.text("actor")?,
        action: asked.text("action")?,
        target: asked.text("target")?,
        since: asked.moment("since")?,
        until: asked.moment("until")?,
    })
}

/// Lists entries, newest first.
pub(super) async fn list(
    State(state): State<AppState>,
    mut asked: Asked,
) -> Result<Json<AuditList>, ApiError> {
    let filter = filter(&mut asked)?;
    let limit = asked.limit(50, CHUNK)?;
    let before = asked.number("cursor")?;
    asked.nothing_else()?;
    let (entries, next) = page(&state.store, &filter, before, limit).await?;
    Ok(Json(AuditList { entries, meta: ListMeta { next_cursor: next.map(|id| id.to_string()) } }))
}

/// A part of the log, and where it goes on.
pub(super) async fn page(
    store: &Store,
    filter: &AuditFilter,
    before: Option<i64>,
    limit: u32,
) -> Result<(Vec<AuditEntry>, Option<i64>), StoreError> {
    // One more than asked for tells whether there is a next part.
    let mut entries = store.audit(filter, before, limit.saturating_add(1)).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = entries.len() > limit;
    entries.truncate(limit);
    let next = entries.last().filter(|_| more).map(|last| last.id);
    Ok((entries, next))
}

/// Sends all of it as a file, a few entries at a time. That it was read is an entry too.
pub(super) async fn export(
    State(state): State<AppState>,
    doer: Doer,
    mut asked: Asked,
) -> Result<Response, ApiError> {
    let filter = filter(&mut asked)?;
    let format = asked.text("format")?;
    asked.nothing_else()?;
    let as_csv = match format.as_deref() {
        None | Some("csv") => true,
        Some("jsonl") => false,
        Some(_) => return Err(ApiError::InvalidQuery("format is csv or jsonl".to_owned())),
    };
    state.store.note(&doer.did("audit.exported", if as_csv { "csv" } else { "jsonl" })).await?;
    let (content_type, name) = if as_csv {
        ("text/csv; charset=utf-8", "audit.csv")
    } else {
        ("application/x-ndjson", "audit.jsonl")
    };
    let headers = [
        (header::CONTENT_TYPE, content_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    let head = if as_csv { csv::head_of(&COLUMNS)? } else { Vec::new() };
    let begin = (Some(head), None, true, state.store.clone(), filter);
    let chunks = stream::try_unfold(begin, move |(head, before, more, store, filter)| async move {
        if let Some(head) = head {
            return Ok(Some((Bytes::from(head), (None, before, more, store, filter))));
        }
        if !more {
            return Ok::<_, ApiError>(None);
        }
        let (entries, next) = page(&store, &filter, before, CHUNK)
            .await
            .inspect_err(|error| tracing::error!(?error, "An export broke off"))?;
        let chunk = if as_csv { csv::rows_of(&COLUMNS, &entries)? } else { lines(&entries)? };
        Ok(Some((Bytes::from(chunk), (None, next, next.is_some(), store, filter))))
    });
    Ok((headers, Body::from_stream(chunks)).into_response())
}

fn lines(entries: &[AuditEntry]) -> Result<Vec<u8>, StoreError> {
    let mut lines = Vec::new();
    for entry in entries {
        serde_json::to_writer(&mut lines, entry).map_err(StoreError::Body)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

/// A covered attribute that somebody had shown.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Disclosure {
    contact_id: String,
    attribute: String,
}

/// Writes down that it was shown: of which contact and which attribute, never what it held.
pub(super) async fn disclose(
    State(state): State<AppState>,
    doer: Doer,
    JsonBody(Disclosure { contact_id, attribute }): JsonBody<Disclosure>,
) -> Result<StatusCode, ApiError> {
    for (name, text) in [("contact_id", &contact_id), ("attribute", &attribute)] {
        if !(1..=256).contains(&text.len()) || text.chars().any(char::is_control) {
            return Err(ApiError::Shape(format!(
                "{name}: expected 1 to 256 bytes without control characters"
            )));
        }
    }
    let deed = doer.did("attribute.shown", contact_id).to(&json!({ "attribute": attribute }));
    state.store.note(&deed).await?;
    Ok(StatusCode::NO_CONTENT)
}
