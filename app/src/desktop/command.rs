//! What an agent can ask for.
//!
//! A command changes nothing by itself. It waits until the service shows what it was for, and ends there, or in a refusal.

use connect_streams::{
    AgentData, AgentStateDefinition, ConnectionSnapshot, ConnectionState, ConnectionType, ContactSnapshot,
    ContactState, ContactType, Endpoint,
};

/// Something that the agent wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Go into this state, now or after the contacts. The state that is picked already takes a queued one back.
    SetState(AgentStateDefinition),
    /// Call somebody.
    Dial {
        /// Whom.
        to: Endpoint,
        /// The queue that the call belongs to; that of the routing profile where there is none.
        queue_arn: Option<String>,
    },
    /// Do something with a contact.
    Contact {
        /// Which contact.
        contact_id: String,
        /// What.
        act: Act,
    },
}

/// Something to be done with a contact. Participants are named by their connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Take it.
    Accept,
    /// Decline it.
    Reject,
    /// Take it off the desk.
    Clear,
    /// Put a task aside.
    Pause,
    /// Take a task up again.
    Unpause,
    /// Put a participant on hold.
    Hold(String),
    /// Take a participant off hold.
    Resume(String),
    /// Mute the agent, or open the microphone again.
    Mute {
        /// Whether to mute.
        on: bool,
        /// Whether the service does it, for everybody to see, or the softphone.
        by_service: bool,
    },
    /// Mute another participant in the service, or let them be heard again.
    MuteParty {
        /// Whom.
        connection_id: String,
        /// Whether to mute.
        on: bool,
    },
    /// Send tones to a participant.
    SendDigits {
        /// To whom.
        connection_id: String,
        /// Which.
        digits: String,
    },
    /// Call somebody and talk to them first.
    Consult(Endpoint),
    /// Hand the contact over without talking.
    Transfer(Endpoint),
    /// Talk to whoever is on hold, and put the others there.
    Swap,
    /// Bring everybody together.
    Join,
    /// Take a participant out.
    Drop(String),
    /// Hang up, or end the chat: the agent leaves.
    Leave,
}

impl Act {
    /// A word for it, without whom it is about.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Clear => "clear",
            Self::Pause => "pause",
            Self::Unpause => "unpause",
            Self::Hold(_) => "hold",
            Self::Resume(_) => "resume",
            Self::Mute { .. } => "mute",
            Self::MuteParty { .. } => "mute-party",
            Self::SendDigits { .. } => "digits",
            Self::Consult(_) => "consult",
            Self::Transfer(_) => "transfer",
            Self::Swap => "swap",
            Self::Join => "join",
            Self::Drop(_) => "drop",
            Self::Leave => "leave",
        }
    }
}

/// How things were when the command was given, as far as its end depends on that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Before {
    third_parties: usize,
    on_hold: Vec<String>,
    /// Whether a state was queued.
    queued: bool,
    /// The calls of ours.
    dialled: Vec<String>,
}

impl Command {
    /// A command about a contact.
    pub fn contact(contact_id: &str, act: Act) -> Self {
        Self::Contact { contact_id: contact_id.to_owned(), act }
    }

    /// The contact that it is about.
    pub fn contact_id(&self) -> Option<&str> {
        match self {
            Self::Contact { contact_id, .. } => Some(contact_id),
            Self::SetState(_) | Self::Dial { .. } => None,
        }
    }

    /// What must be remembered of the present to see later whether the command has come true.
    pub(super) fn before(&self, data: &AgentData) -> Before {
        let contact = self.contact_id().and_then(|contact_id| find(data, contact_id));
        Before {
            third_parties: contact.map_or(0, |contact| active_third_parties(contact).count()),
            on_hold: contact.map(on_hold).unwrap_or_default(),
            queued: data.snapshot.next_state.is_some(),
            dialled: dialled(data).map(str::to_owned).collect(),
        }
    }

    /// Whether the service shows what the command was for. `muted` is what the softphone says of the microphone.
    pub(super) fn is_done(&self, before: &Before, data: &AgentData, muted: bool) -> bool {
        match self {
            Self::SetState(state) => {
                let snapshot = &data.snapshot;
                let is = |arn: &Option<String>| *arn == state.agent_state_arn;
                // While the agent is busy nothing is queued any more: the state was taken back.
                let taken_back = before.queued && snapshot.state.agent_state_arn.is_none();
                snapshot.next_state.as_ref().map_or_else(
                    || is(&snapshot.state.agent_state_arn) || taken_back,
                    |next| is(&next.agent_state_arn),
                )
            }
            // One of before may still be wrapped up.
            Self::Dial { .. } => dialled(data).any(|call| !before.dialled.iter().any(|known| known == call)),
            Self::Contact { contact_id, act } => {
                let Some(contact) = find(data, contact_id) else {
                    // It is gone, and with it whatever was to be done.
                    return true;
                };
                act.is_done(before, contact, muted)
            }
        }
    }
}

impl Act {
    /// Muting the agent of this contact: by the softphone while two talk, by the service where it is not the softphone's
    /// call or where more than two are in it, because there only the service's mute is shown to everybody.
    pub fn mute(contact: &ContactSnapshot, on: bool) -> Self {
        let softphone = agent(contact).is_some_and(|agent| agent.softphone_media_info.is_some());
        let talking = contact.connections.iter().filter(|connection| is_active(connection)).count();
        Self::Mute { on, by_service: !softphone || talking > 2 }
    }

    fn is_done(&self, before: &Before, contact: &ContactSnapshot, muted: bool) -> bool {
        let over = matches!(
            contact.state.kind,
            ContactState::Ended | ContactState::Missed | ContactState::Rejected | ContactState::Error
        );
        let held = |connection_id: &str| {
            let connection = contact.connections.iter().find(|one| one.connection_id == connection_id);
            connection.map(|connection| connection.state.kind == ConnectionState::Hold)
        };
        match self {
            Self::Accept => over || contact.state.kind == ContactState::Connected,
            Self::Clear => false,
            Self::Pause => over || contact.state.kind == ContactState::Paused,
            Self::Unpause => contact.state.kind != ContactState::Paused,
            Self::Hold(connection_id) => over || held(connection_id) != Some(false),
            Self::Resume(connection_id) => over || held(connection_id) != Some(true),
            Self::Mute { on, by_service: false } => over || muted == *on,
            Self::Mute { on, by_service: true } => {
                over || agent(contact).is_none_or(|agent| agent.mute == *on)
            }
            Self::MuteParty { connection_id, on } => {
                let unlike = |one: &ConnectionSnapshot| {
                    one.connection_id == *connection_id && is_active(one) && one.mute != *on
                };
                over || !contact.connections.iter().any(unlike)
            }
            // That the service took them is all that is ever heard of tones.
            Self::SendDigits { .. } => true,
            Self::Consult(_) => over || active_third_parties(contact).count() > before.third_parties,
            Self::Swap => over || on_hold(contact) != before.on_hold,
            Self::Join => over || on_hold(contact).is_empty(),
            Self::Drop(connection_id) => {
                let there = |one: &&ConnectionSnapshot| one.connection_id == *connection_id && is_active(one);
                over || contact.connections.iter().find(there).is_none()
            }
            Self::Reject | Self::Transfer(_) | Self::Leave => over,
        }
    }

    /// The step that follows once the first of this act has come true: who hands a call or a chat over calls the other
    /// one and leaves. A task or an e-mail has gone by then.
    pub(super) fn next_step(&self, before: &Before, contact: &ContactSnapshot) -> Option<Self> {
        let called = active_third_parties(contact).count() > before.third_parties;
        (matches!(self, Self::Transfer(_)) && called).then_some(Self::Leave)
    }

    /// The first step of this act, as the library knows it.
    pub(super) fn first_step(&self, contact: Option<&ContactSnapshot>) -> Self {
        match self {
            Self::Transfer(endpoint) if !contact.is_some_and(goes_at_once) => Self::Consult(endpoint.clone()),
            act => act.clone(),
        }
    }
}

/// The contacts that the agent began.
fn dialled(data: &AgentData) -> impl Iterator<Item = &str> {
    let is_ours = |contact: &&ContactSnapshot| {
        contact.customer().is_some_and(|customer| customer.kind == ConnectionType::Outbound)
    };
    data.snapshot.contacts.iter().filter(is_ours).map(|contact| contact.contact_id.as_str())
}

/// Whether handing the contact over is one step.
fn goes_at_once(contact: &ContactSnapshot) -> bool {
    matches!(contact.kind, ContactType::Task | ContactType::Email)
}

fn find<'data>(data: &'data AgentData, contact_id: &str) -> Option<&'data ContactSnapshot> {
    data.snapshot.contacts.iter().find(|contact| contact.contact_id == contact_id)
}

/// The agent's own connection.
pub fn agent(contact: &ContactSnapshot) -> Option<&ConnectionSnapshot> {
    contact.connections.iter().find(|connection| connection.kind == ConnectionType::Agent)
}

/// Whether a participant is still there, on hold included.
pub fn is_active(connection: &ConnectionSnapshot) -> bool {
    !matches!(connection.state.kind, ConnectionState::Disconnected | ConnectionState::Init)
}

/// Those who are neither the agent, nor the customer, nor a supervisor, and still there.
pub fn active_third_parties(contact: &ContactSnapshot) -> impl Iterator<Item = &ConnectionSnapshot> {
    let customer = contact.customer().map(|customer| customer.connection_id.as_str());
    contact.connections.iter().filter(move |connection| {
        is_active(connection)
            && !matches!(connection.kind, ConnectionType::Agent | ConnectionType::Monitoring)
            && Some(connection.connection_id.as_str()) != customer
    })
}

fn on_hold(contact: &ContactSnapshot) -> Vec<String> {
    let held = |one: &&ConnectionSnapshot| one.state.kind == ConnectionState::Hold;
    contact.connections.iter().filter(held).map(|one| one.connection_id.clone()).collect()
}
