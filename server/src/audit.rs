//! The audit log: what was changed, by whom, from where. It is written with the change, in the same transaction.

use std::{net::IpAddr, time::SystemTime};

use connect_streams::EpochMs;
use serde::Serialize;
use serde_json::Value;

/// Who does something, and how they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// As a [`Caller`](crate::auth::Caller) is written, or `system`.
    pub name: String,
    /// From where. None for the program itself.
    pub address: Option<IpAddr>,
    /// The request, as its answer's header `x-request-id` has it.
    pub request_id: String,
}

impl Actor {
    /// The program itself.
    pub fn system() -> Self {
        Self { name: "system".to_owned(), address: None, request_id: String::new() }
    }

    /// What they did: `thing.done`, for example `origin.added`, and to what.
    pub fn did(&self, action: &'static str, target: impl Into<String>) -> Deed {
        Deed { at: now(), actor: self.clone(), action, target: target.into(), old: None, new: None }
    }
}

/// One entry that is to be written. Secrets never stand in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// When.
    pub at: EpochMs,
    /// Who.
    pub actor: Actor,
    /// What.
    pub action: &'static str,
    /// To what.
    pub target: String,
    /// How it was.
    pub old: Option<Value>,
    /// How it is now.
    pub new: Option<Value>,
}

impl Deed {
    /// How it was.
    #[must_use]
    pub fn from(self, old: &impl Serialize) -> Self {
        Self { old: serde_json::to_value(old).ok(), ..self }
    }

    /// How it is now.
    #[must_use]
    pub fn to(self, new: &impl Serialize) -> Self {
        Self { new: serde_json::to_value(new).ok(), ..self }
    }
}

/// The time on this machine's clock.
pub fn now() -> EpochMs {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    EpochMs::new(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
