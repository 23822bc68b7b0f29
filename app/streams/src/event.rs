//! What can happen between the page and the CCP, as one enumeration.

use crate::{
    AgentData, DecodeError, FailoverCompleted, FailoverDetected, FailoverPending, SoftphoneError,
    data::record,
};

/// One thing that the library reported.
#[derive(Clone, Debug, PartialEq)]
pub enum CcpEvent {
    /// The frame answered: somebody is signed in and the CCP is alive (`acknowledge`). Comes about every second.
    Acknowledged,
    /// The agent or one of the contacts changed, or the service confirmed that nothing did (`agent.onRefresh`).
    /// It comes first a moment after `Acknowledged`, then at least every 30 seconds.
    AgentUpdated(Box<AgentData>),
    /// The agent accepted this contact, in any tab (`contact.onAccepted`). Comes before the contact is connected, and
    /// not at all from a desk phone.
    ContactAccepted {
        /// Which contact.
        contact_id: String,
    },
    /// The microphone of the softphone was muted or opened (`agent.onMuteToggle`).
    MuteToggled {
        /// Whether it is muted now.
        muted: bool,
    },
    /// The softphone failed (`agent.onSoftphoneError`).
    SoftphoneFailed(SoftphoneError),
    /// The CCP shows another contact, or none (`connect.core.onViewContact`).
    ContactViewed {
        /// Which one.
        contact_id: Option<String>,
    },
    /// The CCP did not answer in time (`ack_timeout`): not signed in, not allowed to be framed, not reachable, or dead.
    CcpSilent,
    /// The library replaced the frame ten times in vain and gives up (`connect.core.onIframeRetriesExhausted`).
    RetriesExhausted,
    /// The sign-in is no longer valid (`connect.core.onAuthFail` and its exhausted retries).
    SignInExpired,
    /// Signed in, but not allowed to use the CCP (`connect.core.onAccessDenied`).
    AccessDenied,
    /// The agent logged out (`terminated`). The library reports it twice.
    LoggedOut,
    /// The connection by which the service pushes changes broke (`agent.onWebSocketConnectionLost`).
    PushLost,
    /// That connection is back (`agent.onWebSocketConnectionGained`).
    PushGained,
    /// Another region of the instance is to take over (`globalResiliency.onFailoverDetected`).
    FailoverDetected(FailoverDetected),
    /// It does as soon as the agent's call is over (`globalResiliency.onFailoverPending`).
    FailoverPending(FailoverPending),
    /// The agent works there now (`globalResiliency.onFailoverCompleted`).
    FailoverCompleted(FailoverCompleted),
    /// The options were not enough for two regions; the page goes on with one (`globalResiliency.onConfigureError`). Holds
    /// what the library says.
    OneRegionOnly(String),
    /// The CCP called the service and this is how it went (`api_metric`).
    ApiCalled(ApiCall),
    /// The library sent something that could not be read. The page lives on with what it had.
    Undecodable(DecodeError),
}

/// How one call of the CCP to the service went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiCall {
    /// The operation, for example `getAgentSnapshot`.
    pub operation: String,
    /// The HTTP status; none when nothing answered.
    pub status: Option<u16>,
    /// How long it took, in milliseconds. A snapshot is a long poll: up to 30 seconds are healthy.
    pub took_ms: i64,
}

impl ApiCall {
    /// Whether the service did what it was asked.
    pub fn succeeded(&self) -> bool {
        self.status.is_some_and(|status| status < 400)
    }
}

/// What the library tells of a call: the name, how long it took, and what went wrong.
#[derive(Debug)]
pub(crate) struct ApiMetric {
    name: String,
    time: f64,
    error: Option<Fault>,
}

record! { ApiMetric {
    "name" => name,
    "time" => time,
    "error" => error,
} }

/// The library's error holds much more, none of which is for us.
#[derive(Debug)]
struct Fault {
    kind: Option<String>,
    status_code: Option<f64>,
}

record! { Fault {
    "type" => kind,
    "statusCode" => status_code,
} }

impl From<ApiMetric> for ApiCall {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
    fn from(metric: ApiMetric) -> Self {
        let status = metric.error.map_or(Some(200), |error| {
            let unanswered = matches!(error.kind.as_deref(), Some("NetworkingError" | "TimeoutError"));
            let status = error.status_code.map(|status| status as u16).filter(|&status| status > 0);
            // Neither a status nor a network that failed: it was refused before it was sent.
            status.or((!unanswered).then_some(400))
        });
        Self { operation: metric.name, status, took_ms: metric.time as i64 }
    }
}
