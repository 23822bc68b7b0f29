//! Who may call what: one table. What does not stand in it, nobody may call.

use std::time::Instant;

use app::api::{
    ACTIVITIES, CCP_CHECK, CONTACT_EXPORT, CONTACT_RECORDS, CONTACT_TOTALS, DISCLOSURES, Feature, ORIGINS,
    RECORDS, Role, SETTINGS,
};
use app::history::HISTORY;
use axum::{
    extract::{FromRequestParts, MatchedPath, Request, State},
    http::{Method, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{ApiError, AppState, admin, audit, settings};
use crate::{
    auth::{Caller, Scope},
    public::CONFIG_JSON,
};

/// Who may call a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Whoever comes.
    Open,
    /// Everybody who signed in, but no machine.
    SignedIn,
    /// People of these roles, but no machine.
    People(&'static [Role]),
    /// People of these roles, and machines whose token has this scope.
    Of(&'static [Role], Scope),
}

use Access::{Of, Open, People, SignedIn};
use Role::{Admin, Agent, Auditor, Supervisor};

/// Method, path as it is routed, and who may.
pub(super) type Rule = (Method, &'static str, Access);

/// The table.
pub(super) static TABLE: &[Rule] = &[
    (Method::GET, "/", SignedIn),
    (Method::GET, HISTORY, SignedIn),
    (Method::GET, CONFIG_JSON, Of(&Role::ALL, Scope::SettingsRead)),
    (Method::GET, admin::PATH, People(&[Auditor, Admin])),
    (Method::GET, admin::audit::PATH, People(&[Auditor, Admin])),
    (Method::GET, audit::AUDIT, Of(&[Auditor, Admin], Scope::AuditRead)),
    (Method::GET, audit::EXPORT, Of(&[Auditor, Admin], Scope::AuditRead)),
    (Method::POST, DISCLOSURES, SignedIn),
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
    (Method::GET, CCP_CHECK, SignedIn),
    (Method::GET, SETTINGS, Of(&[Auditor, Admin], Scope::SettingsRead)),
    (Method::PUT, SETTINGS, Of(&[Admin], Scope::SettingsWrite)),
    (Method::GET, settings::VERSIONS, Of(&[Auditor, Admin], Scope::SettingsRead)),
    (Method::GET, settings::VERSION, Of(&[Auditor, Admin], Scope::SettingsRead)),
    (Method::POST, settings::RESTORE, Of(&[Admin], Scope::SettingsWrite)),
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

impl Access {
    fn allows(self, caller: &Caller) -> bool {
        match (self, caller) {
            (Open, _) | (_, Caller::Everyone) | (SignedIn, Caller::Person(_)) => true,
            (SignedIn | People(_), Caller::Machine { .. }) => false,
            (People(roles) | Of(roles, _), Caller::Person(who)) => roles.contains(&who.signed_in.role),
            (Of(_, scope), Caller::Machine { scopes, .. }) => scopes.contains(&scope),
        }
    }
}

/// Lets nobody through who may not. Who comes through is known from then on: handlers take a [`Caller`].
pub(super) async fn enforce(State(state): State<AppState>, request: Request, next: Next) -> Response {
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
        Ok(Some(_)) => return ApiError::Forbidden.into_response(),
        Ok(None) => return ApiError::NotSignedIn.into_response(),
        Err(error) => return ApiError::from(error).into_response(),
    }
    next.run(Request::from_parts(parts, body)).await
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parts.extensions.get().cloned().ok_or(ApiError::NotSignedIn)
    }
}
