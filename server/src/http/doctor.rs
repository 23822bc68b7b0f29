//! `/api/v1/doctor`: what the server sees of an instance, and how the origins of a page and of those around it stand. And
//! `/api/v1/instances/{name}/approved-origins`: the list that the instance itself keeps, to which an administrator adds.

use app::{
    api::{APPROVED_ORIGINS, DoctorCheck, ListTrouble},
    text::{Language, speak},
};
use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
};
use serde::Deserialize;

use super::{
    ApiError, AppState, access,
    circumstances::Doer,
    error::{JsonBody, QueryOf},
    origins::OneOrigin,
};
use crate::{auth::Caller, aws::Aws, doctor::look, origin::Origin};

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
    caller: Caller,
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
    let check = look(&state.probe, &state.aws, &shown.instance, origins.collect()).await;
    if access::may_put(APPROVED_ORIGINS, &caller) {
        return Ok(Json(check));
    }
    // What is wrong with the server's credentials concerns nobody else.
    Ok(Json(DoctorCheck { may_approve: false, list_trouble: None, ..check }))
}

/// Adds an origin to the instance's own list: this page's, or one that is on the list here. Another is nobody's to add: who
/// wants it there lists it here first.
pub(super) async fn approve(
    State(state): State<AppState>,
    doer: Doer,
    headers: HeaderMap,
    Path(name): Path<String>,
    JsonBody(one): JsonBody<OneOrigin>,
) -> Result<StatusCode, ApiError> {
    let shown = state.instance(Some(&name))?;
    if !Aws::IS_BUILT {
        return Err(ApiError::NotFound("resource"));
    }
    let origin = Origin::parse(&one.origin)?;
    let now = state.live.now();
    let is_listed = now.kept.estate.origins_of(&shown.name).is_some_and(|list| list.contains(&origin));
    if !is_listed && !is_own_page(&state, &origin, &headers) {
        return Err(ApiError::NotListed);
    }
    let target = format!("{}: {origin}", shown.name);
    // It happens elsewhere, so it cannot be written in the same transaction: what cannot be written is not begun.
    state.store.note(&doer.did("approved_origin.adding", &target)).await?;
    let added = state.aws.approve(&shown.instance, &origin).await.unwrap_or(Err(ListTrouble::Failing));
    let deed = match &added {
        Ok(()) => doer.did("approved_origin.added", &target),
        Err(trouble) => doer.did("approved_origin.not_added", &target).to(trouble),
    };
    state.store.note(&deed).await?;
    added.map(|()| StatusCode::NO_CONTENT).map_err(|trouble| {
        speak(Language::English);
        ApiError::InstanceList(trouble, trouble.said(&shown.instance.region))
    })
}

/// Whether an origin is that of the page from which this is asked.
fn is_own_page(state: &AppState, origin: &Origin, headers: &HeaderMap) -> bool {
    HeaderValue::from_str(origin.as_str()).is_ok_and(|origin| state.site.is_own(&origin, headers))
}

/// Whether an origin is this server's own, by the name that it was asked under. Which scheme that was, only a proxy knows.
fn is_own(origin: &str, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    authority.is_some() && authority == host
}
