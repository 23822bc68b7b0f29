//! The participant service: what `amazon-connect-chatjs` speaks to on behalf of an agent.
//!
//! A token names a participant of a conversation, and everything goes by that. The page that embeds the CCP calls
//! here across origins, which is why the routes lie behind [`crate::cors`].

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Json, State};
use axum::http::{HeaderMap, header};
use axum::routing::post;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::errors::ParticipantError;
use super::transcript::{self, Direction, Query, Start, Token};
use super::{Conversation, Holder, seats};
use crate::centre::{Action, Command, ContactId, EpochMs};
use crate::simulator::Simulator;

pub(crate) fn routes() -> Router<Arc<Simulator>> {
    Router::new()
        .route("/connection", post(connect))
        .route("/message", post(send_message))
        .route("/event", post(send_event))
        .route("/transcript", post(get_transcript))
        .route("/disconnect", post(disconnect))
        .fallback(async || {
            ParticipantError::Validation("this part of the participant service is not simulated".to_owned())
        })
}

type Shared = State<Arc<Simulator>>;
type Answer = Result<Json<Value>, ParticipantError>;
type Body<T> = Result<Json<T>, JsonRejection>;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Connection {
    #[serde(default)]
    r#type: Option<Vec<String>>,
    #[serde(default)]
    connect_participant: Option<bool>,
}

async fn connect(State(simulator): Shared, headers: HeaderMap, body: Body<Connection>) -> Answer {
    let holder = authenticate(&simulator, &headers)?;
    let Json(wanted) = body?;
    let now = simulator.live.now();
    if wanted.connect_participant == Some(true) {
        change(&simulator, holder, |chat| {
            let news = chat.join(holder.participant, Uuid::new_v4(), now)?;
            Ok(((), news.into_iter().collect()))
        })?;
    }
    let mut answer = json!({});
    for kind in wanted.r#type.unwrap_or_default() {
        let token = simulator
            .chats
            .issue(holder.initial, holder.participant, now)
            .ok_or_else(|| ParticipantError::AccessDenied("the conversation is gone".to_owned()))?;
        let expiry = token.expires.plus(simulator.skew_ms()).rfc3339();
        match kind.as_str() {
            "CONNECTION_CREDENTIALS" => {
                answer["ConnectionCredentials"] = json!({ "ConnectionToken": token.value, "Expiry": expiry });
            }
            "WEBSOCKET" => {
                // An agent's messages come over the socket that the library has already.
                let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
                let url = format!("wss://{host}/ws?ticket={}", token.value);
                answer["Websocket"] = json!({ "Url": url, "ConnectionExpiry": expiry });
            }
            other => {
                return Err(ParticipantError::Validation(format!(
                    "there is no connection of type `{other}`"
                )));
            }
        }
    }
    Ok(Json(answer))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Message {
    content: String,
    content_type: String,
    client_token: Option<String>,
}

async fn send_message(State(simulator): Shared, headers: HeaderMap, body: Body<Message>) -> Answer {
    let holder = authenticate(&simulator, &headers)?;
    let Json(Message { content, content_type, client_token }) = body?;
    let now = simulator.live.now();
    let item = change(&simulator, holder, |chat| {
        let (item, news) =
            chat.say(holder.participant, content, &content_type, client_token, Uuid::new_v4(), now)?;
        Ok((item, news.into_iter().collect()))
    })?;
    Ok(Json(json!({ "Id": item.id, "AbsoluteTime": item.at.plus(simulator.skew_ms()).rfc3339() })))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Event {
    content_type: String,
    content: Option<String>,
}

/// The events that a participant may send.
enum Sign {
    Here,
    Typing,
    Receipt { message: Uuid, read: bool },
}

impl Event {
    fn sign(&self) -> Result<Sign, ParticipantError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Receipt {
            message_id: Uuid,
        }

        match self.content_type.strip_prefix("application/vnd.amazonaws.connect.event.") {
            Some("connection.acknowledged") => Ok(Sign::Here),
            Some("typing") => Ok(Sign::Typing),
            Some(name @ ("message.read" | "message.delivered")) => {
                let Receipt { message_id } =
                    serde_json::from_str(self.content.as_deref().unwrap_or_default()).map_err(|_| {
                        ParticipantError::Validation(
                            "a receipt names its message as {\"messageId\":…}".into(),
                        )
                    })?;
                Ok(Sign::Receipt { message: message_id, read: name == "message.read" })
            }
            _ => Err(ParticipantError::Validation(format!(
                "an event cannot be of type `{}`",
                self.content_type
            ))),
        }
    }
}

async fn send_event(State(simulator): Shared, headers: HeaderMap, body: Body<Event>) -> Answer {
    let holder = authenticate(&simulator, &headers)?;
    let sign = body?.0.sign()?;
    let (now, id, who) = (simulator.live.now(), Uuid::new_v4(), holder.participant);
    change(&simulator, holder, |chat| {
        let news = match sign {
            Sign::Here => chat.join(who, id, now)?,
            Sign::Typing => Some(chat.type_on(who, id, now)?),
            Sign::Receipt { message, read } => chat.acknowledge(who, message, read, now)?,
        };
        Ok(((), news.into_iter().collect()))
    })?;
    Ok(Json(json!({ "Id": id, "AbsoluteTime": now.plus(simulator.skew_ms()).rfc3339() })))
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Position {
    id: Option<Uuid>,
    absolute_time: Option<String>,
    most_recent: Option<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TranscriptRequest {
    contact_id: Option<ContactId>,
    max_results: Option<usize>,
    next_token: Option<String>,
    scan_direction: Option<String>,
    sort_order: Option<String>,
    #[serde(default)]
    start_position: Option<Position>,
}

async fn get_transcript(
    State(simulator): Shared,
    headers: HeaderMap,
    body: Body<TranscriptRequest>,
) -> Answer {
    let holder = authenticate(&simulator, &headers)?;
    let Json(request) = body?;
    let skew = simulator.skew_ms();
    let query = query(&request, skew)?;
    let page = |chat: &Conversation| {
        let of_contact: Vec<_> = chat
            .items()
            .iter()
            .filter(|item| request.contact_id.is_none_or(|contact| item.contact == contact))
            .cloned()
            .collect();
        let (items, next) = transcript::page(&of_contact, &query)?;
        let lines: Vec<_> = items.iter().map(|item| item.json(chat.initial, skew)).collect();
        let mut answer = json!({ "InitialContactId": chat.initial, "Transcript": lines });
        if let Some(next) = next {
            answer["NextToken"] = json!(next.to_string());
        }
        Some(answer)
    };
    simulator
        .chats
        .read(holder.initial, page)
        .flatten()
        .map(Json)
        .ok_or_else(|| ParticipantError::Validation("the start position is not in the transcript".to_owned()))
}

fn query(request: &TranscriptRequest, skew_ms: i64) -> Result<Query, ParticipantError> {
    let wrong = |what: &str| ParticipantError::Validation(format!("the {what} makes no sense"));
    let nowhere = Position::default();
    let position = request.start_position.as_ref().unwrap_or(&nowhere);
    let start = match position {
        Position { id: Some(id), .. } => Start::Id(*id),
        Position { absolute_time: Some(time), .. } => {
            let at = humantime::parse_rfc3339(time).map_err(|_| wrong("start position"))?;
            let at = at.duration_since(std::time::UNIX_EPOCH).map_err(|_| wrong("start position"))?;
            let at = i64::try_from(at.as_millis()).map_err(|_| wrong("start position"))?;
            Start::Time(EpochMs(at).plus(-skew_ms))
        }
        Position { most_recent: Some(n), .. } => Start::MostRecent(*n),
        _ => Start::End,
    };
    let direction = match request.scan_direction.as_deref() {
        Some("BACKWARD") => Direction::Backward,
        None if start == Start::End => Direction::Backward,
        None | Some("FORWARD") => Direction::Forward,
        Some(_) => return Err(wrong("scan direction")),
    };
    let descending = match request.sort_order.as_deref() {
        None | Some("ASCENDING") => false,
        Some("DESCENDING") => true,
        Some(_) => return Err(wrong("sort order")),
    };
    let most = request.max_results;
    match request.next_token.as_deref().filter(|token| !token.is_empty()) {
        None => Ok(Query { start, direction, descending, most }),
        Some(token) => {
            let Token { index, direction } = Token::parse(token).ok_or_else(|| wrong("token"))?;
            Ok(Query { start: Start::Index(index), direction, descending, most })
        }
    }
}

/// Gives up the participant's place, and with it their connection.
async fn disconnect(State(simulator): Shared, headers: HeaderMap) -> Answer {
    let holder = authenticate(&simulator, &headers)?;
    let now = simulator.live.now();
    let who =
        simulator.chats.read(holder.initial, |chat| chat.participant(holder.participant).cloned()).flatten();
    change(&simulator, holder, |chat| Ok(((), vec![chat.leave(holder.participant, Uuid::new_v4(), now)?])))?;
    if let Some((agent, contact)) = who.and_then(|who| Some((who.agent?, who.contact))) {
        let action = Action::Disconnect(holder.participant);
        // A contact that is over already has no connection left to give up.
        let _ = simulator.live.command(Command::Act { agent, contact, action });
    }
    Ok(Json(json!({})))
}

fn authenticate(simulator: &Simulator, headers: &HeaderMap) -> Result<Holder, ParticipantError> {
    let token = headers.get("x-amz-bearer").and_then(|value| value.to_str().ok()).unwrap_or_default();
    simulator
        .chats
        .holder(token, simulator.live.now())
        .or_else(|| seats::holder(simulator, token))
        .ok_or_else(|| ParticipantError::AccessDenied("the token is missing or expired".to_owned()))
}

fn change<T>(
    simulator: &Simulator,
    holder: Holder,
    change: impl FnOnce(&mut Conversation) -> Result<(T, Vec<super::News>), super::ChatRefusal>,
) -> Result<T, ParticipantError> {
    Ok(simulator.chats.change(holder.initial, &simulator.pushes, simulator.skew_ms(), change)?)
}
