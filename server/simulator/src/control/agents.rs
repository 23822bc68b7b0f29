//! Agents as the control API sees them: who does what, and what a supervisor can do about it.

use axum::Json;
use axum::extract::{Path, State};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, Body, ControlError, Shared};
use crate::centre::{Agent, Command, Refusal, Username};
use crate::instance::{AgentProfile, Instance};
use crate::simulator::Simulator;

/// What the list says is put into words after the centre is let go: of thousands of agents it is a long list.
pub(super) async fn list(State(simulator): Shared) -> Answer {
    let (skew, instance) = (simulator.skew_ms(), &simulator.instance);
    let agents = simulator.live.read(|centre| {
        let of = |profile: &AgentProfile| centre.agent(&profile.username).cloned();
        instance.agents.iter().map(of).collect::<Result<Vec<_>, _>>()
    })?;
    let agents: Vec<_> = instance
        .agents
        .iter()
        .zip(&agents)
        .map(|(profile, agent)| agent_json(instance, profile, agent, skew))
        .collect();
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
        let profile = centre.instance().agent(username).ok_or_else(unknown)?;
        Ok::<_, Refusal>(agent_json(centre.instance(), profile, centre.agent(username)?, skew))
    })?;
    Ok(Json(json!({ "agent": agent })))
}

fn agent_json(instance: &Instance, profile: &AgentProfile, agent: &Agent, skew_ms: i64) -> Value {
    let shown = agent.shown(instance);
    json!({
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
    })
}
