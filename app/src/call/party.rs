//! Who takes part in a contact beside the agent: what they are called, how they stand, what can be done with them. Pure.

use connect_streams::{
    ConnectionSnapshot, ConnectionState, ConnectionType, ContactSnapshot, ContactType, Endpoint, EndpointType,
};

use super::{
    control::{Control, Kind},
    controls::{hold, is_connected, is_voice},
};
use crate::desktop::{Act, DeskContact, is_active};

/// Who a participant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// With whom the contact began.
    Customer,
    /// Somebody who was called in.
    ThirdParty,
    /// Somebody who listens, or talks, to help.
    Supervisor,
}

/// How a participant stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Being called.
    Calling,
    /// On the line.
    Talking,
    /// On hold.
    OnHold,
    /// Listens without being heard.
    Listening,
    /// Was called and did not answer.
    NotReached,
    /// Has left.
    Gone,
}

/// Somebody who takes part beside the agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Their connection.
    pub connection_id: String,
    /// Who they are.
    pub role: Role,
    /// What they are called; none where nobody knows.
    pub name: Option<String>,
    /// How they stand.
    pub standing: Standing,
    /// Whether they are muted.
    pub muted: bool,
    /// What can be done with them apart from the others.
    pub controls: Vec<Control>,
}

/// Those who take part, in the order in which they came. `apart` says whether something can be done with each of them.
pub(super) fn parties(contact: &DeskContact, snapshot: &ContactSnapshot, apart: bool) -> Vec<Party> {
    let customer = snapshot.customer().map(|customer| customer.connection_id.as_str());
    let others = snapshot.connections.iter().filter(|one| one.kind != ConnectionType::Agent);
    others
        .map(|one| {
            let role = match one.kind {
                ConnectionType::Monitoring => Role::Supervisor,
                _ if Some(one.connection_id.as_str()) == customer => Role::Customer,
                _ => Role::ThirdParty,
            };
            let standing = match one.state.kind {
                ConnectionState::Init | ConnectionState::Connecting => Standing::Calling,
                ConnectionState::Hold => Standing::OnHold,
                ConnectionState::Disconnected if contact.timeline.transfers.missed(&one.connection_id) => {
                    Standing::NotReached
                }
                ConnectionState::Disconnected => Standing::Gone,
                ConnectionState::SilentMonitor => Standing::Listening,
                ConnectionState::Connected | ConnectionState::Barge | ConnectionState::Other(_) => {
                    Standing::Talking
                }
            };
            let mut controls = Vec::new();
            if apart && role != Role::Supervisor && is_active(one) {
                if is_voice(&snapshot.kind) && is_connected(one) {
                    controls.push(hold(one, &contact.waiting));
                    controls.extend(mute(one, &contact.waiting).filter(|_| role == Role::ThirdParty));
                }
                let act = Act::Drop(one.connection_id.clone());
                let waits = contact.waiting.contains(&act);
                controls.push(Control { kind: Kind::Drop, act: Some(act), waits, on: None });
            }
            let known = if role == Role::Customer {
                let in_chat = snapshot.kind == ContactType::Chat;
                snapshot.customer_address().or(contact.timeline.name.as_deref().filter(|_| in_chat))
            } else {
                let chosen = contact.timeline.transfers.name_of(&one.connection_id);
                // Where even the service had no name.
                chosen.filter(|name| !matches!(*name, "" | "?"))
            };
            let name = known.map(str::to_owned).or_else(|| name(one));
            Party {
                connection_id: one.connection_id.clone(),
                role,
                name,
                standing,
                muted: one.mute || one.forced_mute,
                controls,
            }
        })
        .collect()
}

/// Muting somebody who was called in. The service lets an agent mute another agent, but not open their microphone again
/// (<https://github.com/amazon-connect/amazon-connect-streams/issues/693>), and nobody undoes what a supervisor did.
fn mute(one: &ConnectionSnapshot, waiting: &[Act]) -> Option<Control> {
    let is_agent = one.endpoint.as_ref().is_some_and(|endpoint| endpoint.kind == Some(EndpointType::Agent));
    if one.forced_mute || one.mute && is_agent {
        return None;
    }
    let about = |act: &Act| matches!(act, Act::MuteParty { connection_id, .. } if *connection_id == one.connection_id);
    let act = Act::MuteParty { connection_id: one.connection_id.clone(), on: !one.mute };
    let waits = waiting.iter().any(about);
    Some(Control { kind: Kind::MuteParty, act: Some(act), waits, on: Some(one.mute) })
}

/// What the service calls the one on this line.
fn name(line: &ConnectionSnapshot) -> Option<String> {
    let endpoint = line.endpoint.as_ref();
    let names = [
        line.quick_connect_name.as_deref(),
        endpoint.and_then(|endpoint| endpoint.name.as_deref()),
        endpoint.and_then(Endpoint::address),
    ];
    names.into_iter().flatten().find(|name| !name.is_empty()).map(str::to_owned)
}
