//! `/sign-in/provider` and its callback: signing in at a provider, and coming back from there.

use app::{admin::Notice, text::Text};
use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use connect_streams::EpochMs;
use leptos::prelude::*;
use serde_json::json;
use url::form_urlencoded::{self, Serializer};

use super::{AT_PROVIDER, SIGN_IN, SIGN_OUT, local_path, sign_in::open_with};
use crate::{
    audit::now,
    auth::{
        PENDING_LASTS, Who, new_id,
        oidc::{Asked, Callback, Identity, Pending, Provider, Refusal},
    },
    config::Secret,
    http::{ApiError, AppState, admin::Frame, circumstances::Circumstances},
    metrics::SignIn,
    store::{Account, NewAccount, Vouched},
};

const TITLE: Text = Text::new("Sign in", "サインイン");
const GO: Text = Text::new("Sign in with {}", "{} でサインイン");
const GO_TEXT: Text = Text::new(
    "You sign in there with the account of your company, and come back here.",
    "会社のアカウントでサインインすると、この画面に戻ります。",
);
const AGAIN: Text = Text::new("Begin again", "もう一度始める");
const AS_ANOTHER: Text = Text::new("Sign in as somebody else", "別のアカウントでサインイン");
const OUT: Text = Text::new("Sign out", "サインアウト");
const OUT_TEXT: Text = Text::new(
    "You are signed out of Streamdesk. The sign-in provider is asked to sign you out too.",
    "Streamdesk からサインアウトしました。続けて認証プロバイダーからもサインアウトします。",
);
const OUT_GO: Text = Text::new("Go on to the sign-in provider", "認証プロバイダーに進む");

/// Leads somebody to the provider.
pub(in crate::http) async fn begin(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    came: Circumstances,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let Some(provider) = state.gate.provider() else { return Ok(Redirect::to(SIGN_IN).into_response()) };
    let query = query.unwrap_or_default();
    let wanted = |name: &str| form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name);
    let to = wanted("to").map_or_else(|| "/".to_owned(), |(_, to)| local_path(&to));
    let asked = if wanted("as").is_some() { Asked::Anew } else { Asked::AsTheyAre };
    let at = now();
    match provider.begin(asked, at).await {
        Ok((address, pending)) => {
            let lasts = i64::try_from(PENDING_LASTS.as_millis()).unwrap_or_default();
            let expires_at = EpochMs::new(at.get().saturating_add(lasts));
            state.store.begin_sign_in(&pending.fingerprint(), &to, expires_at, at).await?;
            let cookie = state.site.cookie().give_pending(&pending);
            Ok((private([(header::SET_COOKIE, cookie)]), Redirect::to(address.as_str())).into_response())
        }
        Err(refusal) => refused(&state, &came, &headers, &refusal, &to).await,
    }
}

/// Somebody comes back.
pub(in crate::http) async fn finish(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    came: Circumstances,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (Some(provider), Some(sessions)) = (state.gate.provider(), state.gate.sessions()) else {
        return Ok(Redirect::to(SIGN_IN).into_response());
    };
    let callback = Callback::of_query(&query.unwrap_or_default());
    let begun = match state.site.cookie().pending(&headers) {
        None => Err(Refusal::Stale),
        // A link from elsewhere must not use up what this browser has begun.
        Some(pending) if !callback.state.as_deref().is_some_and(|state| pending.is_answered_by(state)) => {
            Err(Refusal::Foreign)
        }
        Some(pending) => Ok(pending),
    };
    let pending = match begun {
        Ok(pending) => pending,
        Err(refusal) => return refused(&state, &came, &headers, &refusal, "/").await,
    };
    let Some(to) = state.store.finish_sign_in(&pending.fingerprint(), now()).await? else {
        return refused(&state, &came, &headers, &Refusal::Stale, "/").await;
    };
    match identified(&state, provider, &pending, callback, &came).await? {
        Ok((account, id_token)) => {
            let session = open_with(sessions, &account, &came, &headers, Some(id_token)).await?;
            state.metrics.sign_in(SignIn::Ok);
            tracing::info!("Somebody signed in");
            let mut answer = Redirect::to(&to).into_response();
            for cookie in [session, state.site.cookie().take_back_pending()] {
                answer.headers_mut().append(header::SET_COOKIE, cookie);
            }
            answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            Ok(answer)
        }
        Err(refusal) => {
            let mut answer = refused(&state, &came, &headers, &refusal, &to).await?;
            answer.headers_mut().append(header::SET_COOKIE, state.site.cookie().take_back_pending());
            Ok(answer)
        }
    }
}

/// Whose account it is, as the provider says, and what it wants to see when they sign out.
async fn identified(
    state: &AppState,
    provider: &Provider,
    pending: &Pending,
    callback: Callback,
    came: &Circumstances,
) -> Result<Result<(Account, String), Refusal>, ApiError> {
    let Identity { issuer, subject, name, profile, id_token } =
        match provider.finish(pending, callback, now()).await {
            Ok(identity) => identity,
            Err(refusal) => return Ok(Err(refusal)),
        };
    let actor = came.actor(format!("account:{name}"));
    let person = NewAccount {
        id: new_id()?,
        name,
        profile,
        password: None,
        provider: Some((issuer, subject)),
        created_at: now(),
    };
    let name = person.name.to_string();
    Ok(match state.store.vouch(&person, &actor).await? {
        Vouched::In(account) => Ok((account, id_token.reveal().to_owned())),
        Vouched::NameTaken => Err(Refusal::Taken { name }),
        Vouched::Disabled => Err(Refusal::Disabled { name }),
    })
}

/// The page where people choose to go to the provider.
pub(in crate::http) fn page(
    frame: &Frame,
    provider: &Provider,
    notice: Option<Notice>,
    to: &str,
    asked: Asked,
) -> Response {
    frame.page(StatusCode::OK, TITLE, SIGN_IN, notice, || {
        view! {
            <section class="card">
                <p>{GO_TEXT.get()}</p>
                <a class="primary" href=address(to, asked)>{GO.with(&[provider.host()])}</a>
            </section>
        }
    })
}

/// Somebody has signed out here, and is led on to sign out at the provider. A form of ours may not be answered from elsewhere,
/// so this is a page of ours that leads on by itself.
pub(in crate::http) async fn out(state: &AppState, headers: &HeaderMap, who: &Who) -> Option<Response> {
    let (provider, sessions) = (state.gate.provider()?, state.gate.sessions()?);
    // Should the database fail, the provider asks them whom to sign out.
    let all = sessions.list(Some(&who.account)).await.unwrap_or_default();
    let id_token = all.into_iter().find(|one| one.id == who.session).and_then(|one| one.id_token);
    let address = provider.sign_out(id_token.map(Secret::new).as_ref(), now()).await?;
    let frame = Frame::new(state, headers, None);
    let mut answer = frame.page(StatusCode::OK, OUT, SIGN_OUT, None, || {
        view! {
            <section class="card">
                <p>{OUT_TEXT.get()}</p>
                <a class="primary" href=address.to_string()>{OUT_GO.get()}</a>
            </section>
        }
    });
    if let Ok(refresh) = HeaderValue::from_str(&format!("0; url={address}")) {
        answer.headers_mut().insert(REFRESH, refresh);
    }
    Some(answer)
}

const REFRESH: HeaderName = HeaderName::from_static("refresh");

/// Says why somebody was not signed in, to them and to the audit log.
async fn refused(
    state: &AppState,
    came: &Circumstances,
    headers: &HeaderMap,
    refusal: &Refusal,
    to: &str,
) -> Result<Response, ApiError> {
    let reason = refusal.code();
    state.metrics.sign_in(SignIn::Refused);
    tracing::warn!(reason, "Somebody was not signed in");
    let deed = came.actor("nobody").did("sign_in.failed", refusal.whom().unwrap_or("unknown"));
    let deed = deed.to(&match refusal.claim() {
        Some(claim) => json!({ "reason": reason, "claim": claim }),
        None => json!({ "reason": reason }),
    });
    state.door.turned_away(&deed).await?;
    let status = match refusal {
        Refusal::Unreachable | Refusal::Client => StatusCode::SERVICE_UNAVAILABLE,
        refusal if refusal.is_about_the_person() => StatusCode::FORBIDDEN,
        _ => StatusCode::UNAUTHORIZED,
    };
    let frame = Frame::new(state, headers, None);
    let notice = Some(Notice::Refused(frame.saying(|| refusal.text().get().to_owned())));
    let (asked, label) =
        if refusal.is_about_the_person() { (Asked::Anew, AS_ANOTHER) } else { (Asked::AsTheyAre, AGAIN) };
    Ok(frame.page(status, TITLE, SIGN_IN, notice, || {
        view! {
            <p>
                <a class="primary" href=address(to, asked)>
                    {label.get()}
                </a>
            </p>
        }
    }))
}

/// Where somebody is led to the provider from, to go on to a path of ours.
fn address(to: &str, asked: Asked) -> String {
    let mut query = Serializer::new(String::new());
    query.append_pair("to", to);
    if asked == Asked::Anew {
        query.append_pair("as", "another");
    }
    format!("{AT_PROVIDER}?{}", query.finish())
}

/// What no cache may keep.
fn private<const N: usize>(headers: [(HeaderName, HeaderValue); N]) -> HeaderMap {
    let mut all: HeaderMap = headers.into_iter().collect();
    all.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    all
}
