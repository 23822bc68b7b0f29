//! What comes with the events about the sign-in and the frame: it runs out, it is prolonged, it may use cookies.

use serde::Serialize;
use serde_json::{Map, Value};

use super::record;
use crate::EpochMs;

/// The agent did nothing for long and will be logged out (`SessionExpirationWarningManager.onExpirationWarning`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SessionExpiration {
    /// When. Whether the library counts seconds or milliseconds is not documented; both are understood.
    pub expiration: Option<EpochMs>,
}

record! { SessionExpiration {
    "expiration" => expiration: Seconds,
} }

/// The sign-in could not be prolonged (`SessionExpirationWarningManager.onSessionExtensionError`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionExtensionError {
    /// Whether the agent has been warned.
    pub is_warning_active: bool,
    /// Why. What is in it is not documented.
    pub error_details: Map<String, Value>,
}

record! { SessionExtensionError {
    "isWarningActive" => is_warning_active,
    "errorDetails" => error_details,
} }

/// Whether the frame may use its cookies (`connect.storageAccess.onRequest`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorageAccessAnswer {
    /// What happened: `storageAccess::init`, `storageAccess::request`, `storageAccess::granted` or
    /// `storageAccess::denied`.
    pub event: String,
    /// What is known then.
    pub data: StorageAccess,
}

record! { StorageAccessAnswer {
    "event" => event: Required,
    "data" => data,
} }

/// What is known about the frame's cookies (`StorageAccessCallbackData.data`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StorageAccess {
    /// Whether it may use them. Missing where that is not asked.
    pub has_access: Option<bool>,
}

record! { StorageAccess {
    "hasAccess" => has_access,
} }

/// A message between the page, the frame and the worker (`StreamMessage`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StreamMessage {
    /// What happened, for example one of [`EventType`](crate::EventType).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// What comes with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
}

record! { StreamMessage {
    "event" => event,
    "data" => data,
} }
