//! Calls from the pages of approved origins, for the few services that such a page calls by itself.
//!
//! An origin that may frame the instance may call these, and no other may. The list is read at each request, so a
//! change is felt at once.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::simulator::Simulator;

/// What the AWS clients of a page send along.
const REQUEST_HEADERS: &str = "authorization, content-type, x-amz-bearer, x-amz-content-sha256, x-amz-date, \
    x-amz-security-token, x-amz-user-agent, amz-sdk-invocation-id, amz-sdk-request";
const RESPONSE_HEADERS: &str = "x-amzn-errortype, x-amzn-requestid";

pub(crate) async fn allow_approved(
    State(simulator): State<Arc<Simulator>>,
    request: Request,
    next: Next,
) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let approved = origin.filter(|origin| {
        simulator.approved().iter().any(|approved| approved.as_str().as_bytes() == origin.as_bytes())
    });
    let is_preflight = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response =
        if is_preflight { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    let Some(origin) = approved else { return response };
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(RESPONSE_HEADERS));
    if is_preflight {
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, PUT"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(REQUEST_HEADERS));
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    }
    response
}
