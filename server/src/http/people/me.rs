//! `/api/v1/me`: who calls.

use app::api::SignedIn;
use axum::Json;
use serde::Serialize;

use crate::auth::Caller;

/// Who calls.
#[derive(Debug, Serialize)]
pub(in crate::http) struct Me {
    /// The person; null where it is none.
    person: Option<SignedIn>,
    /// What the machine's token is called; null where it is none.
    token: Option<String>,
    /// What the token is good for.
    scopes: Vec<&'static str>,
}

/// Answers who calls.
pub(in crate::http) async fn show(caller: Caller) -> Json<Me> {
    Json(match caller {
        Caller::Everyone => Me { person: None, token: None, scopes: Vec::new() },
        Caller::Person(who) => Me { person: Some(who.signed_in), token: None, scopes: Vec::new() },
        Caller::Machine { name, scopes } => {
            let scopes = scopes.into_iter().map(crate::auth::Scope::as_str).collect();
            Me { person: None, token: Some(name), scopes }
        }
    })
}
