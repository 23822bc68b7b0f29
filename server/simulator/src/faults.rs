//! Trouble on order: answers that come late, answers that fail.
//!
//! Lies in front of every route of the instance and of nothing else, so the one who ordered the trouble can always
//! take it back. A change is felt at once: who waits in an earlier fault is let go.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::service::{self, Operation, ServiceError};
use crate::simulator::Simulator;

/// What goes wrong. The default is nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Faults {
    /// How much later every answer comes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) latency_ms: Option<u32>,
    /// The status given instead of an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    /// Only these operations of the service are hit; without a list, everything is, pages included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) operations: Option<Vec<Operation>>,
}

impl Faults {
    /// Says what is wrong with a fault that cannot be had.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        match (self.status, self.latency_ms) {
            (Some(status), _) if !(400..=599).contains(&status) => {
                Err("a failing status is one from 400 to 599")
            }
            (_, Some(latency)) if latency > 120_000 => {
                Err("an answer is held up for 120000 milliseconds at most")
            }
            _ => Ok(()),
        }
    }

    fn hits(&self, operation: Option<Operation>) -> bool {
        match &self.operations {
            None => true,
            Some(listed) => operation.is_some_and(|operation| listed.contains(&operation)),
        }
    }
}

pub(crate) async fn inject(
    State(simulator): State<Arc<Simulator>>,
    request: Request,
    next: Next,
) -> Response {
    let called = (request.uri().path() == service::PATH).then(|| service::operation_in(request.headers()));
    let operation = called.as_ref().and_then(|operation| operation.as_ref().ok().copied());
    let mut changes = simulator.faults.subscribe();
    let faults = changes.borrow_and_update().clone();
    if !faults.hits(operation) {
        return next.run(request).await;
    }
    if let Some(latency) = faults.latency_ms {
        let mut stopping = simulator.stopping();
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(latency.into())) => {}
            _ = changes.changed() => return next.run(request).await,
            _ = stopping.changed() => {}
        }
    }
    match faults.status.and_then(|status| StatusCode::from_u16(status).ok()) {
        None => next.run(request).await,
        Some(status) if called.is_some() => ServiceError::Ordered(status).into_response(),
        Some(status) => (status, "The simulated instance has been told to fail.\n").into_response(),
    }
}
