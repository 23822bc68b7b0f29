//! What the server counts, for Prometheus, on a listener of its own: whoever may see the figures need not be able to see
//! anything else. Nothing in them is about a person.

use std::{
    collections::HashMap,
    fmt,
    net::SocketAddr,
    sync::{Arc, LazyLock, atomic::AtomicU64},
    time::{Duration, Instant, SystemTime},
};

use anyhow::Context as _;
use arc_swap::ArcSwap;
use axum::{Router, extract::State, http::header, response::IntoResponse, routing::get};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};
use tokio::net::TcpListener;

use crate::{auth::Sessions, store::Store};

/// What it is served as.
const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Seconds, from a file out of memory to the longest request there is.
const SECONDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 20.0];

/// Records of a request.
const RECORDS: [f64; 6] = [1.0, 2.0, 5.0, 10.0, 25.0, 100.0];

/// Records of a transaction: what several requests brought, and the last of them may have brought many.
const COMMITTED: [f64; 8] = [1.0, 2.0, 5.0, 10.0, 25.0, 50.0, 100.0, 200.0];

/// What was committed together. The database is opened before there is a server that counts, so there is one for all.
static COMMITS: LazyLock<Commits> =
    LazyLock::new(|| Commits { records: Histogram::new(COMMITTED), durations: Histogram::new(SECONDS) });

struct Commits {
    records: Histogram,
    durations: Histogram,
}

/// Measures a commit of so many records.
///
/// # Errors
/// Those of the commit; it counts only if there are none.
pub(crate) async fn committed<T, E>(
    records: usize,
    committing: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    let begun = Instant::now();
    let kept = committing.await?;
    COMMITS.records.observe(f64::from(u32::try_from(records).unwrap_or(u32::MAX)));
    COMMITS.durations.observe(begun.elapsed().as_secs_f64());
    Ok(kept)
}

/// What came of somebody who wanted to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignIn {
    /// They are in.
    Ok,
    /// They are not: a wrong password, or the provider or an administrator shuts them out.
    Refused,
    /// They must wait: there were too many tries.
    Throttled,
}

/// What came of a sign-in.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Tried {
    result: &'static str,
}

/// One kind of request.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Asked {
    route: String,
    method: String,
    status: u16,
}

/// Where it is measured how long.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    route: String,
    method: String,
}

/// What came of a record.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Came {
    verdict: &'static str,
}

/// A part of the connections to the database.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Part {
    state: &'static str,
}

type Durations = Family<Route, Histogram, fn() -> Histogram>;

/// What there is of one route, by method and status: found by the route as it is, without a text made for it.
type Kinds = HashMap<String, Vec<Kind>>;

/// Where requests of one kind are counted.
#[derive(Clone)]
struct Kind {
    method: &'static str,
    status: u16,
    requests: Counter,
    durations: Histogram,
}

impl Kind {
    fn count(&self, took: Duration) {
        self.requests.inc();
        self.durations.observe(took.as_secs_f64());
    }
}

/// All figures. Cheap to clone.
#[derive(Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    requests: Family<Asked, Counter>,
    durations: Durations,
    kinds: Arc<ArcSwap<Kinds>>,
    under_way: Gauge,
    records: Family<Came, Counter>,
    batches: Histogram,
    pool: Family<Part, Gauge>,
    sign_ins: Family<Tried, Counter>,
    sessions: Gauge,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Metrics").finish_non_exhaustive()
    }
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("streamdesk");
        let requests = Family::default();
        registry.register("http_requests", "Requests that were answered", requests.clone());
        let durations: Durations = Family::new_with_constructor(|| Histogram::new(SECONDS));
        registry.register(
            "http_request_duration_seconds",
            "From the head of a request to that of its answer",
            durations.clone(),
        );
        let under_way = Gauge::default();
        registry.register("http_requests_under_way", "Requests without an answer yet", under_way.clone());
        let records = Family::default();
        registry.register(
            "records",
            "Records that pages and machines sent, by what came of them",
            records.clone(),
        );
        let batches = Histogram::new(RECORDS);
        registry.register("records_per_request", "How many records came with a request", batches.clone());
        let pool = Family::default();
        registry.register("database_connections", "Connections to the database for reading", pool.clone());
        let start = Gauge::<f64, AtomicU64>::default();
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        start.set(since.as_secs_f64());
        registry.register("start_time_seconds", "When the server was started", start);
        registry.register(
            "records_committed_together",
            "How many records were kept in one transaction",
            COMMITS.records.clone(),
        );
        registry.register(
            "commit_duration_seconds",
            "How long such a transaction took, until it was on the disk",
            COMMITS.durations.clone(),
        );
        let sign_ins = Family::default();
        registry.register("sign_ins", "Tries to sign in, by what came of them", sign_ins.clone());
        let sessions = Gauge::default();
        registry.register("sessions", "Sessions that are open", sessions.clone());
        let registry = Arc::new(registry);
        let kinds = Arc::default();
        Self { registry, requests, durations, kinds, under_way, records, batches, pool, sign_ins, sessions }
    }
}

impl Metrics {
    /// A request begins.
    pub(crate) fn begun(&self) -> UnderWay<'_> {
        self.under_way.inc();
        UnderWay(&self.under_way)
    }

    /// A request was answered. The route is as it is written in the router, never the address itself; a method that nobody
    /// knows is one of the others, so that nobody can add figures without end.
    pub(crate) fn answered(&self, route: &str, method: &str, status: u16, took: Duration) {
        let known = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];
        let method = known.into_iter().find(|known| *known == method).unwrap_or("other");
        let kinds = self.kinds.load();
        let mut of_route = kinds.get(route).into_iter().flatten();
        match of_route.find(|kind| (kind.method, kind.status) == (method, status)) {
            Some(kind) => kind.count(took),
            None => self.first(route, method, status).count(took),
        }
    }

    /// The first request of a kind.
    fn first(&self, route: &str, method: &'static str, status: u16) -> Kind {
        let (its_route, its_method) = (route.to_owned(), method.to_owned());
        let asked = Asked { route: its_route.clone(), method: its_method.clone(), status };
        let requests = self.requests.get_or_create(&asked).clone();
        let durations = self.durations.get_or_create(&Route { route: its_route, method: its_method }).clone();
        let kind = Kind { method, status, requests, durations };
        // Another may be the first at the same moment: both count in the same place.
        self.kinds.rcu(|kinds| {
            let mut kinds = Kinds::clone(kinds);
            kinds.entry(route.to_owned()).or_default().push(kind.clone());
            kinds
        });
        kind
    }

    /// Records came with a request: so many were news, so many were known, so many were refused.
    pub(crate) fn records(&self, stored: usize, known: usize, refused: usize) {
        for (verdict, count) in [("stored", stored), ("known", known), ("refused", refused)] {
            self.records.get_or_create(&Came { verdict }).inc_by(u64::try_from(count).unwrap_or(u64::MAX));
        }
        let all = u32::try_from(stored + known + refused).unwrap_or(u32::MAX);
        self.batches.observe(f64::from(all));
    }

    /// Somebody wanted to sign in.
    pub(crate) fn sign_in(&self, came: SignIn) {
        let result = match came {
            SignIn::Ok => "ok",
            SignIn::Refused => "refused",
            SignIn::Throttled => "throttled",
        };
        self.sign_ins.get_or_create(&Tried { result }).inc();
    }

    /// All of them as text.
    fn text(&self, (open, idle): (u32, u32)) -> String {
        self.pool.get_or_create(&Part { state: "open" }).set(open.into());
        self.pool.get_or_create(&Part { state: "idle" }).set(idle.into());
        let mut text = String::new();
        // Writing to a text does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// A request that is under way, until this is dropped.
#[derive(Debug)]
pub(crate) struct UnderWay<'a>(&'a Gauge);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Serves the figures until the program ends.
///
/// # Errors
/// When the address is taken.
pub async fn serve(
    addr: SocketAddr,
    metrics: Metrics,
    store: Store,
    sessions: Option<Sessions>,
) -> anyhow::Result<()> {
    let listener =
        TcpListener::bind(addr).await.with_context(|| format!("cannot listen on {addr} for metrics"))?;
    tracing::info!("Metrics are at http://{}/metrics", listener.local_addr()?);
    let router = Router::new().route("/metrics", get(show)).with_state((metrics, store, sessions));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(())
}

/// What is asked when the figures are.
type Sources = (Metrics, Store, Option<Sessions>);

async fn show(State((metrics, store, sessions)): State<Sources>) -> impl IntoResponse {
    // Should the database fail, the figure is as old as the last answer.
    if let Some(sessions) = sessions
        && let Ok(open) = sessions.list(None).await
    {
        metrics.sessions.set(i64::try_from(open.len()).unwrap_or(i64::MAX));
    }
    ([(header::CONTENT_TYPE, CONTENT_TYPE)], metrics.text(store.connections()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_committed_together_is_counted_once_it_is_kept() {
        committed(3, async { Ok::<_, ()>(()) }).await.unwrap();
        committed(1, async { Err::<(), _>(()) }).await.unwrap_err();
        let text = Metrics::default().text((0, 0));
        for name in ["streamdesk_records_committed_together", "streamdesk_commit_duration_seconds"] {
            assert!(text.contains(&format!("# TYPE {name} histogram")), "{text}");
        }
    }

    #[test]
    fn the_figures_are_those_of_what_happened() {
        let metrics = Metrics::default();
        let _under_way = metrics.begun();
        metrics.answered("/api/v1/records", "POST", 200, Duration::from_millis(3));
        metrics.answered("/api/v1/records", "BREW", 405, Duration::from_millis(3));
        metrics.records(3, 1, 1);
        metrics.sign_in(SignIn::Ok);
        metrics.sign_in(SignIn::Throttled);
        let text = metrics.text((4, 2));
        for line in [
            r#"streamdesk_http_requests_total{route="/api/v1/records",method="POST",status="200"} 1"#,
            r#"streamdesk_http_requests_total{route="/api/v1/records",method="other",status="405"} 1"#,
            r#"streamdesk_http_request_duration_seconds_bucket{le="0.005",route="/api/v1/records",method="POST"} 1"#,
            "streamdesk_http_requests_under_way 1",
            r#"streamdesk_records_total{verdict="stored"} 3"#,
            r#"streamdesk_records_total{verdict="refused"} 1"#,
            r#"streamdesk_records_per_request_bucket{le="5.0"} 1"#,
            r#"streamdesk_database_connections{state="idle"} 2"#,
            r#"streamdesk_sign_ins_total{result="ok"} 1"#,
            r#"streamdesk_sign_ins_total{result="throttled"} 1"#,
            "streamdesk_sessions 0",
            "# EOF",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
    }
}
