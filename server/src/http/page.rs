//! The pages: the desktop's and the history's.

use app::{api::PageConfig, history::history_page, text::Language, ui::El};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::Response,
};
use leptos::nonce::use_nonce;
use leptos::prelude::expect_context;
use leptos_axum::{ResponseOptions, render_app_to_stream_with_context};

use super::AppState;
use crate::auth::Caller;

/// The desktop's page.
pub(super) async fn show(State(state): State<AppState>, request: Request) -> Response {
    render(state, app::page, request).await
}

/// The history's page.
pub(super) async fn show_history(State(state): State<AppState>, request: Request) -> Response {
    render(state, history_page, request).await
}

/// Renders a page in the browser's language, with the headers that go with it.
async fn render(state: AppState, page: fn(&PageConfig) -> El, request: Request) -> Response {
    let now = state.live.now();
    let signed_in = request.extensions().get::<Caller>().and_then(Caller::person);
    let config = now.page(language(request.headers()), signed_in.map(|who| who.signed_in.clone()));
    let headers = move || {
        let nonce = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
        let response: ResponseOptions = expect_context();
        let set = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                response.insert_header(name, value);
            }
        };
        set(header::CONTENT_SECURITY_POLICY, &now.policy.content_security(&nonce, &now.ancestors()));
        set(HeaderName::from_static("permissions-policy"), &now.policy.permissions());
        set(header::CACHE_CONTROL, "no-store");
        set(header::VARY, "accept-language, cookie");
    };
    let document = move || app::shell(state.options.clone(), &config, page);
    render_app_to_stream_with_context(headers, document)(request).await
}

/// What the browser asks for. A header that cannot be read, or none, asks for nothing.
pub(super) fn language(headers: &HeaderMap) -> Language {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|languages| languages.to_str().ok());
    asked.map(Language::accepted).unwrap_or_default()
}
