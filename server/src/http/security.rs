//! Who may call from where, who may frame, and what the page may load. The allow list drives the first two.

use app::api::DeskConfig;
use axum::{
    extract::Request,
    http::{HeaderMap, Method, header},
    response::{IntoResponse as _, Redirect, Response},
};
use tower_http::cors::{AllowOrigin, CorsLayer};
use url::Url;

use super::{ApiError, AppState, circumstances::Circumstances, health, live::Live, site::Site};
use crate::instances::Instance;

/// Lets pages of the listed origins read the answers. Without cookies: they send a token.
pub(super) fn cors(live: Live) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(move |origin, _| live.now().allows(origin)))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        // Pages of other origins, and those of plain files, bring a token.
        .allow_headers([header::CONTENT_TYPE, header::AUTHORIZATION])
}

/// Refuses what a foreign page sends, and what was sent to a foreign name. CORS keeps such a page from reading answers, not
/// from sending requests. A page of a listed origin may call the API, but not in the name of whoever is signed in here.
pub(super) fn refusal(state: &AppState, came: &Circumstances, request: &Request) -> Option<Response> {
    let (site, headers) = (&state.site, request.headers());
    let path = request.uri().path();
    // Whoever looks whether the server lives knows it by its address.
    if !site.answers(headers) && !health::PATHS.contains(&path) {
        return Some(ApiError::ForeignHost.into_response());
    }
    if let Some(secure) = over_https(site, came, request) {
        return Some(secure);
    }
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return None;
    }
    let listed = path.starts_with("/api/")
        && !site.cookie().comes_with(headers)
        && headers.get(header::ORIGIN).is_some_and(|origin| state.live.now().allows(origin));
    (!listed && !is_ours(site, headers)).then(|| ApiError::ForeignOrigin.into_response())
}

/// Whether no foreign page sent it: browsers say which page did, and what is no browser says nothing.
fn is_ours(site: &Site, headers: &HeaderMap) -> bool {
    let mut origins = headers.get_all(header::ORIGIN).into_iter().peekable();
    if origins.peek().is_some() {
        return origins.all(|origin| site.is_own(origin, headers));
    }
    let fetched_by = headers.get("sec-fetch-site");
    fetched_by.is_none_or(|by| by == "same-origin" || by == "none")
}

/// Leads who came to a proxy over plain http to https.
fn over_https(site: &Site, came: &Circumstances, request: &Request) -> Option<Response> {
    let public = site.public().filter(|public| came.by_http && public.is_https())?;
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    Some(Redirect::permanent(&format!("{public}{path}")).into_response())
}

/// What the page may load, and from where.
#[derive(Debug)]
pub(super) struct PagePolicy {
    frames: String,
    images: String,
}

impl PagePolicy {
    /// For the page that embeds this instance, with this desk's logo.
    pub(super) fn new(instance: &Instance, desk: &DeskConfig) -> Self {
        let mut images = "'self' data:".to_owned();
        // A path is no address by itself: such a logo is this server's own.
        if let Ok(logo) = Url::parse(&desk.logo_url) {
            images = images + " " + &logo.origin().ascii_serialization();
        }
        Self { frames: instance.framed().join(" "), images }
    }

    /// The `Content-Security-Policy` for one answer.
    pub(super) fn content_security(&self, nonce: &str, ancestors: &str) -> String {
        format!(
            "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src {}; media-src 'self'; connect-src 'self' {}; frame-src {}; base-uri 'none'; \
             form-action 'self'; {}",
            self.images,
            // The instance is asked to end its session when the agent logs out, and for nothing else.
            self.frames,
            self.frames,
            ancestors,
        )
    }

    /// The `Permissions-Policy`: the panel needs the microphone, and the page asks for it on its behalf.
    pub(super) fn permissions(&self) -> String {
        let frames =
            self.frames.split(' ').map(|origin| format!("\"{origin}\"")).collect::<Vec<_>>().join(" ");
        format!("microphone=(self {frames}), camera=(self {frames}), geolocation=(), payment=(), usb=()")
    }
}
