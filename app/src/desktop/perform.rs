//! Says to the library what the agent wants done. One step, one call; what comes of it is in the next snapshot.

use connect_streams::{
    Agent, AgentState, AgentStateDefinition, ConnectOptions, Connection, Contact, Digits, Endpoint,
    SetStateOptions, StreamsError,
};

use super::{Act, Command};

/// Does one step of a command.
pub(super) async fn perform(command: Command) -> Result<(), StreamsError> {
    match command {
        Command::SetState(state) => {
            let options = SetStateOptions { enqueue_next_state: Some(true) };
            Agent::current()?.set_state(&state, options).await
        }
        Command::Dial { to, queue_arn } => {
            let options = ConnectOptions { queue_arn, ..ConnectOptions::default() };
            Agent::current()?.connect(&to, &options).await
        }
        Command::Contact { contact_id, act } => perform_on(&Contact::with_id(&contact_id)?, act).await,
    }
}

async fn perform_on(contact: &Contact, act: Act) -> Result<(), StreamsError> {
    match act {
        Act::Accept => contact.accept(),
        Act::Reject => contact.reject(),
        Act::Clear => contact.clear(),
        Act::Pause => contact.pause(),
        Act::Unpause => contact.resume(),
        Act::Hold(id) => participant(contact, &id)?.hold(),
        Act::Resume(id) => participant(contact, &id)?.resume(),
        Act::Mute { on, by_service: false } => {
            let agent = Agent::current()?;
            return if on { agent.mute() } else { agent.unmute() };
        }
        Act::Mute { on, by_service: true } => match contact.agent_connection()? {
            Some(Connection::Voice(own)) if on => own.mute_participant(),
            Some(Connection::Voice(own)) => own.unmute_participant(),
            _ => return Err(gone()),
        },
        Act::MuteParty { connection_id, on } => match participant(contact, &connection_id)? {
            Connection::Voice(other) if on => other.mute_participant(),
            Connection::Voice(other) => other.unmute_participant(),
            _ => return Err(gone()),
        },
        Act::SendDigits { connection_id, digits } => {
            participant(contact, &connection_id)?.send_digits(&Digits::parse(&digits)?)
        }
        Act::Consult(to) | Act::Transfer(to) => contact.add_connection(&endpoint(to)),
        Act::Swap => contact.toggle_active_connections(),
        Act::Join => contact.conference_connections(),
        Act::Drop(id) => participant(contact, &id)?.destroy(),
        Act::Leave => contact.agent_connection()?.ok_or_else(gone)?.destroy(),
    }
    .await
}

/// The participant of this connection.
fn participant(contact: &Contact, connection_id: &str) -> Result<Connection, StreamsError> {
    let of_id = |one: &Connection| one.id().is_ok_and(|id| id == connection_id);
    contact.connections()?.into_iter().find(of_id).ok_or_else(gone)
}

fn gone() -> StreamsError {
    StreamsError::Gone { call: "connection" }
}

/// Without what only the page knows of it.
fn endpoint(endpoint: Endpoint) -> Endpoint {
    Endpoint { endpoint_id: None, queue: None, ..endpoint }
}

/// A state as it can be chosen.
pub fn choosable(state: &AgentState) -> AgentStateDefinition {
    AgentStateDefinition {
        agent_state_arn: state.agent_state_arn.clone(),
        kind: state.kind.clone(),
        name: state.name.clone(),
    }
}
