//! `/api/v1/accounts`: who may come in, for programs.

use app::api::Role;
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use serde::{Deserialize, Serialize};

use super::{Id, absolute};
use crate::{
    audit::now,
    auth::{AccountName, Caller, Links, Profile, new_id},
    http::{ApiError, AppState, circumstances::Doer, error::JsonBody},
    store::{Account, Change, Changed, NewAccount},
};

/// All of them.
#[derive(Debug, Serialize)]
pub(in crate::http) struct AccountList {
    accounts: Vec<Account>,
}

/// One.
#[derive(Debug, Serialize)]
pub(in crate::http) struct AccountAnswer {
    account: Account,
}

/// A link with which somebody sets a password.
#[derive(Debug, Serialize)]
pub(in crate::http) struct LinkAnswer {
    link: String,
}

/// An account that is to be made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Wanted {
    name: String,
    display_name: String,
    #[serde(default)]
    agent: String,
    #[serde(default)]
    team: String,
    role: String,
}

/// An account as it is to be.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct Replaced {
    display_name: String,
    agent: String,
    team: String,
    role: String,
    disabled: bool,
}

/// The list, by name.
pub(in crate::http) async fn list(State(state): State<AppState>) -> Result<Json<AccountList>, ApiError> {
    Ok(Json(AccountList { accounts: state.store.accounts().await? }))
}

/// One.
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    Id(id): Id,
) -> Result<Json<AccountAnswer>, ApiError> {
    let account = state.store.account(&id).await?.ok_or(ApiError::NotFound("account"))?;
    Ok(Json(AccountAnswer { account }))
}

/// Makes one. It has no password until somebody sets one by a link.
pub(in crate::http) async fn add(
    State(state): State<AppState>,
    caller: Caller,
    doer: Doer,
    JsonBody(wanted): JsonBody<Wanted>,
) -> Result<(StatusCode, Json<AccountAnswer>), ApiError> {
    let Wanted { name, display_name, agent, team, role } = wanted;
    let name = AccountName::parse(&name)?;
    let profile = Profile::new(&name, &display_name, &agent, &team, &role)?;
    may_touch(&caller, profile.role)?;
    let account = make(&state, &doer, name, profile).await?;
    Ok((StatusCode::CREATED, Json(AccountAnswer { account })))
}

/// Changes one: all that can be changed at once.
pub(in crate::http) async fn replace(
    State(state): State<AppState>,
    caller: Caller,
    doer: Doer,
    Id(id): Id,
    JsonBody(wanted): JsonBody<Replaced>,
) -> Result<Json<AccountAnswer>, ApiError> {
    let Replaced { display_name, agent, team, role, disabled } = wanted;
    let account = state.store.account(&id).await?.ok_or(ApiError::NotFound("account"))?;
    let name = AccountName::parse(&account.name)?;
    let profile = Profile::new(&name, &display_name, &agent, &team, &role)?;
    [profile.role, account.role].into_iter().try_for_each(|role| may_touch(&caller, role))?;
    is_ours_to_say(&state, &account, &profile)?;
    // Who is shut out and who loses rights must not keep either because of the other, so the narrower comes first.
    let shut = if disabled { Change::Disable(now()) } else { Change::Enable };
    if disabled != account.disabled_at.is_some() {
        change(&state, &doer, &account, &shut).await?;
    }
    let account = change(&state, &doer, &account, &Change::Profile(profile)).await?;
    Ok(Json(AccountAnswer { account }))
}

/// Administrators are made and let in by people alone. A token that could would outlive its being taken back.
fn may_touch(caller: &Caller, role: Role) -> Result<(), ApiError> {
    let is_machine = matches!(caller, Caller::Machine { .. });
    if is_machine && role == Role::Admin { Err(ApiError::Forbidden) } else { Ok(()) }
}

/// Where a provider says who people are, it says so anew whenever they sign in: what is said here would not last.
pub(in crate::http) fn is_ours_to_say(
    state: &AppState,
    account: &Account,
    profile: &Profile,
) -> Result<(), ApiError> {
    let Account { display_name, agent, team, role, .. } = account;
    let same = (display_name, agent, team, role)
        == (&profile.display_name, &profile.agent, &profile.team, &profile.role);
    if same { Ok(()) } else { has_no_provider(state) }
}

/// Accounts and passwords are made here only where no provider vouches for people.
pub(in crate::http) fn has_no_provider(state: &AppState) -> Result<(), ApiError> {
    match state.gate.provider() {
        None => Ok(()),
        Some(provider) => Err(ApiError::Conflict(format!(
            "{} says who people are, anew each time they sign in; here they can be disabled and enabled",
            provider.host()
        ))),
    }
}

/// Makes a link with which somebody sets a password.
pub(in crate::http) async fn link(
    State(state): State<AppState>,
    caller: Caller,
    doer: Doer,
    headers: HeaderMap,
    Id(id): Id,
) -> Result<(StatusCode, Json<LinkAnswer>), ApiError> {
    has_no_provider(&state)?;
    let account = state.store.account(&id).await?.ok_or(ApiError::NotFound("account"))?;
    may_touch(&caller, account.role)?;
    let path = Links::new(state.store.clone()).for_password(&account, doer.actor()).await?;
    Ok((StatusCode::CREATED, Json(LinkAnswer { link: absolute(&state, &headers, &path) })))
}

/// Makes an account.
pub(in crate::http) async fn make(
    state: &AppState,
    doer: &Doer,
    name: AccountName,
    profile: Profile,
) -> Result<Account, ApiError> {
    has_no_provider(state)?;
    let deed = doer.did("account.added", name.as_str());
    let account =
        NewAccount { id: new_id()?, name, profile, password: None, provider: None, created_at: now() };
    if !state.store.add_account(&account, &deed).await? {
        return Err(ApiError::NameTaken);
    }
    Ok(account.shown())
}

/// Changes an account.
pub(in crate::http) async fn change(
    state: &AppState,
    doer: &Doer,
    account: &Account,
    change: &Change,
) -> Result<Account, ApiError> {
    let action = match change {
        Change::Profile(_) => "account.changed",
        Change::Disable(_) => "account.disabled",
        Change::Enable => "account.enabled",
        Change::Password(_) => "account.password_set",
    };
    match state.store.change_account(&account.id, change, &doer.did(action, &account.name)).await? {
        Changed::Done(account) => Ok(account),
        Changed::Unknown => Err(ApiError::NotFound("account")),
        Changed::LastAdministrator => Err(ApiError::LastAdministrator),
    }
}
