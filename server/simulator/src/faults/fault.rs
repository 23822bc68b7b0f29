//! What can be ordered to go wrong, and for whom.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::orders::Target;
use crate::centre::Username;
use crate::service::Operation;

/// One thing that goes wrong: an answer that comes late, and at most one of the ways in which it can be wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    /// Only these operations of the service are hit; without a list, everything is, pages included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) operations: Option<Vec<Operation>>,
    /// Only these agents are hit; without a list, everybody is, and who is not signed in.
    #[schemars(with = "Option<Vec<String>>")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) agents: Option<Vec<Username>>,
    /// How often it happens; without a number, until it is taken back. Shows what is left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) times: Option<u32>,
    /// How much later the answer comes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) latency_ms: Option<u32>,
    /// The status given instead of an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    /// The answer breaks off half-way.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) truncate: bool,
    /// The connection breaks before there is an answer.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) reset: bool,
    /// The long poll gives an agent's snapshots out of turn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) snapshots: Option<Disorder>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// How snapshots come out of turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Disorder {
    /// A poll that would wait gets what its caller has already.
    Duplicate,
    /// After a newer snapshot comes the one before it, and then the newer one again.
    OutOfOrder,
}

/// What becomes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Status(u16),
    Truncate,
    Reset,
}

impl Fault {
    /// Says what is wrong with a fault that cannot be had.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        let ways = [self.status.is_some(), self.truncate, self.reset, self.snapshots.is_some()];
        let ways = ways.into_iter().filter(|way| *way).count();
        match self {
            Self { status: Some(status), .. } if !(400..=599).contains(status) => {
                Err("a failing status is one from 400 to 599")
            }
            Self { latency_ms: Some(latency), .. } if *latency > 120_000 => {
                Err("an answer is held up for 120000 milliseconds at most")
            }
            Self { times: Some(0), .. } => Err("a fault happens once at least"),
            _ if ways > 1 => Err("a fault has at most one of `status`, `truncate`, `reset` and `snapshots`"),
            _ if ways == 0 && self.latency_ms.is_none() => Err(
                "a fault says what goes wrong: `latency_ms`, `status`, `truncate`, `reset` or `snapshots`",
            ),
            Self { snapshots: Some(_), operations: Some(operations), .. }
                if !operations.contains(&Operation::GetAgentSnapshot) =>
            {
                Err("snapshots are given by `GetAgentSnapshot` alone")
            }
            _ => Ok(()),
        }
    }

    /// `None` also for what concerns snapshots: those are not a matter of one answer.
    pub(super) fn effect(&self) -> Option<Effect> {
        let broken = [(self.truncate, Effect::Truncate), (self.reset, Effect::Reset)];
        let broken = broken.into_iter().find_map(|(ordered, effect)| ordered.then_some(effect));
        self.status.map(Effect::Status).or(broken)
    }

    pub(super) fn hits(&self, target: &Target) -> bool {
        let operation = match &self.operations {
            None => true,
            Some(listed) => target.operation.is_some_and(|operation| listed.contains(&operation)),
        };
        operation && target.agent.as_ref().map_or(self.agents.is_none(), |agent| self.concerns(agent))
    }

    pub(crate) fn concerns(&self, agent: &Username) -> bool {
        self.agents.as_ref().is_none_or(|listed| listed.contains(agent))
    }
}
