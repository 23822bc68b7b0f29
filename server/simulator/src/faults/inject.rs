//! The layer in front of the instance's routes that carries out what is ordered.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::broken;
use super::caller::agent_of;
use super::fault::Effect;
use super::orders::Target;
use crate::service::{self, ServiceError};
use crate::simulator::Simulator;

pub(crate) async fn inject(
    State(simulator): State<Arc<Simulator>>,
    request: Request,
    next: Next,
) -> Response {
    if simulator.faults.is_quiet() {
        return next.run(request).await;
    }
    let called = (request.uri().path() == service::PATH).then(|| service::operation_in(request.headers()));
    let operation = called.as_ref().and_then(|operation| operation.as_ref().ok().copied());
    // Listening starts before counting, or a fault that is taken back between the two would hold the request.
    let mut taken_back = simulator.faults.taken_back.subscribe();
    let target = Target { operation, agent: agent_of(&simulator, &request) };
    let strike = simulator.faults.strike(&target);
    if strike.latency_ms.is_some() || strike.effect.is_some() {
        // How often it happens yet is shown.
        simulator.live.note_change();
    }
    if let Some(latency) = strike.latency_ms {
        let mut stopping = simulator.stopping();
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(latency.into())) => {}
            _ = taken_back.changed() => return next.run(request).await,
            _ = stopping.changed() => {}
        }
    }
    match strike.effect {
        None => next.run(request).await,
        Some(Effect::Truncate) => broken::truncate(next.run(request).await).await,
        Some(Effect::Reset) => broken::reset(),
        Some(Effect::Status(status)) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            if called.is_some() {
                ServiceError::Ordered(status).into_response()
            } else {
                (status, "The simulated instance has been told to fail.\n").into_response()
            }
        }
    }
}
