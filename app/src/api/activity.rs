//! What an agent did besides contacts: each status from when to when, as it is sent, stored and listed.

use connect_streams::{EpochMs, choice, record};
use serde::Serialize;

use super::ListMeta;
use super::record::{InvalidRecord, TimeSource, validate_text};

/// One status of an agent. The next one begins where it ends, so that a shift adds up without gap or overlap.
///
/// Its identity is the instance, the agent and the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActivityRecord {
    /// The identifier of the Amazon Connect instance.
    pub instance: String,
    /// The sign-in name of the agent.
    pub agent: String,
    /// Whether the agent was signed in.
    pub kind: ActivityKind,
    /// The status' name, such as `Lunch`; empty while signed out.
    pub state: String,
    /// What the status means for routing, as the library writes it; empty while signed out.
    pub state_kind: String,
    /// When it began, on the service's clock.
    pub started_at: EpochMs,
    /// When the next one began; null while it lasts.
    pub ended_at: Option<EpochMs>,
    /// Who says when it began.
    pub source: TimeSource,
    /// Whether the page that saw it died, and the agent's next page completed it.
    pub recovered: bool,
    /// Grows with every change. The store keeps the highest.
    pub revision: u64,
}

record! { ActivityRecord {
    "instance" => instance: Given,
    "agent" => agent: Required,
    "kind" => kind: Required,
    "state" => state: Given,
    "state_kind" => state_kind: Given,
    "started_at" => started_at: Required,
    "ended_at" => ended_at,
    "source" => source: Required,
    "recovered" => recovered: Given,
    "revision" => revision: Required,
    !others
} }

/// Whether an agent was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivityKind {
    /// Signed in, in the status that is named.
    Status,
    /// Signed out, or no page of the agent's was open.
    SignedOut,
}

choice! { ActivityKind { Status = "status", SignedOut = "signed_out" } }

impl ActivityRecord {
    /// Checks everything that the types do not.
    ///
    /// # Errors
    /// The first field that is wrong, with the reason.
    pub fn validate(&self) -> Result<(), InvalidRecord> {
        validate_text("agent", &self.agent)?;
        if !self.instance.is_empty() {
            validate_text("instance", &self.instance)?;
        }
        if self.kind == ActivityKind::Status {
            validate_text("state", &self.state)?;
        }
        for (field, value) in [("state", &self.state), ("state_kind", &self.state_kind)] {
            if !value.is_empty() {
                validate_text(field, value)?;
            }
        }
        if self.ended_at.is_some_and(|ended| ended < self.started_at) {
            return Err(InvalidRecord { field: "ended_at", reason: "is earlier than started_at" });
        }
        if self.revision == 0 || i64::try_from(self.revision).is_err() {
            return Err(InvalidRecord { field: "revision", reason: "is a whole number from 1 to 2^63 - 1" });
        }
        Ok(())
    }
}

/// Statuses of an agent in the order in which they were.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ActivityList {
    /// The statuses.
    pub activities: Vec<ActivityRecord>,
    /// About this page.
    pub meta: ListMeta,
}

record! { ActivityList {
    "activities" => activities: Required,
    "meta" => meta: Required,
} }

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn activity(change: &serde_json::Value) -> Result<(), InvalidRecord> {
        let mut activity = serde_json::json!({
            "instance": "i-1", "agent": "anna", "kind": "status", "state": "Lunch", "state_kind": "not_routable",
            "started_at": "2026-11-21T09:00:00.000Z", "ended_at": null, "source": "service", "recovered": false,
            "revision": 3,
        });
        for (field, value) in change.as_object().unwrap() {
            activity[field] = value.clone();
        }
        serde_json::from_value::<ActivityRecord>(activity).unwrap().validate()
    }

    #[test]
    fn a_sound_status_is_valid() {
        assert_eq!(activity(&serde_json::json!({})), Ok(()));
        assert_eq!(
            activity(&serde_json::json!({"kind": "signed_out", "state": "", "state_kind": ""})),
            Ok(())
        );
    }

    #[rstest]
    #[case("agent", serde_json::json!(""))]
    #[case("state", serde_json::json!(""))]
    #[case("state_kind", serde_json::json!("a\nb"))]
    #[case("ended_at", serde_json::json!("2026-11-21T08:59:59.999Z"))]
    #[case("revision", serde_json::json!(0))]
    fn what_is_wrong_is_named(#[case] field: &str, #[case] value: serde_json::Value) {
        assert_eq!(activity(&serde_json::json!({field: value})).unwrap_err().field, field);
    }
}
