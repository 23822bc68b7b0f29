//! The server, with its layers and its log, on a port of its own; and a look at how its commits are grouped.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering},
};

use server::{
    config::{AuthConfig, Config, HttpConfig, Operations, StorageConfig, StorageUrl},
    http::{AppState, router},
    instances::Instance,
    store,
};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
    level_filters::LevelFilter,
};
use tracing_subscriber::{
    Layer, filter::Targets, fmt, layer::Context, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

use super::{Outcome, place::Place};

pub struct Serving {
    pub address: SocketAddr,
    store: store::Store,
    stop: oneshot::Sender<()>,
    working: JoinHandle<std::io::Result<()>>,
}

impl Serving {
    pub async fn start(place: &Place, url: &str) -> Outcome<Self> {
        let config = Config {
            http: HttpConfig {
                addr: "127.0.0.1:0".parse()?,
                site_dir: place.site(),
                public_url: None,
                trusted_proxies: Vec::new(),
            },
            auth: AuthConfig::default(),
            connect: Instance {
                ccp_url: "https://example.my.connect.aws/ccp-v2/".parse()?,
                region: "eu-central-1".to_owned(),
                arn: None,
                login_url: "https://example.my.connect.aws/ccp-v2/".parse()?,
                second: None,
            },
            storage: StorageConfig { url: StorageUrl::parse(url)? },
            operations: Operations { requests_per_s: 0, ..Operations::default() },
            settings: app::api::Settings::default(),
        };
        let store = store::open(url).await?;
        let listener = TcpListener::bind(config.http.addr).await?;
        let address = listener.local_addr()?;
        let state = AppState::new(config, store.clone()).await?;
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = axum::serve(listener, router(state)).with_graceful_shutdown(async {
            // Whoever drops it stops it as well.
            let _ = stopped.await;
        });
        let working = tokio::spawn(async move { serving.await });
        Ok(Self { address, store, stop, working })
    }

    pub async fn stop(self) {
        // What it still answers, nobody waits for.
        let _ = self.stop.send(());
        self.working.abort();
        self.store.close().await;
    }
}

/// How many transactions there were, and how many records were in them.
#[derive(Debug, Default)]
pub struct Commits {
    transactions: AtomicUsize,
    records: AtomicUsize,
}

impl Commits {
    pub fn reset(&self) {
        self.transactions.store(0, Ordering::Relaxed);
        self.records.store(0, Ordering::Relaxed);
    }

    /// How many records a transaction had.
    pub fn records_each(&self) -> usize {
        let transactions = self.transactions.load(Ordering::Relaxed).max(1);
        self.records.load(Ordering::Relaxed).div_ceil(transactions).max(1)
    }
}

/// Logs as the program does, to nowhere, and counts what the group commit says.
pub fn count_commits() -> Outcome<&'static Commits> {
    static COMMITS: Commits = Commits { transactions: AtomicUsize::new(0), records: AtomicUsize::new(0) };
    let log = fmt::layer().with_writer(std::io::sink).with_filter(LevelFilter::INFO);
    let group = Targets::new().with_target("server::store::group", Level::DEBUG);
    tracing_subscriber::registry().with(log).with(Counting(&COMMITS).with_filter(group)).try_init()?;
    Ok(&COMMITS)
}

struct Counting(&'static Commits);

impl<S: Subscriber> Layer<S> for Counting {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        event.record(&mut Reading(self.0));
    }
}

struct Reading(&'static Commits);

impl Visit for Reading {
    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "records" {
            self.0.transactions.fetch_add(1, Ordering::Relaxed);
            self.0.records.fetch_add(usize::try_from(value).unwrap_or_default(), Ordering::Relaxed);
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}
