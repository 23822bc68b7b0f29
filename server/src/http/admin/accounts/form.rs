//! The form of an account: what stands in it, and what is wrong with that.

use app::{
    admin::{Field, choice, field},
    api::Role,
    text::Text,
};
use leptos::prelude::*;

use crate::{
    auth::{AccountName, Profile, ProfileError},
    http::people::{Filled, role_label},
    store::Account,
};

pub(super) const NAME: Text = Text::new("Sign-in name", "サインイン名");
const NAME_HINT: Text = Text::new(
    "Letters, digits and any of . - _ @ +; it cannot be changed later.",
    "文字、数字、および . - _ @ + が使えます。あとから変更できません。",
);
const NAME_WRONG: Text = Text::new(
    "A name has 1 to 64 letters, digits, dots, hyphens, underscores, @ or +.",
    "サインイン名は 1～64 文字で、文字、数字、. - _ @ + だけが使えます。",
);
const NAME_TAKEN: Text = Text::new(
    "There is an account of that name already. Choose another.",
    "この名前のアカウントはすでにあります。別の名前にしてください。",
);
pub(super) const DISPLAY_NAME: Text = Text::new("Name", "氏名");
const DISPLAY_NAME_WRONG: Text =
    Text::new("A name is one line of 1 to 80 characters.", "氏名は 1 行、1～80 文字で入力してください。");
pub(super) const AGENT: Text = Text::new("User name in Amazon Connect", "Amazon Connect のユーザー名");
const AGENT_HINT: Text = Text::new(
    "Whose records are theirs. Empty: the same as the sign-in name.",
    "この人の記録となるユーザー名です。空欄の場合はサインイン名と同じになります。",
);
const AGENT_WRONG: Text =
    Text::new("That is too long, or more than one line.", "長すぎるか、改行が含まれています。");
pub(super) const TEAM: Text = Text::new("Team", "チーム");
const TEAM_HINT: Text = Text::new(
    "A supervisor sees the records of the same team; with * those of all.",
    "スーパーバイザーには同じチームの記録が表示されます。* を指定すると全員の記録が表示されます。",
);
const TEAM_WRONG: Text = Text::new(
    "A team is one line of at most 80 characters.",
    "チームは 1 行、80 文字以下で入力してください。",
);
pub(super) const ROLE: Text = Text::new("Role", "ロール");

/// What stands in a form, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) name: String,
    display_name: String,
    agent: String,
    team: String,
    role: String,
    problem: Option<(ProfileError, Text)>,
}

impl Draft {
    /// What was filled in.
    pub(super) fn of(form: &Filled) -> Self {
        let text = |name| form.text(name).to_owned();
        Self {
            name: text("name"),
            display_name: text("display_name"),
            agent: text("agent"),
            team: text("team"),
            role: text("role"),
            problem: None,
        }
    }

    /// What is known of an account.
    pub(super) fn of_account(account: &Account) -> Self {
        Self {
            name: account.name.clone(),
            display_name: account.display_name.clone(),
            agent: account.agent.clone(),
            team: account.team.clone(),
            role: account.role.as_str().to_owned(),
            problem: None,
        }
    }

    /// The profile that it asks for.
    pub(super) fn profile(&self, name: &AccountName) -> Result<Profile, ProfileError> {
        Profile::new(name, &self.display_name, &self.agent, &self.team, &self.role)
    }

    /// With what is wrong.
    pub(super) fn with(self, error: ProfileError) -> Self {
        let said = match error {
            ProfileError::Name => NAME_WRONG,
            ProfileError::DisplayName => DISPLAY_NAME_WRONG,
            ProfileError::Agent => AGENT_WRONG,
            // The list of roles is in the page: whoever sends another did not use it.
            ProfileError::Team | ProfileError::Role => TEAM_WRONG,
        };
        Self { problem: Some((error, said)), ..self }
    }

    /// With a name that somebody else has.
    pub(super) fn name_taken(self) -> Self {
        Self { problem: Some((ProfileError::Name, NAME_TAKEN)), ..self }
    }

    /// What is wrong with a field, in words.
    fn problem_of(&self, field: ProfileError) -> Option<String> {
        self.problem.filter(|(error, _)| *error == field).map(|(_, said)| said.get().to_owned())
    }
}

/// Draws the field for the name of a new one.
pub(super) fn name_field(draft: &Draft) -> impl IntoView + use<> {
    field(
        Field::text("name", NAME)
            .value(draft.name.clone())
            .hint(NAME_HINT)
            .error(draft.problem_of(ProfileError::Name)),
    )
}

/// Draws what can be changed of every account.
pub(super) fn fields(draft: &Draft) -> impl IntoView {
    let roles = Role::ALL.map(|role| (role.as_str().to_owned(), role_label(role).to_owned()));
    view! {
        {field(
            Field::text("display_name", DISPLAY_NAME)
                .value(draft.display_name.clone())
                .error(draft.problem_of(ProfileError::DisplayName)),
        )}
        {field(
            Field::text("agent", AGENT)
                .value(draft.agent.clone())
                .hint(AGENT_HINT)
                .error(draft.problem_of(ProfileError::Agent))
                .optional(),
        )}
        {field(
            Field::text("team", TEAM)
                .value(draft.team.clone())
                .hint(TEAM_HINT)
                .error(draft.problem_of(ProfileError::Team))
                .optional(),
        )}
        {choice("role", ROLE, roles, &draft.role)}
    }
}
