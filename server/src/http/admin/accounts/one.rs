//! One account: who it is, and what lets them in and shuts them out.

use app::{admin::Notice, text::Text};
use axum::{
    extract::{FromRequestParts, RawQuery},
    http::{HeaderMap, StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    PATH, TITLE,
    form::{Draft, fields},
    list::accounts_table,
};
use crate::{
    audit::now,
    auth::{AccountName, Caller, Links},
    http::{
        ApiError, AppState, access,
        admin::Frame,
        circumstances::Doer,
        people::{Filled, Id, absolute, accounts, moment},
    },
    store::{Account, Change},
};

const DISABLED_SINCE: Text = Text::new("Disabled since", "無効化の日時");
const SAVE: Text = Text::new("Save", "保存");
const ACCESS: Text = Text::new("Access", "アクセス");
const MAKE_LINK: Text = Text::new("Make a link for a new password", "パスワード設定用リンクを作成");
const LINK_TEXT: Text = Text::new(
    "A link for a new password is good once, for 24 hours. The present password holds until it is used.",
    "リンクは 1 回だけ、24 時間以内に使えます。使用されるまで現在のパスワードは有効です。",
);
const LINK_MADE: Text = Text::new(
    "Send this link to them in a way that nobody else reads. It is shown this once, and is good once, for 24 hours.",
    "ほかの人に見られない方法で、このリンクを本人に送ってください。表示されるのは今回だけで、24 時間以内に 1 回だけ使えます。",
);
const THE_LINK: Text = Text::new("Link", "リンク");
const DISABLE_IT: Text = Text::new("Disable the account", "アカウントを無効にする");
const DISABLE_TEXT: Text = Text::new(
    "Whoever has a disabled account is signed out at once and cannot sign in. Their records stay.",
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
const SAVED: Text = Text::new("Saved.", "保存しました。");
const IS_DISABLED: Text = Text::new(
    "The account is disabled, and all of its sessions are over.",
    "アカウントを無効にし、セッションをすべて終了しました。",
);
const IS_ENABLED: Text = Text::new("The account is enabled.", "アカウントを有効にしました。");

/// One, with the form to change it.
pub(in crate::http) async fn show_one(page: Page, RawQuery(query): RawQuery) -> Response {
    let done = match query.as_deref() {
        Some("done=added") => Some(ADDED),
        Some("done=saved") => Some(SAVED),
        Some("done=disabled") => Some(IS_DISABLED),
        Some("done=enabled") => Some(IS_ENABLED),
        _ => None,
    };
    let notice = done.map(|said| Notice::Done(page.frame.saying(|| said.get().to_owned())));
    page.draw(StatusCode::OK, notice, &page.as_it_is(), None)
}

/// Changes one.
pub(in crate::http) async fn change(page: Page, form: Filled) -> Result<Response, ApiError> {
    let draft = Draft::of(&form);
    let profile = AccountName::parse(&page.account.name).and_then(|name| draft.profile(&name));
    match profile {
        Err(error) => Ok(page.draw(StatusCode::UNPROCESSABLE_ENTITY, None, &draft.with(error), None)),
        Ok(profile) => {
            accounts::is_ours_to_say(&page.state, &page.account, &profile)?;
            page.alter(Change::Profile(profile), &draft, "saved").await
        }
    }
}

/// Shuts somebody out.
pub(in crate::http) async fn disable(page: Page) -> Result<Response, ApiError> {
    page.alter(Change::Disable(now()), &page.as_it_is(), "disabled").await
}

/// Lets somebody in again.
pub(in crate::http) async fn enable(page: Page) -> Result<Response, ApiError> {
    page.alter(Change::Enable, &page.as_it_is(), "enabled").await
}

/// Makes a link for a new password. The answer is the one place where it is ever shown, so it leads nowhere.
pub(in crate::http) async fn link(page: Page, headers: HeaderMap) -> Result<Response, ApiError> {
    accounts::has_no_provider(&page.state)?;
    let path = Links::new(page.state.store.clone()).for_password(&page.account, page.doer.actor()).await?;
    let link = absolute(&page.state, &headers, &path);
    Ok(page.draw(StatusCode::OK, None, &page.as_it_is(), Some(link)))
}

/// The account that is asked for, who asks, and what is drawn around it.
pub(in crate::http) struct Page {
    state: AppState,
    doer: Doer,
    account: Account,
    frame: Frame,
    may_change: bool,
    /// The provider that says who people are, where one does.
    by_provider: Option<String>,
}

impl FromRequestParts<AppState> for Page {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let (caller, doer, Id(id)) = asked(parts, state).await.map_err(ApiError::into_response)?;
        let account =
            state.store.account(&id).await.map_err(|error| ApiError::from(error).into_response())?;
        let may_change = access::may_post(PATH, &caller);
        let frame = Frame::new(state, &parts.headers, Some(caller));
        let Some(account) = account else {
            return Err(frame.refuse(StatusCode::NOT_FOUND, UNKNOWN, UNKNOWN_TEXT));
        };
        let by_provider = state.gate.provider().map(|provider| provider.host().to_owned());
        Ok(Self { state: state.clone(), doer, account, frame, may_change, by_provider })
    }
}

/// Who asks, and for which account.
async fn asked(parts: &mut Parts, state: &AppState) -> Result<(Caller, Doer, Id), ApiError> {
    let caller = <Caller as FromRequestParts<AppState>>::from_request_parts(parts, state).await?;
    let doer = Doer::from_request_parts(parts, state).await?;
    Ok((caller, doer, Id::from_request_parts(parts, state).await?))
}

impl Page {
    /// The form, filled in with what holds.
    fn as_it_is(&self) -> Draft {
        Draft::of_account(&self.account)
    }

    /// Leads back to the account, or says what stood in the way.
    async fn alter(&self, change: Change, draft: &Draft, done: &str) -> Result<Response, ApiError> {
        match accounts::change(&self.state, &self.doer, &self.account, &change).await {
            Ok(account) => Ok(Redirect::to(&format!("{PATH}/{}?done={done}", account.id)).into_response()),
            Err(ApiError::LastAdministrator) => {
                let notice = Notice::Refused(self.frame.saying(|| LAST.get().to_owned()));
                Ok(self.draw(StatusCode::CONFLICT, Some(notice), draft, None))
            }
            Err(error) => Err(error),
        }
    }

    fn draw(
        &self,
        status: StatusCode,
        notice: Option<Notice>,
        draft: &Draft,
        link: Option<String>,
    ) -> Response {
        let account = &self.account;
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
