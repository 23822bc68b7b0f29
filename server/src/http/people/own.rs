//! `/account`: one's own account: who one is here, a new password, and where one is signed in.

use app::{
    admin::{Field, Notice, field, refusal},
    text::Text,
};
use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    Filled, Id, OWN, OWN_PASSWORD, PASSWORD_HINT, moment, password_problem, role_label,
    sign_in::{open, too_often},
};
use crate::{
    auth::{Caller, Password, Shut, Who},
    http::{
        ApiError, AppState,
        admin::{Frame, sessions},
        circumstances::{Circumstances, Doer},
        instance_choice,
    },
    store::{Account, Change, Changed},
};

const TITLE: Text = Text::new("My account", "マイアカウント");
const NOBODY: Text = Text::new(
    "Nobody signs in here: this server lets in whoever reaches it, which is this machine alone. With auth.mode = \"local\" \
     or \"oidc\" people sign in.",
    "このサーバーではサインインは不要です。接続できるのはこのコンピューターだけです。auth.mode に \"local\" か \"oidc\" を設定すると、サインインが必要に\
     なります。",
);
const WHO: Text = Text::new("Who you are here", "登録内容");
const NAME: Text = Text::new("Name", "氏名");
const SIGN_IN_NAME: Text = Text::new("Sign-in name", "サインイン名");
const AGENT: Text = Text::new("User name in Amazon Connect", "Amazon Connect のユーザー名");
const ROLE: Text = Text::new("Role", "ロール");
const TEAM: Text = Text::new("Team", "チーム");
const SINCE: Text = Text::new("Account since", "作成日時");
const CHANGE: Text = Text::new("Change the password", "パスワードの変更");
const CHANGE_TEXT: Text =
    Text::new("All your other sessions end with it.", "変更すると、ほかのセッションはすべて終了します。");
const OLD: Text = Text::new("Present password", "現在のパスワード");
const NEW: Text = Text::new("New password", "新しいパスワード");
const SESSIONS: Text = Text::new("Where you are signed in", "サインイン中のセッション");
const OLD_WRONG: Text =
    Text::new("That is not your present password.", "現在のパスワードが正しくありません。");
const DONE: Text = Text::new(
    "Your password is changed, and all other sessions are over.",
    "パスワードを変更し、ほかのセッションをすべて終了しました。",
);
const ENDED: Text = Text::new("The session is over.", "セッションを終了しました。");

/// What is wrong with the form for a new password.
#[derive(Default)]
struct Problems {
    whole: Option<String>,
    old: Option<String>,
    new: Option<String>,
}

/// The page.
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let frame = Frame::new(&state, &headers, Some(caller.clone()));
    let Some(who) = caller.person() else {
        return Ok(frame.refuse(StatusCode::OK, TITLE, NOBODY));
    };
    let notice = match query.as_deref() {
        Some("done=password") => Some(DONE),
        Some("done=ended") => Some(ENDED),
        _ => None,
    };
    let notice = notice.map(|said| Notice::Done(frame.saying(|| said.get().to_owned())));
    page(&state, &frame, StatusCode::OK, notice, who, Problems::default()).await
}

/// Somebody changes their own password. They stay signed in here, in a new session, and nowhere else.
pub(in crate::http) async fn change_password(
    State(state): State<AppState>,
    caller: Caller,
    doer: Doer,
    came: Circumstances,
    headers: HeaderMap,
    form: Filled,
) -> Result<Response, ApiError> {
    let (Some(who), Some(sessions)) = (caller.person(), state.gate.sessions()) else {
        return Ok(Redirect::to(OWN).into_response());
    };
    let frame = Frame::new(&state, &headers, Some(caller.clone()));
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    let name = &who.signed_in.name;
    let new = match Password::new(form.raw("new"), name) {
        Ok(new) => new,
        Err(error) => {
            let new = Some(frame.saying(|| password_problem(error)));
            return page(&state, &frame, wrong, None, who, Problems { new, ..Problems::default() }).await;
        }
    };
    match state.door.knock(name, Password::typed(form.raw("old")), doer.actor()).await {
        Ok(_) => {}
        Err(Shut::Failed(error)) => return Err(error.into()),
        Err(Shut::Wrong) => {
            let old = Some(frame.saying(|| OLD_WRONG.get().to_owned()));
            return page(&state, &frame, wrong, None, who, Problems { old, ..Problems::default() }).await;
        }
        Err(Shut::Wait(wait)) => {
            let whole = Some(frame.saying(|| too_often(wait.as_secs() + 1)));
            let status = StatusCode::TOO_MANY_REQUESTS;
            return page(&state, &frame, status, None, who, Problems { whole, ..Problems::default() }).await;
        }
    }
    let hash = state.door.passwords().hash(new).await?;
    let deed = doer.did("account.password_set", name);
    let Changed::Done(account) =
        state.store.change_account(&who.account, &Change::Password(hash), &deed).await?
    else {
        return Err(ApiError::NotSignedIn);
    };
    let cookie = open(sessions, &account, &came, &headers).await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&format!("{OWN}?done=password"))).into_response())
}

/// Somebody ends a session of their own.
pub(in crate::http) async fn end_session(
    State(state): State<AppState>,
    caller: Caller,
    doer: Doer,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let Some(who) = caller.person() else { return Ok(Redirect::to(OWN).into_response()) };
    let deed = doer.did("session.ended", &who.signed_in.name).from(&id);
    state.store.end_session(&id, Some(&who.account), &deed).await?;
    Ok(Redirect::to(&format!("{OWN}?done=ended")).into_response())
}

async fn page(
    state: &AppState,
    frame: &Frame,
    status: StatusCode,
    notice: Option<Notice>,
    who: &Who,
    problems: Problems,
) -> Result<Response, ApiError> {
    let account = state.store.account(&who.account).await?.ok_or(ApiError::NotSignedIn)?;
    let sessions = match state.gate.sessions() {
        Some(sessions) => sessions.list(Some(&who.account)).await?,
        None => Vec::new(),
    };
    let has_password = account.has_password;
    let has_choice = state.live.now().names().len() > 1;
    Ok(frame.page(status, TITLE, OWN, notice, || {
        let change = has_password.then(|| password_form(problems));
        let choice = has_choice.then(|| {
            view! {
                <section class="card">
                    <a href=instance_choice::PATH>{instance_choice::TITLE.get()}</a>
                </section>
            }
        });
        view! {
            {facts(&account)}
            {choice}
            {change}
            <section class="card">
                <h2>{SESSIONS.get()}</h2>
                {sessions::list(&sessions, Some(&who.session), true, |id| format!("/account/sessions/{id}/end"))}
            </section>
        }
    }))
}

fn facts(account: &Account) -> impl IntoView {
    let team =
        (!account.team.is_empty()).then(|| view! { <dt>{TEAM.get()}</dt> <dd>{account.team.clone()}</dd> });
    view! {
        <section class="card">
            <h2>{WHO.get()}</h2>
            <dl>
                <dt>{NAME.get()}</dt>
                <dd>{account.display_name.clone()}</dd>
                <dt>{SIGN_IN_NAME.get()}</dt>
                <dd>{account.name.clone()}</dd>
                <dt>{AGENT.get()}</dt>
                <dd>{account.agent.clone()}</dd>
                <dt>{ROLE.get()}</dt>
                <dd>{role_label(account.role)}</dd>
                {team}
                <dt>{SINCE.get()}</dt>
                <dd>{moment(account.created_at)}</dd>
            </dl>
        </section>
    }
}

fn password_form(problems: Problems) -> impl IntoView {
    view! {
        <form class="card" method="post" action=OWN_PASSWORD>
            <h2>{CHANGE.get()}</h2>
            {refusal(problems.whole)}
            <p>{CHANGE_TEXT.get()}</p>
            {field(
                Field::text("old", OLD).kind("password").error(problems.old).autocomplete("current-password"),
            )}
            {field(
                Field::text("new", NEW)
                    .kind("password")
                    .hint(PASSWORD_HINT)
                    .error(problems.new)
                    .autocomplete("new-password"),
            )}
            <button class="primary">{CHANGE.get()}</button>
        </form>
    }
}
