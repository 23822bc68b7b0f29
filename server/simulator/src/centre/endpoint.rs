//! Who can be at the end of a line: a number, an address, an agent, a queue.

use super::ids::{PhoneNumber, Username};
use crate::instance::QueueIndex;

/// A queue of the instance, or the one that each agent has for what is sent to them by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum QueueKey {
    Standard(QueueIndex),
    Own(Username),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Endpoint {
    Phone(PhoneNumber),
    Email { address: String, display_name: Option<String> },
    Agent(Username),
    Queue(QueueIndex),
}

impl Endpoint {
    /// Where whoever is sent there waits, if that is within the instance.
    pub(super) fn queue(&self) -> Option<QueueKey> {
        match self {
            Self::Agent(agent) => Some(QueueKey::Own(agent.clone())),
            Self::Queue(queue) => Some(QueueKey::Standard(*queue)),
            Self::Phone(_) | Self::Email { .. } => None,
        }
    }

    /// For a person to read.
    pub(crate) fn as_text(&self, instance: &crate::instance::Instance) -> String {
        match self {
            Self::Phone(number) => number.as_str().to_owned(),
            Self::Email { address, .. } => address.clone(),
            Self::Agent(agent) => agent.as_str().to_owned(),
            Self::Queue(queue) => instance.queue(*queue).name.clone(),
        }
    }
}

/// Whom an agent wants to reach, and the quick connect by which they found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Destination {
    pub(crate) endpoint: Endpoint,
    pub(crate) quick_connect: Option<String>,
}
