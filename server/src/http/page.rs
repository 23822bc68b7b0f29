//! The pages: the desktop's and the history's.

use std::sync::{Arc, Mutex, PoisonError};

use app::{api::PageConfig, history::history_page, text::Language, ui::El};
use axum::{
    Json,
    body::to_bytes,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use leptos::nonce::use_nonce;
use leptos_axum::render_app_to_stream_with_context;

use super::{
    AppState,
    drawn::{Page, nonce},
};

/// The desktop's page.
pub(super) async fn show(State(state): State<AppState>, request: Request) -> Response {
    render(state, "desktop", app::page, request).await
}

/// The history's page.
pub(super) async fn show_history(State(state): State<AppState>, request: Request) -> Response {
    render(state, "history", history_page, request).await
}

/// `config.json`, as a deployment that no server draws needs it beside the page.
pub(super) async fn public(State(state): State<AppState>) -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], Json(state.live.now().page.clone()))
}

/// Answers with a page in the browser's language, with the headers that go with it.
async fn render(
    state: AppState,
    name: &'static str,
    page: fn(&PageConfig) -> El,
    request: Request,
) -> Response {
    let now = state.live.now();
    let config = now.page(language(request.headers()), request.extensions().get());
    let settings = config.to_script();
    let (html, nonce) = match (state.drawn.get(name, &settings), nonce()) {
        (Some(drawn), Some(nonce)) => (drawn.with(&nonce), nonce),
        _ => match draw(&state, page, config, request).await {
            Ok((html, nonce)) => {
                if let Some(page) = Page::of(&html, &nonce) {
                    state.drawn.keep(name, settings, page);
                }
                (html, nonce)
            }
            Err(error) => {
                tracing::error!(?error, "A page could not be drawn");
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
        },
    };
    let headers = [
        (header::CONTENT_SECURITY_POLICY, now.policy.content_security(&nonce, &now.ancestors())),
        (HeaderName::from_static("permissions-policy"), now.policy.permissions()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::VARY, "accept-language".to_owned()),
    ];
    (headers, Html(html)).into_response()
}

/// Draws a page, and tells its nonce.
async fn draw(
    state: &AppState,
    page: fn(&PageConfig) -> El,
    config: PageConfig,
    request: Request,
) -> Result<(String, String), axum::Error> {
    let nonce = Arc::new(Mutex::new(String::new()));
    let noted = Arc::clone(&nonce);
    let context = move || {
        let drawn_with = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
        *noted.lock().unwrap_or_else(PoisonError::into_inner) = drawn_with;
    };
    let options = state.options.clone();
    let document = move || app::shell(options.clone(), &config, page);
    let response = render_app_to_stream_with_context(context, document)(request).await;
    // Of our own making, and as large as that.
    let html = to_bytes(response.into_body(), usize::MAX).await?;
    let nonce = nonce.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok((String::from_utf8_lossy(&html).into_owned(), nonce))
}

/// What the browser asks for. A header that cannot be read, or none, asks for nothing.
pub(super) fn language(headers: &HeaderMap) -> Language {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|languages| languages.to_str().ok());
    asked.map(Language::accepted).unwrap_or_default()
}
