//! Who may call what: one table. What does not stand in it, nobody may call.

use std::{convert::Infallible, time::Instant};

use app::api::{
    ACTIVITIES, APPROVED_ORIGINS, CCP_CHECK, CONTACT_EXPORT, CONTACT_RECORDS, CONTACT_TOTALS, DISCLOSURES,
    DOCTOR_CHECK, Feature, RECORDS, Role, SETTINGS,
};
use app::{history::HISTORY, origins::DOCTOR, text::Text};
use axum::{
    extract::{FromRequestParts, MatchedPath, OptionalFromRequestParts, Request, State},
    http::{Method, StatusCode, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

use super::{
    ApiError, AppState,
    admin::{self, Frame},
    audit, help, instance_choice,
    instances::{INSTANCE, INSTANCE_CHANGE_UNDO, INSTANCE_CHANGES, INSTANCE_FILE, INSTANCE_ORDER, INSTANCES},
    origins::ORIGINS,
    people, settings,
};
use crate::auth::{Caller, Scope, oidc::CALLBACK};

/// Who may call a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Whoever comes.
    Open,
    /// Everybody who signed in, and every machine with a token.
    Anybody,
    /// Everybody who signed in, but no machine.
    SignedIn,
    /// People of these roles, but no machine.
    People(&'static [Role]),
    /// People of these roles, and machines whose token has this scope.
    Of(&'static [Role], Scope),
}

use Access::{Anybody, Of, Open, People, SignedIn};
use Role::{Admin, Agent, Auditor, Supervisor};

/// Method, path as it is routed, and who may.
pub(super) type Rule = (Method, &'static str, Access);

/// The table.
pub(super) static TABLE: &[Rule] = &[
    (Method::GET, "/", SignedIn),
    (Method::GET, HISTORY, SignedIn),
    (Method::GET, DOCTOR, SignedIn),
    (Method::GET, instance_choice::PATH, SignedIn),
    (Method::GET, admin::PATH, People(&[Auditor, Admin])),
    (Method::GET, admin::accounts::PATH, People(&[Auditor, Admin])),
    (Method::POST, admin::accounts::PATH, People(&[Admin])),
    (Method::GET, admin::accounts::ONE, People(&[Auditor, Admin])),
    (Method::POST, admin::accounts::ONE, People(&[Admin])),
    (Method::POST, admin::accounts::DISABLE, People(&[Admin])),
    (Method::POST, admin::accounts::ENABLE, People(&[Admin])),
    (Method::POST, admin::accounts::LINK, People(&[Admin])),
    (Method::GET, admin::sessions::PATH, People(&[Auditor, Admin])),
    (Method::POST, admin::sessions::END, People(&[Admin])),
    (Method::GET, admin::tokens::PATH, People(&[Auditor, Admin])),
    (Method::POST, admin::tokens::PATH, People(&[Admin])),
    (Method::POST, admin::tokens::REVOKE, People(&[Admin])),
    (Method::GET, people::SIGN_IN, Open),
    (Method::POST, people::SIGN_IN, Open),
    (Method::GET, people::AT_PROVIDER, Open),
    (Method::GET, CALLBACK, Open),
    (Method::POST, people::SIGN_OUT, SignedIn),
    (Method::GET, people::WELCOME, Open),
    (Method::POST, people::WELCOME, Open),
    (Method::GET, people::NEW_PASSWORD, Open),
    (Method::POST, people::NEW_PASSWORD, Open),
    (Method::GET, people::OWN, SignedIn),
    (Method::POST, people::OWN_PASSWORD, SignedIn),
    (Method::POST, people::OWN_SESSION, SignedIn),
    (Method::GET, people::ME, Anybody),
    (Method::GET, people::ACCOUNTS, Of(&[Auditor, Admin], Scope::AccountsRead)),
    (Method::POST, people::ACCOUNTS, Of(&[Admin], Scope::AccountsWrite)),
    (Method::GET, people::ACCOUNT, Of(&[Auditor, Admin], Scope::AccountsRead)),
    (Method::PUT, people::ACCOUNT, Of(&[Admin], Scope::AccountsWrite)),
    (Method::POST, people::ACCOUNT_LINK, Of(&[Admin], Scope::AccountsWrite)),
    (Method::GET, people::SESSIONS, Of(&[Auditor, Admin], Scope::AccountsRead)),
    (Method::DELETE, people::SESSION, Of(&[Admin], Scope::AccountsWrite)),
    (Method::GET, people::TOKENS, Of(&[Auditor, Admin], Scope::AccountsRead)),
    // A token that could make tokens would outlive its being taken back.
    (Method::POST, people::TOKENS, People(&[Admin])),
    (Method::DELETE, people::TOKEN, Of(&[Admin], Scope::AccountsWrite)),
    (Method::GET, help::HELP, Open),
    (Method::GET, help::HELP_PAGE, Open),
    (Method::GET, admin::instances::PATH, People(&[Auditor, Admin])),
    (Method::POST, admin::instances::PATH, People(&[Admin])),
    (Method::GET, admin::instance::PATH, People(&[Auditor, Admin])),
    (Method::POST, admin::instance::PATH, People(&[Admin])),
    (Method::GET, admin::instance_changes::PATH, People(&[Auditor, Admin])),
    (Method::POST, admin::instance_changes::PATH, People(&[Admin])),
    (Method::GET, admin::instance_file::PATH, People(&[Auditor, Admin])),
    (Method::POST, admin::instance_file::PATH, People(&[Admin])),
    (Method::POST, admin::instance_file::IMPORT_PATH, People(&[Admin])),
    (Method::GET, admin::audit::PATH, People(&[Auditor, Admin])),
    (Method::GET, audit::AUDIT, Of(&[Auditor, Admin], Scope::AuditRead)),
    (Method::GET, audit::EXPORT, Of(&[Auditor, Admin], Scope::AuditRead)),
    // Whoever reads records may say that it showed what it read: a page of plain files does so with its token.
    (Method::POST, DISCLOSURES, Of(&[Agent, Supervisor, Auditor, Admin], Scope::RecordsRead)),
    (Method::GET, admin::settings::PATH, People(&[Auditor, Admin])),
    (Method::POST, admin::settings::PATH, People(&[Admin])),
    (Method::GET, admin::settings::VERSIONS, People(&[Auditor, Admin])),
    (Method::GET, admin::settings::VERSION, People(&[Auditor, Admin])),
    (Method::POST, admin::settings::VERSION, People(&[Admin])),
    (Method::GET, "/api/docs", Open),
    (Method::GET, "/api/docs.css", Open),
    (Method::GET, "/api/v1/openapi.json", Open),
    (Method::GET, CONTACT_RECORDS, Of(&[Agent, Supervisor, Auditor, Admin], Scope::RecordsRead)),
    (Method::POST, CONTACT_RECORDS, Of(&[Agent, Supervisor, Admin], Scope::RecordsWrite)),
    (Method::GET, CONTACT_RECORD, Of(&[Agent, Supervisor, Auditor, Admin], Scope::RecordsRead)),
    (Method::POST, RECORDS, Of(&[Agent, Supervisor, Admin], Scope::RecordsWrite)),
    (Method::GET, CONTACT_TOTALS, Of(&[Agent, Supervisor, Auditor, Admin], Scope::RecordsRead)),
    (Method::GET, CONTACT_EXPORT, Of(&[Agent, Supervisor, Auditor, Admin], Scope::RecordsRead)),
    (Method::GET, ACTIVITIES, Of(&[Agent, Supervisor, Auditor, Admin], Scope::RecordsRead)),
    // A page of plain files calls with a token, and looks for its causes as every other does.
    (Method::GET, CCP_CHECK, Anybody),
    (Method::GET, SETTINGS, Of(&[Auditor, Admin], Scope::SettingsRead)),
    (Method::PUT, SETTINGS, Of(&[Admin], Scope::SettingsWrite)),
    (Method::GET, settings::VERSIONS, Of(&[Auditor, Admin], Scope::SettingsRead)),
    (Method::GET, settings::VERSION, Of(&[Auditor, Admin], Scope::SettingsRead)),
    (Method::POST, settings::RESTORE, Of(&[Admin], Scope::SettingsWrite)),
    (Method::GET, DOCTOR_CHECK, Anybody),
    // What the credentials of AWS can change, no token reaches.
    (Method::PUT, APPROVED_ORIGINS, People(&[Admin])),
    (Method::GET, INSTANCES, Of(&[Auditor, Admin], Scope::OriginsRead)),
    (Method::GET, INSTANCE, Of(&[Auditor, Admin], Scope::OriginsRead)),
    (Method::PUT, INSTANCE, Of(&[Admin], Scope::OriginsWrite)),
    (Method::DELETE, INSTANCE, Of(&[Admin], Scope::OriginsWrite)),
    (Method::PUT, INSTANCE_ORDER, Of(&[Admin], Scope::OriginsWrite)),
    (Method::GET, INSTANCE_FILE, Of(&[Auditor, Admin], Scope::OriginsRead)),
    (Method::PUT, INSTANCE_FILE, Of(&[Admin], Scope::OriginsWrite)),
    (Method::GET, INSTANCE_CHANGES, Of(&[Auditor, Admin], Scope::OriginsRead)),
    (Method::POST, INSTANCE_CHANGE_UNDO, Of(&[Admin], Scope::OriginsWrite)),
    (Method::GET, ORIGINS, Of(&[Auditor, Admin], Scope::OriginsRead)),
    (Method::PUT, ORIGINS, Of(&[Admin], Scope::OriginsWrite)),
    (Method::DELETE, ORIGINS, Of(&[Admin], Scope::OriginsWrite)),
];

/// What a person's role may do without, although it may call the resource.
static FEATURES: &[(&str, Feature)] = &[
    (HISTORY, Feature::History),
    (CONTACT_TOTALS, Feature::History),
    (ACTIVITIES, Feature::History),
    (CONTACT_EXPORT, Feature::Export),
];

/// Where one contact's record is.
pub(super) const CONTACT_RECORD: &str = "/api/v1/contact-records/{contact_id}";

/// What answers that there is nothing of that name.
pub(super) const NOTHING: &str = "/api/{*rest}";

/// Who may call this. Whatever no rule knows is answered as if it were not there.
fn rule(method: &Method, path: &str) -> Result<Access, ApiError> {
    // Whoever may have the whole may have its headers.
    let method = if method == Method::HEAD { &Method::GET } else { method };
    let mut rules = TABLE.iter().filter(|(_, its_path, _)| *its_path == path).peekable();
    if path == NOTHING || rules.peek().is_none() {
        return Err(ApiError::NotFound("resource"));
    }
    rules
        .find(|(its_method, ..)| its_method == method)
        .map(|(.., access)| *access)
        .ok_or(ApiError::MethodNotAllowed)
}

/// Whether somebody may read what is there.
pub(super) fn may_read(path: &str, caller: &Caller) -> bool {
    rule(&Method::GET, path).is_ok_and(|access| access.allows(caller))
}

/// Whether somebody may change what is there.
pub(super) fn may_post(path: &str, caller: &Caller) -> bool {
    rule(&Method::POST, path).is_ok_and(|access| access.allows(caller))
}

/// Whether somebody may put something there.
pub(super) fn may_put(path: &str, caller: &Caller) -> bool {
    rule(&Method::PUT, path).is_ok_and(|access| access.allows(caller))
}

impl Access {
    fn allows(self, caller: &Caller) -> bool {
        match (self, caller) {
            (Open | Anybody, _) | (_, Caller::Everyone) | (SignedIn, Caller::Person(_)) => true,
            (SignedIn | People(_), Caller::Machine { .. }) => false,
            (People(roles) | Of(roles, _), Caller::Person(who)) => roles.contains(&who.signed_in.role),
            (Of(_, scope), Caller::Machine { scopes, .. }) => scopes.contains(&scope),
        }
    }
}

/// Lets nobody through who may not. Who comes through is known from then on: handlers take a [`Caller`].
pub(super) async fn enforce(State(state): State<AppState>, request: Request, next: Next) -> Response {
    through(&state, request, next).await
}

/// The same, for who has the state.
pub(super) async fn through(state: &AppState, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default();
    let access = match rule(request.method(), path) {
        Ok(access) => access,
        Err(error) => return error.into_response(),
    };
    let feature = FEATURES.iter().find(|(its_path, _)| *its_path == path).map(|(_, feature)| *feature);
    let (mut parts, body) = request.into_parts();
    match state.gate.caller(&parts).await {
        Ok(Some(caller)) if access.allows(&caller) => {
            if !matches!(caller, Caller::Everyone)
                && let Err(wait) = state.callers.allow(&caller.to_string(), Instant::now())
            {
                return ApiError::TooOften(wait).into_response();
            }
            let withheld = state.live.now().withheld(Some(&caller));
            if feature.is_some_and(|feature| withheld.contains(&feature)) {
                return ApiError::Withheld.into_response();
            }
            parts.extensions.insert(caller);
        }
        Ok(_) if access == Open => {}
        Ok(Some(caller)) => return forbidden(state, &parts, caller),
        Ok(None) => return not_signed_in(&parts),
        Err(error) => return ApiError::from(error).into_response(),
    }
    next.run(Request::from_parts(parts, body)).await
}

const NOT_YOURS: Text = Text::new("This page is not for you", "このページは表示できません");
const NOT_YOURS_TEXT: Text = Text::new(
    "Your role may not see or do that. An administrator can give you one that may.",
    "現在のロールでは、この操作や表示は許可されていません。必要な場合は、管理者にロールの変更を依頼してください。",
);

/// Programs get an error, people a page.
fn forbidden(state: &AppState, parts: &Parts, caller: Caller) -> Response {
    if is_for_programs(parts) {
        return ApiError::Forbidden.into_response();
    }
    Frame::new(state, &parts.headers, Some(caller)).refuse(StatusCode::FORBIDDEN, NOT_YOURS, NOT_YOURS_TEXT)
}

/// Programs get an error; people sign in, and come back where that does no harm.
fn not_signed_in(parts: &Parts) -> Response {
    if is_for_programs(parts) {
        return ApiError::NotSignedIn.into_response();
    }
    let reads = parts.method == Method::GET || parts.method == Method::HEAD;
    let path = parts.uri.path_and_query().filter(|_| reads).map_or("/", |path| path.as_str());
    Redirect::to(&people::sign_in_and_return_to(path)).into_response()
}

fn is_for_programs(parts: &Parts) -> bool {
    parts.uri.path().starts_with("/api/")
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get().cloned())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parts.extensions.get().cloned().ok_or(ApiError::NotSignedIn)
    }
}
