//! `/api/v1/contact-records` and `/api/v1/contact-totals`

use std::str::FromStr as _;

use app::api::{ContactRecord, ListMeta, RecordAnswer, RecordList, TotalsAnswer};
use axum::{Json, extract::State, http::StatusCode};

use super::{
    ApiError, AppState,
    error::JsonBody,
    query::{Asked, Cursor, Named},
};
use crate::{
    auth::{Caller, Reach},
    store::{Batch, ContactKey, Filter, Kept, Position},
};

const DEFAULT_LIMIT: u32 = 50;
const LARGEST_LIMIT: u32 = 200;

/// Stores a revision of a record: 201 when it was news, 200 when the same or a newer revision was there already.
/// Either way the answer is what is stored now.
pub(super) async fn store(
    State(state): State<AppState>,
    caller: Caller,
    JsonBody(record): JsonBody<ContactRecord>,
) -> Result<(StatusCode, Json<RecordAnswer>), ApiError> {
    record.validate()?;
    if !caller.writes_as(&record.agent) {
        return Err(ApiError::AnotherAgent);
    }
    spell(&state, &caller, &record.agent).await?;
    let batch = Batch { contacts: vec![record.clone()], ..Batch::default() };
    let kept = state.store.keep(batch).await?;
    tracing::info!(contact.id = %record.contact_id, record.revision, "Kept the record of contact {}", record.contact_id);
    let is_news = kept.contacts == [Kept::Stored];
    state.metrics.records(usize::from(is_news), usize::from(!is_news), 0);
    if is_news {
        return Ok((StatusCode::CREATED, Json(RecordAnswer { record })));
    }
    let ContactRecord { contact_id, agent, instance, .. } = record;
    let key = ContactKey { contact_id, agent: Some(agent), instance: Some(instance), reach: Reach::All };
    let known = state.store.contact(&key).await?.ok_or(ApiError::NotFound("contact record"))?;
    Ok((StatusCode::OK, Json(RecordAnswer { record: known })))
}

/// From now on somebody's agent is written as Amazon Connect writes it. An administrator may have typed it otherwise, and
/// records are found by it as it is written.
pub(super) async fn spell(state: &AppState, caller: &Caller, agent: &str) -> Result<(), ApiError> {
    if let Some(who) = caller.person().filter(|who| who.signed_in.agent != agent) {
        state.store.spell_agent(&who.account, agent).await?;
    }
    Ok(())
}

/// What is asked of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Which records are meant.
    pub filter: Filter,
    /// Where the list goes on.
    pub after: Option<Position>,
    /// How many at most.
    pub limit: u32,
}

impl Listed {
    /// Reads what stands behind the question mark of an address.
    ///
    /// # Errors
    /// When something in it is not known or cannot be read.
    pub fn read(query: &str) -> Result<Self, ApiError> {
        Asked::read(query).and_then(Self::of)
    }

    fn of(mut asked: Asked) -> Result<Self, ApiError> {
        let filter = asked.filter()?;
        let limit = asked.limit(DEFAULT_LIMIT, LARGEST_LIMIT)?;
        let cursor = asked.text("cursor")?.map(|cursor| Cursor::from_str(&cursor)).transpose()?;
        asked.nothing_else()?;
        Ok(Self { filter, after: cursor.map(|Cursor(position)| position), limit })
    }

    /// The place where the list goes on, as a caller carries it.
    pub fn cursor(&self) -> Option<String> {
        self.after.map(|position| Cursor(position).to_string())
    }
}

/// Lists records, newest first.
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    asked: Asked,
) -> Result<Json<RecordList>, ApiError> {
    let Listed { filter, after, limit } = Listed::of(asked)?;
    let filter = Filter { reach: caller.reach(), ..filter };
    let page = state.store.contacts(&filter, after, limit).await?;
    let next_cursor = page.next.map(|position| Cursor(position).to_string());
    Ok(Json(RecordList { records: page.records, meta: ListMeta { next_cursor } }))
}

/// Tells what the records come to.
pub(super) async fn totals(
    State(state): State<AppState>,
    caller: Caller,
    mut asked: Asked,
) -> Result<Json<TotalsAnswer>, ApiError> {
    let filter = Filter { reach: caller.reach(), ..asked.filter()? };
    asked.nothing_else()?;
    Ok(Json(TotalsAnswer { totals: state.store.totals(&filter).await? }))
}

/// Shows one contact's record: with `agent` that agent's, else that of the agent who was offered it last.
pub(super) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    Named(contact_id): Named,
    mut asked: Asked,
) -> Result<Json<RecordAnswer>, ApiError> {
    let (agent, instance) = (asked.text("agent")?, asked.text("instance")?);
    asked.nothing_else()?;
    let found =
        state.store.contact(&ContactKey { contact_id, agent, instance, reach: caller.reach() }).await?;
    Ok(Json(RecordAnswer { record: found.ok_or(ApiError::NotFound("contact record"))? }))
}
