//! The commands that wait for the service. Pure.
//!
//! One of a kind at a time: who presses a button twice has asked once. A command that the service took and that has shown
//! nothing after a while is given up with a sentence, because an agent who waits for nothing is worse off.

use connect_streams::{AgentData, EpochMs, StreamsError};

use super::command::{Act, Before, Command};
use crate::contact::Missing;

/// After so many milliseconds without an effect a command that the service took has failed.
const PATIENCE_MS: i64 = 12_000;
/// For so long a refusal stays on the page.
const SHOW_REFUSAL_MS: i64 = 20_000;

/// Identifies a command from being sent to being answered.
pub type Ticket = u32;

/// Why a command did not come true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The library or the service said no.
    Streams(StreamsError),
    /// The service took it, and nothing came of it.
    NothingHappened,
    /// Something is missing before the contact may be cleared.
    Missing(Missing),
}

/// A command that did not come true, for the page to say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What was asked for.
    pub command: Command,
    /// Why nothing came of it.
    pub why: Refused,
    /// When.
    pub at: EpochMs,
}

#[derive(Clone, Debug)]
struct Waiting {
    ticket: Ticket,
    command: Command,
    before: Before,
    /// When the service took the step that is under way.
    taken: Option<EpochMs>,
    /// Whether the second step of a command in two steps is under way.
    second: bool,
}

/// One step of a command, to be done now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// To whom its answer belongs.
    pub ticket: Ticket,
    /// What is to be done.
    pub command: Command,
}

/// Every command that waits, and what was refused lately.
#[derive(Clone, Debug, Default)]
pub struct WaitingCommands {
    waiting: Vec<Waiting>,
    refusals: Vec<Refusal>,
    last: Ticket,
}

impl WaitingCommands {
    /// Takes up a command. Answers its first step, or nothing if the same waits already.
    pub fn ask(&mut self, command: Command, data: &AgentData) -> Option<Step> {
        if self.waiting.iter().any(|waiting| waiting.command == command) {
            return None;
        }
        self.refusals.retain(|refusal| refusal.command.contact_id() != command.contact_id());
        let contact = command.contact_id();
        let contact = data.snapshot.contacts.iter().find(|one| Some(one.contact_id.as_str()) == contact);
        let first = match &command {
            Command::Contact { contact_id, act } => Command::contact(contact_id, act.first_step(contact)),
            other => other.clone(),
        };
        self.last += 1;
        let before = command.before(data);
        self.waiting.push(Waiting { ticket: self.last, command, before, taken: None, second: false });
        Some(Step { ticket: self.last, command: first })
    }

    /// Refuses a command before anything was sent.
    pub fn refuse(&mut self, command: Command, why: Refused, now: EpochMs) {
        self.refusals.retain(|refusal| refusal.command != command);
        self.refusals.push(Refusal { command, why, at: now });
    }

    /// Takes in what the service said to a step.
    pub fn answered(&mut self, ticket: Ticket, answer: Result<(), StreamsError>, now: EpochMs) {
        let Some(index) = self.waiting.iter().position(|waiting| waiting.ticket == ticket) else { return };
        match answer {
            Ok(())
                if matches!(
                    self.waiting[index].command,
                    Command::Contact { act: Act::SendDigits { .. }, .. }
                ) =>
            {
                self.waiting.remove(index);
            }
            Ok(()) => self.waiting[index].taken = Some(now),
            Err(error) => {
                let command = self.waiting.remove(index).command;
                self.refuse(command, Refused::Streams(error), now);
            }
        }
    }

    /// Takes in how things stand. Commands that came true are done with; answers the second steps of those that have one.
    pub fn observe(&mut self, data: &AgentData, muted: bool) -> Vec<Step> {
        let mut steps = Vec::new();
        self.waiting.retain_mut(|waiting| {
            if matches!(waiting.command, Command::Contact { act: Act::SendDigits { .. }, .. }) {
                return true;
            }
            if waiting.command.is_done(&waiting.before, data, muted) {
                return false;
            }
            if let Command::Contact { contact_id, act } = &waiting.command
                && !waiting.second
                && let Some(contact) = data.snapshot.contacts.iter().find(|one| one.contact_id == *contact_id)
                && let Some(next) = act.next_step(&waiting.before, contact)
            {
                waiting.second = true;
                waiting.taken = None;
                steps.push(Step { ticket: waiting.ticket, command: Command::contact(contact_id, next) });
            }
            true
        });
        steps
    }

    /// Time passes: what waited for too long has failed, and what was said for long enough goes.
    pub fn tick(&mut self, now: EpochMs) {
        let late = |waiting: &mut Waiting| waiting.taken.is_some_and(|taken| now.since(taken) > PATIENCE_MS);
        let given_up: Vec<_> = self.waiting.extract_if(.., late).map(|waiting| waiting.command).collect();
        for command in given_up {
            self.refuse(command, Refused::NothingHappened, now);
        }
        self.refusals.retain(|refusal| now.since(refusal.at) < SHOW_REFUSAL_MS);
    }

    /// What waits.
    pub fn commands(&self) -> impl Iterator<Item = &Command> {
        self.waiting.iter().map(|waiting| &waiting.command)
    }

    /// What was refused lately.
    pub fn refusals(&self) -> &[Refusal] {
        &self.refusals
    }
}
