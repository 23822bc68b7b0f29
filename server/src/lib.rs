//! The server: serves the page, keeps contact records and the allow list of origins.

pub mod audit;
pub mod auth;
pub mod aws;
pub mod changes;
pub mod config;
pub mod connections;
pub mod doctor;
pub mod health;
pub mod http;
pub mod instances;
pub mod maintenance;
pub mod metrics;
pub mod origin;
pub mod public;
pub mod store;

use std::{
    future::Future,
    io::Write as _,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use tokio::{net::TcpListener, sync::watch};

use auth::Links;
use config::{AuthMode, Config};
use connections::Limits;
use http::AppState;

/// For the program, its tests and its benchmarks alike.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A client that takes nothing of its answer for so long is let go.
const TAKEN_WITHIN: Duration = Duration::from_secs(30);

/// After a signal, requests that are under way get so long to finish.
const DRAIN: Duration = Duration::from_secs(5);

/// Runs the server until `stop` is done and the last request is answered.
///
/// # Errors
/// When the database cannot be opened, the page's files are missing or the address is taken. Each error is one plain
/// sentence.
pub async fn serve(config: Config, stop: impl Future<Output = ()> + Send + 'static) -> anyhow::Result<()> {
    let begun = Instant::now();
    let store = store::open(config.storage.url.as_str())
        .await
        .with_context(|| format!("cannot open {}", config.storage.url))?;
    let (addr, public_url, mode) =
        (config.http.addr, config.http.public_url.clone(), config.auth.mode.clone());
    let operations = config.operations;
    let state = AppState::new(config, store.clone()).await?;
    if let Some(addr) = operations.metrics {
        metrics::serve(addr, state.metrics().clone(), store.clone(), state.sessions()).await?;
    }
    let listener = TcpListener::bind(addr).await.with_context(|| format!("cannot listen on {addr}"))?;
    let port = listener.local_addr()?.port();
    let here = public_url.map_or_else(|| format!("http://localhost:{port}"), |public| public.to_string());
    // Who starts the program with port 0 learns the port from this line.
    writeln!(std::io::stdout(), "Streamdesk: http://localhost:{port}/")?;
    match mode {
        AuthMode::None => {
            tracing::info!("Listening on {addr} only: nobody signs in, so nobody else may reach it");
        }
        AuthMode::Oidc(provider) => {
            tracing::info!("Listening on {addr}: people sign in at {here}, by way of {}", provider.issuer);
        }
        AuthMode::Local => {
            tracing::info!("Listening on {addr}: people sign in at {here}");
            let first = Links::new(store.clone()).for_first_administrator().await;
            if let Some(path) = first.context("cannot make a link for the first administrator")? {
                // Not to the log, which others may read too.
                writeln!(
                    std::io::stdout(),
                    "There is no administrator yet. Who opens this link within the hour becomes the first: {here}{path}"
                )?;
            }
        }
    }

    tokio::spawn(state.clone().follow());
    tracing::info!("Ready after {} ms", begun.elapsed().as_millis());

    let limits = Limits {
        connections: operations.connections,
        head_within: operations.head_within,
        taken_within: TAKEN_WITHIN,
    };
    let (stopping, stopped) = watch::channel(false);
    let serving = connections::serve(listener, http::router(state.clone()), limits, stopped);
    let stop = async move {
        stop.await;
        state.drain();
        tracing::info!("Stopping: requests under way are finished first");
        tokio::time::sleep(operations.drain).await;
        let _ = stopping.send(true);
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        () = serving => {}
        () = stop => tracing::warn!("Stopped before every request was answered"),
    }
    store.close().await;
    Ok(())
}
