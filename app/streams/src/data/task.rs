//! A task to make.

use serde::Serialize;

use super::{Dictionary, Endpoint, Reference, moment::as_seconds, record};
use crate::EpochMs;

/// A task to make (`agent.createTask(task)`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskDefinition {
    /// Who is to do it.
    pub endpoint: Endpoint,
    /// The contact that it follows from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_contact_id: Option<String>,
    /// What it is called.
    pub name: String,
    /// What is to be done.
    pub description: String,
    /// What it refers to, by name.
    pub references: Dictionary<Reference>,
    /// When it is to be done; at once where it is missing. The service counts whole seconds.
    #[serde(serialize_with = "as_seconds", skip_serializing_if = "Option::is_none")]
    pub scheduled_time: Option<EpochMs>,
    /// A text of the caller's choice: a second task with the same is not made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idempotency_token: Option<String>,
}

record! { TaskDefinition {
    "endpoint" => endpoint: Required,
    "previousContactId" => previous_contact_id,
    "name" => name: Required,
    "description" => description: Required,
    "references" => references,
    "scheduledTime" => scheduled_time: Seconds,
    "idempotencyToken" => idempotency_token,
} }
