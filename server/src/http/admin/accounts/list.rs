//! The list of accounts, and the form for a new one.

use app::{admin::table, text::Text};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    PATH, TITLE,
    form::{AGENT, DISPLAY_NAME, Draft, NAME, ROLE, TEAM, fields, name_field},
};
use crate::{
    auth::{AccountName, Caller},
    http::{
        ApiError, AppState, access,
        admin::Frame,
        circumstances::Doer,
        people::{Filled, accounts, role_label},
    },
    store::Account,
};

const BY_PROVIDER: Text = Text::new(
    "People come in by {}: an account is here once somebody has signed in.",
    "サインインは {} で行います。アカウントは、本人が初めてサインインしたときに作成されます。",
);
const NONE: Text = Text::new("There is none yet.", "まだありません。");
const STATE: Text = Text::new("State", "状態");
const ACTIVE: Text = Text::new("active", "有効");
const DISABLED: Text = Text::new("disabled", "無効");
const NO_PASSWORD: Text = Text::new("no password yet", "パスワード未設定");
const ADD: Text = Text::new("Add an account", "アカウントを追加");
const ADD_TEXT: Text = Text::new(
    "Afterwards you make a link with which they set a password of their own.",
    "追加したあと、本人がパスワードを設定するためのリンクを作成します。",
);

/// The list and the form for a new one.
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    list(&state, caller, &headers, StatusCode::OK, Draft::default()).await
}

/// Makes one.
pub(in crate::http) async fn add(
    State(state): State<AppState>,
    caller: Caller,
    doer: Doer,
    headers: HeaderMap,
    form: Filled,
) -> Result<Response, ApiError> {
    let draft = Draft::of(&form);
    let wanted = AccountName::parse(&draft.name).and_then(|name| Ok((draft.profile(&name)?, name)));
    let wrong = match wanted {
        Ok((profile, name)) => match accounts::make(&state, &doer, name, profile).await {
            Ok(account) => {
                return Ok(Redirect::to(&format!("{PATH}/{}?done=added", account.id)).into_response());
            }
            Err(ApiError::NameTaken) => draft.name_taken(),
            Err(error) => return Err(error),
        },
        Err(error) => draft.with(error),
    };
    list(&state, caller, &headers, StatusCode::UNPROCESSABLE_ENTITY, wrong).await
}

async fn list(
    state: &AppState,
    caller: Caller,
    headers: &HeaderMap,
    status: StatusCode,
    draft: Draft,
) -> Result<Response, ApiError> {
    let accounts = state.store.accounts().await?;
    let by_provider = state.gate.provider().map(|provider| provider.host().to_owned());
    let may_change = access::may_post(PATH, &caller) && by_provider.is_none();
    Ok(Frame::new(state, headers, Some(caller)).page(status, TITLE, PATH, None, || {
        let table = if accounts.is_empty() {
            view! { <p>{NONE.get()}</p> }.into_any()
        } else {
            accounts_table(&accounts).into_any()
        };
        let form = may_change.then(|| {
            view! {
                <form class="card" method="post" action=PATH>
                    <h2>{ADD.get()}</h2>
                    <p>{ADD_TEXT.get()}</p>
                    {name_field(&draft)}
                    {fields(&draft)}
                    <button class="primary">{ADD.get()}</button>
                </form>
            }
        });
        let by_provider = by_provider.map(|host| view! { <p>{BY_PROVIDER.with(&[&host])}</p> });
        view! {
            {by_provider}
            <section class="card">{table}</section>
            {form}
        }
    }))
}

/// Draws accounts as a table.
pub(super) fn accounts_table(accounts: &[Account]) -> impl IntoView {
    let rows: Vec<_> = accounts
        .iter()
        .map(|account| {
            let state = match account {
                Account { disabled_at: Some(_), .. } => DISABLED,
                Account { has_password: false, .. } => NO_PASSWORD,
                _ => ACTIVE,
            };
            view! {
                <tr>
                    <th scope="row">
                        <a href=format!("{PATH}/{}", account.id)>{account.name.clone()}</a>
                    </th>
                    <td>{account.display_name.clone()}</td>
                    <td>{account.agent.clone()}</td>
                    <td>{account.team.clone()}</td>
                    <td>{role_label(account.role)}</td>
                    <td>{state.get()}</td>
                </tr>
            }
        })
        .collect();
    table(TITLE, &[NAME, DISPLAY_NAME, AGENT, TEAM, ROLE, STATE], rows)
}
