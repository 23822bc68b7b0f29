//! Links that are given to people.

use axum::http::{HeaderMap, header};

use crate::http::AppState;

/// A path as an address that can be sent to somebody.
pub(in crate::http) fn absolute(state: &AppState, headers: &HeaderMap, path: &str) -> String {
    // The name was checked before anything else was.
    let asked = || headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    match state.site.public() {
        Some(public) => format!("{public}{path}"),
        None => format!("http://{}{path}", asked()),
    }
}
