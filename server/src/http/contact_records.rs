//! `/api/v1/contact-records`

use std::str::FromStr;

use app::api::{ContactRecord, ListMeta, RecordAnswer, RecordList};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use connect_streams::EpochMs;
use serde::Deserialize;

use super::{
    ApiError, AppState,
    error::{JsonBody, QueryOf},
};
use crate::store::{Filter, Kept, Position};

const DEFAULT_LIMIT: u32 = 50;
const LARGEST_LIMIT: u32 = 200;

/// Stores a revision of a record: 201 when it was news, 200 when the same or a newer revision was there already.
/// Either way the answer is what is stored now.
pub(super) async fn store(
    State(state): State<AppState>,
    JsonBody(record): JsonBody<ContactRecord>,
) -> Result<(StatusCode, Json<RecordAnswer>), ApiError> {
    record.validate()?;
    let (status, record) = match state.store.keep_record(&record).await? {
        Kept::Stored(record) => (StatusCode::CREATED, record),
        Kept::Older(record) => (StatusCode::OK, record),
    };
    tracing::info!(contact.id = %record.contact_id, record.revision, "Kept the record of contact {}", record.contact_id);
    Ok((status, Json(RecordAnswer { record })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListQuery {
    agent: Option<String>,
    since: Option<EpochMs>,
    cursor: Option<String>,
    limit: Option<u32>,
}

/// Lists records, newest first.
pub(super) async fn list(
    State(state): State<AppState>,
    QueryOf(query): QueryOf<ListQuery>,
) -> Result<Json<RecordList>, ApiError> {
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=LARGEST_LIMIT).contains(&limit) {
        return Err(ApiError::InvalidQuery(format!("limit is a whole number from 1 to {LARGEST_LIMIT}")));
    }
    let after = query.cursor.as_deref().map(Cursor::from_str).transpose()?.map(|Cursor(position)| position);
    let page = state.store.records(&Filter { agent: query.agent, since: query.since, after, limit }).await?;
    let next_cursor = page.next.map(|position| Cursor(position).to_string());
    Ok(Json(RecordList { records: page.records, meta: ListMeta { next_cursor } }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShowQuery {
    agent: Option<String>,
}

/// Shows one contact's record: with `agent` that agent's, else that of the agent who was offered it last.
pub(super) async fn show(
    State(state): State<AppState>,
    Path(contact_id): Path<String>,
    QueryOf(query): QueryOf<ShowQuery>,
) -> Result<Json<RecordAnswer>, ApiError> {
    let record = state.store.record(&contact_id, query.agent.as_deref()).await?;
    Ok(Json(RecordAnswer { record: record.ok_or(ApiError::NotFound("contact record"))? }))
}

/// A place in the list as the caller carries it. What is in it is nobody's business but ours.
struct Cursor(Position);

impl std::fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:x}-{:x}", self.0.started_at.get(), self.0.id)
    }
}

impl FromStr for Cursor {
    type Err = ApiError;

    fn from_str(text: &str) -> Result<Self, ApiError> {
        let number = |text: &str| i64::from_str_radix(text, 16).ok().filter(|number| *number >= 0);
        let position = text.split_once('-').and_then(|(started_at, id)| {
            Some(Position { started_at: EpochMs::new(number(started_at)?), id: number(id)? })
        });
        position
            .map(Self)
            .ok_or_else(|| ApiError::InvalidQuery("cursor is not one that this server gave".to_owned()))
    }
}
