//! Whoever calls.

use std::fmt;

use app::api::{Role, SignedIn, same_agent};

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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Everybody's.
    #[default]
    All,
    /// Those of a team.
    Team(String),
    /// Those of one agent.
    Own(String),
}

impl Reach {
    /// The agent or the team, where it is confined to one.
    pub fn parts(&self) -> (Option<String>, Option<String>) {
        match self {
            Self::All => (None, None),
            Self::Team(team) => (None, Some(team.clone())),
            Self::Own(agent) => (Some(agent.clone()), None),
        }
    }
}

impl Caller {
    /// Whose records they may see.
    pub fn reach(&self) -> Reach {
        let Self::Person(who) = self else { return Reach::All };
        match who.signed_in.role {
            Role::Agent => Reach::Own(who.signed_in.agent.clone()),
            Role::Supervisor if who.team == "*" => Reach::All,
            // Those without a team are nobody's team.
            Role::Supervisor if who.team.is_empty() => Reach::Own(who.signed_in.agent.clone()),
            Role::Supervisor => Reach::Team(who.team.clone()),
            Role::Auditor | Role::Admin => Reach::All,
        }
    }

    /// Whether they may send records of this agent: people only their own, whatever its letters' case.
    pub fn writes_as(&self, agent: &str) -> bool {
        self.person().is_none_or(|who| same_agent(&who.signed_in.agent, agent))
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

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn person(role: Role, team: &str) -> Caller {
        let signed_in = SignedIn {
            name: "anna".to_owned(),
            display_name: "Anna".to_owned(),
            agent: "anna.l".to_owned(),
            role,
        };
        let (account, session) = ("a".to_owned(), "s".to_owned());
        Caller::Person(Who { account, session, signed_in, team: team.to_owned() })
    }

    #[rstest]
    #[case(Role::Agent, "Billing", Reach::Own("anna.l".to_owned()))]
    #[case(Role::Agent, "*", Reach::Own("anna.l".to_owned()))]
    #[case(Role::Supervisor, "Billing", Reach::Team("Billing".to_owned()))]
    #[case(Role::Supervisor, "*", Reach::All)]
    #[case(Role::Supervisor, "", Reach::Own("anna.l".to_owned()))]
    #[case(Role::Auditor, "", Reach::All)]
    #[case(Role::Admin, "", Reach::All)]
    fn roles_reach_so_far(#[case] role: Role, #[case] team: &str, #[case] reach: Reach) {
        assert_eq!(person(role, team).reach(), reach);
    }

    #[test]
    fn people_write_as_themselves_alone() {
        for role in Role::ALL {
            assert!(person(role, "*").writes_as("Anna.L") && !person(role, "*").writes_as("ben"));
        }
        let machine = Caller::Machine { name: "import".to_owned(), scopes: vec![Scope::RecordsWrite] };
        assert!(machine.writes_as("ben") && Caller::Everyone.writes_as("ben"));
    }
}
