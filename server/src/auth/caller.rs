//! Whoever calls.

use std::fmt;

use app::api::{Role, SignedIn};

use super::Scope;

/// Whoever calls, once it is known who that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Nobody in particular: this server has no sign-in, and only this machine reaches it.
    Everyone,
    /// Somebody who signed in.
    Person(Who),
    /// A machine with a token.
    Machine {
        /// What the token is called.
        name: String,
        /// What it is good for.
        scopes: Vec<Scope>,
    },
}

/// Somebody who signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The account.
    pub account: String,
    /// The session.
    pub session: String,
    /// Name and role.
    pub signed_in: SignedIn,
    /// The team; all with `*`.
    pub team: String,
}

/// Whose records somebody may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everybody's.
    All,
    /// Those of a team.
    Team(String),
    /// Those of one agent.
    Own(String),
}

impl Caller {
    /// Whose records they may see.
    pub fn reach(&self) -> Reach {
        let Self::Person(who) = self else { return Reach::All };
        match who.signed_in.role {
            Role::Agent => Reach::Own(who.signed_in.agent.clone()),
            Role::Supervisor if who.team == "*" => Reach::All,
            Role::Supervisor => Reach::Team(who.team.clone()),
            Role::Auditor | Role::Admin => Reach::All,
        }
    }

    /// The person, where it is one.
    pub fn person(&self) -> Option<&Who> {
        match self {
            Self::Person(who) => Some(who),
            Self::Everyone | Self::Machine { .. } => None,
        }
    }
}

/// As the audit log names them.
impl fmt::Display for Caller {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everyone => formatter.write_str("everyone"),
            Self::Person(who) => write!(formatter, "account:{}", who.signed_in.name),
            Self::Machine { name, .. } => write!(formatter, "token:{name}"),
        }
    }
}
