//! What every answer says for its own protection, whatever it is: a page, an answer of the API, a file, an error.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::ApiError;

/// What is no page needs nothing of the machine.
const NOTHING: &str = "microphone=(), camera=(), geolocation=(), payment=(), usb=()";

/// What is no page loads nothing, also if a browser is made to show it as one.
const LOADS_NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; ";

/// Sees that no answer goes without. What an answer says itself holds.
pub(super) async fn protect(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let response_is_whole = response.status().is_success();
    let headers = response.headers_mut();
    add(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Not `no-referrer`: with that, browsers send a form of ours as if it came from nowhere, and it is refused as foreign.
    add(headers, header::REFERRER_POLICY, "same-origin");
    add(headers, HeaderName::from_static("permissions-policy"), NOTHING);
    // Pages of listed origins read the API by CORS, which this does not touch; nobody else loads anything of it.
    add(headers, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    // What was not answered as asked is not kept either: it may be otherwise the next time.
    if !response_is_whole {
        add(headers, header::CACHE_CONTROL, "no-store");
    }
    // The sign-in to Amazon Connect is a window that the page opened and must still reach: no other opener policy.
    let policy = headers.get(header::CONTENT_SECURITY_POLICY).and_then(|policy| policy.to_str().ok());
    let policy = policy.unwrap_or("frame-ancestors 'self'");
    if !policy.contains("default-src")
        && let Ok(policy) = HeaderValue::from_str(&format!("{LOADS_NOTHING}{policy}"))
    {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn add(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}

/// A body is taken as it is. One that must be unpacked first could be of any size, so none is.
pub(super) async fn nothing_packed(request: Request, next: Next) -> Response {
    let packed = request.headers().get_all(header::CONTENT_ENCODING).iter();
    if packed.into_iter().any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return ApiError::Packed.into_response();
    }
    next.run(request).await
}
