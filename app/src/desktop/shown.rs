//! What the page shows of the session.

use std::sync::Arc;

use connect_streams::{
    AgentConfiguration, AgentData, AgentState, ContactSnapshot, Endpoint, SkewMs, SoftphoneError,
    StreamsError,
};

use super::{
    CcpStatus, RegionMove, TwoPeople,
    command::{Act, Command},
    waiting::{Refusal, Refused},
};
use crate::{agent::Day, contact::ContactTimeline, records::OutboxView};

/// The agent as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentView {
    /// The sign-in name.
    pub login: String,
    /// The name.
    pub name: String,
    /// The state, and since when on the service's clock.
    pub state: AgentState,
    /// The state that comes after the contact.
    pub next_state: Option<AgentState>,
    /// The state that the agent was in before the contact, as far as this page has seen it: it takes a queued one back.
    pub picked: Option<AgentState>,
    /// Whether the softphone's microphone is muted.
    pub muted: bool,
    /// Who the agent is and what the agent may do.
    pub configuration: Arc<AgentConfiguration>,
}

/// One contact on the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskContact {
    /// When what happened.
    pub timeline: ContactTimeline,
    /// The contact as the service shows it; none when it is cleared.
    pub snapshot: Option<ContactSnapshot>,
    /// What was asked for and has not come true yet.
    pub waiting: Vec<Act>,
    /// What was refused lately.
    pub refused: Option<(Act, Refused)>,
    /// Whether the contact is cleared and still to be wrapped up.
    pub is_unfinished: bool,
}

/// The quick connects of the agent's queues.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum QuickConnects {
    /// Nobody has asked yet, or the answer is not there yet.
    #[default]
    Unknown,
    /// These.
    Known(Arc<Vec<Endpoint>>),
    /// They could not be had.
    Failed(StreamsError),
}

/// Everything that the page shows of the session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DesktopView {
    /// How things stand with the CCP.
    pub status: CcpStatus,
    /// Who the agent is; none before that is known.
    pub agent: Option<AgentView>,
    /// The contacts on the desk, in the order in which they came; those that are cleared and unfinished last.
    pub contacts: Vec<Arc<DeskContact>>,
    /// The contact that the agent works on, or that was cleared last.
    pub focus: Option<Arc<DeskContact>>,
    /// What waits and is about no contact.
    pub waiting: Vec<Command>,
    /// What was refused lately and is about no contact.
    pub refused: Option<Refusal>,
    /// The quick connects.
    pub quick_connects: QuickConnects,
    /// How the softphone failed last, until a call is connected.
    pub softphone_error: Option<SoftphoneError>,
    /// The names of the devices on which contacts can ring, once somebody has asked.
    pub ringers: Vec<String>,
    /// The agent's statuses since this browser knows them.
    pub day: Day,
    /// The records that wait.
    pub outbox: OutboxView,
    /// How many revisions the server has confirmed. When it grows, lists made from the records are stale.
    pub confirmed: u32,
    /// Whether the browser has no network.
    pub is_offline: bool,
    /// Whether another page of this browser leads, so that this one only shows.
    pub follows: bool,
    /// What must be added to the local clock to get the service's.
    pub skew: SkewMs,
    /// Who is signed in here and who in Amazon Connect, where these are two: nothing is recorded then.
    pub two_people: Option<TwoPeople>,
    /// Whether the server does not know any more who sends.
    pub signed_out: bool,
    /// Where the instance goes, if it has two regions.
    pub region: RegionMove,
}

impl AgentView {
    pub(super) fn of(data: &AgentData, before: Option<&Self>) -> Self {
        let state = &data.snapshot.state;
        let own = state.agent_state_arn.is_some();
        let configuration = before
            .map(|before| &before.configuration)
            .filter(|known| ***known == data.configuration)
            .map_or_else(|| Arc::new(data.configuration.clone()), Arc::clone);
        Self {
            login: data.configuration.login().to_owned(),
            name: data.configuration.name.clone(),
            picked: if own { Some(state.clone()) } else { before.and_then(|before| before.picked.clone()) },
            state: state.clone(),
            next_state: data.snapshot.next_state.clone(),
            muted: before.is_some_and(|before| before.muted),
            configuration,
        }
    }

    /// The queues that the agent serves.
    pub fn queue_arns(&self) -> Vec<String> {
        let queues = self.configuration.routing_profile.iter().flat_map(|profile| &profile.queues);
        queues.filter_map(|queue| queue.queue_arn.clone()).collect()
    }
}
