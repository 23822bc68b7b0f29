//! Who may call from where, who may frame, and what the page may load. The allow list drives the first two.

use app::api::DeskConfig;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower_http::cors::{AllowOrigin, CorsLayer};
use url::Url;

use super::{ApiError, live::Live};
use crate::config::ConnectConfig;

/// Lets pages of the listed origins read the answers. Without cookies: there are none.
pub(super) fn cors(live: Live) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(move |origin, _| live.now().allows(origin)))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        // A page of plain files brings a token.
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
}

/// Refuses what a foreign page sends. CORS keeps such a page from reading answers, not from sending requests; and a
/// foreign name that points to this machine would make any page one of ours.
pub(super) async fn guard(State(live): State<Live>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if !host(headers).is_some_and(|host| is_local(&host)) {
        return ApiError::ForeignHost.into_response();
    }
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let foreign = headers
        .get(header::ORIGIN)
        .is_some_and(|origin| !is_own(origin, headers) && !live.now().allows(origin));
    if changes && foreign {
        return ApiError::ForeignOrigin.into_response();
    }
    next.run(request).await
}

/// Says on every answer who may frame it, unless the page has said so already with the rest of its policy.
pub(super) async fn frame_ancestors(State(live): State<Live>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Ok(policy) = HeaderValue::from_str(&live.now().ancestors()) {
        response.headers_mut().entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    response
}

fn host(headers: &HeaderMap) -> Option<Url> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    Url::parse(&format!("http://{host}")).ok()
}

fn is_local(host: &Url) -> bool {
    matches!(host.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

fn is_own(origin: &HeaderValue, headers: &HeaderMap) -> bool {
    let own = host(headers).map(|host| host.origin().ascii_serialization());
    own.is_some_and(|own| own.as_bytes() == origin.as_bytes())
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
             form-action 'none'; {}",
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
