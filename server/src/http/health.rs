//! For load balancers and supervisors of processes: alive, and ready to work.

use std::sync::atomic::Ordering;

use axum::{
    Extension,
    extract::State,
    http::{HeaderName, StatusCode},
};

use super::{AppState, headers::RESOURCE_POLICY};

/// Where they ask. They know the server by its address, so these are answered under whatever name.
pub(super) const PATHS: [&str; 2] = ["/healthz", "/readyz"];

/// Marks an answer to a probe. These come every few seconds and are not worth a line in the log.
#[derive(Clone, Copy, Debug)]
pub(super) struct Probe;

/// The process is alive. Every page may see that, and nothing more: by it a page that this server does not list tells that from
/// a server that is down.
pub(super) async fn healthy() -> ([(HeaderName, &'static str); 1], Extension<Probe>, &'static str) {
    ([(RESOURCE_POLICY, "cross-origin")], Extension(Probe), "ok")
}

/// The process can do its work: the database answers, and it was not told to stop.
pub(super) async fn ready(State(state): State<AppState>) -> (StatusCode, Extension<Probe>, &'static str) {
    if state.draining.load(Ordering::Relaxed) {
        return (StatusCode::SERVICE_UNAVAILABLE, Extension(Probe), "stopping");
    }
    match state.store.ping().await {
        Ok(()) => (StatusCode::OK, Extension(Probe), "ready"),
        Err(error) => {
            tracing::error!(?error, "The database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, Extension(Probe), "the database does not answer")
        }
    }
}
