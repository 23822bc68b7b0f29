//! `/admin/tokens`: machines that may call the API.

use std::time::Duration;

use app::{
    admin::{Field, Notice, choice, field, refusal, table},
    text::Text,
};
use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use connect_streams::EpochMs;
use leptos::prelude::*;

use super::Frame;
use crate::{
    audit::now,
    auth::{Caller, Scope},
    http::{
        ApiError, AppState, access,
        circumstances::Doer,
        people::{Filled, Id, moment, tokens::make},
    },
    store::Token,
};

/// Where they are listed and made.
pub(in crate::http) const PATH: &str = "/admin/tokens";
/// Where one is taken back.
pub(in crate::http) const REVOKE: &str = "/admin/tokens/{id}/revoke";

/// How long a token can be good for, in days.
const DAYS: [&str; 4] = ["30", "90", "180", "365"];

const TITLE: Text = Text::new("API tokens", "API トークン");
const NONE: Text = Text::new("There is none yet.", "まだありません。");
const NAME: Text = Text::new("Name", "名前");
const NAME_HINT: Text = Text::new(
    "What uses it, for example “nightly export”. It stands in the audit log.",
    "使用するプログラム（例:「夜間エクスポート」）。監査ログに記録されます。",
);
const NAME_WRONG: Text =
    Text::new("A name is one line of 1 to 80 characters.", "名前は 1 行、1～80 文字で入力してください。");
const SCOPES: Text = Text::new("What it may do", "許可する操作");
const SCOPES_WRONG: Text = Text::new("Choose at least one.", "1 つ以上選択してください。");
const LASTS: Text = Text::new("Good for", "有効期間");
const DAYS_SAID: Text = Text::new("{} days", "{} 日");
const MAKE: Text = Text::new("Make a token", "トークンを作成");
const MADE: Text = Text::new(
    "This is the token. It is shown this once: copy it now, and keep it where you keep passwords.",
    "トークンを作成しました。表示されるのは今回だけです。コピーして、パスワードと同じように安全に保管してください。",
);
const TOKEN: Text = Text::new("Token", "トークン");
const MADE_BY: Text = Text::new("Made by", "作成者");
const EXPIRES: Text = Text::new("Expires", "有効期限");
const USED: Text = Text::new("Last used", "最終使用");
const STATE: Text = Text::new("State", "状態");
const GOOD: Text = Text::new("good", "有効");
const REVOKED: Text = Text::new("revoked", "失効");
const EXPIRED: Text = Text::new("expired", "期限切れ");
const NEVER: Text = Text::new("never", "なし");
const REVOKE_IT: Text = Text::new("Revoke", "失効させる");
const REVOKE_WHICH: Text = Text::new("Revoke {}", "{} を失効させる");
const ACTION: Text = Text::new("Action", "操作");
const DONE: Text = Text::new("The token is good for nothing any more.", "トークンを失効させました。");

/// A form that was not good, or has not been filled in yet.
struct Draft<'form> {
    name: &'form str,
    scopes: Vec<Scope>,
    days: &'static str,
    name_wrong: bool,
    scopes_wrong: bool,
}

/// The list and the form.
pub(in crate::http) async fn show(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let frame = Frame::new(&state, &headers, Some(caller.clone()));
    let notice = (query.as_deref() == Some("done=revoked"))
        .then(|| Notice::Done(frame.saying(|| DONE.get().to_owned())));
    let draft = Draft { name: "", scopes: Vec::new(), days: DAYS[1], name_wrong: false, scopes_wrong: false };
    page(&state, &frame, &caller, StatusCode::OK, notice, None, draft).await
}

/// Makes one. The answer is the one place where it is ever shown, so it leads nowhere.
pub(in crate::http) async fn add(
    State(state): State<AppState>,
    caller: Caller,
    doer: Doer,
    headers: HeaderMap,
    form: Filled,
) -> Result<Response, ApiError> {
    let frame = Frame::new(&state, &headers, Some(caller.clone()));
    let name = form.text("name");
    let scopes: Vec<Scope> = form.all("scope").filter_map(Scope::of).collect();
    let days = DAYS.into_iter().find(|days| *days == form.raw("days")).unwrap_or(DAYS[1]);
    let lasts = Duration::from_secs(days.parse::<u64>().unwrap_or(90) * 86_400);
    let (wrong, scopes_wrong) = (crate::http::people::tokens::name(name).is_none(), scopes.is_empty());
    if wrong || scopes_wrong {
        let draft = Draft { name, scopes, days, name_wrong: wrong, scopes_wrong };
        return page(&state, &frame, &caller, StatusCode::UNPROCESSABLE_ENTITY, None, None, draft).await;
    }
    let (_, secret) = make(&state, &doer, name, &scopes, lasts).await?;
    let draft = Draft { name: "", scopes: Vec::new(), days, name_wrong: false, scopes_wrong: false };
    page(&state, &frame, &caller, StatusCode::OK, None, Some(secret), draft).await
}

/// Takes one back.
pub(in crate::http) async fn revoke(
    State(state): State<AppState>,
    doer: Doer,
    Id(id): Id,
) -> Result<Response, ApiError> {
    crate::http::people::tokens::take_back(&state, &doer, &id).await?;
    Ok(Redirect::to(&format!("{PATH}?done=revoked")).into_response())
}

async fn page(
    state: &AppState,
    frame: &Frame,
    caller: &Caller,
    status: StatusCode,
    notice: Option<Notice>,
    made: Option<String>,
    draft: Draft<'_>,
) -> Result<Response, ApiError> {
    let tokens = state.store.tokens().await?;
    let may_change = access::may_post(PATH, caller);
    Ok(frame.page(status, TITLE, PATH, notice, || {
        let made = made.map(|secret| {
            view! {
                <section class="card" role="status">
                    <p>{MADE.get()}</p>
                    <div class="field">
                        <label for="made">{TOKEN.get()}</label>
                        <input id="made" class="given" readonly value=secret autocomplete="off" />
                    </div>
                </section>
            }
        });
        let form = may_change.then(|| form(&draft));
        view! {
            {made}
            <section class="card">{list(&tokens, may_change)}</section>
            {form}
        }
    }))
}

fn list(tokens: &[Token], may_change: bool) -> AnyView {
    if tokens.is_empty() {
        return view! { <p>{NONE.get()}</p> }.into_any();
    }
    let at = now();
    let rows: Vec<_> = tokens.iter().map(|token| row(token, at, may_change)).collect();
    table(TITLE, &[NAME, SCOPES, MADE_BY, EXPIRES, USED, STATE, ACTION], rows).into_any()
}

fn row(token: &Token, at: EpochMs, may_change: bool) -> impl IntoView {
    let is_good = token.revoked_at.is_none() && at < token.expires_at;
    let state = match token.revoked_at {
        Some(_) => REVOKED,
        None if is_good => GOOD,
        None => EXPIRED,
    };
    let used = match token.last_used_at {
        Some(used) => moment(used).into_any(),
        None => NEVER.get().into_any(),
    };
    let revoke = (is_good && may_change).then(|| {
        view! {
            <form method="post" action=format!("{PATH}/{}/revoke", token.id)>
                <button aria-label=REVOKE_WHICH.with(&[&token.name])>{REVOKE_IT.get()}</button>
            </form>
        }
    });
    view! {
        <tr>
            <td>{token.name.clone()}</td>
            <td>{token.scopes.join(", ")}</td>
            <td>{token.created_by.trim_start_matches("account:").to_owned()}</td>
            <td>{moment(token.expires_at)}</td>
            <td>{used}</td>
            <td>{state.get()}</td>
            <td>{revoke}</td>
        </tr>
    }
}

fn form(draft: &Draft<'_>) -> impl IntoView + use<> {
    let scopes: Vec<_> = Scope::ALL
        .into_iter()
        .map(|scope| {
            let id = format!("scope-{}", scope.as_str().replace(':', "-"));
            let checked = draft.scopes.contains(&scope);
            view! {
                <div class="check">
                    <input type="checkbox" id=id.clone() name="scope" value=scope.as_str() checked=checked />
                    <label for=id>{scope_label(scope)} " " <code>{scope.as_str()}</code></label>
                </div>
            }
        })
        .collect();
    let days = DAYS.map(|days| (days.to_owned(), DAYS_SAID.with(&[days])));
    let name_wrong = draft.name_wrong.then(|| NAME_WRONG.get().to_owned());
    let scopes_wrong = draft.scopes_wrong.then(|| SCOPES_WRONG.get().to_owned());
    view! {
        <form class="card" method="post" action=PATH>
            <h2>{MAKE.get()}</h2>
            {field(Field::text("name", NAME).value(draft.name).hint(NAME_HINT).error(name_wrong))}
            <fieldset class="checks">
                <legend>{SCOPES.get()}</legend>
                {refusal(scopes_wrong)}
                {scopes}
            </fieldset>
            {choice("days", LASTS, days, draft.days)}
            <button class="primary">{MAKE.get()}</button>
        </form>
    }
}

fn scope_label(scope: Scope) -> &'static str {
    match scope {
        Scope::RecordsRead => Text::new("Read records and statuses", "記録とステータスの読み取り"),
        Scope::RecordsWrite => Text::new("Send records and statuses", "記録とステータスの送信"),
        Scope::OriginsRead => {
            Text::new("Read instances and allow lists", "インスタンスと許可リストの読み取り")
        }
        Scope::OriginsWrite => Text::new("Change them", "インスタンスと許可リストの変更"),
        Scope::SettingsRead => Text::new("Read the settings", "設定の読み取り"),
        Scope::SettingsWrite => Text::new("Change the settings", "設定の変更"),
        Scope::AccountsRead => {
            Text::new("Read accounts, sessions and tokens", "アカウント、セッション、トークンの読み取り")
        }
        Scope::AccountsWrite => Text::new(
            "Change accounts, end sessions, revoke tokens",
            "アカウントの変更、セッションの終了、トークンの失効",
        ),
        Scope::AuditRead => Text::new("Read the audit log", "監査ログの読み取り"),
    }
    .get()
}
