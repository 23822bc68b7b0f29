//! The worker's WebSocket: heartbeats and subscriptions.
//!
//! Nothing else travels here yet. The simulated voice contact is told through the long poll; what matters is that the
//! socket is there, because without one the library asks for transports without pause.

use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::service::ServiceError;
use crate::simulator::Simulator;

/// Nothing the library sends is near as long.
const LONGEST_MESSAGE: usize = 64 * 1024;

#[derive(Debug, Deserialize)]
pub(crate) struct Ticket {
    #[serde(default)]
    ticket: String,
}

/// The URL came from `CreateTransport` and carries a ticket of the session.
pub(crate) async fn open(
    State(simulator): State<Arc<Simulator>>,
    Query(Ticket { ticket }): Query<Ticket>,
    upgrade: WebSocketUpgrade,
) -> Response {
    if simulator.sessions.bearer(&ticket, simulator.live.now()).is_none() {
        return ServiceError::Unauthorized.into_response();
    }
    upgrade.max_message_size(LONGEST_MESSAGE).on_upgrade(async move |socket| {
        let mut drop_order = simulator.drop_sockets.subscribe();
        let mut stopping = simulator.stopping();
        tokio::select! {
            () = converse(socket) => {}
            _ = drop_order.changed() => {}
            _ = stopping.changed() => {}
        }
    })
}

async fn converse(mut socket: WebSocket) {
    while let Some(Ok(message)) = socket.recv().await {
        let Message::Text(text) = message else { continue };
        let Some(reply) = reply(&text) else { continue };
        if socket.send(Message::Text(reply.to_string().into())).await.is_err() {
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
