//! The pages: the desktop's of each instance, the history's, and the origin doctor's.

use std::sync::Arc;

use app::{
    api::PageConfig,
    history::{HISTORY, history_page},
    origins::doctor_page,
    text::Language,
    ui::El,
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use leptos::nonce::use_nonce;
use leptos::prelude::expect_context;
use leptos_axum::{ResponseOptions, render_app_to_stream_with_context};
use url::form_urlencoded::{self, Serializer};

use super::{AppState, live::Shown};
use crate::{
    auth::{Caller, Reach},
    instances::InstanceName,
};

/// By this cookie a browser's desktop stays at the instance that was last opened by name. It says nothing of anybody.
const REMEMBERED: &str = "streamdesk-instance";

/// The desktop's page: of the instance that the address names, else of the one that this browser had last, else the first.
pub(super) async fn show(State(state): State<AppState>, request: Request) -> Response {
    render_instance(state, app::page, request).await
}

/// The origin doctor's page, which may show what the desktop's may.
pub(super) async fn show_doctor(State(state): State<AppState>, request: Request) -> Response {
    render_instance(state, doctor_page, request).await
}

/// The history's page, which is of no instance.
pub(super) async fn show_history(State(state): State<AppState>, request: Request) -> Response {
    if let Some(own) = own_history(&request) {
        return Redirect::to(&own).into_response();
    }
    let now = state.live.now();
    match now.shown(None) {
        Some(shown) => render(state, history_page, shown, now.ancestors(), request).await,
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Renders the page of one instance.
async fn render_instance(state: AppState, page: fn(&PageConfig) -> El, request: Request) -> Response {
    let now = state.live.now();
    let by_name = |name: &str| InstanceName::parse(name).ok().and_then(|name| now.shown(Some(&name)));
    let asked = asked(&request);
    let shown = match &asked {
        Some(name) => by_name(name),
        None => remembered(request.headers()).and_then(by_name).or_else(|| now.shown(None)),
    };
    let Some(shown) = shown else {
        let said = "There is no instance of that name here. Administrators find those there are at /admin/instances.\n";
        return (StatusCode::NOT_FOUND, said).into_response();
    };
    let cookie = asked
        .map(|_| format!("{REMEMBERED}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly", shown.name));
    let ancestors = shown.ancestors.clone();
    let mut response = render(state, page, shown, ancestors, request).await;
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The instance that the address names.
fn asked(request: &Request) -> Option<String> {
    let query = request.uri().query()?.as_bytes();
    let named = form_urlencoded::parse(query).find(|(key, _)| key == "instance");
    named.map(|(_, name)| name.into_owned())
}

/// The instance that this browser had last.
fn remembered(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    let mut pairs =
        cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == REMEMBERED).map(|(_, name)| name)
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
async fn render(
    state: AppState,
    page: fn(&PageConfig) -> El,
    shown: Arc<Shown>,
    ancestors: String,
    request: Request,
) -> Response {
    let caller = request.extensions().get::<Caller>();
    let withheld = state.live.now().withheld(caller);
    let signed_in = caller.and_then(Caller::person).map(|who| who.signed_in.clone());
    let page_config = shown.page.clone().page(language(request.headers()));
    let config = PageConfig { withheld, signed_in, ..page_config };
    let headers = move || {
        let nonce = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
        let response: ResponseOptions = expect_context();
        let set = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                response.insert_header(name, value);
            }
        };
        set(header::CONTENT_SECURITY_POLICY, &shown.policy.content_security(&nonce, &ancestors));
        set(HeaderName::from_static("permissions-policy"), &shown.policy.permissions());
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
