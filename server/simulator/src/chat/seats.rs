//! Who has a place in which conversation: what the contact centre knows, brought into the chats.
//!
//! A conversation is made the first time that somebody wants to speak in it, and belongs to the first of the contacts
//! that a transfer strings together. The customer is one and the same through all of them, so their place has the
//! identity of that first contact; an agent's has that of their line.

use uuid::Uuid;

use super::{ChatToken, Conversation, Holder, Participant, Presence, Role};
use crate::centre::{Centre, Channel, ConnectionId, Contact, ContactId, Party, Refusal, Username};
use crate::simulator::Simulator;

/// The customer's place in a chat that is not over, made if it is not there yet.
pub(crate) fn customer_in(simulator: &Simulator, contact: ContactId) -> Result<ConnectionId, Refusal> {
    simulator.live.read(|centre| {
        let found = centre.contact(contact)?;
        if let Some(state) = found.state.is_over().then_some(found.state) {
            return Err(Refusal::Over { state });
        }
        if let Some(line) = found.customer_line().filter(|line| !line.is_active()) {
            return Err(Refusal::WrongConnectionState { verb: "written on", state: line.state });
        }
        let initial = open(simulator, centre, found)?;
        Ok(customer_of(initial))
    })
}

/// A token by which an agent speaks in a contact of theirs: what `CreateTransport` gives for `chat_token`.
pub(crate) fn token(
    simulator: &Simulator,
    agent: &Username,
    contact: ContactId,
    participant: ConnectionId,
) -> Result<ChatToken, Refusal> {
    simulator.live.read(|centre| {
        let found = centre.contact_of(agent, contact)?;
        if found.line(participant)?.party != Party::Agent {
            return Err(Refusal::UnknownConnection);
        }
        open(simulator, centre, found).map(|_| ())
    })?;
    simulator.chats.issue(contact, participant, simulator.live.now()).ok_or(Refusal::UnknownContact)
}

/// Whose place it is that the snapshot names as `ConnectionAuthenticationToken`: a contact and the agent's line in it.
pub(crate) fn holder(simulator: &Simulator, token: &str) -> Option<Holder> {
    let (contact, line) = token.split_once('.')?;
    let (contact, line) = (Uuid::parse_str(contact).ok()?, Uuid::parse_str(line).ok()?);
    let participant = ConnectionId(line);
    let initial = simulator.live.read(|centre| {
        let found = centre.contact(ContactId(contact))?;
        if own_line(found) != Some(participant) {
            return Err(Refusal::UnknownConnection);
        }
        open(simulator, centre, found)
    });
    Some(Holder { initial: initial.ok()?, participant })
}

/// Whether there is such a chat at all, whatever has become of it.
pub(crate) fn exists(simulator: &Simulator, contact: ContactId) -> Result<(), Refusal> {
    simulator.live.read(|centre| require_chat(centre.contact(contact)?))
}

/// Lets an agent go from the conversations of their contacts that are over, and ends those that nobody goes on with.
pub(crate) fn follow(simulator: &Simulator, agent: &Username) {
    let over = simulator.live.read(|centre| -> Result<Vec<_>, Refusal> {
        let contacts = centre.agent(agent)?.contacts.iter().filter_map(|id| centre.contact(*id).ok());
        let over = contacts.filter(|contact| contact.channel == Channel::Chat && contact.state.is_over());
        let place = |contact: &Contact| Some((contact.id, own_line(contact)?, first_of(centre, contact)));
        Ok(over.filter_map(place).collect())
    });
    for (contact, line, initial) in over.unwrap_or_default() {
        let is_present = |chat: &Conversation| {
            chat.participant(line).is_some_and(|participant| participant.presence != Presence::Left)
        };
        if simulator.chats.read(contact, is_present) != Some(true) {
            continue;
        }
        let goes_on = simulator.live.read(|centre| {
            centre.contacts().any(|other| !other.state.is_over() && first_of(centre, other) == initial)
        });
        let now = simulator.live.now();
        let part = |chat: &mut Conversation| {
            let mut news = vec![chat.leave(line, Uuid::new_v4(), now)?];
            if !goes_on {
                news.extend(chat.end(contact, Uuid::new_v4(), now));
            }
            Ok(((), news))
        };
        // Two polls may see the same end; the second finds that the agent has left.
        let _ = simulator.chats.change(contact, &simulator.pushes, simulator.skew_ms(), part);
    }
}

/// Makes the conversation of a contact, with a place for the customer and one for the agent. Answers its first contact.
fn open(simulator: &Simulator, centre: &Centre, contact: &Contact) -> Result<ContactId, Refusal> {
    require_chat(contact)?;
    let initial = first_of(centre, contact);
    let customer = Participant {
        id: customer_of(initial),
        contact: contact.id,
        role: Role::Customer,
        name: contact.details.customer_name.clone().unwrap_or_else(|| "Customer".to_owned()),
        agent: None,
        presence: Presence::Invited,
    };
    let agent = contact.agent.as_ref().zip(own_line(contact)).map(|(agent, line)| Participant {
        id: line,
        contact: contact.id,
        role: Role::Agent,
        name: centre
            .instance()
            .agent(agent)
            .map_or_else(|| agent.to_string(), |profile| profile.name.clone()),
        agent: Some(agent.clone()),
        presence: Presence::Invited,
    });
    let is_known = |id| centre.contact(id).is_ok();
    simulator.chats.open(contact.id, initial, [Some(customer), agent].into_iter().flatten(), is_known);
    Ok(initial)
}

fn require_chat(contact: &Contact) -> Result<(), Refusal> {
    match contact.channel {
        Channel::Chat => Ok(()),
        channel => Err(Refusal::WrongChannel { verb: "chatted in", channel }),
    }
}

/// A supervisor's contact has its own first, and takes part in the one it watches.
fn first_of(centre: &Centre, contact: &Contact) -> ContactId {
    let watched = contact.monitoring.and_then(|monitoring| centre.contact(monitoring.contact).ok());
    watched.unwrap_or(contact).lineage.initial
}

fn own_line(contact: &Contact) -> Option<ConnectionId> {
    contact.connections.iter().find(|line| line.party == Party::Agent).map(|line| line.id)
}

fn customer_of(initial: ContactId) -> ConnectionId {
    ConnectionId(initial.0)
}
