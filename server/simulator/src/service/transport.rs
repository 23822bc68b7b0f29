//! Transports: the addresses and tokens by which a browser reaches everything that is not the JSON service.

use axum::http::header;
use serde_json::{Value, json};

use super::requests::CreateTransport;
use super::{Caller, ServiceError};
use crate::chat;

/// How long a transport is good for. Below 300 the library refuses to start.
const LIFETIME_S: u32 = 3600;

pub(super) fn create(caller: &Caller<'_>, wanted: &CreateTransport) -> Result<Value, ServiceError> {
    match wanted.transport_type.as_str() {
        "web_socket" => web_socket(caller),
        "chat_token" => chat_token(caller, wanted),
        "softphone" => Ok(json!({
            "softphoneTransport": {
                "softphoneMediaConnections": [{
                    "username": "simulated",
                    "credential": "simulated",
                    "urls": [format!("turn:{}?transport=udp", host(caller))],
                }]
            }
        })),
        "agent_discovery" => {
            let ticket = ticket(caller)?;
            let url = format!("http://{}/discovery?ticket={ticket}", host(caller));
            Ok(json!({ "agentDiscoveryTransport": { "presignedUrl": url } }))
        }
        "web_rtc" => web_rtc(caller, wanted),
        other => Err(ServiceError::Validation(format!("there is no transport `{other}`"))),
    }
}

fn web_socket(caller: &Caller<'_>) -> Result<Value, ServiceError> {
    let simulator = caller.simulator;
    let ticket = ticket(caller)?;
    let expiry = simulator.live.now().plus(i64::from(LIFETIME_S) * 1000 + simulator.skew_ms());
    Ok(json!({
        "webSocketTransport": {
            // The library takes no other scheme; the worker's wrapper undoes it for plain HTTP.
            "url": format!("wss://{}/ws?ticket={ticket}", host(caller)),
            "transportLifeTimeInSeconds": LIFETIME_S,
            "expiry": expiry.rfc3339(),
        }
    }))
}

/// A token for the participant service, for the agent's own part in a chat of theirs.
fn chat_token(caller: &Caller<'_>, wanted: &CreateTransport) -> Result<Value, ServiceError> {
    let simulator = caller.simulator;
    let (Some(contact), Some(connection)) = (wanted.contact_id, wanted.participant_id) else {
        return Err(ServiceError::Validation("a chat token is for a contact and a participant".to_owned()));
    };
    let token = chat::token(simulator, &caller.agent, contact, connection)?;
    Ok(json!({
        "chatTokenTransport": {
            "participantToken": token.value,
            "expiry": token.expires.plus(simulator.skew_ms()).rfc3339(),
        }
    }))
}

/// A meeting that nobody is in; there is no video here.
fn web_rtc(caller: &Caller<'_>, wanted: &CreateTransport) -> Result<Value, ServiceError> {
    let Some(contact) = wanted.contact_id else {
        return Err(ServiceError::Validation("a meeting is for a contact".to_owned()));
    };
    caller.simulator.live.read(|centre| centre.contact_of(&caller.agent, contact).map(|_| ()))?;
    let url = |path: &str| format!("https://{}/{path}", host(caller));
    Ok(json!({
        "webRTCTransport": {
            "meeting": {
                "meetingId": contact,
                "mediaRegion": caller.simulator.instance.region,
                "mediaPlacement": {
                    "audioHostUrl": url("audio"),
                    "audioFallbackUrl": url("audio-fallback"),
                    "signalingUrl": url("signaling"),
                    "turnControlUrl": url("turn"),
                    "eventIngestionUrl": url("events"),
                },
                "meetingFeatures": { "audio": { "echoReduction": "AVAILABLE" } },
            },
            "attendee": { "attendeeId": caller.agent, "joinToken": ticket(caller)? },
        }
    }))
}

fn ticket(caller: &Caller<'_>) -> Result<String, ServiceError> {
    let token = caller.simulator.sessions.issue(caller.session, caller.simulator.live.now());
    token.map(|token| token.value).ok_or(ServiceError::Unauthorized)
}

/// The address that was asked, so that the answer leads back to it.
fn host(caller: &Caller<'_>) -> String {
    let host = caller.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    host.map_or_else(|| format!("localhost:{}", caller.simulator.port), ToOwned::to_owned)
}
