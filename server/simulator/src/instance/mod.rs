//! The instance: who works there, for which queues, in which statuses, and how patient its telephones are.
//!
//! Read once at the start, from a file of the user's or from the one that the crate ships, and never changed. What
//! changes while it runs is the centre's ([`crate::centre`]), except the list of approved origins, which
//! [`crate::simulator`] starts from the one given here.

mod build;
mod crowd;
mod errors;
mod file;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

pub use self::errors::InstanceError;
pub(crate) use self::file::Timing;
use crate::centre::{PhoneNumber, Username};
use crate::origin::Origin;

/// The example that the crate ships, and the instance if no other is asked for.
pub const EXAMPLE: &str = include_str!("../../instance.toml");

/// More than any real instance has.
const LARGEST_CROWD: usize = 20_000;

/// Whether contacts reach an agent who picked the status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StatusKind {
    Routable,
    NotRoutable,
    Offline,
}

impl StatusKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Routable => "routable",
            Self::NotRoutable => "not_routable",
            Self::Offline => "offline",
        }
    }
}

/// What an agent has only so much room for. A callback takes the room of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Medium {
    Voice,
    Chat,
    Task,
    Email,
}

impl Medium {
    pub(crate) const ALL: [Self; 4] = [Self::Voice, Self::Chat, Self::Task, Self::Email];

    /// As in the library's map of concurrencies.
    pub(crate) fn as_key(self) -> &'static str {
        match self {
            Self::Voice => "VOICE",
            Self::Chat => "CHAT",
            Self::Task => "TASK",
            Self::Email => "EMAIL",
        }
    }
}

/// What comes of calling a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DialOutcome {
    Answer,
    Busy,
    NoAnswer,
    Invalid,
    Failed,
    /// It rings until somebody says what happens.
    Ring,
}

/// A status of this instance. Only [`Instance`] hands these out, so each leads somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StatusIndex(usize);

/// A queue of this instance, likewise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct QueueIndex(usize);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Status {
    pub(crate) arn: String,
    pub(crate) name: String,
    pub(crate) kind: StatusKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Queue {
    pub(crate) arn: String,
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
}

/// Which queues an agent serves, for which channels and in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RoutingProfile {
    pub(crate) arn: String,
    pub(crate) name: String,
    pub(crate) default_outbound_queue: QueueIndex,
    pub(crate) concurrency: BTreeMap<Medium, u8>,
    pub(crate) queues: Vec<ServedQueue>,
}

impl RoutingProfile {
    /// How many contacts of this kind an agent has room for.
    pub(crate) fn room(&self, medium: Medium) -> usize {
        self.concurrency.get(&medium).copied().unwrap_or(0).into()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServedQueue {
    pub(crate) queue: QueueIndex,
    /// The lower number is served first.
    pub(crate) priority: u32,
    pub(crate) media: Vec<Medium>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AgentProfile {
    pub(crate) username: Username,
    pub(crate) name: String,
    pub(crate) arn: String,
    /// Every agent has a queue of their own, for what is sent to them by name.
    pub(crate) own_queue: Queue,
    pub(crate) routing_profile: usize,
    pub(crate) softphone: bool,
    pub(crate) auto_accept: bool,
    pub(crate) extension: String,
    pub(crate) locale: String,
    pub(crate) after_contact_work_ms: Option<u32>,
    pub(crate) permissions: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum QuickConnectTarget {
    Phone(PhoneNumber),
    Agent(Username),
    Queue(QueueIndex),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QuickConnect {
    pub(crate) arn: String,
    pub(crate) name: String,
    pub(crate) target: QuickConnectTarget,
    /// Whoever serves one of these is offered it; `None` is everybody.
    pub(crate) queues: Option<Vec<QueueIndex>>,
}

/// What happens at the numbers with this ending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DialRule {
    pub(crate) ends_with: String,
    pub(crate) outcome: DialOutcome,
    pub(crate) after_ms: u32,
}

/// A simulated Amazon Connect instance, as its file describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    pub(crate) arn: String,
    pub(crate) region: String,
    /// The number that customers call.
    pub(crate) number: PhoneNumber,
    /// The address that customers write to.
    pub(crate) email: String,
    pub(crate) dialable_countries: Vec<String>,
    pub(crate) approve: Vec<Origin>,
    pub(crate) timing: Timing,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) agents: Vec<AgentProfile>,
    by_username: HashMap<Username, usize>,
    queues: Vec<Queue>,
    statuses: Vec<Status>,
    routing_profiles: Vec<RoutingProfile>,
    pub(crate) quick_connects: Vec<QuickConnect>,
    pub(crate) dialling: Vec<DialRule>,
}

impl Instance {
    /// Reads an instance file.
    ///
    /// # Errors
    ///
    /// Says in which line and at which key the file makes no sense.
    pub fn parse(text: &str) -> Result<Self, InstanceError> {
        build::build(text)
    }

    /// The instance of [`EXAMPLE`].
    ///
    /// # Errors
    ///
    /// None that a test of this crate would have let pass.
    pub fn built_in() -> Result<Self, InstanceError> {
        Self::parse(EXAMPLE)
    }

    pub(crate) fn agent(&self, username: &Username) -> Option<&AgentProfile> {
        self.by_username.get(username).map(|index| &self.agents[*index])
    }

    pub(crate) fn agent_by_arn(&self, arn: &str) -> Option<&AgentProfile> {
        self.agents.iter().find(|profile| profile.arn == arn)
    }

    pub(crate) fn queues(&self) -> &[Queue] {
        &self.queues
    }

    pub(crate) fn queue(&self, index: QueueIndex) -> &Queue {
        &self.queues[index.0]
    }

    pub(crate) fn queue_named(&self, name: &str) -> Option<QueueIndex> {
        self.queues.iter().position(|queue| queue.name == name).map(QueueIndex)
    }

    pub(crate) fn queue_by_arn(&self, arn: &str) -> Option<QueueIndex> {
        self.queues.iter().position(|queue| queue.arn == arn).map(QueueIndex)
    }

    pub(crate) fn statuses(&self) -> &[Status] {
        &self.statuses
    }

    pub(crate) fn status(&self, index: StatusIndex) -> &Status {
        &self.statuses[index.0]
    }

    /// The library sends a status back as it was told of it; one made by hand may have a name only.
    pub(crate) fn find_status(&self, arn: Option<&str>, name: Option<&str>) -> Option<StatusIndex> {
        let fits = |status: &Status| match arn {
            Some(arn) => status.arn == arn,
            None => name == Some(status.name.as_str()),
        };
        self.statuses.iter().position(fits).map(StatusIndex)
    }

    /// Where a working day begins: offline.
    pub(crate) fn first_status(&self) -> StatusIndex {
        self.first_of_kind(StatusKind::Offline).unwrap_or(StatusIndex(0))
    }

    pub(crate) fn first_of_kind(&self, kind: StatusKind) -> Option<StatusIndex> {
        self.statuses.iter().position(|status| status.kind == kind).map(StatusIndex)
    }

    pub(crate) fn profile_of(&self, agent: &AgentProfile) -> &RoutingProfile {
        &self.routing_profiles[agent.routing_profile]
    }

    pub(crate) fn quick_connect_by_arn(&self, arn: &str) -> Option<&QuickConnect> {
        self.quick_connects.iter().find(|quick_connect| quick_connect.arn == arn)
    }
}
