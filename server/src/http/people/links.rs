//! `/welcome` and `/new-password`: links that are good once. Opening one uses nothing up, because mail programs and proxies
//! open links too; sending the form does.

use app::{
    admin::{Field, field},
    text::Text,
};
use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;
use url::form_urlencoded;

use super::{Filled, NEW_PASSWORD, PASSWORD_HINT, SIGN_IN, WELCOME, password_problem, sign_in::open};
use crate::{
    audit::now,
    auth::{AccountName, Password, Profile, ProfileError, Secret, new_id},
    http::{
        ApiError, AppState,
        admin::{self, Frame},
        circumstances::Circumstances,
    },
    store::{Account, Change, Changed, NewAccount},
};

const FIRST: Text = Text::new("Welcome to Streamdesk", "Streamdesk へようこそ");
const FIRST_TEXT: Text = Text::new(
    "You become the first administrator. Afterwards you can make accounts for everybody else.",
    "最初の管理者として登録します。登録後、ほかの人のアカウントを作成できます。",
);
const NAME: Text = Text::new("Sign-in name", "サインイン名");
const NAME_HINT: Text =
    Text::new("Letters, digits and . - _ @ +", "文字、数字、および . - _ @ + が使えます。");
const NAME_WRONG: Text = Text::new(
    "A name has 1 to 64 letters, digits, dots, hyphens, underscores, @ or +.",
    "サインイン名は 1～64 文字で、文字、数字、. - _ @ + だけが使えます。",
);
const NAME_TAKEN: Text =
    Text::new("There is an account of that name already.", "この名前のアカウントはすでにあります。");
const DISPLAY_NAME: Text = Text::new("Your name", "氏名");
const DISPLAY_NAME_WRONG: Text =
    Text::new("A name has 1 to 80 characters.", "氏名は 1～80 文字で入力してください。");
const BECOME: Text = Text::new("Become the administrator", "管理者として登録");
const PASSWORD: Text = Text::new("Password", "パスワード");
const ANEW: Text = Text::new("Set a new password", "新しいパスワードの設定");
const FOR: Text = Text::new("For {} ({}).", "{}（{}）のパスワードを設定します。");
const SET: Text = Text::new("Set the password", "パスワードを設定");
const OVER: Text = Text::new("This link is not good any more", "このリンクは使えません");
const OVER_TEXT: Text = Text::new(
    "It was used already, a newer one was made, or its time is up. An administrator can send you a new one; one for the first \
     administrator is printed when the server starts, as long as there is none.",
    "すでに使用されたか、新しいリンクが作成されたか、有効期限が切れています。管理者に新しいリンクを依頼してください。最初の管理者用のリ\
     ンクは、管理者がいない間、サーバーの起動時に表示されます。",
);

/// What is wrong with each line of a form.
#[derive(Default)]
struct Problems {
    name: Option<String>,
    display_name: Option<String>,
    password: Option<String>,
}

/// The form for the first administrator.
pub(in crate::http) async fn show_welcome(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let frame = Frame::new(&state, &headers, None);
    let Some(secret) = secret_in(&query.unwrap_or_default()) else { return Ok(over(&frame)) };
    if state.store.link(&secret.kept(), now()).await? != Some(None) {
        return Ok(over(&frame));
    }
    Ok(welcome(&frame, StatusCode::OK, &secret, ["", ""], Problems::default()))
}

/// Somebody becomes the first administrator, and is signed in.
pub(in crate::http) async fn submit_welcome(
    State(state): State<AppState>,
    came: Circumstances,
    headers: HeaderMap,
    form: Filled,
) -> Result<Response, ApiError> {
    let frame = Frame::new(&state, &headers, None);
    let sessions = state.gate.sessions().filter(|_| state.gate.takes_passwords());
    let (Some(secret), Some(sessions)) = (Secret::parse(form.raw("link")), sessions) else {
        return Ok(over(&frame));
    };
    if state.store.link(&secret.kept(), now()).await? != Some(None) {
        return Ok(over(&frame));
    }
    let filled = [form.text("name"), form.text("display_name")];
    let again = |problems| Ok(welcome(&frame, StatusCode::UNPROCESSABLE_ENTITY, &secret, filled, problems));
    let name = AccountName::parse(filled[0]);
    let profile = match &name {
        Ok(name) => Profile::new(name, filled[1], "", "", "admin"),
        Err(error) => Err(*error),
    };
    let password = Password::new(form.raw("password"), filled[0]);
    let (Ok(name), Ok(profile), Ok(password)) = (&name, &profile, &password) else {
        return again(frame.saying(|| Problems {
            name: name.is_err().then(|| NAME_WRONG.get().to_owned()),
            display_name:
                (profile == Err(ProfileError::DisplayName)).then(|| DISPLAY_NAME_WRONG.get().to_owned()),
            password: password.err().map(password_problem),
        }));
    };
    let password = Some(state.door.passwords().hash(password.clone()).await?);
    let account = NewAccount {
        id: new_id()?,
        name: name.clone(),
        profile: profile.clone(),
        password,
        provider: None,
        created_at: now(),
    };
    let deed = came.actor(format!("account:{name}")).did("account.added", name.as_str());
    if !state.store.welcome(&secret.kept(), &account, now(), &deed).await? {
        if state.store.account_named(name.as_str()).await?.is_some()
            && !state.store.has_administrator().await?
        {
            let name = Some(frame.saying(|| NAME_TAKEN.get().to_owned()));
            return again(Problems { name, ..Problems::default() });
        }
        return Ok(over(&frame));
    }
    let cookie = open(sessions, &account.shown(), &came, &headers).await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(admin::PATH)).into_response())
}

/// The form for a new password.
pub(in crate::http) async fn show_new_password(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let frame = Frame::new(&state, &headers, None);
    let secret = secret_in(&query.unwrap_or_default());
    let Some((secret, account)) = whose(&state, secret).await? else { return Ok(over(&frame)) };
    Ok(new_password(&frame, StatusCode::OK, &secret, &account, None))
}

/// Somebody sets a password. All sessions of the account end.
pub(in crate::http) async fn submit_new_password(
    State(state): State<AppState>,
    came: Circumstances,
    headers: HeaderMap,
    form: Filled,
) -> Result<Response, ApiError> {
    let frame = Frame::new(&state, &headers, None);
    let secret = Secret::parse(form.raw("link"));
    let Some((secret, account)) = whose(&state, secret).await? else { return Ok(over(&frame)) };
    let password = match Password::new(form.raw("password"), &account.name) {
        Ok(password) => password,
        Err(error) => {
            let problem = Some(frame.saying(|| password_problem(error)));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(new_password(&frame, status, &secret, &account, problem));
        }
    };
    let hash = state.door.passwords().hash(password).await?;
    // Whoever is first has it; the second is told that it is over.
    if !state.store.use_link(&secret.kept(), now()).await? {
        return Ok(over(&frame));
    }
    let deed = came.actor(format!("account:{}", account.name)).did("account.password_set", &account.name);
    match state.store.change_account(&account.id, &Change::Password(hash), &deed).await? {
        Changed::Done(_) => {}
        Changed::Unknown | Changed::LastAdministrator => return Ok(over(&frame)),
    }
    state.store.forget_tries(&format!("account:{}", account.name), true).await?;
    Ok(Redirect::to(&format!("{SIGN_IN}?done=password")).into_response())
}

async fn whose(state: &AppState, secret: Option<Secret>) -> Result<Option<(Secret, Account)>, ApiError> {
    let Some(secret) = secret else { return Ok(None) };
    let Some(Some(id)) = state.store.link(&secret.kept(), now()).await? else { return Ok(None) };
    let account = state.store.account(&id).await?.filter(|account| account.disabled_at.is_none());
    Ok(account.map(|account| (secret, account)))
}

fn secret_in(query: &str) -> Option<Secret> {
    let (_, secret) = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "link")?;
    Secret::parse(&secret)
}

fn over(frame: &Frame) -> Response {
    frame.refuse(StatusCode::GONE, OVER, OVER_TEXT)
}

fn welcome(
    frame: &Frame,
    status: StatusCode,
    secret: &Secret,
    [name, display_name]: [&str; 2],
    problems: Problems,
) -> Response {
    frame.page(status, FIRST, WELCOME, None, || {
        view! {
            <form class="card" method="post" action=WELCOME>
                <p>{FIRST_TEXT.get()}</p>
                <input type="hidden" name="link" value=secret.reveal() />
                {field(
                    Field::text("name", NAME)
                        .value(name)
                        .hint(NAME_HINT)
                        .error(problems.name)
                        .autocomplete("username"),
                )}
                {field(
                    Field::text("display_name", DISPLAY_NAME)
                        .value(display_name)
                        .error(problems.display_name)
                        .autocomplete("name"),
                )}
                {field(
                    Field::text("password", PASSWORD)
                        .kind("password")
                        .hint(PASSWORD_HINT)
                        .error(problems.password)
                        .autocomplete("new-password"),
                )}
                <button class="primary">{BECOME.get()}</button>
            </form>
        }
    })
}

fn new_password(
    frame: &Frame,
    status: StatusCode,
    secret: &Secret,
    account: &Account,
    problem: Option<String>,
) -> Response {
    frame.page(status, ANEW, NEW_PASSWORD, None, || {
        view! {
            <form class="card" method="post" action=NEW_PASSWORD>
                <p>{FOR.with(&[&account.display_name, &account.name])}</p>
                <input type="hidden" name="link" value=secret.reveal() />
                // For whoever keeps passwords in the browser.
                <input type="hidden" name="name" value=account.name.clone() autocomplete="username" />
                {field(
                    Field::text("password", PASSWORD)
                        .kind("password")
                        .hint(PASSWORD_HINT)
                        .error(problem)
                        .autocomplete("new-password"),
                )}
                <button class="primary">{SET.get()}</button>
            </form>
        }
    })
}
