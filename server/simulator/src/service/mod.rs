//! The JSON service that the library's worker calls: one path, the operation in a header, the bearer in another.
//!
//! This module checks who asks and what for, and hands on. It answers in the service's own shapes, errors included
//! ([`errors`]); it decides nothing about contacts.

mod agents;
mod configuration;
mod contacts;
mod endpoints;
mod errors;
mod operation;
mod paging;
mod poll;
mod reports;
mod requests;
mod tally;
mod transport;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

pub(crate) use self::errors::ServiceError;
pub(crate) use self::operation::{Operation, operation_in};
pub(crate) use self::reports::{Report, Reports};
use self::requests::parse;
pub(crate) use self::tally::Tally;
use crate::centre::Username;
use crate::session::{SessionId, cookie_in};
use crate::simulator::Simulator;

pub(crate) const PATH: &str = "/api";

/// Who called, by their bearer, and how they reached us.
struct Caller<'a> {
    simulator: &'a Simulator,
    headers: &'a HeaderMap,
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
    let answer = perform(&caller, operation, body).await;
    simulator.tally.count(operation, answer.is_ok());
    answer
}

async fn perform(
    caller: &Caller<'_>,
    operation: Operation,
    body: Result<Bytes, BytesRejection>,
) -> Result<Value, ServiceError> {
    let body = body?;
    let simulator = caller.simulator;
    match operation {
        Operation::GetAgentSnapshot => poll::snapshot(caller, parse(&body)?).await,
        Operation::CreateTransport => transport::create(caller, &parse(&body)?),
        Operation::GetNewAuthToken => {
            let token = simulator.sessions.issue(caller.session, simulator.live.now());
            let token = token.ok_or(ServiceError::Unauthorized)?;
            Ok(json!({
                "newAuthToken": token.value,
                "expirationDateTime": token.expires.plus(simulator.skew_ms()).as_seconds(),
            }))
        }
        Operation::PutAgentState => agents::put_state(caller, &parse(&body)?),
        Operation::UpdateAgentConfiguration => agents::update_configuration(caller, parse(&body)?),
        Operation::SendClientLogs
        | Operation::SendSoftphoneCallMetrics
        | Operation::SendSoftphoneCallReport
        | Operation::NotifyContactIssue => {
            let report = parse::<requests::Anything>(&body)?;
            simulator.reports.keep(operation, caller.agent.clone(), report, simulator.live.now());
            Ok(json!({}))
        }
        Operation::GetAgentConfiguration
        | Operation::GetAgentPermissions
        | Operation::GetAgentStates
        | Operation::GetDialableCountryCodes
        | Operation::GetRoutingProfileQueues => configuration::describe(caller, operation, &parse(&body)?),
        Operation::GetEndpoints => endpoints::list(caller, &parse(&body)?),
        other => contacts::act(caller, other, &body),
    }
}

/// A bearer that is good, and that is not used from another login's browser.
fn authenticate<'a>(simulator: &'a Simulator, headers: &'a HeaderMap) -> Result<Caller<'a>, ServiceError> {
    let bearer = headers.get("x-amz-bearer").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (session, agent) =
        simulator.sessions.bearer(bearer, simulator.live.now()).ok_or(ServiceError::Unauthorized)?;
    match cookie_in(headers, simulator.port) {
        Some(cookie) if cookie != session => Err(ServiceError::Unauthorized),
        _ => Ok(Caller { simulator, headers, session, agent }),
    }
}
