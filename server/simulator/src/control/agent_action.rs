//! What agents without a browser do: to a contact of theirs, and by calling somebody.
//!
//! Each action is what the library's own operation of that kind would do, with the lines named by who is on them.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::contacts::{Id, contact_answer, named_line};
use super::{Answer, Body, ControlError, Shared};
use crate::centre::{
    Action, Command, Connection, ConnectionId, ConnectionState, ContactId, Destination, Endpoint,
    MonitorMode, PhoneNumber, QueueKey, Refusal, Username, are_keys,
};
use crate::instance::{Instance, QuickConnectTarget};
use crate::simulator::Simulator;

/// What an agent does, for an agent without a browser.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AgentAction {
    pub(crate) action: AgentVerb,
    /// Who does it; whoever has the contact if left out. To be named for a contact that they missed or rejected.
    #[schemars(with = "Option<String>")]
    pub(crate) agent: Option<Username>,
    /// Where `add` and `transfer` go: a quick connect, an agent, a queue or a number.
    pub(crate) to: Option<String>,
    /// The keys of `send_digits`.
    pub(crate) digits: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AgentVerb {
    Accept,
    Reject,
    HangUp,
    Hold,
    Resume,
    Mute,
    Unmute,
    /// Calls somebody into the contact.
    Add,
    /// Sends a chat, a task or an e-mail to somebody else for good.
    Transfer,
    /// Talks to the one who is on hold.
    Swap,
    Conference,
    /// Hangs up on the third party who came last.
    DropThirdParty,
    SendDigits,
    Pause,
    Continue,
    /// A supervisor listens, silently.
    Listen,
    /// A supervisor joins in.
    BargeIn,
    Clear,
}

impl AgentVerb {
    /// Whether somebody else is called or gets the contact.
    pub(crate) fn goes_somewhere(self) -> bool {
        matches!(self, Self::Add | Self::Transfer)
    }
}

pub(super) async fn act_on(State(simulator): Shared, id: Id, body: Body<AgentAction>) -> Answer {
    let contact = id?.0;
    act(&simulator, contact, &body?.0)?;
    contact_answer(&simulator, contact)
}

pub(crate) fn act(
    simulator: &Simulator,
    contact: ContactId,
    wanted: &AgentAction,
) -> Result<(), ControlError> {
    let found = simulator.live.read(|centre| centre.contact(contact).cloned())?;
    let agent = wanted.agent.clone().or(found.agent).ok_or(Refusal::NobodyHasIt)?;
    let line = |name: &str| named_line(simulator, contact, name);
    let other = |state: ConnectionState| latest(&found.connections, state);
    let to = || {
        let to = wanted.to.as_deref();
        let to = to.ok_or_else(|| ControlError::Invalid("say where `to`".to_owned()))?;
        destination(&simulator.instance, to)
    };
    let action = match wanted.action {
        AgentVerb::Accept => Action::Accept,
        AgentVerb::Reject => Action::Reject,
        AgentVerb::HangUp => Action::Disconnect(line("agent")?),
        AgentVerb::Hold => Action::Hold(line("customer")?),
        AgentVerb::Resume => Action::Resume(line("customer")?),
        AgentVerb::Mute => Action::Mute(line("agent")?),
        AgentVerb::Unmute => Action::Unmute(line("agent")?),
        AgentVerb::Add => Action::AddParty(to()?),
        AgentVerb::Transfer => Action::Transfer(to()?),
        AgentVerb::Swap => Action::Toggle(other(ConnectionState::Hold).ok_or(Refusal::NobodyOnHold)?),
        AgentVerb::Conference => Action::Conference,
        AgentVerb::DropThirdParty => Action::Disconnect(line("third_party")?),
        AgentVerb::SendDigits => {
            let digits = wanted.digits.clone().filter(|digits| are_keys(digits));
            let digits = digits
                .ok_or_else(|| ControlError::Invalid("`digits` are 0 to 9, A to D, * and #".to_owned()))?;
            let towards = other(ConnectionState::Connected).ok_or(Refusal::UnknownConnection)?;
            Action::SendDigits(towards, digits)
        }
        AgentVerb::Pause => Action::Pause,
        AgentVerb::Continue => Action::Continue,
        AgentVerb::Listen => Action::SetMonitorMode(MonitorMode::SilentMonitor),
        AgentVerb::BargeIn => Action::SetMonitorMode(MonitorMode::Barge),
        AgentVerb::Clear => Action::Clear,
    };
    simulator.live.command(Command::Act { agent, contact, action })?;
    Ok(())
}

/// The customer or third party who came to be on the line last.
fn latest(connections: &[Connection], state: ConnectionState) -> Option<ConnectionId> {
    connections.iter().rev().find(|line| line.is_other() && line.state == state).map(|line| line.id)
}

/// A call that an agent makes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedCall {
    /// A quick connect, an agent, a queue or a number.
    pub(crate) to: String,
    /// On whose behalf; the default outbound queue of the agent if left out.
    pub(crate) queue: Option<String>,
}

pub(super) async fn call(
    State(simulator): Shared,
    Path(agent): Path<Username>,
    body: Body<WantedCall>,
) -> Result<(StatusCode, Json<Value>), ControlError> {
    let contact = dial(&simulator, agent, &body?.0)?;
    Ok((StatusCode::CREATED, Json(json!({ "contact_id": contact }))))
}

pub(crate) fn dial(
    simulator: &Simulator,
    agent: Username,
    wanted: &WantedCall,
) -> Result<ContactId, ControlError> {
    let instance = &simulator.instance;
    let to = destination(instance, &wanted.to)?;
    let queue = match &wanted.queue {
        None => None,
        Some(name) => {
            let unknown = || ControlError::Invalid(format!("there is no queue `{name}`"));
            Some(QueueKey::Standard(instance.queue_named(name).ok_or_else(unknown)?))
        }
    };
    let made = simulator.live.command(Command::Dial { agent, to, queue, related: None })?;
    Ok(made.ok_or(Refusal::UnknownContact)?)
}

/// Where somebody is reached who is named as a person would: by quick connect, login name, queue or number.
pub(crate) fn destination(instance: &Instance, name: &str) -> Result<Destination, ControlError> {
    if let Some(found) = instance.quick_connects.iter().find(|quick_connect| quick_connect.name == name) {
        let endpoint = match &found.target {
            QuickConnectTarget::Phone(number) => Endpoint::Phone(number.clone()),
            QuickConnectTarget::Agent(agent) => Endpoint::Agent(agent.clone()),
            QuickConnectTarget::Queue(queue) => Endpoint::Queue(*queue),
        };
        return Ok(Destination { endpoint, quick_connect: Some(found.name.clone()) });
    }
    let agent = instance.agent(&Username::new(name)).map(|profile| Endpoint::Agent(profile.username.clone()));
    let queue = || instance.queue_named(name).map(Endpoint::Queue);
    let number = || PhoneNumber::parse(name).ok().map(Endpoint::Phone);
    let endpoint = agent.or_else(queue).or_else(number).ok_or_else(|| {
        ControlError::Invalid(format!("`{name}` is no quick connect, agent, queue or number"))
    })?;
    Ok(Destination { endpoint, quick_connect: None })
}
