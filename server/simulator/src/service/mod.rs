//! The JSON service that the library's worker calls: one path, the operation in a header, the bearer in another.
//!
//! This module checks who asks and what for, and hands on. It answers in the service's own shapes, errors included
//! ([`errors`]); it decides nothing about contacts.

mod configuration;
mod errors;
mod operation;
mod poll;
mod requests;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

pub(crate) use self::errors::ServiceError;
pub(crate) use self::operation::{Operation, operation_in};
use self::requests::{CreateTransport, OnConnection, OnContact, PutAgentState, parse};
use crate::centre::{Action, Command, ContactId, Username};
use crate::session::{SessionId, cookie_in};
use crate::simulator::Simulator;

pub(crate) const PATH: &str = "/api";

/// How long a transport is good for. Below 300 the library refuses to start.
const TRANSPORT_LIFETIME_S: u32 = 3600;

/// Who called, by their bearer.
struct Caller {
    session: SessionId,
    agent: Username,
}

pub(crate) async fn call(
    State(simulator): State<Arc<Simulator>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    match answer(&simulator, &headers, body).await {
        Ok(answer) => {
            ([(header::CONTENT_TYPE, "application/x-amz-json-1.0")], answer.to_string()).into_response()
        }
        Err(error) => error.into_response(),
    }
}

async fn answer(
    simulator: &Simulator,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Value, ServiceError> {
    let caller = authenticate(simulator, headers)?;
    let operation = operation_in(headers)?;
    let body = body?;
    let agent = caller.agent.clone();
    match operation {
        Operation::GetAgentSnapshot => {
            return poll::snapshot(simulator, headers, &caller.agent, parse(&body)?).await;
        }
        Operation::CreateTransport => return create_transport(simulator, headers, &caller, &parse(&body)?),
        Operation::GetNewAuthToken => {
            let token = simulator.sessions.issue(caller.session, simulator.live.now());
            let token = token.ok_or(ServiceError::Unauthorized)?;
            return Ok(json!({
                "newAuthToken": token.value,
                "expirationDateTime": token.expires.plus(simulator.skew_ms()).as_seconds(),
            }));
        }
        Operation::PutAgentState => put_agent_state(simulator, agent, &parse(&body)?)?,
        Operation::AcceptContact => {
            act(simulator, agent, parse::<OnContact>(&body)?.contact_id, Action::Accept)?;
        }
        Operation::RejectContact => {
            act(simulator, agent, parse::<OnContact>(&body)?.contact_id, Action::Reject)?;
        }
        Operation::ClearContact | Operation::CompleteContact => {
            act(simulator, agent, parse::<OnContact>(&body)?.contact_id, Action::Clear)?;
        }
        Operation::HoldConnection => act_on_line(simulator, agent, &body, Action::Hold)?,
        Operation::ResumeConnection => act_on_line(simulator, agent, &body, Action::Resume)?,
        Operation::MuteParticipant => act_on_line(simulator, agent, &body, Action::Mute)?,
        Operation::UnmuteParticipant => act_on_line(simulator, agent, &body, Action::Unmute)?,
        Operation::DestroyConnection => act_on_line(simulator, agent, &body, Action::Disconnect)?,
        Operation::UpdateAgentConfiguration
        | Operation::SendClientLogs
        | Operation::SendSoftphoneCallMetrics
        | Operation::SendSoftphoneCallReport
        | Operation::NotifyContactIssue => {
            // Taken note of and nothing more; still, what is no JSON object is no request.
            parse::<requests::Anything>(&body)?;
        }
        Operation::GetAgentConfiguration
        | Operation::GetAgentPermissions
        | Operation::GetAgentStates
        | Operation::GetDialableCountryCodes
        | Operation::GetRoutingProfileQueues
        | Operation::GetEndpoints => {
            parse::<requests::Anything>(&body)?;
            return configuration::describe(&simulator.instance, &agent, operation);
        }
    }
    Ok(json!({}))
}

/// A bearer that is good, and that is not used from another login's browser.
fn authenticate(simulator: &Simulator, headers: &HeaderMap) -> Result<Caller, ServiceError> {
    let bearer = headers.get("x-amz-bearer").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (session, agent) =
        simulator.sessions.bearer(bearer, simulator.live.now()).ok_or(ServiceError::Unauthorized)?;
    match cookie_in(headers, simulator.port) {
        Some(cookie) if cookie != session => Err(ServiceError::Unauthorized),
        _ => Ok(Caller { session, agent }),
    }
}

fn act(
    simulator: &Simulator,
    agent: Username,
    contact: ContactId,
    action: Action,
) -> Result<(), ServiceError> {
    Ok(simulator.live.command(Command::Act { agent, contact, action })?)
}

fn act_on_line(
    simulator: &Simulator,
    agent: Username,
    body: &[u8],
    action: fn(crate::centre::ConnectionId) -> Action,
) -> Result<(), ServiceError> {
    let named: OnConnection = parse(body)?;
    act(simulator, agent, named.contact_id, action(named.connection_id))
}

fn put_agent_state(
    simulator: &Simulator,
    agent: Username,
    wanted: &PutAgentState,
) -> Result<(), ServiceError> {
    let status = simulator
        .instance
        .find_status(wanted.state.arn.as_deref(), wanted.state.name.as_deref())
        .ok_or_else(|| ServiceError::Validation("there is no such agent state".to_owned()))?;
    let queued = wanted.enqueue_next_state.unwrap_or(false);
    Ok(simulator.live.command(Command::PickStatus { agent, status, queued })?)
}

fn create_transport(
    simulator: &Simulator,
    headers: &HeaderMap,
    caller: &Caller,
    wanted: &CreateTransport,
) -> Result<Value, ServiceError> {
    if wanted.transport_type != "web_socket" {
        return Err(ServiceError::Validation(format!(
            "transport `{}` is not simulated",
            wanted.transport_type
        )));
    }
    let now = simulator.live.now();
    let ticket = simulator.sessions.issue(caller.session, now).ok_or(ServiceError::Unauthorized)?;
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.map_or_else(|| format!("localhost:{}", simulator.port), ToOwned::to_owned);
    let expiry = now.plus(i64::from(TRANSPORT_LIFETIME_S) * 1000 + simulator.skew_ms());
    Ok(json!({
        "webSocketTransport": {
            // The library takes no other scheme; the worker's wrapper undoes it for plain HTTP.
            "url": format!("wss://{host}/ws?ticket={}", ticket.value),
            "transportLifeTimeInSeconds": TRANSPORT_LIFETIME_S,
            "expiry": expiry.rfc3339(),
        }
    }))
}
