//! `/api/v1/activities`: the statuses of an agent.

use app::api::{ActivityList, ListMeta};
use axum::{Json, extract::State};
use connect_streams::EpochMs;

use super::{ApiError, AppState, query::Asked};
use crate::{auth::Caller, store::Span};

const DEFAULT_LIMIT: u32 = 200;
const LARGEST_LIMIT: u32 = 1_000;

/// Lists an agent's statuses in the order in which they were: the one that lasted at `since`, and those that began before
/// `until`.
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    mut asked: Asked,
) -> Result<Json<ActivityList>, ApiError> {
    let agent = asked.text("agent")?;
    let agent = agent.ok_or_else(|| ApiError::InvalidQuery("agent is missing".to_owned()))?;
    let since = asked.moment("since")?.unwrap_or_default();
    let until = asked.moment("until")?.unwrap_or(EpochMs::MAX);
    let limit = asked.limit(DEFAULT_LIMIT, LARGEST_LIMIT)?;
    // The list goes on at a moment: with those that began then.
    let since = asked.moment("cursor")?.unwrap_or(since);
    asked.nothing_else()?;
    let span = Span { agent, since, until, limit: limit.saturating_add(1), reach: caller.reach() };
    let mut activities = state.store.activities(&span).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let next = activities.get(limit).map(|next| next.started_at);
    if let Some(next) = next {
        activities.retain(|activity| activity.started_at < next);
    }
    let next_cursor = next.map(|next| next.to_string());
    Ok(Json(ActivityList { activities, meta: ListMeta { next_cursor } }))
}
