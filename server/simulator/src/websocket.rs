//! The worker's WebSocket: heartbeats, subscriptions, and what is pushed to the agent.
//!
//! Contacts are told through the long poll; chat messages and the events of side channels come this way. Above all
//! the socket has to be there, because without one the library asks for transports without pause.

use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::service::ServiceError;
use crate::simulator::Simulator;

/// Nothing the library sends is near as long.
const LONGEST_MESSAGE: usize = 64 * 1024;

#[derive(Debug, Deserialize)]
pub(crate) struct Ticket {
    #[serde(default)]
    ticket: String,
}

/// The URL came from `CreateTransport` and carries a ticket of the session; or from a chat's connection.
pub(crate) async fn open(
    State(simulator): State<Arc<Simulator>>,
    Query(Ticket { ticket }): Query<Ticket>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let now = simulator.live.now();
    let of_session = simulator.sessions.bearer(&ticket, now).map(|(_, agent)| agent);
    let Some(agent) = of_session.or_else(|| simulator.chats.agent_of(&ticket, now)) else {
        return ServiceError::Unauthorized.into_response();
    };
    let Some(mut dropped) = simulator.sockets.open(&agent, now) else {
        return (StatusCode::SERVICE_UNAVAILABLE, "sockets are refused for a while, as ordered\n")
            .into_response();
    };
    let Some(pushed) = simulator.pushes.hear(&agent) else {
        return (StatusCode::TOO_MANY_REQUESTS, "too many sockets of one agent\n").into_response();
    };
    upgrade.max_message_size(LONGEST_MESSAGE).on_upgrade(async move |socket| {
        let mut stopping = simulator.stopping();
        tokio::select! {
            () = converse(socket, pushed) => {}
            _ = dropped.changed() => {}
            _ = stopping.changed() => {}
        }
    })
}

async fn converse(mut socket: WebSocket, mut pushed: Receiver<Arc<str>>) {
    loop {
        let frame = tokio::select! {
            received = socket.recv() => match received {
                Some(Ok(Message::Text(text))) => reply(&text).map(|reply| reply.to_string()),
                Some(Ok(_)) => None,
                Some(Err(_)) | None => return,
            },
            push = pushed.recv() => match push {
                Ok(frame) => Some(frame.to_string()),
                // What was missed is gone; the next is worth having all the same.
                Err(RecvError::Lagged(_)) => None,
                Err(RecvError::Closed) => return,
            },
        };
        if let Some(frame) = frame
            && socket.send(Message::Text(frame.into())).await.is_err()
        {
            return;
        }
    }
}

fn reply(text: &str) -> Option<Value> {
    let message: Value = serde_json::from_str(text).ok()?;
    match message["topic"].as_str()? {
        "aws/heartbeat" => Some(json!({ "topic": "aws/heartbeat" })),
        topic @ ("aws/subscribe" | "aws/unsubscribe") => {
            let topics = message["content"]["topics"].as_array()?;
            Some(json!({ "topic": topic, "content": { "status": "success", "topics": topics } }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heartbeat_is_answered_by_one() {
        assert_eq!(reply(r#"{"topic":"aws/heartbeat"}"#), Some(json!({ "topic": "aws/heartbeat" })));
    }

    #[test]
    fn a_subscription_is_confirmed() {
        let confirmed =
            json!({ "topic": "aws/subscribe", "content": { "status": "success", "topics": ["aws/chat"] } });
        assert_eq!(reply(r#"{"topic":"aws/subscribe","content":{"topics":["aws/chat"]}}"#), Some(confirmed));
    }

    #[test]
    fn what_makes_no_sense_gets_no_answer() {
        for text in
            ["", "null", "[]", "{}", r#"{"topic":7}"#, r#"{"topic":"aws/subscribe"}"#, r#"{"topic":"own"}"#]
        {
            assert_eq!(reply(text), None, "{text}");
        }
    }
}
