//! `/api/v1/tokens`: machines that may call, for programs.

use std::time::Duration;

use axum::{Json, extract::State, http::StatusCode};
use connect_streams::EpochMs;
use serde::{Deserialize, Serialize};

use super::Id;
use crate::{
    audit::now,
    auth::{Scope, Secret, TOKEN_PREFIX, new_id},
    http::{ApiError, AppState, circumstances::Doer, error::JsonBody},
    store::Token,
};

/// How long a token can be good for, in days.
const LONGEST: u32 = 366;

/// A token as it is told of.
#[derive(Debug, Serialize)]
pub(in crate::http) struct Told {
    id: String,
    name: String,
    scopes: Vec<String>,
    created_by: String,
    created_at: EpochMs,
    expires_at: EpochMs,
    last_used_at: Option<EpochMs>,
    revoked_at: Option<EpochMs>,
}

impl From<Token> for Told {
    fn from(token: Token) -> Self {
        let Token { id, name, scopes, created_by, created_at, expires_at, last_used_at, revoked_at } = token;
        Self { id, name, scopes, created_by, created_at, expires_at, last_used_at, revoked_at }
    }
}

/// All of them.
#[derive(Debug, Serialize)]
pub(in crate::http) struct TokenList {
    tokens: Vec<Told>,
}

/// One, with its secret where it was made just now.
#[derive(Debug, Serialize)]
pub(in crate::http) struct TokenAnswer {
    token: Told,
    secret: String,
}

/// A token that is to be made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Wanted {
    name: String,
    scopes: Vec<String>,
    expires_in_days: u32,
}

/// The list, the newest first.
pub(in crate::http) async fn list(State(state): State<AppState>) -> Result<Json<TokenList>, ApiError> {
    let tokens = state.store.tokens().await?;
    Ok(Json(TokenList { tokens: tokens.into_iter().map(Told::from).collect() }))
}

/// Makes one. Its secret is in this answer and nowhere else.
pub(in crate::http) async fn add(
    State(state): State<AppState>,
    doer: Doer,
    JsonBody(wanted): JsonBody<Wanted>,
) -> Result<(StatusCode, Json<TokenAnswer>), ApiError> {
    let name = name(&wanted.name).ok_or(ApiError::InvalidToken("name: is one line of 1 to 80 characters"))?;
    let scopes: Option<Vec<_>> = wanted.scopes.iter().map(|word| Scope::of(word)).collect();
    let scopes = scopes
        .filter(|scopes| !scopes.is_empty())
        .ok_or(ApiError::InvalidToken("scopes: are one or more of those that the document names"))?;
    if !(1..=LONGEST).contains(&wanted.expires_in_days) {
        return Err(ApiError::InvalidToken("expires_in_days: is 1 to 366"));
    }
    let lasts = Duration::from_secs(u64::from(wanted.expires_in_days) * 86_400);
    let (token, secret) = make(&state, &doer, name, &scopes, lasts).await?;
    Ok((StatusCode::CREATED, Json(TokenAnswer { token: token.into(), secret })))
}

/// Takes one back.
pub(in crate::http) async fn revoke(
    State(state): State<AppState>,
    doer: Doer,
    Id(id): Id,
) -> Result<StatusCode, ApiError> {
    if take_back(&state, &doer, &id).await? {
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(ApiError::NotFound("good token"))
}

/// A name that a token can have.
pub(in crate::http) fn name(text: &str) -> Option<&str> {
    let name = text.trim();
    let sound = !name.is_empty() && text.chars().count() <= 80 && !name.chars().any(char::is_control);
    sound.then_some(name)
}

/// Makes a token. Answers with its secret, which is kept nowhere.
pub(in crate::http) async fn make(
    state: &AppState,
    doer: &Doer,
    name: &str,
    scopes: &[Scope],
    lasts: Duration,
) -> Result<(Token, String), ApiError> {
    let (secret, at) = (Secret::new()?, now());
    let mut scopes: Vec<_> = scopes.iter().map(|scope| scope.as_str().to_owned()).collect();
    scopes.sort();
    scopes.dedup();
    let token = Token {
        id: new_id()?,
        name: name.to_owned(),
        scopes,
        created_by: doer.actor().name.clone(),
        created_at: at,
        expires_at: EpochMs::new(at.get() + i64::try_from(lasts.as_millis()).unwrap_or(0)),
        last_used_at: None,
        revoked_at: None,
    };
    let deed = doer.did("token.added", name).to(&Told::from(token.clone()));
    state.store.add_token(&token, &secret.kept(), &deed).await?;
    Ok((token, format!("{TOKEN_PREFIX}{}", secret.reveal())))
}

/// Takes a token back. Answers whether it was good until now.
pub(in crate::http) async fn take_back(state: &AppState, doer: &Doer, id: &str) -> Result<bool, ApiError> {
    let Some(token) = state.store.tokens().await?.into_iter().find(|token| token.id == id) else {
        return Ok(false);
    };
    let deed = doer.did("token.revoked", &token.name).from(&Told::from(token));
    Ok(state.store.revoke_token(id, &deed).await?)
}
