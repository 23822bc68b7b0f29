//! Who takes which part: an agent's deeds are done by the person at the agent's browser, if there is one, and by the play
//! if not.
//!
//! This is settled when the play begins and stays so, or else a person whose session expires would be played on for.

use std::collections::{BTreeMap, BTreeSet};

use super::Attendance;
use super::awaited::Names;
use super::deed::Deed;
use crate::centre::{Centre, Username};

/// The agents who are there in person.
#[derive(Debug)]
pub(super) struct Parts(BTreeSet<Username>);

impl Parts {
    /// Whoever is signed in with a browser is there, unless the scenario says otherwise.
    pub(super) fn new(present: BTreeSet<Username>, people: &BTreeMap<Username, Attendance>) -> Self {
        let mut persons = present;
        for (agent, attendance) in people {
            match attendance {
                Attendance::Person => persons.insert(agent.clone()),
                Attendance::Headless => persons.remove(agent),
            };
        }
        Self(persons)
    }

    /// The persons whose deed it is.
    pub(super) fn persons_of(&self, deed: &Deed, names: &Names, centre: &Centre) -> Vec<Username> {
        let agents = match deed {
            Deed::Ready { agents, .. } => agents.clone(),
            Deed::SignsIn { agent, .. } | Deed::Status { agent, .. } | Deed::Calls { agent, .. } => {
                vec![agent.clone()]
            }
            Deed::AgentDoes { contact, action, .. } => {
                let contact = names.get(contact).and_then(|id| centre.contact(*id).ok());
                let has_it = || contact.and_then(|contact| contact.agent.clone());
                action.agent.clone().or_else(has_it).into_iter().collect()
            }
            _ => Vec::new(),
        };
        agents.into_iter().filter(|agent| self.0.contains(agent)).collect()
    }

    /// What is left of a deed for the play, if persons do theirs.
    pub(super) fn share_of_the_play(&self, deed: &Deed, persons: &[Username]) -> Option<Deed> {
        match deed {
            Deed::WaitFor(_) => None,
            Deed::Ready { agents, within_ms } => {
                let agents = self.absent(agents);
                (!agents.is_empty()).then_some(Deed::Ready { agents, within_ms: *within_ms })
            }
            Deed::Works { agents, habits } => {
                Some(Deed::Works { agents: self.absent(agents), habits: *habits })
            }
            deed => persons.is_empty().then(|| deed.clone()),
        }
    }

    fn absent(&self, agents: &[Username]) -> Vec<Username> {
        agents.iter().filter(|agent| !self.0.contains(*agent)).cloned().collect()
    }
}
