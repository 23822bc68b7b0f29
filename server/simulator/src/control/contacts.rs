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
    Command, ConnectionId, Contact, ContactId, ContactState, Party, PartyEvent, Refusal, Username,
};
use crate::simulator::Simulator;

pub(super) type Id = Result<Path<ContactId>, PathRejection>;

/// What is listed if nobody says how much, and at most.
const SHOWN: usize = 200;
const MOST_SHOWN: usize = 10_000;

pub(super) async fn offer(
    State(simulator): Shared,
    body: Body<Wanted>,
) -> Result<(StatusCode, Json<Value>), ControlError> {
    let contact = make(&simulator, body?.0)?;
    Ok((StatusCode::CREATED, Json(json!({ "contact_id": contact }))))
}

pub(crate) fn make(simulator: &Simulator, wanted: Wanted) -> Result<ContactId, ControlError> {
    let command = wanted.command(&simulator.instance, simulator.live.now())?;
    let contact = simulator.live.command(command)?.ok_or(Refusal::UnknownContact)?;
    tracing::info!(contact.id = %contact, "Made contact {contact}");
    Ok(contact)
}

pub(super) async fn hang_up(State(simulator): Shared, id: Id) -> Answer {
    let id = id?.0;
    customer_hangs_up(&simulator, id)?;
    contact_answer(&simulator, id)
}

pub(crate) fn customer_hangs_up(simulator: &Simulator, contact: ContactId) -> Result<(), Refusal> {
    simulator.live.command(Command::CustomerHangsUp(contact)).map(|_| ())
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
    /// What is mistyped would look like nothing found.
    fn check(&self, simulator: &Simulator) -> Result<(), ControlError> {
        let groups = ["waiting", "live", "over"];
        let is_known =
            |name: &str| groups.contains(&name) || ContactState::ALL.iter().any(|one| one.as_str() == name);
        if let Some(name) = self.state.as_deref().filter(|name| !is_known(name)) {
            return Err(ControlError::Invalid(format!(
                "no contact is ever `{name}`; groups are waiting, live and over"
            )));
        }
        if let Some(agent) = &self.agent {
            simulator.live.read(|centre| centre.agent(agent).map(|_| ()))?;
        }
        Ok(())
    }

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
    filter.check(&simulator)?;
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
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Attributes {
    pub(crate) attributes: BTreeMap<String, Option<String>>,
}

pub(super) async fn set_attributes(State(simulator): Shared, id: Id, body: Body<Attributes>) -> Answer {
    let contact = id?.0;
    give_attributes(&simulator, contact, body?.0)?;
    contact_answer(&simulator, contact)
}

pub(crate) fn give_attributes(
    simulator: &Simulator,
    contact: ContactId,
    Attributes { attributes }: Attributes,
) -> Result<(), Refusal> {
    simulator.live.command(Command::SetAttributes { contact, attributes }).map(|_| ())
}

/// What somebody at the other end of a line does.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LineEvent {
    pub(crate) event: PartyEvent,
}

/// The line is named by its identity, or as `customer` or `third_party` (the latest of them).
pub(super) async fn line_event(
    State(simulator): Shared,
    path: Result<Path<(ContactId, String)>, PathRejection>,
    body: Body<LineEvent>,
) -> Answer {
    let Path((contact, line)) = path?;
    party_does(&simulator, contact, &line, &body?.0)?;
    contact_answer(&simulator, contact)
}

pub(crate) fn party_does(
    simulator: &Simulator,
    contact: ContactId,
    line: &str,
    LineEvent { event }: &LineEvent,
) -> Result<(), Refusal> {
    let connection = named_line(simulator, contact, line)?;
    simulator.live.command(Command::PartyDoes { contact, connection, event: *event })?;
    Ok(())
}

pub(super) fn named_line(
    simulator: &Simulator,
    contact: ContactId,
    line: &str,
) -> Result<ConnectionId, Refusal> {
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

pub(super) fn contact_answer(simulator: &Simulator, id: ContactId) -> Answer {
    let contact = simulator.live.read(|centre| centre.contact(id).cloned())?;
    Ok(Json(json!({ "contact": contact_json(&simulator.instance, &contact, simulator.skew_ms()) })))
}
