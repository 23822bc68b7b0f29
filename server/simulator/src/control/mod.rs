//! The control API under `/control/v1`: the customer's side of a call, and the switches that make trouble.
//!
//! For a person at the console page or a test at the other end of HTTP. It has no passwords, which is why the program
//! listens on loopback only and why a request that a foreign web page caused is refused here. Faults never hit it.

mod contacts;
mod errors;

use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use self::errors::ControlError;
use crate::centre::{Refusal, Username};
use crate::faults::Faults;
use crate::origin::Origin;
use crate::simulator::Simulator;

pub(crate) fn routes() -> Router<Arc<Simulator>> {
    Router::new()
        .route("/contacts", get(contacts::list).post(contacts::offer))
        .route("/contacts/{id}", get(contacts::show))
        .route("/contacts/{id}/customer-hangup", post(contacts::hang_up))
        .route("/agents", get(list_agents))
        .route("/agents/{username}/sign-out", post(sign_out))
        .route("/approved-origins", get(show_origins).put(approve_origins))
        .route("/faults", get(show_faults).put(order_faults).delete(clear_faults))
        .route("/clock", put(shift_clock))
        .route("/websockets/drop", post(drop_websockets))
        .fallback(async || ControlError::NoRoute)
        .method_not_allowed_fallback(async || ControlError::WrongMethod)
        .layer(axum::middleware::from_fn(refuse_foreign_pages))
}

type Answer = Result<Json<Value>, ControlError>;
type Shared = State<Arc<Simulator>>;
type Body<T> = Result<Json<T>, JsonRejection>;

/// A browser says when a page of another site is behind a request; nothing else does, and needs not.
async fn refuse_foreign_pages(request: Request, next: Next) -> Response {
    match request.headers().get("sec-fetch-site") {
        Some(site) if site == "cross-site" => ControlError::ForeignPage.into_response(),
        _ => next.run(request).await,
    }
}

async fn list_agents(State(simulator): Shared) -> Answer {
    let skew = simulator.skew_ms();
    let agents = simulator.live.read(|centre| {
        let instance = centre.instance();
        let describe = |profile: &crate::instance::AgentProfile| {
            let agent = centre.agent(&profile.username)?;
            let shown = agent.shown(instance);
            Ok(json!({
                "username": profile.username,
                "name": profile.name,
                "signed_in": agent.signed_in,
                "state": {
                    "name": shown.name,
                    "type": shown.kind,
                    "started_at": agent.since.plus(skew).rfc3339(),
                },
                "next_state": agent.next.map(|next| &instance.status(next).name),
                "contacts": agent.contacts,
            }))
        };
        instance.agents.iter().map(describe).collect::<Result<Vec<_>, Refusal>>()
    })?;
    Ok(Json(json!({ "agents": agents })))
}

async fn sign_out(State(simulator): Shared, Path(username): Path<Username>) -> Answer {
    simulator.sign_out(username)?;
    Ok(Json(json!({})))
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ApprovedOrigins {
    origins: Vec<Origin>,
}

async fn show_origins(State(simulator): Shared) -> Json<ApprovedOrigins> {
    Json(ApprovedOrigins { origins: simulator.approved().to_vec() })
}

async fn approve_origins(State(simulator): Shared, body: Body<ApprovedOrigins>) -> Answer {
    let Json(wanted) = body?;
    simulator.approve(wanted.origins);
    Ok(Json(json!({ "origins": *simulator.approved() })))
}

async fn show_faults(State(simulator): Shared) -> Json<Faults> {
    Json(simulator.faults.borrow().clone())
}

async fn order_faults(State(simulator): Shared, body: Body<Faults>) -> Result<Json<Faults>, ControlError> {
    let Json(faults) = body?;
    faults.check().map_err(|reason| ControlError::Invalid(reason.to_owned()))?;
    simulator.order_faults(faults.clone());
    Ok(Json(faults))
}

async fn clear_faults(State(simulator): Shared) -> Json<Faults> {
    simulator.order_faults(Faults::default());
    Json(Faults::default())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Clock {
    skew_ms: i64,
}

async fn shift_clock(State(simulator): Shared, body: Body<Clock>) -> Answer {
    const TEN_YEARS_MS: i64 = 10 * 366 * 86_400_000;
    let Json(Clock { skew_ms }) = body?;
    if !(-TEN_YEARS_MS..=TEN_YEARS_MS).contains(&skew_ms) {
        return Err(ControlError::Invalid("the clock is shifted by ten years at most".to_owned()));
    }
    simulator.shift_clock(skew_ms);
    Ok(Json(json!({ "skew_ms": skew_ms, "now": simulator.service_now().rfc3339() })))
}

async fn drop_websockets(State(simulator): Shared) -> Json<Value> {
    let dropped = simulator.drop_sockets.receiver_count();
    simulator.drop_sockets.send_replace(());
    Json(json!({ "dropped": dropped }))
}
