//! Agents as the control API sees them: who does what, and what a supervisor can do about it.

use axum::Json;
use axum::extract::{Path, State};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, Body, ControlError, Shared};
use crate::centre::{Centre, Command, Refusal, Username};
use crate::instance::AgentProfile;
use crate::simulator::Simulator;

pub(super) async fn list(State(simulator): Shared) -> Answer {
    let skew = simulator.skew_ms();
    let agents = simulator.live.read(|centre| {
        let instance = centre.instance();
        instance.agents.iter().map(|profile| agent_json(centre, profile, skew)).collect::<Result<Vec<_>, _>>()
    })?;
    Ok(Json(json!({ "agents": agents })))
}

pub(super) async fn show(State(simulator): Shared, Path(username): Path<Username>) -> Answer {
    agent_answer(&simulator, &username)
}

/// Signs an agent in who has no browser.
pub(super) async fn sign_in(State(simulator): Shared, Path(username): Path<Username>) -> Answer {
    simulator.live.command(Command::SignIn(username.clone()))?;
    agent_answer(&simulator, &username)
}

pub(super) async fn sign_out(State(simulator): Shared, Path(username): Path<Username>) -> Answer {
    simulator.sign_out(username)?;
    Ok(Json(json!({})))
}

/// The status that an agent is to have.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedStatus {
    /// Its name.
    pub(crate) status: String,
    /// During a contact, keeps it for afterwards.
    #[serde(default)]
    pub(crate) queued: bool,
}

pub(super) async fn set_status(
    State(simulator): Shared,
    Path(agent): Path<Username>,
    body: Body<WantedStatus>,
) -> Answer {
    pick(&simulator, &agent, &body?.0)?;
    agent_answer(&simulator, &agent)
}

pub(crate) fn pick(
    simulator: &Simulator,
    agent: &Username,
    WantedStatus { status, queued }: &WantedStatus,
) -> Result<(), ControlError> {
    let found = simulator.instance.find_status(None, Some(status));
    let status = found.ok_or_else(|| ControlError::Invalid(format!("there is no status `{status}`")))?;
    simulator.live.command(Command::PickStatus { agent: agent.clone(), status, queued: *queued })?;
    Ok(())
}

fn agent_answer(simulator: &Simulator, username: &Username) -> Answer {
    let skew = simulator.skew_ms();
    let agent = simulator.live.read(|centre| {
        let unknown = || Refusal::UnknownAgent(username.clone());
        agent_json(centre, centre.instance().agent(username).ok_or_else(unknown)?, skew)
    })?;
    Ok(Json(json!({ "agent": agent })))
}

fn agent_json(centre: &Centre, profile: &AgentProfile, skew_ms: i64) -> Result<Value, Refusal> {
    let instance = centre.instance();
    let agent = centre.agent(&profile.username)?;
    let shown = agent.shown(instance);
    Ok(json!({
        "username": profile.username,
        "name": profile.name,
        "routing_profile": instance.profile_of(profile).name,
        "signed_in": agent.signed_in,
        "softphone": agent.settings.softphone,
        "state": {
            "name": shown.name,
            "type": shown.kind,
            "started_at": agent.since.plus(skew_ms).rfc3339(),
        },
        "next_state": agent.next.map(|next| &instance.status(next).name),
        "contacts": agent.contacts,
        "missed": agent.leftovers.iter().map(|contact| contact.id).collect::<Vec<_>>(),
    }))
}
