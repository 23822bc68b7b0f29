//! What belongs to no single agent or contact: queues, quick connects, the numbers outside, and what browsers reported.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, Body, ControlError, Shared};
use crate::centre::{Command, Dialled, PhoneNumber, QueueKey, Username};
use crate::instance::QuickConnectTarget;
use crate::service::{Operation, Report};

/// Every queue with how many wait; agents' own only while somebody does.
pub(super) async fn queues(State(simulator): Shared) -> Json<Value> {
    let mut queues: Vec<_> =
        simulator.instance.queues().iter().map(|queue| (queue.name.clone(), 0, None::<Username>)).collect();
    simulator.live.read(|centre| {
        for (key, waiting) in centre.waiting() {
            match key {
                QueueKey::Standard(index) => {
                    let name = &centre.instance().queue(*index).name;
                    queues.iter_mut().filter(|queue| queue.0 == *name).for_each(|queue| queue.1 = waiting);
                }
                QueueKey::Own(agent) => queues.push((agent.to_string(), waiting, Some(agent.clone()))),
            }
        }
    });
    let queues: Vec<_> = queues
        .into_iter()
        .map(|(name, waiting, agent)| json!({ "name": name, "waiting": waiting, "agent": agent }))
        .collect();
    Json(json!({ "queues": queues }))
}

/// What agents can pick.
pub(super) async fn statuses(State(simulator): Shared) -> Json<Value> {
    let statuses = simulator.instance.statuses().iter();
    let statuses: Vec<_> =
        statuses.map(|status| json!({ "name": status.name, "type": status.kind.as_str() })).collect();
    Json(json!({ "statuses": statuses }))
}

pub(super) async fn quick_connects(State(simulator): Shared) -> Json<Value> {
    let instance = &simulator.instance;
    let quick_connects: Vec<_> = instance
        .quick_connects
        .iter()
        .map(|quick_connect| {
            let (kind, target) = match &quick_connect.target {
                QuickConnectTarget::Phone(number) => ("phone_number", number.as_str()),
                QuickConnectTarget::Agent(agent) => ("agent", agent.as_str()),
                QuickConnectTarget::Queue(queue) => ("queue", instance.queue(*queue).name.as_str()),
            };
            json!({ "name": quick_connect.name, "type": kind, "target": target })
        })
        .collect();
    Json(json!({ "quick_connects": quick_connects }))
}

/// The numbers for which something was ordered.
pub(super) async fn numbers(State(simulator): Shared) -> Json<Value> {
    let numbers = simulator.live.read(|centre| centre.ordered_numbers().clone());
    let numbers: serde_json::Map<_, _> =
        numbers.into_iter().map(|(number, dialled)| (String::from(number), json!(dialled))).collect();
    Json(json!({ "numbers": numbers }))
}

pub(super) async fn expect(
    State(simulator): Shared,
    Path(number): Path<String>,
    body: Body<Dialled>,
) -> Result<Json<Dialled>, ControlError> {
    let Json(dialled) = body?;
    let number = PhoneNumber::parse(&number)?;
    simulator.live.command(Command::Expect { number, dialled: Some(dialled) })?;
    Ok(Json(dialled))
}

pub(super) async fn forget(State(simulator): Shared, Path(number): Path<String>) -> Answer {
    let number = PhoneNumber::parse(&number)?;
    simulator.live.command(Command::Expect { number, dialled: None })?;
    Ok(Json(json!({})))
}

/// Which reports are wanted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportFilter {
    operation: Option<Operation>,
    agent: Option<Username>,
}

/// What browsers sent for the record, the latest first.
pub(super) async fn reports(
    State(simulator): Shared,
    filter: Result<Query<ReportFilter>, QueryRejection>,
) -> Answer {
    let Query(filter) = filter.map_err(|error| ControlError::Invalid(error.body_text()))?;
    let fits = |report: &Report| {
        filter.operation.is_none_or(|operation| operation == report.operation)
            && filter.agent.as_ref().is_none_or(|agent| *agent == report.agent)
    };
    let found = simulator.reports.latest().into_iter().filter(fits).map(|report| {
        json!({
            "operation": report.operation,
            "agent": report.agent,
            "at": report.at.plus(simulator.skew_ms()).rfc3339(),
            "body": report.body,
        })
    });
    Ok(Json(json!({ "reports": found.collect::<Vec<_>>() })))
}

/// How often each operation of the service was called.
pub(super) async fn operations(State(simulator): Shared) -> Json<Value> {
    Json(json!({ "operations": simulator.tally.describe() }))
}
