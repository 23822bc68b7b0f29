//! The operations of the service, and how a request names one.
//!
//! All of the library's model, and the two that its page API offers beyond it. What is not listed is answered as
//! unknown, never as if it had worked.

use axum::http::HeaderMap;
use schemars::JsonSchema;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};
use serde::{Deserialize, Serialize};

use super::ServiceError;

/// The enumeration, and the list of what it has.
macro_rules! operations {
    ($($name:ident),+ $(,)?) => {
        /// Spelled as on the wire, so serde reads and writes the names.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        pub(crate) enum Operation {
            $($name),+
        }

        impl Operation {
            pub(crate) const ALL: &[Self] = &[$(Self::$name),+];
        }
    };
}

operations! {
    AcceptContact,
    AddNewConnection,
    ClearContact,
    CompleteContact,
    ConferenceConnections,
    CreateAdditionalConnection,
    CreateOutboundContact,
    CreateTaskContact,
    CreateTransport,
    DestroyConnection,
    GetAgentConfiguration,
    GetAgentPermissions,
    GetAgentSnapshot,
    GetAgentStates,
    GetDialableCountryCodes,
    GetEndpoints,
    GetNewAuthToken,
    GetRoutingProfileQueues,
    HoldConnection,
    MuteParticipant,
    NotifyContactIssue,
    PauseContact,
    PutAgentState,
    RejectContact,
    ResumeConnection,
    ResumeContact,
    SendClientLogs,
    SendDigits,
    SendSoftphoneCallMetrics,
    SendSoftphoneCallReport,
    ToggleActiveConnections,
    TransferContact,
    UnmuteParticipant,
    UpdateAgentConfiguration,
    UpdateMonitorParticipantState,
}

impl Operation {
    /// Whether it changes nothing.
    pub(crate) const fn only_reads(self) -> bool {
        matches!(
            self,
            Self::CreateTransport
                | Self::GetAgentConfiguration
                | Self::GetAgentPermissions
                | Self::GetAgentSnapshot
                | Self::GetAgentStates
                | Self::GetDialableCountryCodes
                | Self::GetEndpoints
                | Self::GetNewAuthToken
                | Self::GetRoutingProfileQueues
        )
    }
}

/// Reads `X-Amz-Target: AmazonConnectCTIService.<operation>`.
pub(crate) fn operation_in(headers: &HeaderMap) -> Result<Operation, ServiceError> {
    let target = headers.get("x-amz-target").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let unknown = || ServiceError::UnknownOperation(target.to_owned());
    let name = target.strip_prefix("AmazonConnectCTIService.").ok_or_else(unknown)?;
    let name: StrDeserializer<'_, Error> = name.into_deserializer();
    Operation::deserialize(name).map_err(|_| unknown())
}
