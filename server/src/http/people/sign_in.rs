//! `/sign-in` and `/sign-out`.

use app::{
    admin::{Field, Notice, field, refusal},
    text::Text,
};
use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;
use url::form_urlencoded;

use super::{Filled, SIGN_IN, local_path, provider};
use crate::{
    auth::{Caller, Password, Sessions, Shut, Visit, oidc::Asked},
    http::{
        ApiError, AppState,
        admin::Frame,
        circumstances::{Circumstances, Doer},
    },
    metrics::SignIn,
    store::Account,
};

const TITLE: Text = Text::new("Sign in", "サインイン");
const NAME: Text = Text::new("Name", "サインイン名");
const PASSWORD: Text = Text::new("Password", "パスワード");
const WRONG: Text = Text::new(
    "Name or password is not right. Check both; after several tries you have to wait. If you do not remember the password, an \
     administrator can send you a link for a new one.",
    "サインイン名またはパスワードが正しくありません。何度も間違えると、しばらく試せなくなります。パスワードを忘れた場合は、管理者に再設定\
     用のリンクを依頼してください。",
);
const WAIT: Text = Text::new(
    "Too many attempts. Wait {}, then try again.",
    "試行回数が多すぎます。{}待ってから、もう一度お試しください。",
);
const SECONDS: Text = Text::new("{} seconds", "{} 秒");
const ONE_MINUTE: Text = Text::new("one minute", "1 分");
const MINUTES: Text = Text::new("{} minutes", "{} 分");
const PASSWORD_SET: Text = Text::new(
    "Your new password is set. Sign in with it.",
    "新しいパスワードを設定しました。サインインしてください。",
);
const SIGNED_OUT: Text = Text::new(
    "You are signed out of Streamdesk. Your session with Amazon Connect is one of its own: log out there too if somebody else uses this browser.",
    "Streamdesk からサインアウトしました。Amazon Connect のセッションは別です。このブラウザーをほかの人も使う場合は、そちらからもログア\
     ウトしてください。",
);

/// The form; whoever is signed in already goes on.
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    caller: Option<Caller>,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let asked = |name: &str| form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name);
    let to = asked("to").map_or_else(|| "/".to_owned(), |(_, to)| local_path(&to));
    if caller.is_some() {
        return Redirect::to(&to).into_response();
    }
    let frame = Frame::new(&state, &headers, None);
    let notice = asked("done").and_then(|(_, done)| match &*done {
        "password" => Some(PASSWORD_SET),
        "signed-out" => Some(SIGNED_OUT),
        _ => None,
    });
    let notice = notice.map(|said| Notice::Done(frame.saying(|| said.get().to_owned())));
    match state.gate.provider() {
        // Whoever has just signed out here may still be signed in there.
        Some(provider) if asked("done").is_some() => {
            provider::page(&frame, provider, notice, &to, Asked::Anew)
        }
        Some(provider) => provider::page(&frame, provider, notice, &to, Asked::AsTheyAre),
        None => page(&frame, StatusCode::OK, notice, "", to, None),
    }
}

/// Somebody signs in.
pub(in crate::http) async fn submit(
    State(state): State<AppState>,
    came: Circumstances,
    headers: HeaderMap,
    form: Filled,
) -> Result<Response, ApiError> {
    let to = local_path(form.raw("to"));
    let Some(sessions) = state.gate.sessions().filter(|_| state.gate.takes_passwords()) else {
        return Ok(Redirect::to(&to).into_response());
    };
    let frame = Frame::new(&state, &headers, None);
    let name = form.text("name");
    let refused = |status, said: String| page(&frame, status, None, name, to.clone(), Some(said));
    match state.door.knock(name, Password::typed(form.raw("password")), &came.actor("nobody")).await {
        Ok(account) => {
            let cookie = open(sessions, &account, &came, &headers).await?;
            state.metrics.sign_in(SignIn::Ok);
            tracing::info!("Somebody signed in");
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&to)).into_response())
        }
        Err(Shut::Failed(error)) => Err(error.into()),
        Err(Shut::Wrong) => {
            state.metrics.sign_in(SignIn::Refused);
            Ok(refused(StatusCode::UNAUTHORIZED, frame.saying(|| WRONG.get().to_owned())))
        }
        Err(Shut::Wait(wait)) => {
            state.metrics.sign_in(SignIn::Throttled);
            tracing::warn!("Somebody tries to sign in too often");
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            let mut answer = refused(StatusCode::TOO_MANY_REQUESTS, frame.saying(|| too_often(seconds)));
            answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            Ok(answer)
        }
    }
}

/// Opens a session for somebody who has shown who they are. Answers the cookie.
pub(in crate::http) async fn open(
    sessions: &Sessions,
    account: &Account,
    came: &Circumstances,
    headers: &HeaderMap,
) -> Result<HeaderValue, ApiError> {
    open_with(sessions, account, came, headers, None).await
}

/// Opens one that ends at a provider, which wants its token back.
pub(in crate::http) async fn open_with(
    sessions: &Sessions,
    account: &Account,
    came: &Circumstances,
    headers: &HeaderMap,
    id_token: Option<String>,
) -> Result<HeaderValue, ApiError> {
    let browser = headers.get(header::USER_AGENT).and_then(|browser| browser.to_str().ok());
    let visit = Visit {
        actor: came.actor(format!("account:{}", account.name)),
        browser: browser.unwrap_or_default().to_owned(),
        before: sessions.cookie().secret(headers),
    };
    Ok(sessions.cookie().give(&sessions.open(account, visit, id_token).await?))
}

/// Somebody signs out.
pub(in crate::http) async fn out(
    State(state): State<AppState>,
    caller: Caller,
    doer: Doer,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (Some(sessions), Some(who)) = (state.gate.sessions(), caller.person()) else {
        return Ok(Redirect::to("/").into_response());
    };
    let elsewhere = provider::out(&state, &headers, who).await;
    let deed = doer.did("session.signed_out", &who.signed_in.name).from(&who.session);
    state.store.end_session(&who.session, None, &deed).await?;
    // What this browser keeps stays: records that wait to be sent are among it.
    let forget = [(header::SET_COOKIE, sessions.cookie().take_back())];
    let here = || Redirect::to(&format!("{SIGN_IN}?done=signed-out")).into_response();
    Ok((forget, elsewhere.unwrap_or_else(here)).into_response())
}

/// How long to wait, in words.
pub(in crate::http) fn too_often(seconds: u64) -> String {
    let time = match seconds {
        0..60 => SECONDS.with(&[&seconds.max(1).to_string()]),
        60 => ONE_MINUTE.get().to_owned(),
        _ => MINUTES.with(&[&seconds.div_ceil(60).to_string()]),
    };
    WAIT.with(&[&time])
}

fn page(
    frame: &Frame,
    status: StatusCode,
    notice: Option<Notice>,
    name: &str,
    to: String,
    problem: Option<String>,
) -> Response {
    frame.page(status, TITLE, SIGN_IN, notice, || {
        view! {
            <form class="card" method="post" action=SIGN_IN>
                {refusal(problem)}
                <input type="hidden" name="to" value=to />
                {field(Field::text("name", NAME).value(name).autocomplete("username"))}
                {field(Field::text("password", PASSWORD).kind("password").autocomplete("current-password"))}
                <button class="primary">{TITLE.get()}</button>
            </form>
        }
    })
}
