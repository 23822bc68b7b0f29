//! HTTP: the router and its layers. One file per resource; handlers extract, call, and answer.

mod access;
mod activities;
mod admin;
mod around;
mod audit;
mod ccp_check;
mod chance;
mod circumstances;
mod contact_records;
mod docs;
mod doctor;
mod drawn;
mod error;
mod export;
mod headers;
mod health;
mod help;
mod instance_choice;
mod instances;
mod kept_files;
mod live;
mod origins;
mod page;
mod people;
mod query;
mod rate;
mod records;
mod security;
mod settings;
mod site;
mod static_home;
mod style;
mod template;

use std::{
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use anyhow::{Context as _, ensure};
use app::{
    api::{
        ACTIVITIES, APPROVED_ORIGINS, CCP_CHECK, CONTACT_EXPORT, CONTACT_RECORDS, CONTACT_TOTALS,
        DISCLOSURES, DOCTOR_CHECK, RECORDS, SETTINGS,
    },
    history::HISTORY,
    origins::DOCTOR,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef},
    http::{HeaderName, HeaderValue, header},
    middleware,
    routing::{MethodRouter, delete, get, post, put},
};
use leptos::config::LeptosOptions;
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

pub use contact_records::Listed;
pub use error::ApiError;
pub use live::Live;
pub use records::Judged;
pub use static_home::{Export, ExportError, Exported, export};

use crate::{
    auth::{
        Door, Gate, Sessions,
        oidc::{self, Provider},
    },
    aws::Aws,
    config::{AuthMode, Config},
    doctor::Probe,
    instances::InstanceName,
    metrics::Metrics,
    public::streams_url,
    store::Store,
};
use kept_files::KeptFiles;
use live::Shown;
use rate::Limiter;
use site::Site;

/// The largest body of a request. A record with the most and the longest of everything fits.
const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// What the handlers share. Cheap to clone, which every request does several times.
#[derive(Clone, Debug)]
pub struct AppState(Arc<Shared>);

/// What is shared.
#[derive(Debug)]
pub struct Shared {
    gate: Gate,
    door: Door,
    site: Site,
    store: Store,
    live: Live,
    probe: Probe,
    aws: Aws,
    options: LeptosOptions,
    metrics: Metrics,
    addresses: Limiter,
    callers: Limiter,
    draining: AtomicBool,
}

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
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
        let site = Site::new(&config.http);
        let gate = match &config.auth.mode {
            AuthMode::None => Gate::None,
            AuthMode::Local => {
                Gate::Local(Sessions::new(store.clone(), site.cookie(), &config.auth), store.clone())
            }
            AuthMode::Oidc(provider) => {
                let public = site.public().context("http.public_url is missing")?;
                let provider = Provider::new(*provider.clone(), &public.as_str().parse()?)?;
                let sessions = Sessions::new(store.clone(), site.cookie(), &config.auth);
                Gate::Provider(sessions, store.clone(), provider)
            }
        };
        Ok(Self(Arc::new(Shared {
            gate,
            door: Door::new(store.clone()),
            site,
            metrics: Metrics::default(),
            addresses: Limiter::new(config.operations.requests_per_s),
            callers: Limiter::new(config.operations.caller_requests_per_s),
            draining: AtomicBool::default(),
            probe: Probe::new()?,
            aws: Aws::default(),
            live: Live::load(config, &*store).await.context("cannot read what is set in the database")?,
            store,
            options,
        })))
    }
}

impl AppState {
    /// Reads anew what others change, until the database is closed.
    pub async fn follow(self) {
        let feed = self.store.changes().await;
        self.live.clone().follow(self.store.clone(), feed).await;
    }

    /// An instance by its name; without a name, the first.
    fn instance(&self, name: Option<&str>) -> Result<Arc<Shown>, ApiError> {
        let now = self.live.now();
        let found = match name {
            Some(name) => InstanceName::parse(name).ok().and_then(|name| now.shown(Some(&name))),
            None => now.shown(None),
        };
        found.ok_or(ApiError::NotFound("instance"))
    }

    /// The sessions, where people sign in.
    pub fn sessions(&self) -> Option<Sessions> {
        self.gate.sessions().cloned()
    }

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
        (SETTINGS, get(settings::show).put(settings::change)),
        (settings::VERSIONS, get(settings::list)),
        (settings::VERSION, get(settings::show_version)),
        (settings::RESTORE, post(settings::restore)),
        (instances::INSTANCES, get(instances::list)),
        (instances::INSTANCE, get(instances::show).put(instances::put).delete(instances::remove)),
        (origins::ORIGINS, get(origins::list).put(origins::add).delete(origins::remove)),
        (instances::INSTANCE_ORDER, put(instances::order)),
        (instances::INSTANCE_FILE, get(instances::export).put(instances::import)),
        (instances::INSTANCE_CHANGES, get(instances::changes)),
        (instances::INSTANCE_CHANGE_UNDO, post(instances::undo)),
        (audit::AUDIT, get(audit::list)),
        (audit::EXPORT, get(audit::export)),
        (DISCLOSURES, post(audit::disclose)),
        (CCP_CHECK, get(ccp_check::check)),
        (people::ME, get(people::me::show)),
        (people::ACCOUNTS, get(people::accounts::list).post(people::accounts::add)),
        (people::ACCOUNT, get(people::accounts::show).put(people::accounts::replace)),
        (people::ACCOUNT_LINK, post(people::accounts::link)),
        (people::SESSIONS, get(people::sessions::list)),
        (people::SESSION, delete(people::sessions::end)),
        (people::TOKENS, get(people::tokens::list).post(people::tokens::add)),
        (people::TOKEN, delete(people::tokens::revoke)),
        (DOCTOR_CHECK, get(doctor::check)),
        (APPROVED_ORIGINS, put(doctor::approve)),
        ("/api/v1/openapi.json", get(docs::document)),
    ]
}

/// Where people sign in and out.
fn pages_of_people() -> Router<AppState> {
    use people::{links, own, provider, sign_in};
    Router::new()
        .route(people::SIGN_IN, get(sign_in::show).post(sign_in::submit))
        .route(people::SIGN_OUT, post(sign_in::out))
        .route(people::AT_PROVIDER, get(provider::begin))
        .route(oidc::CALLBACK, get(provider::finish))
        .route(people::WELCOME, get(links::show_welcome).post(links::submit_welcome))
        .route(people::NEW_PASSWORD, get(links::show_new_password).post(links::submit_new_password))
        .route(people::OWN, get(own::show))
        .route(people::OWN_PASSWORD, post(own::change_password))
        .route(people::OWN_SESSION, post(own::end_session))
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
    let kept_files = KeptFiles::default();
    let cached = |folder, unique| {
        let files = Router::new().nest_service(&format!("/{folder}"), files(folder));
        let files = files.layer(set_if_missing(header::CACHE_CONTROL, caching(unique)));
        let keep = middleware::from_fn_with_state(kept_files.clone(), kept_files::keep);
        if unique { files.layer(keep) } else { files }
    };

    let pages = Router::new()
        .route("/", get(page::show))
        .route(HISTORY, get(page::show_history))
        .route(DOCTOR, get(page::show_doctor))
        .route(instance_choice::PATH, get(instance_choice::show))
        .route(help::HELP, get(help::first))
        .route(help::HELP_PAGE, get(help::show))
        .merge(pages_of_people())
        .merge(admin::pages(&state));

    // Pages of other origins read the API, and whether there is a server; nothing else is for them.
    let cors = security::cors(state.live.clone());
    let probes = Router::new()
        .route("/healthz", get(health::healthy))
        .route("/readyz", get(health::ready))
        .layer(cors.clone());

    let limited = DefaultBodyLimit::max(BODY_LIMIT);
    // What is not known to the table of who may call what is answered as if it were not there. An API's refusals are for pages
    // of other origins too, so that they can tell why: there CORS comes first.
    let enforced = middleware::from_fn_with_state(state.clone(), access::enforce);
    let open_or_enforced = Router::new()
        .merge(api.route_layer(enforced).layer(cors))
        .merge(probes)
        .merge(cached("pkg", state.options.hash_files))
        .merge(cached("vendor", true))
        .route(style::STYLE, get(style::show))
        .fallback_service(files(""))
        .layer((middleware::from_fn_with_state(state.clone(), around::every_request), limited));
    let around_pages = middleware::from_fn_with_state(state.clone(), around::every_enforced_request);
    pages.route_layer((around_pages, limited)).merge(open_or_enforced).with_state(state)
}

fn set_if_missing(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

#[cfg(test)]
mod tests;
