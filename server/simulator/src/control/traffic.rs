//! Traffic by order of the control API.

use axum::Json;
use axum::extract::State;
use serde_json::Value;

use super::{Answer, Body, ControlError, Shared};
use crate::traffic::Traffic;

pub(super) async fn show(State(simulator): Shared) -> Json<Value> {
    Json(simulator.traffic.describe(&simulator.live))
}

pub(super) async fn order(State(simulator): Shared, body: Body<Traffic>) -> Answer {
    let Json(traffic) = body?;
    simulator.traffic.order(traffic, &simulator.live, &simulator.instance).map_err(ControlError::Invalid)?;
    Ok(show(State(simulator)).await)
}

pub(super) async fn stop(State(simulator): Shared) -> Json<Value> {
    simulator.traffic.stop();
    show(State(simulator)).await
}
