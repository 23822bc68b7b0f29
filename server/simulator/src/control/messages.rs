//! The customer's side of a chat: what they write, that they type, that they have read; and the transcript.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Answer, Body, ControlError, Shared};
use crate::centre::ContactId;
use crate::chat::{self, ChatRefusal, Conversation, News};
use crate::simulator::Simulator;

type Id = Result<Path<ContactId>, PathRejection>;

/// In whose name something is written. Agents have the participant service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Speaker {
    Customer,
}

/// What the customer does: writes, types or reads.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMessage {
    #[expect(dead_code, reason = "there is one choice so far, and it has to be named")]
    from: Speaker,
    pub(crate) text: Option<String>,
    content_type: Option<String>,
    pub(crate) event: Option<CustomerEvent>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CustomerEvent {
    Typing,
    /// Everything that was said to them.
    Read,
}

pub(super) async fn list(State(simulator): Shared, id: Id) -> Answer {
    let contact = id?.0;
    chat::exists(&simulator, contact)?;
    Ok(Json(json!({ "messages": simulator.chats.transcript(contact, simulator.skew_ms()) })))
}

pub(super) async fn write(
    State(simulator): Shared,
    id: Id,
    body: Body<NewMessage>,
) -> Result<(StatusCode, Json<Value>), ControlError> {
    Ok(match customer_does(&simulator, id?.0, body?.0)? {
        Some(message) => (StatusCode::CREATED, Json(json!({ "message": message }))),
        None => (StatusCode::ACCEPTED, Json(json!({}))),
    })
}

/// Answers the message, if one was written.
pub(crate) fn customer_does(
    simulator: &Simulator,
    contact: ContactId,
    NewMessage { from: _, text, content_type, event }: NewMessage,
) -> Result<Option<Value>, ControlError> {
    let customer = chat::customer_in(simulator, contact)?;
    let (now, id) = (simulator.live.now(), Uuid::new_v4());
    match (text, event) {
        (Some(text), None) => {
            let content_type = content_type.as_deref().unwrap_or("text/plain");
            let item = change(simulator, contact, |chat| {
                let (item, news) = chat.say(customer, text, content_type, None, id, now)?;
                Ok((item.json(chat.initial, simulator.skew_ms()), news.into_iter().collect()))
            })?;
            Ok(Some(item))
        }
        (None, Some(event)) => {
            change(simulator, contact, |chat| {
                let news = match event {
                    CustomerEvent::Typing => vec![chat.type_on(customer, id, now)?],
                    CustomerEvent::Read => {
                        let mut news = Vec::new();
                        for message in chat.unread_by(customer) {
                            news.extend(chat.acknowledge(customer, message, true, now)?);
                        }
                        news
                    }
                };
                Ok(((), news))
            })?;
            Ok(None)
        }
        _ => Err(ControlError::Invalid("say either what `text` is written or which `event` happens".into())),
    }
}

fn change<T>(
    simulator: &Simulator,
    contact: ContactId,
    change: impl FnOnce(&mut Conversation) -> Result<(T, Vec<News>), ChatRefusal>,
) -> Result<T, ControlError> {
    simulator
        .chats
        .change(contact, &simulator.pushes, simulator.skew_ms(), change)
        .map_err(|refusal| ControlError::Invalid(refusal.to_string()))
}
