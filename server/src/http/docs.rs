//! `/api/v1/openapi.json` describes the API for programs, `/api/docs` for people: the same document, drawn here, without any
//! script.

mod draw;

use std::sync::LazyLock;

use axum::{
    extract::State,
    http::{HeaderName, header},
    response::{Html, IntoResponse},
};

use super::AppState;

/// The document. A test keeps it equal to the code.
pub(super) const DOCUMENT: &str = include_str!("../../openapi.json");

const STYLE: &str = include_str!("docs/docs.css");

static PAGE: LazyLock<String> =
    LazyLock::new(|| draw::page(&serde_json::from_str(DOCUMENT).unwrap_or_default()));

/// The document.
pub(super) async fn document() -> ([(HeaderName, &'static str); 1], &'static str) {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT)
}

/// The page. It may load its style and nothing else.
pub(super) async fn page(State(state): State<AppState>) -> impl IntoResponse {
    let policy = format!(
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; {}",
        state.live.now().ancestors()
    );
    ([(header::CONTENT_SECURITY_POLICY, policy)], Html(PAGE.as_str()))
}

/// How the page looks.
pub(super) async fn style() -> ([(HeaderName, &'static str); 1], &'static str) {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
}
