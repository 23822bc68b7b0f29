//! Who may call from where, who may frame, and what the page may load. The allow list drives the first two.

use app::api::DeskConfig;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use tower_http::cors::{AllowOrigin, CorsLayer};
use url::Url;

use super::{ApiError, AppState, circumstances::Circumstances, health, live::Live, site::Site};
use crate::config::ConnectConfig;

/// Lets pages of the listed origins read the answers. Without cookies: they send a token.
pub(super) fn cors(live: Live) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(move |origin, _| live.now().allows(origin)))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([header::CONTENT_TYPE, header::AUTHORIZATION])
}

/// Refuses what a foreign page sends, and what was sent to a foreign name. CORS keeps such a page from reading answers, not
/// from sending requests. A page of a listed origin may call the API, but not in the name of whoever is signed in here.
pub(super) async fn guard(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (site, headers) = (&state.site, request.headers());
    let path = request.uri().path();
    // Whoever looks whether the server lives knows it by its address.
    if !site.answers(headers) && !health::PATHS.contains(&path) {
        return ApiError::ForeignHost.into_response();
    }
    if let Some(secure) = over_https(site, &request) {
        return secure;
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !reads {
        let listed = path.starts_with("/api/")
            && !site.cookie().comes_with(headers)
            && headers.get(header::ORIGIN).is_some_and(|origin| state.live.now().allows(origin));
        if !listed && !is_ours(site, headers) {
            return ApiError::ForeignOrigin.into_response();
        }
    }
    next.run(request).await
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
fn over_https(site: &Site, request: &Request) -> Option<Response> {
    let by_http = request.extensions().get::<Circumstances>().is_some_and(|came| came.by_http);
    let public = site.public().filter(|public| by_http && public.is_https())?;
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    Some(Redirect::permanent(&format!("{public}{path}")).into_response())
}

/// Has browsers come over https alone from now on, where they do.
pub(super) async fn strict_transport(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    if state.site.is_https() {
        let a_year = HeaderValue::from_static("max-age=31536000");
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, a_year);
    }
    response
}

/// Says on every answer who may frame it, unless the page has said so already with the rest of its policy.
pub(super) async fn frame_ancestors(State(live): State<Live>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Ok(policy) = HeaderValue::from_str(&live.now().ancestors()) {
        response.headers_mut().entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    response
}

/// What the page may load, and from where.
#[derive(Debug)]
pub(super) struct PagePolicy {
    frames: String,
    images: String,
}

impl PagePolicy {
    /// For the page that embeds this instance, with this desk's logo.
    pub(super) fn new(connect: &ConnectConfig, desk: &DeskConfig) -> Self {
        let mut frames = vec![connect.ccp_url.origin().ascii_serialization()];
        // The frame shows the sign-in while nobody is signed in.
        frames.push(connect.login_url.origin().ascii_serialization());
        frames.dedup();
        let mut images = "'self' data:".to_owned();
        // A path is no address by itself: such a logo is this server's own.
        if let Ok(logo) = Url::parse(&desk.logo_url) {
            images = images + " " + &logo.origin().ascii_serialization();
        }
        Self { frames: frames.join(" "), images }
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
