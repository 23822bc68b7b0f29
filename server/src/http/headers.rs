//! What every answer says for its own protection, whatever it is: a page, an answer of the API, a file, an error.

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::Response,
};

use super::AppState;

/// What the page may use of the machine.
pub(super) const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// Whose pages may load an answer.
pub(super) const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// What is no page needs nothing of the machine.
pub(super) const NOTHING: &str = "microphone=(), camera=(), geolocation=(), payment=(), usb=()";

/// Sees that no answer goes without. What an answer says itself holds.
pub(super) fn protect(response: &mut Response, state: &AppState) {
    let status = response.status();
    let headers = response.headers_mut();
    add(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Not `no-referrer`: with that, browsers send a form of ours as if it came from nowhere, and it is refused as foreign.
    add(headers, header::REFERRER_POLICY, "same-origin");
    add(headers, PERMISSIONS_POLICY, NOTHING);
    // Pages of listed origins read the API by CORS, which this does not touch; nobody else loads anything of it.
    add(headers, RESOURCE_POLICY, "same-origin");
    // What was not answered as asked is not kept either: it may be otherwise the next time.
    if status.is_client_error() || status.is_server_error() {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    } else if !status.is_success() {
        add(headers, header::CACHE_CONTROL, "no-store");
    }
    if state.site.is_https() {
        // Browsers come over https alone from now on.
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    // The sign-in to Amazon Connect is a window that the page opened and must still reach: no other opener policy.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| state.live.now().policy());
}

fn add(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}

/// A body is taken as it is. One that must be unpacked first could be of any size, so none is.
pub(super) fn is_packed(headers: &HeaderMap) -> bool {
    let mut encodings = headers.get_all(header::CONTENT_ENCODING).iter();
    encodings.any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
}
