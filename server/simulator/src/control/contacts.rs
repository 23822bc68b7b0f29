//! Contacts as the control API sees them: offering one, the customer's hanging up, and the record of what happened.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Answer, Body, ControlError, Shared};
use crate::centre::{
    Centre, Command, ConnectionId, Contact, ContactId, EpochMs, Offer, PhoneNumber, Refusal, Username,
};
use crate::simulator::Simulator;

type Id = Result<Path<ContactId>, PathRejection>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewContact {
    channel: String,
    customer: String,
    queue: String,
    agent: Username,
}

pub(super) async fn offer(
    State(simulator): Shared,
    body: Body<NewContact>,
) -> Result<(StatusCode, Json<Value>), ControlError> {
    let Json(wanted) = body?;
    match wanted.channel.as_str() {
        "voice" => {}
        "chat" | "task" | "email" => {
            return Err(ControlError::Invalid(format!("channel `{}` is not simulated yet", wanted.channel)));
        }
        other => return Err(ControlError::Invalid(format!("there is no channel `{other}`"))),
    }
    let queue = simulator
        .instance
        .queue_named(&wanted.queue)
        .ok_or_else(|| ControlError::Invalid(format!("there is no queue `{}`", wanted.queue)))?;
    let contact = ContactId(Uuid::new_v4());
    simulator.live.command(Command::Offer(Offer {
        contact,
        agent_connection: ConnectionId(Uuid::new_v4()),
        customer_connection: ConnectionId(Uuid::new_v4()),
        agent: wanted.agent,
        queue,
        customer: PhoneNumber::parse(&wanted.customer)?,
    }))?;
    tracing::info!(contact.id = %contact, "Offered contact {contact}");
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

pub(super) async fn list(State(simulator): Shared) -> Json<Value> {
    let skew = simulator.skew_ms();
    let contacts: Vec<_> = simulator.live.read(|centre| {
        centre.contacts().into_iter().map(|contact| contact_json(centre, contact, skew)).collect()
    });
    Json(json!({ "contacts": contacts }))
}

fn contact_answer(simulator: &Simulator, id: ContactId) -> Answer {
    let skew = simulator.skew_ms();
    let contact =
        simulator.live.read(|centre| Ok::<_, Refusal>(contact_json(centre, centre.contact(id)?, skew)))?;
    Ok(Json(json!({ "contact": contact })))
}

fn contact_json(centre: &Centre, contact: &Contact, skew_ms: i64) -> Value {
    let time = |at: EpochMs| at.plus(skew_ms).rfc3339();
    json!({
        "contact_id": contact.id,
        "initial_contact_id": contact.id,
        "channel": "voice",
        "queue": centre.instance().queue(contact.queue).name,
        "agent": contact.agent,
        "customer": contact.customer,
        "state": contact.state.as_str(),
        "on_hold": contact.is_on_hold(),
        "muted": contact.is_muted(),
        "offered_at": time(contact.offered_at),
        "accepted_at": contact.accepted_at.map(time),
        "connected_at": contact.connected_at.map(time),
        "ended_at": contact.ended_at.map(time),
        "cleared_at": contact.cleared_at.map(time),
    })
}
