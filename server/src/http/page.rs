//! The pages: the desktop's and the history's.

use app::{
    api::PageConfig,
    history::{HISTORY, history_page},
    text::Language,
    ui::El,
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse as _, Redirect, Response},
};
use leptos::nonce::use_nonce;
use leptos::prelude::expect_context;
use leptos_axum::{ResponseOptions, render_app_to_stream_with_context};
use url::form_urlencoded::{self, Serializer};

use super::AppState;
use crate::auth::{Caller, Reach};

/// The desktop's page.
pub(super) async fn show(State(state): State<AppState>, request: Request) -> Response {
    render(state, app::page, request).await
}

/// The history's page.
pub(super) async fn show_history(State(state): State<AppState>, request: Request) -> Response {
    if let Some(own) = own_history(&request) {
        return Redirect::to(&own).into_response();
    }
    render(state, history_page, request).await
}

/// Whoever sees their own records alone is led to their own history, instead of to an empty one.
fn own_history(request: &Request) -> Option<String> {
    let Reach::Own(own) = request.extensions().get::<Caller>()?.reach() else { return None };
    let query = form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes());
    let (agents, others): (Vec<_>, Vec<_>) = query.partition(|(name, _)| name == "agent");
    if matches!(&agents[..], [(_, agent)] if *agent == own) {
        return None;
    }
    let query = Serializer::new(String::new()).append_pair("agent", &own).extend_pairs(others).finish();
    Some(format!("{HISTORY}?{query}"))
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
        // Where nothing may be said of the page, browsers send its form with the origin `null`.
        set(header::REFERRER_POLICY, "same-origin");
    };
    let document = move || app::shell(state.options.clone(), &config, page);
    render_app_to_stream_with_context(headers, document)(request).await
}

/// What the browser asks for. A header that cannot be read, or none, asks for nothing.
pub(super) fn language(headers: &HeaderMap) -> Language {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|languages| languages.to_str().ok());
    asked.map(Language::accepted).unwrap_or_default()
}
