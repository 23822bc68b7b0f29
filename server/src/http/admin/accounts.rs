//! `/admin/accounts`: who may come in, and what they may do.

use app::{
    admin::{Field, Notice, choice, field, table},
    api::Role,
    text::Text,
};
use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;

use super::Frame;
use crate::{
    audit::now,
    auth::{AccountName, Caller, Links, Profile, ProfileError},
    http::{
        ApiError, AppState, access,
        circumstances::Doer,
        people::{Filled, Id, absolute, accounts, moment, role_label},
    },
    store::{Account, Change},
};

/// Where they are listed and made.
pub(in crate::http) const PATH: &str = "/admin/accounts";
/// One.
pub(in crate::http) const ONE: &str = "/admin/accounts/{id}";
/// Where somebody is shut out.
pub(in crate::http) const DISABLE: &str = "/admin/accounts/{id}/disable";
/// Where somebody is let in again.
pub(in crate::http) const ENABLE: &str = "/admin/accounts/{id}/enable";
/// Where a link for a new password is made.
pub(in crate::http) const LINK: &str = "/admin/accounts/{id}/link";

const TITLE: Text = Text::new("Accounts", "アカウント");
const NONE: Text = Text::new("There is none yet.", "まだありません。");
const NAME: Text = Text::new("Sign-in name", "サインイン名");
const NAME_HINT: Text = Text::new(
    "Letters, digits and . - _ @ + It cannot be changed later.",
    "文字、数字、および . - _ @ + が使えます。あとから変更できません。",
);
const NAME_WRONG: Text = Text::new(
    "A name has 1 to 64 letters, digits, dots, hyphens, underscores, @ or +.",
    "サインイン名は 1～64 文字で、文字、数字、. - _ @ + だけが使えます。",
);
const NAME_TAKEN: Text = Text::new(
    "There is an account of that name already. Choose another.",
    "この名前のアカウントはすでにあります。別の名前にしてください。",
);
const DISPLAY_NAME: Text = Text::new("Name", "氏名");
const DISPLAY_NAME_WRONG: Text =
    Text::new("A name is one line of 1 to 80 characters.", "氏名は 1 行、1～80 文字で入力してください。");
const AGENT: Text = Text::new("User name in Amazon Connect", "Amazon Connect のユーザー名");
const AGENT_HINT: Text = Text::new(
    "Whose records are theirs. Empty: the same as the sign-in name.",
    "この人の記録となるユーザー名です。空欄の場合はサインイン名と同じになります。",
);
const AGENT_WRONG: Text =
    Text::new("That is too long, or more than one line.", "長すぎるか、改行が含まれています。");
const TEAM: Text = Text::new("Team", "チーム");
const TEAM_HINT: Text = Text::new(
    "A supervisor sees the records of the same team; with * those of all.",
    "スーパーバイザーには同じチームの記録が表示されます。* を指定すると全員の記録が表示されます。",
);
const TEAM_WRONG: Text = Text::new(
    "A team is one line of at most 80 characters.",
    "チームは 1 行、80 文字以下で入力してください。",
);
const ROLE: Text = Text::new("Role", "ロール");
const STATE: Text = Text::new("State", "状態");
const ACTIVE: Text = Text::new("active", "有効");
const DISABLED: Text = Text::new("disabled", "無効");
const DISABLED_SINCE: Text = Text::new("Disabled since", "無効化の日時");
const NO_PASSWORD: Text = Text::new("no password yet", "パスワード未設定");
const ADD: Text = Text::new("Add an account", "アカウントを追加");
const ADD_TEXT: Text = Text::new(
    "Afterwards you make a link with which they set a password of their own.",
    "追加したあと、本人がパスワードを設定するためのリンクを作成します。",
);
const SAVE: Text = Text::new("Save", "保存");
const ACCESS: Text = Text::new("Access", "アクセス");
const MAKE_LINK: Text = Text::new("Make a link for a new password", "パスワード設定用リンクを作成");
const LINK_TEXT: Text = Text::new(
    "It is good once, for 24 hours. The password that holds now holds until it is used.",
    "リンクは 1 回だけ、24 時間以内に使えます。使用されるまで現在のパスワードは有効です。",
);
const LINK_MADE: Text = Text::new(
    "Send this link to them in a way that nobody else reads. It is shown this once, and is good once, for 24 hours.",
    "ほかの人に見られない方法で、このリンクを本人に送ってください。表示されるのは今回だけで、24 時間以内に 1 回だけ使えます。",
);
const THE_LINK: Text = Text::new("Link", "リンク");
const DISABLE_IT: Text = Text::new("Disable the account", "アカウントを無効にする");
const DISABLE_TEXT: Text = Text::new(
    "They are signed out at once and cannot sign in. Their records stay.",
    "すぐにサインアウトされ、サインインできなくなります。記録は残ります。",
);
const ENABLE_IT: Text = Text::new("Enable the account", "アカウントを有効にする");
const LAST: Text = Text::new(
    "This is the last account that may administer. Make another administrator first.",
    "管理者が 1 人もいなくなるため、変更できません。先に別の管理者を追加してください。",
);
const UNKNOWN: Text = Text::new("There is no such account", "アカウントが見つかりません");
const UNKNOWN_TEXT: Text =
    Text::new("Choose one in the list of accounts.", "アカウントの一覧から選択してください。");
const ADDED: Text = Text::new(
    "The account is there. Now make a link with which they set a password.",
    "アカウントを追加しました。続けて、パスワード設定用のリンクを作成してください。",
);
const OF_PROVIDER: Text = Text::new(
    "{} says who this is and what they may do, and says it anew each time they sign in. What should be otherwise is changed \
     there. Whether they may come in at all is decided here too.",
    "氏名・ロールなどは {} の情報で、サインインのたびに更新されます。変更はそちらで行ってください。サインインを許可するかどうかは、ここでも\
     決められます。",
);
const BY_PROVIDER: Text = Text::new(
    "People come in by {}: an account is here once somebody has signed in.",
    "サインインは {} で行います。アカウントは、本人が初めてサインインしたときに作成されます。",
);
const SAVED: Text = Text::new("Saved.", "保存しました。");
const IS_DISABLED: Text = Text::new(
    "The account is disabled, and all of its sessions are over.",
    "アカウントを無効にし、セッションをすべて終了しました。",
);
const IS_ENABLED: Text = Text::new("The account is enabled.", "アカウントを有効にしました。");

/// What stands in a form, and what is wrong with it.
#[derive(Clone, Debug, Default)]
struct Draft {
    name: String,
    display_name: String,
    agent: String,
    team: String,
    role: String,
    problem: Option<(ProfileError, Text)>,
}

impl Draft {
    fn of(form: &Filled) -> Self {
        let text = |name| form.text(name).to_owned();
        Self {
            name: text("name"),
            display_name: text("display_name"),
            agent: text("agent"),
            team: text("team"),
            role: text("role"),
            problem: None,
        }
    }

    fn of_account(account: &Account) -> Self {
        Self {
            name: account.name.clone(),
            display_name: account.display_name.clone(),
            agent: account.agent.clone(),
            team: account.team.clone(),
            role: account.role.as_str().to_owned(),
            problem: None,
        }
    }

    fn profile(&self, name: &AccountName) -> Result<Profile, ProfileError> {
        Profile::new(name, &self.display_name, &self.agent, &self.team, &self.role)
    }

    fn with(self, error: ProfileError) -> Self {
        let said = match error {
            ProfileError::Name => NAME_WRONG,
            ProfileError::DisplayName => DISPLAY_NAME_WRONG,
            ProfileError::Agent => AGENT_WRONG,
            // The list of roles is in the page: whoever sends another did not use it.
            ProfileError::Team | ProfileError::Role => TEAM_WRONG,
        };
        Self { problem: Some((error, said)), ..self }
    }

    fn problem_of(&self, field: ProfileError) -> Option<String> {
        self.problem.filter(|(error, _)| *error == field).map(|(_, said)| said.get().to_owned())
    }
}

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
            Err(ApiError::NameTaken) => Draft { problem: Some((ProfileError::Name, NAME_TAKEN)), ..draft },
            Err(error) => return Err(error),
        },
        Err(error) => draft.with(error),
    };
    list(&state, caller, &headers, StatusCode::UNPROCESSABLE_ENTITY, wrong).await
}

/// One, with the form to change it.
pub(in crate::http) async fn show_one(
    State(state): State<AppState>,
    RawQuery(query): RawQuery,
    caller: Caller,
    headers: HeaderMap,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let page = Page::of(&state, caller, &headers);
    let Some(account) = state.store.account(&id).await? else { return Ok(page.unknown()) };
    let done = match query.as_deref() {
        Some("done=added") => Some(ADDED),
        Some("done=saved") => Some(SAVED),
        Some("done=disabled") => Some(IS_DISABLED),
        Some("done=enabled") => Some(IS_ENABLED),
        _ => None,
    };
    let notice = done.map(|said| Notice::Done(page.frame.saying(|| said.get().to_owned())));
    let draft = Draft::of_account(&account);
    Ok(page.one(StatusCode::OK, notice, &account, &draft, None))
}

/// Changes one.
pub(in crate::http) async fn change(
    State(state): State<AppState>,
    caller: Caller,
    doer: Doer,
    headers: HeaderMap,
    Id(id): Id,
    form: Filled,
) -> Result<Response, ApiError> {
    let page = Page::of(&state, caller, &headers);
    let Some(account) = state.store.account(&id).await? else { return Ok(page.unknown()) };
    let draft = Draft { name: account.name.clone(), ..Draft::of(&form) };
    let profile = AccountName::parse(&account.name).and_then(|name| draft.profile(&name));
    match profile {
        Err(error) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page.one(status, None, &account, &draft.with(error), None))
        }
        Ok(profile) => {
            accounts::is_ours_to_say(&state, &account, &profile)?;
            let changed = accounts::change(&state, &doer, &account, &Change::Profile(profile)).await;
            page.came_of(changed, &account, &draft, "saved")
        }
    }
}

/// Shuts somebody out.
pub(in crate::http) async fn disable(
    State(state): State<AppState>,
    caller: Caller,
    doer: Doer,
    headers: HeaderMap,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let page = Page::of(&state, caller, &headers);
    let Some(account) = state.store.account(&id).await? else { return Ok(page.unknown()) };
    let changed = accounts::change(&state, &doer, &account, &Change::Disable(now())).await;
    page.came_of(changed, &account, &Draft::of_account(&account), "disabled")
}

/// Lets somebody in again.
pub(in crate::http) async fn enable(
    State(state): State<AppState>,
    caller: Caller,
    doer: Doer,
    headers: HeaderMap,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let page = Page::of(&state, caller, &headers);
    let Some(account) = state.store.account(&id).await? else { return Ok(page.unknown()) };
    let changed = accounts::change(&state, &doer, &account, &Change::Enable).await;
    page.came_of(changed, &account, &Draft::of_account(&account), "enabled")
}

/// Makes a link for a new password. The answer is the one place where it is ever shown, so it leads nowhere.
pub(in crate::http) async fn link(
    State(state): State<AppState>,
    caller: Caller,
    doer: Doer,
    headers: HeaderMap,
    Id(id): Id,
) -> Result<Response, ApiError> {
    let page = Page::of(&state, caller, &headers);
    let Some(account) = state.store.account(&id).await? else { return Ok(page.unknown()) };
    accounts::has_no_provider(&state)?;
    let path = Links::new(state.store.clone()).for_password(&account, doer.actor()).await?;
    let link = absolute(&state, &headers, &path);
    Ok(page.one(StatusCode::OK, None, &account, &Draft::of_account(&account), Some(link)))
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
                    {field(
                        Field::text("name", NAME)
                            .value(draft.name.clone())
                            .hint(NAME_HINT)
                            .error(draft.problem_of(ProfileError::Name)),
                    )}
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

fn accounts_table(accounts: &[Account]) -> impl IntoView {
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

fn fields(draft: &Draft) -> impl IntoView {
    let roles = Role::ALL.map(|role| (role.as_str().to_owned(), role_label(role).to_owned()));
    view! {
        {field(
            Field::text("display_name", DISPLAY_NAME)
                .value(draft.display_name.clone())
                .error(draft.problem_of(ProfileError::DisplayName)),
        )}
        {field(
            Field::text("agent", AGENT)
                .value(draft.agent.clone())
                .hint(AGENT_HINT)
                .error(draft.problem_of(ProfileError::Agent))
                .optional(),
        )}
        {field(
            Field::text("team", TEAM)
                .value(draft.team.clone())
                .hint(TEAM_HINT)
                .error(draft.problem_of(ProfileError::Team))
                .optional(),
        )}
        {choice("role", ROLE, roles, &draft.role)}
    }
}

/// What is drawn around one account.
struct Page {
    frame: Frame,
    may_change: bool,
    /// The provider that says who people are, where one does.
    by_provider: Option<String>,
}

impl Page {
    fn of(state: &AppState, caller: Caller, headers: &HeaderMap) -> Self {
        let may_change = access::may_post(PATH, &caller);
        let by_provider = state.gate.provider().map(|provider| provider.host().to_owned());
        Self { frame: Frame::new(state, headers, Some(caller)), may_change, by_provider }
    }

    fn unknown(&self) -> Response {
        self.frame.refuse(StatusCode::NOT_FOUND, UNKNOWN, UNKNOWN_TEXT)
    }

    /// Leads back to the account, or says what stood in the way.
    fn came_of(
        &self,
        changed: Result<Account, ApiError>,
        account: &Account,
        draft: &Draft,
        done: &str,
    ) -> Result<Response, ApiError> {
        match changed {
            Ok(account) => Ok(Redirect::to(&format!("{PATH}/{}?done={done}", account.id)).into_response()),
            Err(ApiError::LastAdministrator) => {
                let notice = Notice::Refused(self.frame.saying(|| LAST.get().to_owned()));
                Ok(self.one(StatusCode::CONFLICT, Some(notice), account, draft, None))
            }
            Err(error) => Err(error),
        }
    }

    fn one(
        &self,
        status: StatusCode,
        notice: Option<Notice>,
        account: &Account,
        draft: &Draft,
        link: Option<String>,
    ) -> Response {
        self.frame.page(status, TITLE, PATH, notice, || {
            let action = format!("{PATH}/{}", account.id);
            let link = link.map(given);
            let (form, access) = if let Some(host) = &self.by_provider {
                let told = view! {
                    <section class="card">
                        <h2>{account.name.clone()}</h2>
                        <p>{OF_PROVIDER.with(&[host])}</p>
                        {accounts_table(std::slice::from_ref(account))}
                    </section>
                };
                let access = self.may_change.then(|| access(account, &action, false));
                (told.into_any(), access.into_any())
            } else if self.may_change {
                let form = view! {
                    <form class="card" method="post" action=action.clone()>
                        <h2>{account.name.clone()}</h2>
                        {fields(draft)}
                        <button class="primary">{SAVE.get()}</button>
                    </form>
                };
                (form.into_any(), access(account, &action, true).into_any())
            } else {
                (accounts_table(std::slice::from_ref(account)).into_any(), ().into_any())
            };
            view! {
                {link}
                {form}
                {access}
            }
        })
    }
}

/// A link that was made just now.
fn given(link: String) -> impl IntoView {
    view! {
        <section class="card" role="status">
            <p>{LINK_MADE.get()}</p>
            <div class="field">
                <label for="link">{THE_LINK.get()}</label>
                <input id="link" class="given" readonly value=link autocomplete="off" />
            </div>
        </section>
    }
}

/// What lets somebody in and shuts them out; a link for a password where they have one of their own.
fn access(account: &Account, action: &str, has_link: bool) -> impl IntoView + use<> {
    let shut = match account.disabled_at {
        None => view! {
            <form method="post" action=format!("{action}/disable")>
                <p>{DISABLE_TEXT.get()}</p>
                <button>{DISABLE_IT.get()}</button>
            </form>
        }
        .into_any(),
        Some(since) => view! {
            <form method="post" action=format!("{action}/enable")>
                <p>{DISABLED_SINCE.get()} " " {moment(since)}</p>
                <button>{ENABLE_IT.get()}</button>
            </form>
        }
        .into_any(),
    };
    let link = (has_link && account.disabled_at.is_none()).then(|| {
        view! {
            <form method="post" action=format!("{action}/link")>
                <p>{LINK_TEXT.get()}</p>
                <button>{MAKE_LINK.get()}</button>
            </form>
        }
    });
    view! {
        <section class="card">
            <h2>{ACCESS.get()}</h2>
            {link}
            {shut}
        </section>
    }
}
