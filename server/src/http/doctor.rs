//! `/api/v1/doctor`: what the server sees of an instance, and how the origins of a page and of those around it stand.

use app::api::DoctorCheck;
use axum::{Json, extract::State, http::HeaderMap, http::header};
use serde::Deserialize;

use super::{ApiError, AppState, error::QueryOf};
use crate::doctor::look;

/// So many origins are looked at: a page, and the pages around it.
const MAX_ORIGINS: usize = 10;

/// An origin is not longer.
const LONGEST: usize = 300;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DoctorQuery {
    instance: Option<String>,
    /// The page's origin first, then those around it, with spaces between them.
    origins: String,
}

/// Answers what is seen. It asks the addresses of instances that are known here, and no other.
pub(super) async fn check(
    State(state): State<AppState>,
    headers: HeaderMap,
    QueryOf(query): QueryOf<DoctorQuery>,
) -> Result<Json<DoctorCheck>, ApiError> {
    let origins: Vec<_> = query.origins.split(' ').filter(|origin| !origin.is_empty()).collect();
    if origins.is_empty()
        || origins.len() > MAX_ORIGINS
        || origins.iter().any(|origin| origin.len() > LONGEST)
    {
        return Err(ApiError::InvalidQuery(format!(
            "origins are 1 to {MAX_ORIGINS} origins with spaces between them"
        )));
    }
    let shown = state.instance(query.instance.as_deref())?;
    let now = state.live.now();
    let list = now.kept.estate.origins_of(&shown.name);
    let is_known = |origin: &str| {
        is_own(origin, &headers) || list.is_some_and(|list| list.iter().any(|one| one.as_str() == origin))
    };
    let origins = origins.into_iter().map(|origin| (origin.to_owned(), is_known(origin)));
    Ok(Json(look(&state.probe, &shown.instance, origins.collect()).await))
}

/// Whether an origin is this server's own, by the name that it was asked under. Which scheme that was, only a proxy knows.
fn is_own(origin: &str, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    authority.is_some() && authority == host
}
