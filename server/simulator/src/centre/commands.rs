//! What can be asked of the centre.
//!
//! Each command is checked in full before anything changes, so a refused one leaves no trace. After each, whoever
//! waits is given to whoever is free.

use std::collections::BTreeMap;

use super::agent::Settings;
use super::arrivals::NewContact;
use super::contact::{MonitorMode, Reference};
use super::dialling::Dialled;
use super::endpoint::{Destination, QueueKey};
use super::errors::Refusal;
use super::ids::{ConnectionId, ContactId, PhoneNumber, Username};
use super::{Centre, Changed};
use crate::instance::StatusIndex;

#[derive(Debug, Clone)]
pub(crate) enum Command {
    SignIn(Username),
    SignOut(Username),
    /// `queued`: during a contact, keep the status for afterwards.
    PickStatus {
        agent: Username,
        status: StatusIndex,
        queued: bool,
    },
    Configure {
        agent: Username,
        settings: Settings,
    },
    /// A customer, or whatever else makes contacts, turns up.
    Arrive(Box<NewContact>),
    /// A task that is made once however often it is asked for.
    ArriveOnce {
        token: String,
        contact: Box<NewContact>,
    },
    /// An agent calls somebody.
    Dial {
        agent: Username,
        to: Destination,
        queue: Option<QueueKey>,
        related: Option<ContactId>,
    },
    /// A supervisor listens to a contact of somebody else.
    Monitor {
        agent: Username,
        contact: ContactId,
        auto_accept: bool,
    },
    /// What an agent does to a contact of theirs.
    Act {
        agent: Username,
        contact: ContactId,
        action: Action,
    },
    CustomerHangsUp(ContactId),
    /// What somebody at the other end of a line does.
    PartyDoes {
        contact: ContactId,
        connection: ConnectionId,
        event: PartyEvent,
    },
    /// New values for some attributes; `None` takes one away.
    SetAttributes {
        contact: ContactId,
        attributes: BTreeMap<String, Option<String>>,
    },
    /// An agent changes what a task of theirs says. What is left out stays.
    Reword {
        agent: Username,
        contact: ContactId,
        name: Option<String>,
        description: Option<String>,
        references: BTreeMap<String, Reference>,
    },
    /// What comes of calling this number from now on.
    Expect {
        number: PhoneNumber,
        dialled: Option<Dialled>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    Accept,
    Reject,
    Clear,
    Pause,
    Continue,
    Hold(ConnectionId),
    Resume(ConnectionId),
    Mute(ConnectionId),
    Unmute(ConnectionId),
    SendDigits(ConnectionId, String),
    /// Hangs up one connection.
    Disconnect(ConnectionId),
    AddParty(Destination),
    Transfer(Destination),
    /// Whoever is on hold is talked to, and the other way round.
    Toggle(ConnectionId),
    Conference,
    SetMonitorMode(MonitorMode),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PartyEvent {
    Answer,
    Busy,
    NoAnswer,
    Invalid,
    Failed,
    HangUp,
}

/// What came of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) changed: Changed,
    /// The contact that came about.
    pub(crate) contact: Option<ContactId>,
}

impl Centre {
    /// Obeys a command at the moment the centre has been advanced to, or says why not.
    pub(crate) fn apply(&mut self, command: Command) -> Result<Done, Refusal> {
        let contact = self.obey(command)?;
        self.route();
        Ok(Done { changed: std::mem::take(&mut self.touched), contact })
    }

    fn obey(&mut self, command: Command) -> Result<Option<ContactId>, Refusal> {
        match command {
            Command::SignIn(name) => self.set_signed_in(&name, true)?,
            Command::SignOut(name) => self.set_signed_in(&name, false)?,
            Command::PickStatus { agent, status, queued } => self.pick_status(&agent, status, queued)?,
            Command::Configure { agent, settings } => self.configure(&agent, settings)?,
            Command::Arrive(contact) => return self.arrive(*contact).map(Some),
            Command::ArriveOnce { token, contact } => return self.arrive_once(token, *contact).map(Some),
            Command::Dial { agent, to, queue, related } => {
                return self.dial(&agent, to, queue, related).map(Some);
            }
            Command::Monitor { agent, contact, auto_accept } => {
                return self.monitor(&agent, contact, auto_accept).map(Some);
            }
            Command::Act { agent, contact, action } => self.act(&agent, contact, action)?,
            Command::CustomerHangsUp(contact) => self.customer_hangs_up(contact)?,
            Command::PartyDoes { contact, connection, event } => {
                self.party_does(contact, connection, event)?;
            }
            Command::SetAttributes { contact, attributes } => self.set_attributes(contact, attributes)?,
            Command::Reword { agent, contact, name, description, references } => {
                self.reword(&agent, contact, (name, description), references)?;
            }
            Command::Expect { number, dialled: Some(dialled) } => {
                self.dial_plan.ordered.insert(number, dialled);
            }
            Command::Expect { number, dialled: None } => {
                self.dial_plan.ordered.remove(&number);
            }
        }
        Ok(None)
    }

    fn act(&mut self, name: &Username, id: ContactId, action: Action) -> Result<(), Refusal> {
        let agent = self.agent(name)?;
        if !agent.contacts.contains(&id) {
            let leftover = agent.leftovers.iter().find(|leftover| leftover.id == id);
            return match (leftover, action) {
                (Some(_), Action::Clear) => self.clear_leftover(name, id),
                (Some(leftover), _) => Err(Refusal::Over { state: leftover.state }),
                (None, _) if self.contact(id).is_ok_and(|contact| contact.agent.as_ref() == Some(name)) => {
                    Err(Refusal::AlreadyCleared)
                }
                (None, _) => Err(Refusal::UnknownContact),
            };
        }
        match action {
            Action::Accept => self.accept(id)?,
            Action::Reject => self.reject(id)?,
            Action::Clear => self.clear(id)?,
            Action::Pause => self.pause(id)?,
            Action::Continue => self.resume_task(id)?,
            Action::Hold(line) => self.hold(id, line)?,
            Action::Resume(line) => self.resume(id, line)?,
            Action::Mute(line) => self.set_mute(id, line, true)?,
            Action::Unmute(line) => self.set_mute(id, line, false)?,
            Action::SendDigits(line, digits) => self.send_digits(id, line, &digits)?,
            Action::Disconnect(line) => self.disconnect(id, line)?,
            Action::AddParty(to) => self.add_party(id, to)?,
            Action::Transfer(to) => self.transfer(id, &to)?,
            Action::Toggle(line) => self.toggle(id, line)?,
            Action::Conference => self.conference(id)?,
            Action::SetMonitorMode(mode) => self.set_monitor_mode(id, mode)?,
        }
        self.touch(name);
        Ok(())
    }
}
