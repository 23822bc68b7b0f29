//! Whether whoever is signed in to Streamdesk is whoever is signed in to Amazon Connect. Pure.

use crate::api::{SignedIn, same_agent};

/// Two people at one desk: nothing is recorded while it is so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TwoPeople {
    /// Who is signed in to Streamdesk: the agent whom they are to be in Amazon Connect.
    pub here: String,
    /// Who is signed in to Amazon Connect.
    pub there: String,
}

/// Who is signed in to Streamdesk, by the agent whom they are to be; anybody, where nobody signs in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Person(Option<String>);

impl Person {
    pub(super) fn new(signed_in: Option<&SignedIn>) -> Self {
        Self(signed_in.map(|person| person.agent.clone()))
    }

    /// Whether this agent is they.
    pub(super) fn is(&self, agent: &str) -> bool {
        self.0.as_deref().is_none_or(|own| same_agent(own, agent))
    }

    /// Both of them, where this agent is somebody else.
    pub(super) fn and(&self, agent: &str) -> Option<TwoPeople> {
        let here = self.0.clone().filter(|_| !self.is(agent))?;
        Some(TwoPeople { here, there: agent.to_owned() })
    }
}
