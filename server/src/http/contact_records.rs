//! `/api/v1/contact-records` and `/api/v1/contact-totals`

use std::str::FromStr as _;

use app::api::{ContactRecord, Feature, ListMeta, RecordAnswer, RecordList, TotalsAnswer};
use axum::{Json, extract::State, http::StatusCode};
use connect_streams::EpochMs;

use super::{
    ApiError, AppState,
    error::JsonBody,
    query::{Asked, Cursor, Named},
};
use crate::{
    audit::now,
    auth::{Caller, Reach},
    store::{Batch, ContactKey, Filter, Kept, Position, Span},
};

const DEFAULT_LIMIT: u32 = 50;
const LARGEST_LIMIT: u32 = 200;

/// Stores a revision of a record: 201 when it was news, 200 when the same or a newer revision was there already.
/// Either way the answer is what is stored now.
pub(super) async fn store(
    State(state): State<AppState>,
    caller: Caller,
    JsonBody(mut record): JsonBody<ContactRecord>,
) -> Result<(StatusCode, Json<RecordAnswer>), ApiError> {
    record.validate()?;
    if !caller.writes_as(&record.agent) {
        return Err(ApiError::AnotherAgent);
    }
    if let Some(agent) = spelling(&state, &caller, &record.agent).await? {
        record.agent = agent;
    }
    complete(&state, &mut record).await?;
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

/// How the agent is written of what somebody sends: in one way, by which all of it is found, whatever the letters' case.
/// An administrator may have typed a name otherwise than Amazon Connect writes it; as long as nothing is stored of it, the
/// account takes over what comes.
pub(super) async fn spelling(
    state: &AppState,
    caller: &Caller,
    agent: &str,
) -> Result<Option<String>, ApiError> {
    let Some(who) = caller.person() else { return Ok(None) };
    let own = &who.signed_in.agent;
    if own != agent && !is_known(state, own).await? {
        state.store.spell_agent(&who.account, agent).await?;
        return Ok(Some(agent.to_owned()));
    }
    Ok(Some(own.clone()))
}

/// Adds to what a page sends that did not see the contact begin what another page of the agent knew of it.
pub(super) async fn complete(state: &AppState, record: &mut ContactRecord) -> Result<(), ApiError> {
    if record.saw_the_beginning() {
        return Ok(());
    }
    let key = ContactKey {
        contact_id: record.contact_id.clone(),
        agent: Some(record.agent.clone()),
        instance: Some(record.instance.clone()),
        reach: Reach::All,
    };
    if let Some(earlier) = state.store.contact(&key).await?
        && earlier.revision < record.revision
        && earlier.saw_the_beginning()
    {
        record.complete_from(&earlier);
    }
    Ok(())
}

/// Whether anything is stored of an agent who is written like this.
async fn is_known(state: &AppState, agent: &str) -> Result<bool, ApiError> {
    for monitoring in [false, true] {
        let filter = Filter { agent: Some(agent.to_owned()), monitoring, ..Filter::default() };
        if !state.store.contacts(&filter, None, 1).await?.records.is_empty() {
            return Ok(true);
        }
    }
    let ever = Span {
        agent: agent.to_owned(),
        since: EpochMs::default(),
        until: EpochMs::MAX,
        after: None,
        limit: 1,
        reach: Reach::All,
    };
    Ok(!state.store.activities(&ever).await?.is_empty())
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

/// Who does without the history reads the list that far back, for what the page shows of today, wherever that is.
const TODAY_MS: i64 = 36 * 60 * 60 * 1_000;

/// Lists records, newest first.
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    asked: Asked,
) -> Result<Json<RecordList>, ApiError> {
    let Listed { filter, after, limit } = Listed::of(asked)?;
    let mut filter = Filter { reach: caller.reach(), ..filter };
    if state.live.now().withheld(Some(&caller)).contains(&Feature::History) {
        let lately = EpochMs::new(now().get() - TODAY_MS);
        filter.since = filter.since.max(Some(lately));
    }
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
