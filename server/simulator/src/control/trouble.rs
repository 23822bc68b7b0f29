//! Trouble on order: faults of requests, sockets that drop, tokens that expire.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Answer, Body, ControlError, Shared};
use crate::centre::Username;
use crate::faults::Fault;
use crate::simulator::Simulator;

/// Everything that is to go wrong.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Faults {
    /// The first that says what becomes of an answer decides.
    faults: Vec<Fault>,
}

/// More than anybody orders by hand, few enough to look through at each request.
const MOST_FAULTS: usize = 100;

pub(super) async fn show_faults(State(simulator): Shared) -> Json<Faults> {
    Json(Faults { faults: simulator.faults.list() })
}

pub(super) async fn order_faults(
    State(simulator): Shared,
    body: Body<Faults>,
) -> Result<Json<Faults>, ControlError> {
    order(&simulator, body?.0.faults)?;
    Ok(show_faults(State(simulator)).await)
}

pub(crate) fn order(simulator: &Simulator, faults: Vec<Fault>) -> Result<(), ControlError> {
    if faults.len() > MOST_FAULTS {
        return Err(too_many());
    }
    faults.iter().try_for_each(|fault| check(simulator, fault))?;
    simulator.order_faults(faults);
    Ok(())
}

pub(super) async fn add_fault(
    State(simulator): Shared,
    body: Body<Fault>,
) -> Result<Json<Faults>, ControlError> {
    add(&simulator, body?.0)?;
    Ok(show_faults(State(simulator)).await)
}

pub(crate) fn add(simulator: &Simulator, fault: Fault) -> Result<(), ControlError> {
    if simulator.faults.list().len() >= MOST_FAULTS {
        return Err(too_many());
    }
    check(simulator, &fault)?;
    simulator.add_fault(fault);
    Ok(())
}

pub(super) async fn clear_faults(State(simulator): Shared) -> Json<Faults> {
    simulator.order_faults(Vec::new());
    show_faults(State(simulator)).await
}

fn check(simulator: &Simulator, fault: &Fault) -> Result<(), ControlError> {
    fault.check().map_err(|reason| ControlError::Invalid(reason.to_owned()))?;
    known(simulator, fault.agents.as_deref())
}

fn known(simulator: &Simulator, agents: Option<&[Username]>) -> Result<(), ControlError> {
    let exists = |agent| simulator.live.read(|centre| centre.agent(agent).map(|_| ()));
    Ok(agents.unwrap_or_default().iter().try_for_each(exists)?)
}

fn too_many() -> ControlError {
    ControlError::Invalid(format!("there are {MOST_FAULTS} faults at most"))
}

/// Whose sockets drop, and for how long.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SocketLoss {
    /// Only these agents'; everybody's if left out.
    #[schemars(with = "Option<Vec<String>>")]
    pub(crate) agents: Option<Vec<Username>>,
    /// How long new ones are refused, up to an hour.
    refuse_ms: Option<u32>,
}

pub(super) async fn drop_websockets(
    State(simulator): Shared,
    body: Result<Option<Json<SocketLoss>>, JsonRejection>,
) -> Answer {
    let Json(loss) = body?.unwrap_or_default();
    Ok(Json(json!({ "dropped": drop_sockets(&simulator, &loss)? })))
}

/// Tells how many were open.
pub(crate) fn drop_sockets(
    simulator: &Simulator,
    SocketLoss { agents, refuse_ms }: &SocketLoss,
) -> Result<usize, ControlError> {
    const HOUR_MS: u32 = 3_600_000;
    if *refuse_ms > Some(HOUR_MS) {
        return Err(ControlError::Invalid("sockets are refused for an hour at most".to_owned()));
    }
    known(simulator, agents.as_deref())?;
    Ok(simulator.drop_sockets(agents.as_deref(), *refuse_ms))
}

pub(super) async fn expire_tokens(State(simulator): Shared, Path(agent): Path<Username>) -> Answer {
    Ok(Json(json!({ "expired": simulator.expire_tokens(&agent)? })))
}
