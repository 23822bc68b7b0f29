//! Plain HTTP, and what can go wrong with it.
//!
//! One client serves all agents: a long poll holds a connection of its own, and short requests take one that is free.
//! There is no TLS, because the simulator has none and a desktop that is to be loaded stands beside it.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use serde::de::DeserializeOwned;
use thiserror::Error;

/// More than any answer that is waited for.
const LARGEST_ANSWER: usize = 4 * 1024 * 1024;

/// A server lets go of a connection on which nothing is asked; this is before.
const UNUSED: Duration = Duration::from_secs(20);

/// Why a request did not do what it should.
#[derive(Debug, Error)]
pub(super) enum Trouble {
    /// Nothing came back, or it broke off. Another try can help.
    #[error("no answer: {0}")]
    Silence(String),
    /// The login or the bearer is not good any more; signing in again helps.
    #[error("signed out")]
    SignedOut,
    /// The answer is a refusal. If it is about a state, another snapshot tells what is true.
    #[error("refused with {status}: {reason}")]
    Refused { status: StatusCode, reason: String },
    /// The answer is cut off, or of another shape than the service's.
    #[error("not understood: {0}")]
    Nonsense(String),
}

#[derive(Debug)]
pub(super) struct Answer {
    pub(super) headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, Trouble> {
        serde_json::from_slice(&self.body).map_err(|error| Trouble::Nonsense(error.to_string()))
    }
}

#[derive(Debug, Clone)]
pub(super) struct Client(legacy::Client<HttpConnector, Body>);

impl Client {
    pub(super) fn new() -> Self {
        let mut connector = HttpConnector::new();
        // A long poll's answer is awaited; it must not wait for more to be sent along.
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(Duration::from_secs(10)));
        let mut builder = legacy::Client::builder(TokioExecutor::new());
        builder.pool_timer(TokioTimer::new()).pool_idle_timeout(UNUSED);
        Self(builder.build(connector))
    }

    /// A redirection is an answer like any other, and is not followed.
    pub(super) async fn send(&self, request: Request<Body>, patience: Duration) -> Result<Answer, Trouble> {
        let answer = async {
            let response = self.0.request(request).await.map_err(|error| Trouble::Silence(chain(&error)))?;
            let (parts, body) = response.into_parts();
            let body = to_bytes(Body::new(body), LARGEST_ANSWER).await;
            let body = body.map_err(|error| Trouble::Silence(chain(&error)))?;
            match parts.status {
                StatusCode::UNAUTHORIZED => Err(Trouble::SignedOut),
                status if status.is_success() || status.is_redirection() => {
                    Ok(Answer { headers: parts.headers, body })
                }
                status => {
                    let reason = String::from_utf8_lossy(&body).chars().take(200).collect();
                    Err(Trouble::Refused { status, reason })
                }
            }
        };
        let late = |_| Trouble::Silence(format!("none within {} s", patience.as_secs()));
        tokio::time::timeout(patience, answer).await.map_err(late)?
    }
}

/// An error and what it comes of; the outermost alone says next to nothing.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
