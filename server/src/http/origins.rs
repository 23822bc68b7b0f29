//! `/api/v1/instances/{name}/origins`: which origins may show the desktop of an instance in a frame, and call this server
//! from a page.

use app::api::OriginList;
use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;

use super::{
    ApiError, AppState,
    circumstances::Doer,
    error::{JsonBody, QueryOf},
    instances::named,
};
use crate::origin::Origin;

/// The list of an instance.
pub(super) const ORIGINS: &str = "/api/v1/instances/{name}/origins";

/// One origin, as it is added or removed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OneOrigin {
    pub(super) origin: String,
}

/// The list.
pub(super) async fn list(
    State(state): State<AppState>,
    Path(name): Path<String>,
) -> Result<Json<OriginList>, ApiError> {
    let now = state.live.now();
    let origins = now.kept.estate.origins_of(&named(&name)?).ok_or(ApiError::NotFound("instance"))?;
    Ok(Json(OriginList { origins: origins.iter().map(ToString::to_string).collect() }))
}

/// Adds an origin. One that is listed already stays.
pub(super) async fn add(
    State(state): State<AppState>,
    doer: Doer,
    Path(name): Path<String>,
    JsonBody(one): JsonBody<OneOrigin>,
) -> Result<Json<OriginList>, ApiError> {
    let (instance, origin) = (named(&name)?, Origin::parse(&one.origin)?);
    state.change(&doer, |estate| estate.add_origin(&instance, &origin)).await?;
    list(State(state), Path(name)).await
}

/// Removes an origin, named in the query.
pub(super) async fn remove(
    State(state): State<AppState>,
    doer: Doer,
    Path(name): Path<String>,
    QueryOf(one): QueryOf<OneOrigin>,
) -> Result<Json<OriginList>, ApiError> {
    let (instance, origin) = (named(&name)?, Origin::parse(&one.origin)?);
    state.change(&doer, |estate| estate.remove_origin(&instance, &origin)).await?;
    list(State(state), Path(name)).await
}
