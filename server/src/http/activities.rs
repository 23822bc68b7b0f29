//! `/api/v1/activities`: the statuses of an agent.

use app::api::{ActivityList, ActivityRecord, ListMeta};
use axum::{Json, extract::State};
use connect_streams::EpochMs;

use super::{
    ApiError, AppState,
    query::{ActivityCursor, Asked},
};
use crate::{
    auth::Caller,
    store::{ActivityPosition, Span},
};

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
    let after = asked.activity_cursor()?;
    asked.nothing_else()?;
    // One more than asked for tells whether there is a next part.
    let span = Span { agent, since, until, after, limit: limit.saturating_add(1), reach: caller.reach() };
    let mut activities = state.store.activities(&span).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = activities.len() > limit;
    activities.truncate(limit);
    let next_cursor = activities.last().filter(|_| more).map(|last| {
        let ActivityRecord { started_at, instance, .. } = last.clone();
        ActivityCursor(ActivityPosition { started_at, instance }).to_string()
    });
    Ok(Json(ActivityList { activities, meta: ListMeta { next_cursor } }))
}
