//! Snapshots out of turn: the same one twice, or an older one after a newer.
//!
//! The long poll asks here while it waits. Both kinds are paced, because a client that is answered at once asks again
//! at once. Which snapshot comes before which is kept in [`Histories`], and only while somebody wants to know.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::Value;
use tokio::time::sleep;

use super::Faults;
use crate::centre::Username;

/// How long a poll waits before it is answered out of turn, unless the fault says so.
const PACE_MS: u32 = 250;

/// A snapshot as it was answered, with its token.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Given {
    pub(crate) snapshot: Value,
    pub(crate) token: String,
}

impl Given {
    pub(crate) fn into_answer(self) -> Value {
        let members = [("snapshot".to_owned(), self.snapshot), ("nextToken".to_owned(), self.token.into())];
        Value::Object(members.into_iter().collect())
    }

    /// When a snapshot was taken makes it no other one.
    fn says_the_same_as(&self, other: &Self) -> bool {
        let members = |given: &Self| {
            given.snapshot.as_object().map(|members| {
                let mut members = members.clone();
                members.remove("snapshotTimestamp");
                members
            })
        };
        members(self) == members(other)
    }
}

/// What an agent was given last, and before that.
#[derive(Debug, Default)]
pub(super) struct History {
    latest: Option<Given>,
    /// Taken as it is given, so that each comes out of order once.
    before: Option<Given>,
}

#[derive(Debug, Default)]
pub(super) struct Histories(HashMap<Username, History>);

impl Histories {
    fn note(&mut self, agent: &Username, given: &Given) {
        let history = self.0.entry(agent.clone()).or_default();
        match &mut history.latest {
            Some(latest) if latest.says_the_same_as(given) => *latest = given.clone(),
            latest => history.before = latest.replace(given.clone()),
        }
    }

    pub(super) fn take_before(&mut self, agent: &Username) -> Option<Given> {
        self.0.get_mut(agent)?.before.take()
    }
}

impl Faults {
    /// The long poll gives this agent's latest snapshot.
    pub(crate) fn note_given(&self, agent: &Username, given: &Given) {
        let mut orders = self.lock();
        if orders.wants_history(agent) {
            orders.histories.note(agent, given);
        }
    }

    /// Ends when a poll that waits with the latest snapshot is to be answered out of turn, and with what. Mostly never.
    pub(crate) async fn out_of_turn(&self, agent: &Username, latest: &Given) -> Given {
        let ordered = self.lock().disorder(agent);
        if let Some((disorder, latency)) = ordered {
            sleep(Duration::from_millis(latency.unwrap_or(PACE_MS).into())).await;
            if let Some(given) = self.lock().take_out_of_turn(agent, disorder, latest) {
                return given;
            }
        }
        // Nothing came before, or others have had all there were.
        std::future::pending().await
    }
}
