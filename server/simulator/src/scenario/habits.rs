//! Agents who take whatever comes, talk for a while and clear it, each in their own time.

use std::collections::{BTreeMap, BTreeSet};

use super::deed::Habits;
use crate::centre::{Agent, Centre, Contact, ContactId, ContactState, EpochMs, Username};
use crate::control::agent_action::AgentVerb;

/// Something that one of them does now.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Turn {
    pub(super) agent: Username,
    pub(super) contact: ContactId,
    pub(super) verb: AgentVerb,
    /// Since when the contact has been as it is: what was refused once is not tried again until it is another.
    since: i64,
}

/// When one of them has something to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Due {
    Now(Turn),
    At(EpochMs),
    Never,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Workers {
    habits: BTreeMap<Username, Habits>,
    tried: BTreeSet<Turn>,
}

impl Workers {
    pub(super) fn engage(&mut self, agent: Username, habits: Habits) {
        self.habits.insert(agent, habits);
    }

    /// What is to be done now; each turn is given out once.
    pub(super) fn next(&mut self, centre: &Centre) -> Due {
        let mut first = None;
        for (name, habits) in &self.habits {
            let Ok(agent) = centre.agent(name) else { continue };
            for (at, contact, verb) in plans(agent, habits, centre) {
                let turn = Turn { agent: name.clone(), contact: contact.id, verb, since: contact.since.0 };
                if self.tried.contains(&turn) {
                    continue;
                }
                if at <= centre.now() {
                    self.tried.insert(turn.clone());
                    return Due::Now(turn);
                }
                first = Some(first.map_or(at, |first: EpochMs| first.min(at)));
            }
        }
        first.map_or(Due::Never, Due::At)
    }
}

fn plans<'c>(
    agent: &'c Agent,
    habits: &'c Habits,
    centre: &'c Centre,
) -> impl Iterator<Item = (EpochMs, &'c Contact, AgentVerb)> {
    let contacts = agent.contacts.iter().filter_map(|id| centre.contact(*id).ok()).chain(&agent.leftovers);
    contacts.filter_map(|contact| {
        let (from, wait, verb) = if contact.is_ringing() {
            (contact.offered_at?, habits.answer_ms, AgentVerb::Accept)
        } else if contact.state.is_over() {
            (contact.ended_at?, habits.wrap_up_ms, AgentVerb::Clear)
        } else if contact.state == ContactState::Connected {
            (contact.connected_at?, habits.talk_ms, AgentVerb::HangUp)
        } else {
            return None;
        };
        Some((from.plus(wait), contact, verb))
    })
}
