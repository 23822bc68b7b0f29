//! `/api/v1/origins`: which origins may call this server from a page, and show its page in a frame.

use app::api::OriginList;
use axum::{Json, extract::State};
use serde::Deserialize;

use super::{
    ApiError, AppState,
    circumstances::Doer,
    error::{JsonBody, QueryOf},
};
use crate::origin::Origin;

/// One origin, as it is added or removed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OneOrigin {
    origin: String,
}

/// The list.
pub(super) async fn list(State(state): State<AppState>) -> Json<OriginList> {
    Json(answer(&state))
}

/// Adds an origin. One that is listed already stays.
pub(super) async fn add(
    State(state): State<AppState>,
    doer: Doer,
    JsonBody(one): JsonBody<OneOrigin>,
) -> Result<Json<OriginList>, ApiError> {
    let origin = Origin::parse(&one.origin)?;
    state.store.add_origin(&origin, &doer.did("origin.added", origin.as_str())).await?;
    state.live.reload(&*state.store).await?;
    tracing::info!(%origin, "Added an origin to the allow list");
    Ok(Json(answer(&state)))
}

/// Removes an origin, named in the query.
pub(super) async fn remove(
    State(state): State<AppState>,
    doer: Doer,
    QueryOf(one): QueryOf<OneOrigin>,
) -> Result<Json<OriginList>, ApiError> {
    let origin = Origin::parse(&one.origin)?;
    if !state.store.remove_origin(&origin, &doer.did("origin.removed", origin.as_str())).await? {
        return Err(ApiError::NotFound("origin on the list"));
    }
    state.live.reload(&*state.store).await?;
    tracing::info!(%origin, "Removed an origin from the allow list");
    Ok(Json(answer(&state)))
}

fn answer(state: &AppState) -> OriginList {
    OriginList { origins: state.live.now().origins.iter().map(ToString::to_string).collect() }
}
