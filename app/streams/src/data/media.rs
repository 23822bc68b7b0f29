//! How the sound and the messages of a participant travel. Much of it is secret: none of it belongs into a log.

use super::record;
use crate::{EpochMs, SoftphoneCallType};

/// How the sound of a participant travels (`connection.getMediaInfo()` of a call).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VoiceMediaInfo {
    /// The call is accepted at once.
    pub auto_accept: bool,
    /// How to reach the service, as JSON text.
    pub call_config_json: Option<String>,
    /// Proves which call.
    pub call_context_token: Option<String>,
    /// What the call carries.
    pub call_type: Option<SoftphoneCallType>,
    /// Proves which participant.
    pub media_leg_context_token: Option<String>,
}

record! { VoiceMediaInfo {
    "autoAccept" => auto_accept,
    "callConfigJson" => call_config_json,
    "callContextToken" => call_context_token,
    "callType" => call_type,
    "mediaLegContextToken" => media_leg_context_token,
} }

/// How the messages of a participant travel (`connection.getMediaInfo()` of a chat).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChatMediaInfo {
    /// Which contact.
    pub contact_id: Option<String>,
    /// The first contact of a chain of transfers.
    pub initial_contact_id: Option<String>,
    /// The same as the service sends it.
    pub original_info: Option<ChatOriginalInfo>,
    /// Which participant; the same as the connection's id.
    pub participant_id: Option<String>,
    /// Proves it. Missing unless the participant is this agent.
    pub participant_token: Option<String>,
}

record! { ChatMediaInfo {
    "contactId" => contact_id,
    "initialContactId" => initial_contact_id,
    "originalInfo" => original_info,
    "participantId" => participant_id,
    "participantToken" => participant_token,
} }

/// How the messages of a participant travel, as the service sends it (`ChatMediaInfo.originalInfo`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChatOriginalInfo {
    /// The chat is accepted at once.
    pub chat_auto_accept: bool,
    /// How to take part, as JSON text. Missing unless the participant is this agent.
    pub connection_data: Option<String>,
    /// The name that the customer gave. Missing unless the participant is the customer.
    pub customer_name: Option<String>,
    /// The name of another agent. Missing unless the participant is one.
    pub agent_name: Option<String>,
}

record! { ChatOriginalInfo {
    "chatAutoAccept" => chat_auto_accept,
    "connectionData" => connection_data,
    "customerName" => customer_name,
    "agentName" => agent_name,
} }

/// Which task a participant works on (`connection.getMediaInfo()` of a task).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskMediaInfo {
    /// Which contact.
    pub contact_id: Option<String>,
    /// The first contact of a chain of transfers.
    pub initial_contact_id: Option<String>,
}

record! { TaskMediaInfo {
    "contactId" => contact_id,
    "initialContactId" => initial_contact_id,
} }

/// Lets this agent take part in a chat (`connection.getConnectionToken()`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectionToken {
    /// The token. Missing when the service gave none.
    pub chat_token_transport: Option<ChatTokenTransport>,
}

record! { ConnectionToken {
    "chatTokenTransport" => chat_token_transport,
} }

/// The token of a chat (`ConnectionToken.chatTokenTransport`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChatTokenTransport {
    /// Until when it can be used, as the service writes it. See [`expires_at`](Self::expires_at).
    pub expiry: Option<String>,
    /// The token itself.
    pub participant_token: Option<String>,
}

record! { ChatTokenTransport {
    "expiry" => expiry,
    "participantToken" => participant_token,
} }

impl ChatTokenTransport {
    /// Until when it can be used, on the service's clock. None where that is not said in RFC 3339.
    pub fn expires_at(&self) -> Option<EpochMs> {
        self.expiry.as_deref()?.parse().ok()
    }
}
