//! The pages: the desktop's of each instance, the history's, and the origin doctor's.

use std::sync::{Arc, Mutex, PoisonError};

use app::{
    api::PageConfig,
    history::{HISTORY, history_page},
    origins::{DOCTOR, doctor_page},
    text::Language,
    ui::El,
};
use axum::{
    body::to_bytes,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use leptos::nonce::use_nonce;
use leptos_axum::render_app_to_stream_with_context;
use url::form_urlencoded::{self, Serializer};

use super::{
    AppState,
    drawn::{Asked, Page},
    instance_choice,
    live::Shown,
};
use crate::{
    auth::{Caller, Reach},
    instances::InstanceName,
};

/// By this cookie a browser's desktop stays at the instance that was last opened by name. It says nothing of anybody.
const REMEMBERED: &str = "streamdesk-instance";

/// What draws a page, and the name by which it is found again once it is drawn.
type NamedPage = (&'static str, fn(&PageConfig) -> El);

/// The desktop.
const DESKTOP: NamedPage = ("/", app::page);

/// The desktop's page: of the instance that the address names, else of the one that this browser had last, else the first.
pub(super) async fn show(State(state): State<AppState>, request: Request) -> Response {
    render_instance(state, DESKTOP, request).await
}

/// The origin doctor's page, which may show what the desktop's may.
pub(super) async fn show_doctor(State(state): State<AppState>, request: Request) -> Response {
    render_instance(state, (DOCTOR, doctor_page), request).await
}

/// The history's page, which is of no instance.
pub(super) async fn show_history(State(state): State<AppState>, request: Request) -> Response {
    if let Some(own) = own_history(&request) {
        return Redirect::to(&own).into_response();
    }
    let now = state.live.now();
    match now.shown(None) {
        Some(shown) => render(state, (HISTORY, history_page), shown, &now.ancestors(), request).await,
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Renders the page of one instance.
async fn render_instance(state: AppState, page: NamedPage, request: Request) -> Response {
    let now = state.live.now();
    let by_name = |name: &str| InstanceName::parse(name).ok().and_then(|name| now.shown(Some(&name)));
    let asked = asked(&request);
    let shown = match &asked {
        Some(name) => by_name(name),
        None => remembered(request.headers()).and_then(by_name).or_else(|| now.shown(None)),
    };
    let Some(shown) = shown else {
        let caller = request.extensions().get().cloned();
        return instance_choice::unknown(&state, caller, request.headers());
    };
    let cookie = asked
        .map(|_| format!("{REMEMBERED}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly", shown.name));
    let mut response = render(state, page, Arc::clone(&shown), &shown.ancestors, request).await;
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
pub(super) fn remembered(headers: &HeaderMap) -> Option<&str> {
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

/// Answers with a page in the browser's language, with the headers that go with it.
async fn render(
    state: AppState,
    (name, page): NamedPage,
    shown: Arc<Shown>,
    ancestors: &str,
    request: Request,
) -> Response {
    let caller = request.extensions().get::<Caller>();
    let withheld = state.live.now().withheld(caller);
    let signed_in = caller.and_then(Caller::person).map(|who| who.signed_in.clone());
    let asked = Asked { page: name, language: language(request.headers()), withheld, signed_in };
    if let Some(drawn) = shown.drawn.get(&asked) {
        return drawn.into_response();
    }
    match draw(&state, page, asked.config(&shown), request).await {
        Ok((html, nonce)) => {
            let drawn = Page::new(&html, &nonce, &shown.policy, ancestors);
            shown.drawn.keep(&asked, &drawn);
            drawn.into_response()
        }
        Err(error) => {
            tracing::error!(?error, "A page could not be drawn");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

impl Asked {
    /// What the page is made of.
    fn config(&self, shown: &Shown) -> PageConfig {
        let (withheld, signed_in) = (self.withheld.clone(), self.signed_in.clone());
        PageConfig { withheld, signed_in, ..shown.page.clone().page(self.language) }
    }
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
    if nonce.is_empty() {
        return Err(axum::Error::new("it has no nonce"));
    }
    Ok((String::from_utf8_lossy(&html).into_owned(), nonce))
}

/// What the browser asks for. A header that cannot be read, or none, asks for nothing.
pub(super) fn language(headers: &HeaderMap) -> Language {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|languages| languages.to_str().ok());
    asked.map(Language::accepted).unwrap_or_default()
}
