//! Whether what a step waits for has come about, from what the centre shows.
//!
//! A contact that an agent did not take is back in its queue and also still on that agent's screen as it was; either
//! is good enough.

use std::collections::BTreeMap;

use super::deed::{Name, State, What};
use crate::centre::{Agent, Centre, Contact, ContactId, ContactState};

/// The contacts of a play by their names.
pub(super) type Names = BTreeMap<Name, ContactId>;

/// What a look at the centre has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seen {
    /// It has come about, with this contact if it was looked for.
    Yes(Option<ContactId>),
    NotYet,
    /// It will not come about any more, for this reason.
    Never(String),
}

impl From<bool> for Seen {
    fn from(seen: bool) -> Self {
        if seen { Self::Yes(None) } else { Self::NotYet }
    }
}

impl State {
    pub(super) fn holds(self, contact: &Contact) -> bool {
        let state = contact.state;
        match self {
            Self::Scheduled => state == ContactState::Scheduled,
            Self::Queued => state == ContactState::Queued,
            Self::Ringing => contact.is_ringing(),
            Self::Connecting => state == ContactState::Connecting && !contact.is_ringing(),
            Self::Connected => state == ContactState::Connected,
            Self::Talking => state == ContactState::Connected && !contact.is_on_hold(),
            Self::OnHold => contact.is_on_hold(),
            Self::Paused => state == ContactState::Paused,
            Self::Ended => state == ContactState::Ended,
            Self::Missed => state == ContactState::Missed,
            Self::Rejected => state == ContactState::Rejected,
            Self::Error => state == ContactState::Error,
            Self::Over => state.is_over(),
            // Who gave up in the queue was on nobody's screen.
            Self::Cleared => state.is_over() && (contact.cleared_at.is_some() || contact.agent.is_none()),
        }
    }
}

/// Looks whether `what` is so. `made` are the contacts that the play has made.
pub(super) fn look(what: &What, centre: &Centre, names: &Names, made: &[ContactId]) -> Seen {
    match what {
        What::Contact { contact, agent, state } => {
            let fits = |found: &Contact| {
                agent.as_ref().is_none_or(|agent| found.agent.as_ref() == Some(agent))
                    && state.is_none_or(|state| state.holds(found))
            };
            contact_is(contact, centre, names, fits, *state != Some(State::Cleared))
        }
        What::All(state) => {
            let mut of_play = centre.contacts().filter(|contact| is_of(contact, made));
            of_play.all(|contact| state.holds(contact)).into()
        }
        What::ContactOf { agent, state, follows } => {
            let Ok(agent) = centre.agent(agent) else { return Seen::NotYet };
            let follows = follows.as_ref().and_then(|name| names.get(name));
            let fits = |contact: &&Contact| {
                state.holds(contact) && follows.is_none_or(|first| contact.lineage.previous == Some(*first))
            };
            match on_screen(agent, centre).find(fits) {
                Some(contact) => Seen::Yes(Some(contact.id)),
                None => Seen::NotYet,
            }
        }
        What::Agent { agent, status, signed_in } => {
            let Ok(agent) = centre.agent(agent) else { return Seen::NotYet };
            let wanted = signed_in.unwrap_or(true);
            let shown = agent.shown(centre.instance()).name;
            (agent.signed_in == wanted && status.as_deref().is_none_or(|status| status == shown)).into()
        }
    }
}

/// Looks at a contact and at what is left of it with agents who did not take it. `ends`: what is over stays as it is.
pub(super) fn contact_is(
    name: &str,
    centre: &Centre,
    names: &Names,
    fits: impl Fn(&Contact) -> bool,
    ends: bool,
) -> Seen {
    let id = names.get(name).copied();
    let Some(contact) = id.and_then(|id| centre.contact(id).ok()) else {
        return Seen::Never(format!("the contact `{name}` is not known any more"));
    };
    if fits(contact) || left_with_agents(centre, contact.id).any(fits) {
        Seen::Yes(None)
    } else if ends && contact.state.is_over() {
        Seen::Never(format!("the contact `{name}` is over, it is {}", contact.state.as_str()))
    } else {
        Seen::NotYet
    }
}

/// Whether the play has made the contact or the one from which it was transferred.
pub(super) fn is_of(contact: &Contact, made: &[ContactId]) -> bool {
    made.contains(&contact.id) || made.contains(&contact.lineage.initial)
}

/// The latest first.
fn on_screen<'c>(agent: &'c Agent, centre: &'c Centre) -> impl Iterator<Item = &'c Contact> {
    let contacts = agent.contacts.iter().rev().filter_map(|id| centre.contact(*id).ok());
    contacts.chain(&agent.leftovers)
}

fn left_with_agents(centre: &Centre, id: ContactId) -> impl Iterator<Item = &Contact> {
    let agents = centre.instance().agents.iter().filter_map(|profile| centre.agent(&profile.username).ok());
    agents.flat_map(|agent| &agent.leftovers).filter(move |left| left.id == id)
}
