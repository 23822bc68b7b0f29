//! The built-in instance: who works there, for which queues, in which statuses, and how patient its telephones are.
//!
//! Read once at the start and never changed. What changes while it runs is the centre's ([`crate::centre`]), except
//! the list of approved origins, which [`crate::simulator`] starts from the one given here.

use crate::centre::Username;

/// Whether contacts reach an agent who picked the status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// A status of this instance. Only [`Instance`] hands these out, so each leads somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StatusIndex(usize);

/// A queue of this instance, likewise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AgentProfile {
    pub(crate) username: Username,
    pub(crate) name: String,
    pub(crate) arn: String,
    /// Every agent has a queue of their own, for what is sent to them by name.
    pub(crate) own_queue: Queue,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Instance {
    pub(crate) region: &'static str,
    pub(crate) routing_profile_arn: String,
    pub(crate) routing_profile_name: String,
    pub(crate) agents: Vec<AgentProfile>,
    queues: Vec<Queue>,
    statuses: Vec<Status>,
    pub(crate) permissions: Vec<&'static str>,
    pub(crate) dialable_countries: Vec<&'static str>,
    /// The number that customers call.
    pub(crate) number: &'static str,
    /// How long a call rings before it is missed.
    pub(crate) ring_ms: i64,
    /// How long the line takes from the agent's accepting to the two hearing each other.
    pub(crate) connect_ms: i64,
    /// How long a customer waited in the queue before a call is offered.
    pub(crate) queue_wait_ms: i64,
}

const REGION: &str = "us-east-1";
/// The library reads the instance out of ARNs and takes hexadecimal digits and dashes only.
const INSTANCE_ARN: &str =
    "arn:aws:connect:us-east-1:111122223333:instance/5f1e9c04-3a7b-4d2e-9b61-0c8de2a471f5";

const AGENTS: [(&str, &str); 6] = [
    ("anna", "Anna Lindqvist"),
    ("ben", "Ben Okafor"),
    ("chie", "佐藤 千恵"),
    ("dora", "Dora Kovács"),
    ("emil", "Emil Sørensen"),
    ("fay", "Fay Whitaker"),
];
const QUEUES: [&str; 3] = ["BasicQueue", "Billing", "Support"];
const STATUSES: [(&str, StatusKind); 5] = [
    ("Available", StatusKind::Routable),
    ("Lunch", StatusKind::NotRoutable),
    ("Break", StatusKind::NotRoutable),
    ("Training", StatusKind::NotRoutable),
    ("Offline", StatusKind::Offline),
];

impl Instance {
    pub(crate) fn built_in() -> Self {
        let agents = (1..)
            .zip(AGENTS)
            .map(|(n, (username, name))| AgentProfile {
                username: Username::new(username),
                name: name.to_owned(),
                arn: arn("agent", 0xa, n),
                own_queue: Queue { arn: arn("queue/agent", 0xa, n), name: username.to_owned() },
            })
            .collect();
        let queues = (1..)
            .zip(QUEUES)
            .map(|(n, name)| Queue { arn: arn("queue", 0xb, n), name: name.to_owned() })
            .collect();
        let statuses = (1..)
            .zip(STATUSES)
            .map(|(n, (name, kind))| Status { arn: arn("agent-state", 0xc, n), name: name.to_owned(), kind })
            .collect();
        Self {
            region: REGION,
            routing_profile_arn: arn("routing-profile", 0xd, 1),
            routing_profile_name: "Basic Routing Profile".to_owned(),
            agents,
            queues,
            statuses,
            permissions: vec!["outboundCall"],
            dialable_countries: vec!["us", "gb", "de", "jp"],
            number: "+18005550199",
            ring_ms: 20_000,
            connect_ms: 200,
            queue_wait_ms: 8_000,
        }
    }

    pub(crate) fn agent(&self, username: &Username) -> Option<&AgentProfile> {
        self.agents.iter().find(|profile| profile.username == *username)
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

    /// Where a working day begins: offline, or the first status if an instance has no such thing.
    pub(crate) fn first_status(&self) -> StatusIndex {
        let offline = self.statuses.iter().position(|status| status.kind == StatusKind::Offline);
        StatusIndex(offline.unwrap_or(0))
    }
}

/// `n` makes the identity; `family` keeps those of different kinds apart.
fn arn(kind: &str, family: u8, n: u32) -> String {
    format!("{INSTANCE_ARN}/{kind}/{family:08x}-0000-4000-8000-{n:012x}")
}
