//! `/api/v1/contact-export`: all contact records that a filter means, as a file. They are read and sent a few at a time, so
//! that a file of any length takes no more memory, and no transaction lasts as long as the slowest reader.

pub(super) mod csv;

use std::collections::VecDeque;

use app::api::ContactRecord;
use axum::{
    body::{Body, Bytes},
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};
use futures_util::stream;
use serde_json::json;

use super::{ApiError, AppState, circumstances::Doer, query::Asked};
use crate::{
    auth::Caller,
    store::{Filter, Page, Position, Store, StoreError},
};

/// So many records are read at a time.
const CHUNK: u32 = 200;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Csv,
    JsonLines,
}

/// Sends the file. What goes wrong before its first letter is told in the usual way; afterwards the connection breaks, so
/// that nobody takes a part for the whole.
pub(super) async fn export(
    State(state): State<AppState>,
    caller: Caller,
    doer: Doer,
    mut asked: Asked,
) -> Result<Response, ApiError> {
    let filter = Filter { reach: caller.reach(), ..asked.filter()? };
    let format = match asked.text("format")?.as_deref() {
        None | Some("csv") => Format::Csv,
        Some("jsonl") => Format::JsonLines,
        Some(_) => return Err(ApiError::InvalidQuery("format is csv or jsonl".to_owned())),
    };
    asked.nothing_else()?;
    // Whose and since when, never the number or the words that were looked for.
    let deed = doer.did("records.exported", filter.agent.as_deref().unwrap_or("*"));
    let what = json!({
        "format": if format == Format::Csv { "csv" } else { "jsonl" },
        "since": filter.since,
        "until": filter.until,
        "queue": filter.queue,
    });
    if let Err(error) = state.store.note(&deed.to(&what)).await {
        // A disk that is full must not keep anybody from saving what is on it; then the log has it, with the request.
        tracing::error!(?error, "An export could not be written into the audit log");
    }
    let first = state.store.contacts(&filter, None, CHUNK).await?;
    let (content_type, name) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "contact-records.csv"),
        Format::JsonLines => ("application/x-ndjson", "contact-records.jsonl"),
    };
    let headers = [
        (header::CONTENT_TYPE, content_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    let mut ready = VecDeque::from([write(format, &first)?]);
    if format == Format::Csv {
        ready.push_front(csv::head()?.into());
    }
    let file = File { store: state.store.clone(), filter, format, ready, next: first.next };
    let chunks = stream::try_unfold(file, |mut file| async move {
        let chunk = file.chunk().await.inspect_err(|error| tracing::error!(?error, "An export broke off"))?;
        Ok::<_, ApiError>(chunk.map(|chunk| (chunk, file)))
    });
    Ok((headers, Body::from_stream(chunks)).into_response())
}

/// A file that is being sent.
struct File {
    store: Store,
    filter: Filter,
    format: Format,
    ready: VecDeque<Bytes>,
    next: Option<Position>,
}

impl File {
    async fn chunk(&mut self) -> Result<Option<Bytes>, ApiError> {
        if let Some(ready) = self.ready.pop_front() {
            return Ok(Some(ready));
        }
        let Some(after) = self.next else { return Ok(None) };
        let page = self.store.contacts(&self.filter, Some(after), CHUNK).await?;
        self.next = page.next;
        Ok(Some(write(self.format, &page)?))
    }
}

fn write(format: Format, page: &Page) -> Result<Bytes, StoreError> {
    match format {
        Format::Csv => csv::rows(&page.records),
        Format::JsonLines => json_lines(&page.records),
    }
    .map(Bytes::from)
}

fn json_lines(records: &[ContactRecord]) -> Result<Vec<u8>, StoreError> {
    let mut lines = Vec::new();
    for record in records {
        serde_json::to_writer(&mut lines, record).map_err(StoreError::Body)?;
        lines.push(b'\n');
    }
    Ok(lines)
}
