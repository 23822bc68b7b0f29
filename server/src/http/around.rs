//! What every request goes through, whatever it asks for: it gets a name, is counted, is turned away where it may not come in
//! at all, and its answer says for its own protection what every answer must say.

use std::time::{Duration, Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, StatusCode},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use tracing::Instrument as _;

use super::{
    ApiError, AppState, access,
    circumstances::{Circumstances, REQUEST_ID},
    headers, health, rate, security,
};

/// A request that is not answered by then is ended. Longer than the longest check of the CCP. What is sent once the answer
/// has begun, an export for example, may take any time.
const TIMEOUT: Duration = Duration::from_secs(20);

/// The way of a request, from its head to that of its answer.
pub(super) async fn every_request(State(state): State<AppState>, request: Request, next: Next) -> Response {
    around(&state, request, |request| next.run(request)).await
}

/// The same for what only some may have, in one layer: each by itself would be another way through the heap.
pub(super) async fn every_enforced_request(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    around(&state, request, |request| access::through(&state, request, next)).await
}

async fn around<F: Future<Output = Response>>(
    state: &AppState,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let came = Circumstances::of(&request, &state.site);
    // The route, never the address itself: that may hold names and numbers.
    let (method, request_id) = (request.method(), &came.request_id);
    let span =
        tracing::info_span!("http.request", %method, route = name_of(request.extensions().get()), request_id);
    answer(state, came, request, next).instrument(span).await
}

async fn answer<F: Future<Output = Response>>(
    state: &AppState,
    came: Circumstances,
    mut request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let (matched, method) = (request.extensions().get::<MatchedPath>().cloned(), request.method().clone());
    let (begun, _under_way) = (Instant::now(), state.metrics.begun());
    let name = HeaderValue::from_str(&came.request_id);
    let mut response = if let Some(refusal) = refusal(state, &came, &request) {
        refusal
    } else {
        request.extensions_mut().insert(came);
        // No timer is set for what is answered at once.
        let answered = tokio::time::timeout(TIMEOUT, next(request)).await;
        answered.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
    };
    headers::protect(&mut response, state);
    if let Ok(name) = name {
        response.headers_mut().insert(REQUEST_ID, name);
    }
    let took = begun.elapsed();
    state.metrics.answered(name_of(matched.as_ref()), method.as_str(), response.status().as_u16(), took);
    log(&response, took);
    response
}

/// The route as it is written in the router.
fn name_of(route: Option<&MatchedPath>) -> &str {
    route.map_or("(file)", MatchedPath::as_str)
}

/// What is said to who is not let in.
fn refusal(state: &AppState, came: &Circumstances, request: &Request) -> Option<Response> {
    if let Err(wait) = rate::may_ask(&state.addresses, came, request) {
        return Some(ApiError::TooOften(wait).into_response());
    }
    if headers::is_packed(request.headers()) {
        return Some(ApiError::Packed.into_response());
    }
    security::refusal(state, came, request)
}

fn log(response: &Response, took: Duration) {
    let (status, took_ms) = (response.status().as_u16(), u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
    if response.status().is_server_error() {
        tracing::error!(status, took_ms, "Failed");
    } else if response.extensions().get::<health::Probe>().is_some() {
        tracing::debug!(status, took_ms, "Answered");
    } else {
        tracing::info!(status, took_ms, "Answered");
    }
}
