//! Who is there: signing in and out, one's own account, and people, sessions and tokens for programs. What administrators do
//! with them in a page is in [`admin`](super::admin).

pub(super) mod accounts;
mod form;
mod link;
pub(super) mod links;
pub(super) mod me;
pub(super) mod own;
pub(super) mod provider;
mod return_to;
pub(super) mod sessions;
pub(super) mod sign_in;
pub(super) mod tokens;

use app::api::Role;
use app::text::Text;
use connect_streams::EpochMs;
use leptos::prelude::*;

use crate::auth::{LONGEST, PasswordError, SHORTEST};
pub(super) use form::{Filled, Id};
pub(super) use link::absolute;
pub(super) use return_to::{local_path, sign_in_and_return_to};

/// Where people sign in.
pub(super) const SIGN_IN: &str = "/sign-in";
/// Where they are led to the provider.
pub(super) const AT_PROVIDER: &str = "/sign-in/provider";
/// Where they sign out.
pub(super) const SIGN_OUT: &str = "/sign-out";
/// Where the first administrator begins.
pub(super) const WELCOME: &str = "/welcome";
/// Where somebody sets a password by a link.
pub(super) const NEW_PASSWORD: &str = "/new-password";
/// One's own account.
pub(super) const OWN: &str = "/account";
/// Where one changes one's own password.
pub(super) const OWN_PASSWORD: &str = "/account/password";
/// Where one ends a session of one's own.
pub(super) const OWN_SESSION: &str = "/account/sessions/{id}/end";
/// Who calls, for programs.
pub(super) const ME: &str = "/api/v1/me";
/// Accounts, for programs.
pub(super) const ACCOUNTS: &str = "/api/v1/accounts";
/// One account.
pub(super) const ACCOUNT: &str = "/api/v1/accounts/{id}";
/// A link with which somebody sets a password.
pub(super) const ACCOUNT_LINK: &str = "/api/v1/accounts/{id}/link";
/// Sessions, for programs.
pub(super) const SESSIONS: &str = "/api/v1/sessions";
/// One session.
pub(super) const SESSION: &str = "/api/v1/sessions/{id}";
/// Tokens, for programs.
pub(super) const TOKENS: &str = "/api/v1/tokens";
/// One token.
pub(super) const TOKEN: &str = "/api/v1/tokens/{id}";

/// What may be a password.
pub(super) const PASSWORD_HINT: Text = Text::new(
    "12 to 128 characters. Several words are easier to remember than signs.",
    "12～128 文字。記号よりも、いくつかの単語を並べるほうが覚えやすくなります。",
);

/// A moment, to the minute.
pub(super) fn moment(at: EpochMs) -> impl IntoView {
    let exact = at.to_string();
    let said = exact.get(..16).unwrap_or(&exact).replace('T', " ") + " UTC";
    view! { <time datetime=exact>{said}</time> }
}

/// What a role is called.
pub(super) fn role_label(role: Role) -> &'static str {
    match role {
        Role::Agent => Text::new("Agent", "エージェント"),
        Role::Supervisor => Text::new("Supervisor", "スーパーバイザー"),
        Role::Auditor => Text::new("Auditor", "監査担当者"),
        Role::Admin => Text::new("Administrator", "管理者"),
    }
    .get()
}

/// Why something cannot be a password.
pub(super) fn password_problem(error: PasswordError) -> String {
    match error {
        PasswordError::TooShort => Text::new("Use at least {} characters.", "{} 文字以上にしてください。")
            .with(&[&SHORTEST.to_string()]),
        PasswordError::TooLong => Text::new("Use at most {} characters.", "{} 文字以下にしてください。")
            .with(&[&LONGEST.to_string()]),
        PasswordError::IsTheName => Text::new(
            "It must not be the name itself: that is the first that anybody tries.",
            "サインイン名と同じパスワードは使えません。最初に試されるためです。",
        )
        .get()
        .to_owned(),
    }
}
