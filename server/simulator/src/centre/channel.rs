//! What kind of contact it is, and how it came about.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::endpoint::QueueKey;
use crate::instance::Medium;

/// The library's contact types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Channel {
    Voice,
    QueueCallback,
    Chat,
    Task,
    Email,
}

impl Channel {
    /// Whether more than three usually take part: people talk or write to each other in it.
    pub(crate) fn is_for_several(self) -> bool {
        !matches!(self, Self::Task | Self::Email)
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Voice => "voice",
            Self::QueueCallback => "queue_callback",
            Self::Chat => "chat",
            Self::Task => "task",
            Self::Email => "email",
        }
    }

    pub(crate) fn medium(self) -> Medium {
        match self {
            Self::Voice | Self::QueueCallback => Medium::Voice,
            Self::Chat => Medium::Chat,
            Self::Task => Medium::Task,
            Self::Email => Medium::Email,
        }
    }

    /// What the contact attribute `connect:Subtype` says if nobody says otherwise.
    pub(crate) fn subtype(self) -> &'static str {
        match self {
            Self::Voice | Self::QueueCallback => "connect:Telephony",
            Self::Chat => "connect:Chat",
            Self::Task => "connect:Task",
            Self::Email => "connect:Email",
        }
    }

    /// Whether the customer takes part. Tasks and e-mails lie on the desk alone.
    pub(super) fn has_customer_line(self) -> bool {
        matches!(self, Self::Voice | Self::QueueCallback | Self::Chat)
    }
}

/// How a contact came about, in the library's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Initiation {
    Inbound,
    Outbound,
    Transfer,
    QueueTransfer,
    Callback,
    Api,
    WebrtcApi,
    AgentReply,
    Monitor,
}

impl Initiation {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
            Self::Transfer => "transfer",
            Self::QueueTransfer => "queue_transfer",
            Self::Callback => "callback",
            Self::Api => "api",
            Self::WebrtcApi => "webrtc_api",
            Self::AgentReply => "agent_reply",
            Self::Monitor => "monitor",
        }
    }

    /// How a contact of this channel usually begins.
    pub(crate) fn usual(channel: Channel) -> Self {
        match channel {
            Channel::Voice | Channel::Email => Self::Inbound,
            Channel::QueueCallback => Self::Callback,
            Channel::Chat | Channel::Task => Self::Api,
        }
    }

    pub(super) fn of_transfer_to(queue: &QueueKey) -> Self {
        match queue {
            QueueKey::Own(_) => Self::Transfer,
            QueueKey::Standard(_) => Self::QueueTransfer,
        }
    }
}
