//! A task to make.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Endpoint, Reference,
    lenient::entries,
    moment::{as_seconds, optional_second},
};
use crate::EpochMs;

/// A task to make (`agent.createTask(task)`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    #[serde(default, deserialize_with = "entries")]
    pub references: BTreeMap<String, Reference>,
    /// When it is to be done; at once where it is missing. The service counts whole seconds.
    #[serde(
        default,
        serialize_with = "as_seconds",
        deserialize_with = "optional_second",
        skip_serializing_if = "Option::is_none"
    )]
    pub scheduled_time: Option<EpochMs>,
    /// A text of the caller's choice: a second task with the same is not made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idempotency_token: Option<String>,
}
