//! Which region an agent works in, as this instance is told.
//!
//! Two instances make a pair; each is a program of its own and knows nothing of the other. Whoever fails over tells
//! both. Amazon's way of finding out is not public: the CCP page asks here, and the older kind of resiliency asks at
//! the presigned address that `CreateTransport` gives for `agent_discovery`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::rejection::JsonRejection;
use axum::extract::{Json, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::centre::Username;
use crate::service::ServiceError;
use crate::session::cookie_in;
use crate::simulator::Simulator;

/// Where the work is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Workplace {
    /// Such as `us-west-2`.
    pub(crate) active_region: String,
    /// The instance there; the same one in that region if left out.
    pub(crate) active_instance_arn: Option<String>,
    /// Whether calls are ended for it rather than waited for.
    pub(crate) terminate_active_contacts: bool,
}

/// What was said of where the work is done.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    everybody: Option<Workplace>,
    agents: HashMap<Username, Workplace>,
}

#[derive(Debug, Default)]
pub(crate) struct Regions(Mutex<Told>);

impl Regions {
    /// Tells one agent, or everybody and then each of them anew.
    pub(crate) fn tell(&self, agent: Option<Username>, active: Workplace) {
        let mut told = self.lock();
        match agent {
            Some(agent) => {
                told.agents.insert(agent, active);
            }
            None => *told = Told { everybody: Some(active), agents: HashMap::new() },
        }
    }

    /// All that was said.
    pub(crate) fn told(&self) -> Told {
        self.lock().clone()
    }

    /// As it was said then.
    pub(crate) fn restore(&self, told: Told) {
        *self.lock() = told;
    }

    fn of(&self, agent: &Username) -> Option<Workplace> {
        let told = self.lock();
        told.agents.get(agent).or(told.everybody.as_ref()).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, Told> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) fn describe(simulator: &Simulator) -> Value {
    let told = simulator.regions.lock();
    let agents: serde_json::Map<_, _> =
        told.agents.iter().map(|(agent, active)| (agent.to_string(), json!(active))).collect();
    json!({
        "region": simulator.instance.region,
        "instance_arn": simulator.instance.arn,
        "everybody": told.everybody,
        "agents": agents,
    })
}

fn signed_in(simulator: &Simulator, headers: &HeaderMap) -> Result<Username, ServiceError> {
    cookie_in(headers, simulator.port)
        .and_then(|session| simulator.sessions.agent(session))
        .ok_or(ServiceError::Unauthorized)
}

/// What a CCP page asks twice a second.
pub(crate) async fn ask(
    State(simulator): State<Arc<Simulator>>,
    headers: HeaderMap,
) -> Result<Json<Value>, ServiceError> {
    let told = simulator.regions.of(&signed_in(&simulator, &headers)?);
    Ok(Json(json!({
        "region": simulator.instance.region,
        // Null as long as nobody has said anything; then the page's first region is active.
        "activeRegion": told.as_ref().map(|told| &told.active_region),
        "terminateActiveContacts": told.is_some_and(|told| told.terminate_active_contacts),
    })))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Arrived {
    active_region: String,
}

/// A CCP page says where its agent has gone to.
pub(crate) async fn report(
    State(simulator): State<Arc<Simulator>>,
    headers: HeaderMap,
    body: Result<Json<Arrived>, JsonRejection>,
) -> Result<Json<Value>, ServiceError> {
    let agent = signed_in(&simulator, &headers)?;
    let Json(Arrived { active_region }) =
        body.map_err(|rejection| ServiceError::Validation(rejection.body_text()))?;
    if simulator.regions.of(&agent).is_none_or(|told| told.active_region != active_region) {
        let arrived =
            Workplace { active_region, active_instance_arn: None, terminate_active_contacts: false };
        simulator.regions.tell(Some(agent), arrived);
    }
    Ok(Json(json!({})))
}

#[derive(Debug, Deserialize)]
pub(crate) struct Ticket {
    #[serde(default)]
    ticket: String,
}

/// What is behind the presigned address. A page of any origin may ask who has the address.
pub(crate) async fn discovery(
    State(simulator): State<Arc<Simulator>>,
    Query(Ticket { ticket }): Query<Ticket>,
) -> Response {
    let open = [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    let Some((_, agent)) = simulator.sessions.bearer(&ticket, simulator.live.now()) else {
        return (StatusCode::FORBIDDEN, open, Json(json!({ "message": "the address has expired" })))
            .into_response();
    };
    let instance = &simulator.instance;
    let told = simulator.regions.of(&agent);
    let terminate = told.as_ref().is_some_and(|told| told.terminate_active_contacts);
    let there = |told: Workplace| {
        let same_there = || instance.arn.replacen(&instance.region, &told.active_region, 1);
        told.active_instance_arn.unwrap_or_else(same_there)
    };
    let arn = told.map_or_else(|| instance.arn.clone(), there);
    let answer = json!({ "InstanceArn": arn, "TerminateActiveContacts": terminate });
    (open, Json(answer)).into_response()
}
