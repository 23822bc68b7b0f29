//! Who may call what: one table. What does not stand in it, nobody may call.

use app::api::{
    ACTIVITIES, CCP_CHECK, CONTACT_EXPORT, CONTACT_RECORDS, CONTACT_TOTALS, DOCTOR_CHECK, RECORDS, Role,
};
use app::{history::HISTORY, origins::DOCTOR};
use axum::{
    extract::{FromRequestParts, MatchedPath, Request, State},
    http::{Method, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{
    ApiError, AppState, admin,
    instances::{INSTANCE, INSTANCE_CHANGE_UNDO, INSTANCE_CHANGES, INSTANCE_FILE, INSTANCE_ORDER, INSTANCES},
    origins::ORIGINS,
};
use crate::auth::{Caller, Scope};

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
    (Method::GET, DOCTOR, SignedIn),
    (Method::GET, admin::PATH, People(&[Auditor, Admin])),
    (Method::GET, admin::instances::PATH, People(&[Auditor, Admin])),
    (Method::POST, admin::instances::PATH, People(&[Admin])),
    (Method::GET, admin::instance::PATH, People(&[Auditor, Admin])),
    (Method::POST, admin::instance::PATH, People(&[Admin])),
    (Method::GET, admin::instance_changes::PATH, People(&[Auditor, Admin])),
    (Method::POST, admin::instance_changes::PATH, People(&[Admin])),
    (Method::GET, admin::instance_file::PATH, People(&[Auditor, Admin])),
    (Method::POST, admin::instance_file::PATH, People(&[Admin])),
    (Method::POST, admin::instance_file::IMPORT_PATH, People(&[Admin])),
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
    (Method::GET, DOCTOR_CHECK, SignedIn),
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
    let (mut parts, body) = request.into_parts();
    match state.gate.caller(&parts).await {
        Ok(Some(caller)) if access.allows(&caller) => {
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
