//! Makes the agent available again after a missed contact, if that is wanted and has not been in vain too often: first the
//! contact is cleared, then the status chosen, each once. What the agent declined is not missed; but they may ask for it. Pure.

use connect_streams::{AgentData, AgentStateDefinition, AgentStateType, ContactSnapshot, ContactState};

use super::command::{Act, Command};
use crate::{api::AfterMissed, contact::ContactBook};

/// An agent who is made available again so many times in a row is asked instead.
const MOST_RETURNS: u32 = 3;

/// What is done after missed contacts, and how often it was done in a row.
#[derive(Debug, Default)]
pub(super) struct MissedContacts {
    wanted: AfterMissed,
    returns: u32,
    /// Whether the agent asked for it now, whatever is wanted otherwise.
    asked: bool,
    /// The missed contact after which the agent is to be available again.
    missed: Option<String>,
}

impl MissedContacts {
    /// As the desk is configured, until the agent chooses.
    pub(super) fn new(wanted: AfterMissed) -> Self {
        Self { wanted, ..Self::default() }
    }

    /// What the agent prefers.
    pub(super) fn prefer(&mut self, wanted: AfterMissed) {
        self.wanted = wanted;
    }

    /// The agent chose a status: somebody is there, and decides.
    pub(super) fn status_chosen(&mut self) {
        self.returns = 0;
        self.asked = false;
        self.missed = None;
    }

    /// The agent wants to be available again, also after a contact that they declined.
    pub(super) fn asked(&mut self) {
        self.status_chosen();
        self.asked = true;
    }

    /// The agent talks to somebody, and counts anew.
    pub(super) fn talks(&mut self) {
        self.returns = 0;
    }

    fn status_counted(&mut self) {
        self.returns += u32::from(!self.asked);
        self.asked = false;
        self.missed = None;
    }

    /// What is to be asked for now. `leads` says whether this page leads; the others leave it to the one that does.
    pub(super) fn next(&mut self, data: &AgentData, book: &ContactBook, leads: bool) -> Option<Command> {
        let wanted = self.asked || self.wanted == AfterMissed::Return && self.returns < MOST_RETURNS;
        if !wanted || !leads {
            self.missed = None;
            return None;
        }
        let missed = |contact: &&ContactSnapshot| {
            let declined = self.asked && contact.state.kind == ContactState::Rejected;
            (declined || matches!(contact.state.kind, ContactState::Missed | ContactState::Error)) && {
                let timeline = book.open().iter().find(|one| one.contact_id == contact.contact_id);
                timeline.is_some_and(|one| !one.wants_wrap_up() && (self.asked || !one.wrap_up.is_begun()))
            }
        };
        if let Some(contact) = data.snapshot.contacts.iter().find(missed) {
            let contact_id = &contact.contact_id;
            if self.missed.as_ref() == Some(contact_id) {
                return None;
            }
            self.missed = Some(contact_id.clone());
            return Some(Command::contact(contact_id, Act::Clear));
        }
        if data.snapshot.state.kind != AgentStateType::Error {
            self.asked = false;
            self.missed = None;
            return None;
        }
        let routable = |state: &&AgentStateDefinition| state.kind == AgentStateType::Routable;
        let available = data.configuration.agent_states.iter().find(routable).cloned();
        if !self.asked && (!data.snapshot.contacts.is_empty() || self.missed.take().is_none()) {
            return None;
        }
        let available = available?;
        self.status_counted();
        Some(Command::SetState(available))
    }
}
