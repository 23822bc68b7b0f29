//! Contacts as the control API sees them: making one, what the outside world does, and what has become of it.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::contact_json::contact_json;
use super::new_contact::Wanted;
use super::{Answer, Body, ControlError, Shared};
use crate::centre::{
    Action, Command, ConnectionId, Contact, ContactId, Party, PartyEvent, Refusal, Username,
};
use crate::simulator::Simulator;

type Id = Result<Path<ContactId>, PathRejection>;

/// What is listed if nobody says how much, and at most.
const SHOWN: usize = 200;
const MOST_SHOWN: usize = 10_000;

pub(super) async fn offer(
    State(simulator): Shared,
    body: Body<Wanted>,
) -> Result<(StatusCode, Json<Value>), ControlError> {
    let Json(wanted) = body?;
    let command = wanted.command(&simulator.instance, simulator.live.now())?;
    let contact = simulator.live.command(command)?.ok_or(Refusal::UnknownContact)?;
    tracing::info!(contact.id = %contact, "Made contact {contact}");
    Ok((StatusCode::CREATED, Json(json!({ "contact_id": contact }))))
}

pub(super) async fn hang_up(State(simulator): Shared, id: Id) -> Answer {
    let id = id?.0;
    simulator.live.command(Command::CustomerHangsUp(id))?;
    contact_answer(&simulator, id)
}

pub(super) async fn show(State(simulator): Shared, id: Id) -> Answer {
    contact_answer(&simulator, id?.0)
}

/// Which contacts are wanted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Filter {
    /// As the contact's `state`; `waiting`, `live` and `over` are groups of them.
    state: Option<String>,
    agent: Option<Username>,
    limit: Option<usize>,
}

impl Filter {
    fn fits(&self, contact: &Contact) -> bool {
        let state = match self.state.as_deref() {
            None => true,
            Some("waiting") => contact.state.is_waiting(),
            Some("live") => contact.is_live(),
            Some("over") => contact.state.is_over(),
            Some(name) => contact.state.as_str() == name,
        };
        state && (self.agent.is_none() || self.agent == contact.agent)
    }
}

/// The latest first. What the list says is put into words after the centre is let go.
pub(super) async fn list(State(simulator): Shared, filter: Result<Query<Filter>, QueryRejection>) -> Answer {
    let Query(filter) = filter.map_err(|error| ControlError::Invalid(error.body_text()))?;
    let limit = filter.limit.unwrap_or(SHOWN).min(MOST_SHOWN);
    let found: Vec<Contact> = simulator.live.read(|centre| {
        centre.contacts().filter(|contact| filter.fits(contact)).take(limit).cloned().collect()
    });
    let skew = simulator.skew_ms();
    let contacts: Vec<_> =
        found.iter().map(|contact| contact_json(&simulator.instance, contact, skew)).collect();
    Ok(Json(json!({ "contacts": contacts })))
}

/// New values for attributes; null takes one away.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Attributes {
    attributes: BTreeMap<String, Option<String>>,
}

pub(super) async fn set_attributes(State(simulator): Shared, id: Id, body: Body<Attributes>) -> Answer {
    let (contact, Json(Attributes { attributes })) = (id?.0, body?);
    simulator.live.command(Command::SetAttributes { contact, attributes })?;
    contact_answer(&simulator, contact)
}

/// What somebody at the other end of a line does.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LineEvent {
    event: PartyEvent,
}

/// The line is named by its identity, or as `customer` or `third_party` (the latest of them).
pub(super) async fn line_event(
    State(simulator): Shared,
    path: Result<Path<(ContactId, String)>, PathRejection>,
    body: Body<LineEvent>,
) -> Answer {
    let Path((contact, line)) = path?;
    let Json(LineEvent { event }) = body?;
    let connection = named_line(&simulator, contact, &line)?;
    simulator.live.command(Command::PartyDoes { contact, connection, event })?;
    contact_answer(&simulator, contact)
}

fn named_line(simulator: &Simulator, contact: ContactId, line: &str) -> Result<ConnectionId, Refusal> {
    simulator.live.read(|centre| {
        let connections = &centre.contact(contact)?.connections;
        let party = |party| connections.iter().rev().find(|found| found.party == party);
        let found = match line {
            "agent" => party(Party::Agent),
            "customer" => party(Party::Customer),
            "third_party" => party(Party::Third),
            id => connections.iter().find(|found| found.id.0.to_string() == id),
        };
        found.map(|found| found.id).ok_or(Refusal::UnknownConnection)
    })
}

/// What an agent does, for an agent without a browser.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AgentAction {
    action: AgentVerb,
}

#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum AgentVerb {
    Accept,
    Reject,
    HangUp,
    Hold,
    Resume,
    Mute,
    Unmute,
    Conference,
    Clear,
}

pub(super) async fn agent_action(State(simulator): Shared, id: Id, body: Body<AgentAction>) -> Answer {
    let (contact, Json(AgentAction { action })) = (id?.0, body?);
    let agent = simulator.live.read(|centre| Ok::<_, Refusal>(centre.contact(contact)?.agent.clone()))?;
    let agent = agent.ok_or(Refusal::NobodyHasIt)?;
    let line = |name: &str| named_line(&simulator, contact, name);
    let action = match action {
        AgentVerb::Accept => Action::Accept,
        AgentVerb::Reject => Action::Reject,
        AgentVerb::HangUp => Action::Disconnect(line("agent")?),
        AgentVerb::Hold => Action::Hold(line("customer")?),
        AgentVerb::Resume => Action::Resume(line("customer")?),
        AgentVerb::Mute => Action::Mute(line("agent")?),
        AgentVerb::Unmute => Action::Unmute(line("agent")?),
        AgentVerb::Conference => Action::Conference,
        AgentVerb::Clear => Action::Clear,
    };
    simulator.live.command(Command::Act { agent, contact, action })?;
    contact_answer(&simulator, contact)
}

fn contact_answer(simulator: &Simulator, id: ContactId) -> Answer {
    let contact = simulator.live.read(|centre| centre.contact(id).cloned())?;
    Ok(Json(json!({ "contact": contact_json(&simulator.instance, &contact, simulator.skew_ms()) })))
}
