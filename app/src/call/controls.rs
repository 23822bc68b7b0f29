//! What can be done with a contact now, and how each of it stands: ready, or waiting for what the next snapshot says. What
//! is not in the list cannot be done. Pure.

use connect_streams::{
    ConnectionSnapshot, ConnectionState, ConnectionType, ContactSnapshot, ContactState, ContactType, Endpoint,
};

use super::{
    control::{Control, Kind},
    party::{Party, Role, Standing, parties},
};
use crate::desktop::{Act, DeskContact, active_third_parties, agent_connection, is_active};

/// As many take part at once, the agent among them.
const USUAL_PARTIES: usize = 3;
/// The same where the instance has conferences of many.
const MOST_PARTIES: usize = 6;

/// Whom the contact can be taken to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Whether the telephone reaches them too.
    pub phones: bool,
    /// Whether the agent can talk to them first.
    pub consult: bool,
}

/// Everything that can be done with a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Controls {
    /// The channel; none while there is no contact, or it is cleared.
    pub channel: Option<ContactType>,
    /// The controls of the contact as a whole, in the order in which they stand.
    pub list: Vec<Control>,
    /// Who takes part, while that is of interest.
    pub parties: Vec<Party>,
    /// Whether there are others beside the customer.
    pub several: bool,
    /// Whom the contact can be taken to.
    pub reach: Reach,
    /// Who was asked for and has not come yet.
    pub asked: Vec<Act>,
    /// Whether tones are on their way.
    pub tones_wait: bool,
}

/// Where a contact stands, as far as its controls depend on it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Offered,
    Calling,
    Open,
    Paused,
    Over,
    Unknown,
}

impl Stage {
    fn of(contact: &ContactSnapshot) -> Self {
        let calls_out = contact.kind == ContactType::QueueCallback
            || contact.customer().is_some_and(|customer| customer.kind == ConnectionType::Outbound);
        match contact.state.kind {
            ContactState::Connecting if calls_out => Self::Calling,
            ContactState::Incoming | ContactState::Connecting => Self::Offered,
            ContactState::Connected => Self::Open,
            ContactState::Paused => Self::Paused,
            ContactState::Ended | ContactState::Missed | ContactState::Rejected | ContactState::Error => {
                Self::Over
            }
            ContactState::Init | ContactState::Pending | ContactState::Other(_) => Self::Unknown,
        }
    }
}

impl Controls {
    /// What can be done with this contact. `muted` is what the softphone says of the microphone.
    pub fn of(contact: &DeskContact, muted: bool) -> Self {
        let Some(snapshot) = &contact.snapshot else { return Self::default() };
        let stage = Stage::of(snapshot);
        let open = stage == Stage::Open;
        let voice = is_voice(&snapshot.kind);
        let task = snapshot.kind == ContactType::Task;
        let waiting = &contact.waiting;
        let others: Vec<_> = talkers(snapshot).collect();
        let several = active_third_parties(snapshot).next().is_some() && others.len() > 1;
        let of_state =
            |state: &ConnectionState| others.iter().filter(|other| other.state.kind == *state).count();
        let (held, talking) = (of_state(&ConnectionState::Hold), of_state(&ConnectionState::Connected));

        let mut list = Vec::new();
        let mut put = |kind, act, waits, on| list.push(Control { kind, act, waits, on });
        let mut act = |kind, act: Act| {
            let waits = waiting.contains(&act);
            put(kind, Some(act), waits, None);
        };
        match stage {
            Stage::Offered => {
                act(Kind::Accept, Act::Accept);
                act(Kind::Reject, Act::Reject);
            }
            Stage::Over => act(Kind::Clear, Act::Clear),
            Stage::Calling | Stage::Open | Stage::Paused | Stage::Unknown => {}
        }
        let own = agent_connection(snapshot);
        if voice && (open || stage == Stage::Calling) && own.is_some_and(is_connected) {
            let by_service = matches!(Act::mute(snapshot, true), Act::Mute { by_service: true, .. });
            let on = if by_service { own.is_some_and(|own| own.mute) } else { muted };
            let waits = waiting.iter().any(|act| matches!(act, Act::Mute { .. }));
            put(Kind::Mute, Some(Act::mute(snapshot, !on)), waits, Some(on));
        }
        if voice && open {
            let customer = snapshot.customer().filter(|customer| can_hold(customer));
            if let Some(one) = customer.or_else(|| others.iter().copied().find(|other| can_hold(other))) {
                list.push(hold(one, waiting));
            }
            if talking > 0 {
                list.push(opens(Kind::Keypad));
            }
        }
        let reach = reach(snapshot, stage);
        if reach.is_some() {
            list.push(opens(Kind::Reach));
        }
        let mut act = |kind, act: Act, on| {
            let waits = waiting.contains(&act);
            list.push(Control { kind, act: Some(act), waits, on });
        };
        if voice && open {
            if others.len() == 2 && held > 0 && talking > 0 {
                act(Kind::Swap, Act::Swap, None);
            }
            if held > 0 && held + talking > 1 {
                act(Kind::Join, Act::Join, None);
            }
        }
        match stage {
            Stage::Open if task => act(Kind::Pause, Act::Pause, Some(false)),
            Stage::Paused => act(Kind::Pause, Act::Unpause, Some(true)),
            _ => {}
        }
        if matches!(stage, Stage::Calling | Stage::Open | Stage::Paused) {
            act(Kind::Leave, Act::Leave, None);
        }
        let shows_parties =
            matches!(stage, Stage::Calling | Stage::Open) && (voice || snapshot.kind == ContactType::Chat);
        Self {
            channel: Some(snapshot.kind.clone()),
            list,
            parties: if shows_parties { parties(contact, snapshot, several && open) } else { Vec::new() },
            several,
            reach: reach.unwrap_or_default(),
            asked: waiting.iter().filter(|act| is_asking(act)).cloned().collect(),
            tones_wait: waiting.iter().any(|act| matches!(act, Act::SendDigits { .. })),
        }
    }

    /// The control of this kind: that of a participant, or of the contact as a whole where `connection_id` is empty.
    pub fn find(&self, connection_id: &str, kind: Kind) -> Option<&Control> {
        let list = match self.party(connection_id) {
            Some(party) => &party.controls,
            None if connection_id.is_empty() => &self.list,
            None => return None,
        };
        list.iter().find(|control| control.kind == kind)
    }

    /// The participant of this connection.
    pub fn party(&self, connection_id: &str) -> Option<&Party> {
        self.parties.iter().find(|party| party.connection_id == connection_id)
    }

    /// Who hears tones, whoever came last first: it is usually they who ask for them.
    pub fn listeners(&self) -> impl Iterator<Item = &Party> {
        let hears = |party: &&Party| party.standing == Standing::Talking && party.role != Role::Supervisor;
        self.parties.iter().rev().filter(hears)
    }

    /// Whether this is on its way to this endpoint: a consultation, or a transfer.
    pub fn is_asked(&self, to: &Endpoint, cold: bool) -> bool {
        self.asked.iter().any(|act| match act {
            Act::Consult(asked) => !cold && asked == to,
            Act::Transfer(asked) => cold && asked == to,
            _ => false,
        })
    }
}

pub(super) fn is_voice(kind: &ContactType) -> bool {
    matches!(kind, ContactType::Voice | ContactType::QueueCallback)
}

fn is_asking(act: &Act) -> bool {
    matches!(act, Act::Consult(_) | Act::Transfer(_))
}

pub(super) fn is_connected(connection: &ConnectionSnapshot) -> bool {
    matches!(connection.state.kind, ConnectionState::Connected | ConnectionState::Hold)
}

/// Whether somebody other than a supervisor can be put on hold, or taken off it.
fn can_hold(connection: &ConnectionSnapshot) -> bool {
    connection.kind != ConnectionType::Monitoring && is_connected(connection)
}

/// The customer and those who were called in, as far as they are there.
fn talkers(contact: &ContactSnapshot) -> impl Iterator<Item = &ConnectionSnapshot> {
    let other = |one: &&ConnectionSnapshot| {
        is_active(one) && !matches!(one.kind, ConnectionType::Agent | ConnectionType::Monitoring)
    };
    contact.connections.iter().filter(other)
}

fn opens(kind: Kind) -> Control {
    Control { kind, act: None, waits: false, on: None }
}

pub(super) fn hold(one: &ConnectionSnapshot, waiting: &[Act]) -> Control {
    let (id, on) = (&one.connection_id, one.state.kind == ConnectionState::Hold);
    let act = if on { Act::Resume(id.clone()) } else { Act::Hold(id.clone()) };
    let about = |act: &Act| matches!(act, Act::Hold(of) | Act::Resume(of) if of == id);
    Control { kind: Kind::Hold, act: Some(act), waits: waiting.iter().any(about), on: Some(on) }
}

/// Whom the contact can be taken to, if to anybody.
fn reach(contact: &ContactSnapshot, stage: Stage) -> Option<Reach> {
    let voice = is_voice(&contact.kind);
    let talks = voice || contact.kind == ContactType::Chat;
    if !talks {
        // A task or an e-mail goes there altogether.
        return matches!(stage, Stage::Open | Stage::Paused).then_some(Reach::default());
    }
    let many = contact.contact_features.as_ref().is_some_and(|can| can.multi_party_conference_enabled);
    let most = if many { MOST_PARTIES } else { USUAL_PARTIES };
    // Whoever only listens takes nobody's place.
    let takes_part =
        |one: &&ConnectionSnapshot| is_active(one) && one.state.kind != ConnectionState::SilentMonitor;
    let room = contact.connections.iter().filter(takes_part).count() < most;
    (stage == Stage::Open && room).then_some(Reach { phones: voice, consult: true })
}

#[cfg(test)]
#[path = "controls_tests.rs"]
mod tests;
