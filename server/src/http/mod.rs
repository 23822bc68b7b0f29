//! HTTP: the router and its layers. One file per resource; handlers extract, call, and answer.

mod access;
mod activities;
mod admin;
mod audit;
mod ccp_check;
mod circumstances;
mod contact_records;
mod docs;
mod drawn;
mod error;
mod export;
mod headers;
mod health;
mod live;
mod origins;
mod page;
mod query;
mod rate;
mod records;
mod security;
mod settings;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use app::{
    api::{
        ACTIVITIES, CCP_CHECK, CONTACT_EXPORT, CONTACT_RECORDS, CONTACT_TOTALS, DISCLOSURES, ORIGINS,
        RECORDS, SETTINGS,
    },
    history::HISTORY,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef, MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::Response,
    routing::{MethodRouter, get, post},
};
use leptos::config::LeptosOptions;
use tower_http::{
    services::ServeDir, set_header::SetResponseHeaderLayer, timeout::TimeoutLayer, trace::TraceLayer,
};

pub use contact_records::Listed;
pub use error::ApiError;
pub use live::Live;
pub use records::Judged;

use crate::{
    auth::Gate,
    config::Config,
    metrics::Metrics,
    public::{CONFIG_JSON, streams_url},
    store::Store,
};
use ccp_check::CcpProbe;
use drawn::Drawn;
use rate::Limiter;

/// The largest body of a request. A record with the most and the longest of everything fits.
const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// A request that is not answered by then is ended. Longer than the longest check of the CCP. What is sent once the answer
/// has begun, an export for example, may take any time.
const TIMEOUT: Duration = Duration::from_secs(20);

/// What the handlers share.
#[derive(Clone, Debug)]
pub struct AppState {
    gate: Gate,
    store: Store,
    live: Live,
    probe: CcpProbe,
    options: LeptosOptions,
    metrics: Metrics,
    addresses: Limiter,
    callers: Limiter,
    draining: Arc<AtomicBool>,
    drawn: Drawn,
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.options.clone()
    }
}

impl AppState {
    /// Gets everything ready that the handlers need.
    ///
    /// # Errors
    /// When the page's files are missing, the allow list cannot be read or there is no TLS.
    pub async fn new(config: Config, store: Store) -> anyhow::Result<Self> {
        // Rendering spawns; that it knows how already, in a second server of one process, is as good.
        let _ = any_spawner::Executor::init_tokio();
        let options = LeptosOptions::builder()
            .output_name("streamdesk")
            .site_root(config.http.site_dir.to_string_lossy())
            // `make build` puts a hash into the name of every file and lists the hashes beside the program.
            .hash_files(std::env::current_exe()?.with_file_name("hash.txt").exists())
            .build();
        let script = if options.hash_files { "pkg" } else { "pkg/streamdesk.js" };
        for file in [script, &streams_url()[1..]] {
            let path = config.http.site_dir.join(file);
            ensure!(
                path.exists(),
                "{} is missing; `make build` makes it, and http.site_dir must name its folder",
                path.display()
            );
        }
        Ok(Self {
            gate: Gate::None,
            metrics: Metrics::default(),
            addresses: Limiter::new(config.operations.requests_per_s),
            callers: Limiter::new(config.operations.caller_requests_per_s),
            draining: Arc::default(),
            drawn: Drawn::default(),
            probe: CcpProbe::new(config.connect.ccp_url.clone())?,
            live: Live::load(config, &*store).await.context("cannot read what is set in the database")?,
            store,
            options,
        })
    }
}

impl AppState {
    /// What is counted.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// From now on it is said that no more requests are wanted.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }
}

/// Everything below `/api/v1`, each with its path. The OpenAPI document describes exactly these.
fn resources() -> Vec<(&'static str, MethodRouter<AppState>)> {
    vec![
        (CONTACT_RECORDS, get(contact_records::list).post(contact_records::store)),
        (access::CONTACT_RECORD, get(contact_records::show)),
        (RECORDS, post(records::store)),
        (CONTACT_TOTALS, get(contact_records::totals)),
        (CONTACT_EXPORT, get(export::export)),
        (ACTIVITIES, get(activities::list)),
        (ORIGINS, get(origins::list).put(origins::add).delete(origins::remove)),
        (SETTINGS, get(settings::show).put(settings::change)),
        (settings::VERSIONS, get(settings::list)),
        (settings::VERSION, get(settings::show_version)),
        (settings::RESTORE, post(settings::restore)),
        (audit::AUDIT, get(audit::list)),
        (audit::EXPORT, get(audit::export)),
        (DISCLOSURES, post(audit::disclose)),
        (CCP_CHECK, get(ccp_check::check)),
        ("/api/v1/openapi.json", get(docs::document)),
    ]
}

/// All routes with their layers.
pub fn router(state: AppState) -> Router {
    let api = resources()
        .into_iter()
        .fold(Router::new(), |api, (path, resource)| api.route(path, resource))
        .route("/api/docs", get(docs::page))
        .route("/api/docs.css", get(docs::style))
        .route("/api/{*rest}", get(error::no_such_resource).fallback(error::no_such_resource))
        .method_not_allowed_fallback(error::method_not_allowed)
        .layer(set_if_missing(header::CACHE_CONTROL, "no-store"));

    let site = std::path::PathBuf::from(&*state.options.site_root);
    let files = |folder: &str| ServeDir::new(site.join(folder)).precompressed_br().precompressed_gzip();
    // A name that carries a hash or a version never means another content.
    let caching = |unique| if unique { "public, max-age=31536000, immutable" } else { "no-cache" };
    let cached = |folder, unique| {
        let files = Router::new().nest_service(&format!("/{folder}"), files(folder));
        files.layer(set_if_missing(header::CACHE_CONTROL, caching(unique)))
    };

    let pages = Router::new()
        .route("/", get(page::show))
        .route(HISTORY, get(page::show_history))
        .route(CONFIG_JSON, get(page::public))
        .route(admin::PATH, get(admin::overview::show))
        .route(admin::settings::PATH, get(admin::settings::show).post(admin::settings::act))
        .route(admin::audit::PATH, get(admin::audit::show))
        .route(admin::settings::VERSIONS, get(admin::settings::list))
        .route(admin::settings::VERSION, get(admin::settings::show_version).post(admin::settings::restore));
    let enforced = middleware::from_fn_with_state(state.clone(), access::enforce);

    // From the inside out: what a request needs last stands first.
    Router::new()
        .merge(pages.merge(api).route_layer(enforced))
        .merge(cached("pkg", state.options.hash_files))
        .merge(cached("vendor", true))
        .route("/healthz", get(health::healthy))
        .route("/readyz", get(health::ready))
        .fallback_service(files(""))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIMEOUT))
        .layer(security::cors(state.live.clone()))
        .layer(middleware::from_fn_with_state(state.live.clone(), security::guard))
        .layer(middleware::from_fn_with_state(state.live.clone(), security::frame_ancestors))
        .layer(middleware::from_fn(headers::nothing_packed))
        .layer(middleware::from_fn_with_state(state.addresses.clone(), rate::by_address))
        .layer(middleware::from_fn(headers::protect))
        .layer(middleware::from_fn(circumstances::note))
        .layer(middleware::from_fn_with_state(state.metrics.clone(), measure))
        .layer(TraceLayer::new_for_http().make_span_with(span).on_response(answered).on_failure(()))
        .with_state(state)
}

fn set_if_missing(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

/// The route as it is written here, never the address itself.
fn route(request: &Request) -> &str {
    request.extensions().get::<MatchedPath>().map_or("(file)", MatchedPath::as_str)
}

/// Counts a request, and how long it took.
async fn measure(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let (route, method) = (route(&request).to_owned(), request.method().clone());
    let (begun, _under_way) = (Instant::now(), metrics.begun());
    let response = next.run(request).await;
    metrics.answered(&route, method.as_str(), response.status().as_u16(), begun.elapsed());
    response
}

/// One span per request, with the route and never the address itself: that may hold names and numbers.
fn span(request: &Request) -> tracing::Span {
    let route = route(request);
    // The name of the request is not known yet.
    let request_id = tracing::field::Empty;
    tracing::info_span!("http.request", method = %request.method(), route, request_id)
}

fn answered(response: &Response, took: Duration, _: &tracing::Span) {
    let (status, took_ms) = (response.status().as_u16(), u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
    if response.status().is_server_error() {
        tracing::error!(status, took_ms, "Failed");
    } else if response.extensions().get::<health::Probe>().is_some() {
        tracing::debug!(status, took_ms, "Answered");
    } else {
        tracing::info!(status, took_ms, "Answered");
    }
}

#[cfg(test)]
mod tests;
