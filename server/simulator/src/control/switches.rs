//! The switches that make trouble: who may frame the instance, faults, the clock, the sockets.

use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Answer, Body, ControlError, Shared};
use crate::centre::Username;
use crate::origin::Origin;
use crate::regions::{self, Workplace};
use crate::simulator::Simulator;

/// The origins that may frame the instance.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApprovedOrigins {
    #[schemars(with = "Vec<String>")]
    pub(crate) origins: Vec<Origin>,
}

pub(super) async fn show_origins(State(simulator): Shared) -> Json<ApprovedOrigins> {
    Json(ApprovedOrigins { origins: simulator.approved().to_vec() })
}

pub(super) async fn approve_origins(State(simulator): Shared, body: Body<ApprovedOrigins>) -> Answer {
    let Json(wanted) = body?;
    simulator.approve(wanted.origins);
    Ok(Json(json!({ "origins": *simulator.approved() })))
}

/// How far the service's clock is ahead.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Clock {
    pub(crate) skew_ms: i64,
}

pub(super) async fn show_clock(State(simulator): Shared) -> Json<Value> {
    Json(json!({ "skew_ms": simulator.skew_ms(), "now": simulator.service_now().rfc3339() }))
}

pub(super) async fn shift_clock(State(simulator): Shared, body: Body<Clock>) -> Answer {
    shift(&simulator, &body?.0)?;
    Ok(show_clock(State(simulator)).await)
}

pub(crate) fn shift(simulator: &Simulator, &Clock { skew_ms }: &Clock) -> Result<(), ControlError> {
    const TEN_YEARS_MS: i64 = 10 * 366 * 86_400_000;
    if !(-TEN_YEARS_MS..=TEN_YEARS_MS).contains(&skew_ms) {
        return Err(ControlError::Invalid("the clock is shifted by ten years at most".to_owned()));
    }
    simulator.shift_clock(skew_ms);
    Ok(())
}

/// Where agents are to work.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedRegion {
    /// Only this one; everybody if left out.
    #[schemars(with = "Option<String>")]
    pub(crate) agent: Option<Username>,
    /// Such as `us-west-2`.
    pub(crate) active_region: String,
    /// The instance there; the same one in that region if left out.
    active_instance_arn: Option<String>,
    /// Whether calls are ended for it rather than waited for.
    #[serde(default)]
    terminate_active_contacts: bool,
}

pub(super) async fn show_regions(State(simulator): Shared) -> Json<Value> {
    Json(regions::describe(&simulator))
}

pub(super) async fn tell_region(State(simulator): Shared, body: Body<WantedRegion>) -> Answer {
    move_to(&simulator, body?.0)?;
    Ok(Json(regions::describe(&simulator)))
}

pub(crate) fn move_to(
    simulator: &Simulator,
    WantedRegion { agent, active_region, active_instance_arn, terminate_active_contacts }: WantedRegion,
) -> Result<(), ControlError> {
    let is_of_name = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if !(1..=32).contains(&active_region.len()) || !active_region.chars().all(is_of_name) {
        return Err(ControlError::Invalid("a region has a name, such as us-west-2".to_owned()));
    }
    let active = Workplace { active_region, active_instance_arn, terminate_active_contacts };
    if let Some(agent) = &agent {
        simulator.live.read(|centre| centre.agent(agent).map(|_| ()))?;
    }
    simulator.regions.tell(agent, active);
    Ok(())
}
