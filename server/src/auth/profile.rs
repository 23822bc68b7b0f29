//! Who somebody is: what an account may be called, and what stands in it.

use std::fmt;

use app::api::{MAX_TEXT, Role};

/// What somebody signs in with: in lower case, of letters, digits and `. - _ @ +`, so that it can stand in a log, a page and
/// a file as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountName(String);

/// What an administrator may say of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// What they are called.
    pub display_name: String,
    /// Their user name in Amazon Connect.
    pub agent: String,
    /// Their team; all with `*`.
    pub team: String,
    /// What they may do.
    pub role: Role,
}

/// Why something cannot stand in an account, with the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// `name`
    #[error("name: is 1 to 64 letters, digits, '.', '-', '_', '@' or '+'")]
    Name,
    /// `display_name`
    #[error("display_name: is one line of 1 to 80 characters")]
    DisplayName,
    /// `agent`
    #[error("agent: is the user name in Amazon Connect, of at most 256 bytes")]
    Agent,
    /// `team`
    #[error("team: is one line of at most 80 characters")]
    Team,
    /// `role`
    #[error("role: is agent, supervisor, auditor or admin")]
    Role,
}

impl AccountName {
    /// The one way to a name. Upper case and spaces around it are put right.
    ///
    /// # Errors
    /// [`ProfileError::Name`]
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        let name = text.trim().to_lowercase();
        let allowed = |letter: char| letter.is_alphanumeric() || ".-_@+".contains(letter);
        if (1..=64).contains(&name.chars().count()) && name.chars().all(allowed) {
            return Ok(Self(name));
        }
        Err(ProfileError::Name)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Profile {
    /// The one way to a profile. Where no user name of Amazon Connect is given, it is the same as here.
    ///
    /// # Errors
    /// See [`ProfileError`].
    pub fn new(
        name: &AccountName,
        display_name: &str,
        agent: &str,
        team: &str,
        role: &str,
    ) -> Result<Self, ProfileError> {
        let line = |text: &str, longest| {
            let text = text.trim();
            let sound = text.chars().count() <= longest && !text.chars().any(char::is_control);
            sound.then(|| text.to_owned())
        };
        let display_name = line(display_name, 80).filter(|text| !text.is_empty());
        let agent = if agent.trim().is_empty() { name.as_str() } else { agent };
        Ok(Self {
            display_name: display_name.ok_or(ProfileError::DisplayName)?,
            agent: line(agent, MAX_TEXT)
                .filter(|agent| agent.len() <= MAX_TEXT)
                .ok_or(ProfileError::Agent)?,
            team: line(team, 80).ok_or(ProfileError::Team)?,
            role: Role::of(role).ok_or(ProfileError::Role)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("anna", "anna")]
    #[case(" Anna.Lindqvist@example.com ", "anna.lindqvist@example.com")]
    #[case("佐藤", "佐藤")]
    fn names_are_in_lower_case(#[case] text: &str, #[case] name: &str) {
        assert_eq!(AccountName::parse(text).unwrap().as_str(), name);
    }

    #[rstest]
    #[case("")]
    #[case("anna lindqvist")]
    #[case("anna\nlevel=ERROR")]
    #[case("<b>anna</b>")]
    #[case("anna\u{202e}")]
    #[case("an\0na")]
    #[case(&"a".repeat(65))]
    fn what_could_break_out_of_a_log_or_a_page_is_no_name(#[case] text: &str) {
        assert_eq!(AccountName::parse(text), Err(ProfileError::Name));
    }

    #[test]
    fn the_agent_is_the_same_name_unless_another_is_given() {
        let name = AccountName::parse("anna").unwrap();
        let profile = Profile::new(&name, " Anna ", "", "", "agent").unwrap();
        assert_eq!((profile.display_name.as_str(), profile.agent.as_str()), ("Anna", "anna"));
        assert_eq!(Profile::new(&name, "Anna", "Anna.L", "", "agent").unwrap().agent, "Anna.L");
    }

    #[rstest]
    #[case("", "", "", "agent", ProfileError::DisplayName)]
    #[case("A\nB", "", "", "agent", ProfileError::DisplayName)]
    #[case("A", "a\0", "", "agent", ProfileError::Agent)]
    #[case("A", "", "a\rb", "agent", ProfileError::Team)]
    #[case("A", "", "", "root", ProfileError::Role)]
    fn what_is_wrong_is_named(
        #[case] display_name: &str,
        #[case] agent: &str,
        #[case] team: &str,
        #[case] role: &str,
        #[case] error: ProfileError,
    ) {
        let name = AccountName::parse("anna").unwrap();
        assert_eq!(Profile::new(&name, display_name, agent, team, role), Err(error));
    }
}
