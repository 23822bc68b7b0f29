//! The administrators' pages: each reads, or does one thing and leads back to where it was asked for.

pub(super) mod accounts;
pub(super) mod audit;
pub(super) mod form;
pub(super) mod instance;
pub(super) mod instance_changes;
pub(super) mod instance_file;
pub(super) mod instances;
pub(super) mod overview;
mod plain;
pub(super) mod sessions;
pub(super) mod settings;
pub(super) mod tokens;

use app::{
    admin::{Nav, Notice, document},
    text::{Language, Text, speak},
};
use axum::{
    Router,
    http::{HeaderMap, StatusCode, header},
    middleware,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use leptos::prelude::*;
use url::Url;

use super::{AppState, access, page::language, people, style};
use crate::auth::Caller;

/// Where they begin.
pub(super) const PATH: &str = "/admin";

/// All of them.
pub(super) fn pages(state: &AppState) -> Router<AppState> {
    Router::new()
        .route(PATH, get(overview::show))
        .route(instances::PATH, get(instances::show).post(instances::change))
        .route(instance::PATH, get(instance::show).post(instance::change))
        .route(instance_changes::PATH, get(instance_changes::show).post(instance_changes::undo))
        .route(instance_file::PATH, get(instance_file::show).post(instance_file::look))
        .route(instance_file::IMPORT_PATH, post(instance_file::import))
        .route(settings::PATH, get(settings::show).post(settings::act))
        .route(settings::VERSIONS, get(settings::list))
        .route(settings::VERSION, get(settings::show_version).post(settings::restore))
        .route(accounts::PATH, get(accounts::show).post(accounts::add))
        .route(accounts::ONE, get(accounts::show_one).post(accounts::change))
        .route(accounts::DISABLE, post(accounts::disable))
        .route(accounts::ENABLE, post(accounts::enable))
        .route(accounts::LINK, post(accounts::link))
        .route(sessions::PATH, get(sessions::show))
        .route(sessions::END, post(sessions::end))
        .route(tokens::PATH, get(tokens::show).post(tokens::add))
        .route(tokens::REVOKE, post(tokens::revoke))
        .route(audit::PATH, get(audit::show))
        .route_layer(middleware::from_fn_with_state(state.clone(), plain::pages_only))
}

/// Every page of the navigation, in its order.
pub(super) static NAV: &[Nav] = &[
    Nav {
        path: PATH,
        label: Text::new("Overview", "概要"),
        about: Text::new("What can be administered.", "管理できる項目の一覧です。"),
    },
    Nav {
        path: instances::PATH,
        label: instances::TITLE,
        about: Text::new(
            "Where Amazon Connect is, and the origins that may show each desktop.",
            "Amazon Connect の接続先と、デスクトップを表示できるオリジンです。",
        ),
    },
    Nav {
        path: settings::PATH,
        label: settings::TITLE,
        about: Text::new(
            "Name and colours, dispositions, attributes, keys, what each role has; and every earlier version.",
            "名称と色、処理結果、属性、キー、役割ごとの機能と、以前のすべてのバージョンです。",
        ),
    },
    Nav {
        path: accounts::PATH,
        label: Text::new("Accounts", "アカウント"),
        about: Text::new(
            "Who may come in, and what they may do.",
            "サインインできる人と、その人ができることです。",
        ),
    },
    Nav {
        path: sessions::PATH,
        label: Text::new("Sessions", "セッション"),
        about: Text::new(
            "Who is signed in now, and the way to sign somebody out.",
            "サインイン中の人の一覧です。セッションを終了することもできます。",
        ),
    },
    Nav {
        path: tokens::PATH,
        label: Text::new("API tokens", "API トークン"),
        about: Text::new(
            "By which programs come in, and for how long.",
            "プログラムが使うトークンと、その有効期限です。",
        ),
    },
    Nav {
        path: audit::PATH,
        label: audit::TITLE,
        about: Text::new(
            "Who did what, when and from where.",
            "だれが、いつ、どこから、何をしたかの記録です。",
        ),
    },
    Nav {
        path: people::OWN,
        label: Text::new("My account", "マイアカウント"),
        about: Text::new(
            "Your password, and where you are signed in.",
            "自分のパスワードと、サインイン中の場所です。",
        ),
    },
    Nav {
        path: HELP,
        label: Text::new("Help", "ヘルプ"),
        about: Text::new(
            "How a desk is set up, run and put right.",
            "デスクの準備と運用、困ったときの対処です（英語）。",
        ),
    },
];

/// The help for administrators. Open to everybody, as all of the help.
const HELP: &str = "/help/administrator";

/// What of the navigation somebody may see.
pub(super) fn nav_of(caller: &Caller) -> Vec<Nav> {
    let is_seen = |entry: &&Nav| entry.path == HELP || access::may_read(entry.path, caller);
    NAV.iter().filter(is_seen).copied().collect()
}

/// What is drawn around a page.
#[derive(Debug)]
pub(super) struct Frame {
    state: AppState,
    language: Language,
    caller: Option<Caller>,
}

impl Frame {
    /// For whoever asks, in their language.
    pub(super) fn new(state: &AppState, headers: &HeaderMap, caller: Option<Caller>) -> Self {
        Self { state: state.clone(), language: language(headers), caller }
    }

    /// Says something in the language of whoever asks.
    pub(super) fn saying<T>(&self, say: impl FnOnce() -> T) -> T {
        speak(self.language);
        say()
    }

    /// Answers that something cannot be done, with why.
    pub(super) fn refuse(&self, status: StatusCode, title: Text, why: Text) -> Response {
        self.page(status, title, "", None, || view! { <p>{why.get()}</p> })
    }

    /// Answers with a page. It may load its style and images of this server, and send its forms here.
    pub(super) fn page<V: IntoView>(
        &self,
        status: StatusCode,
        title: Text,
        here: &str,
        notice: Option<Notice>,
        body: impl FnOnce() -> V,
    ) -> Response {
        self.draw("", status, title, (here, notice), body)
    }

    /// The same, with an image that may be another server's.
    pub(super) fn page_with_image<V: IntoView>(
        &self,
        image: &str,
        status: StatusCode,
        title: Text,
        here: &str,
        body: impl FnOnce() -> V,
    ) -> Response {
        // A path is no address by itself: such an image is this server's own.
        let origin = Url::parse(image).map(|image| image.origin().ascii_serialization());
        self.draw(&origin.unwrap_or_default(), status, title, (here, None), body)
    }

    /// A text with values, in the language of the page.
    pub(super) fn say(&self, text: Text, values: &[&str]) -> String {
        speak(self.language);
        text.with(values)
    }

    fn draw<V: IntoView>(
        &self,
        images: &str,
        status: StatusCode,
        title: Text,
        (here, notice): (&str, Option<Notice>),
        body: impl FnOnce() -> V,
    ) -> Response {
        let nav = self.caller.as_ref().map(nav_of).unwrap_or_default();
        let person = self.caller.as_ref().and_then(Caller::person).map(|who| &who.signed_in);
        let options = self.state.options.clone();
        let drawn =
            document(|| style::sheets(options), self.language, title, (&nav, here), person, notice, body);
        let policy = format!(
            "default-src 'none'; style-src 'self'; img-src 'self' data: {images}; base-uri 'none'; form-action 'self'; {}",
            self.state.live.now().ancestors()
        );
        let headers = [
            (header::CONTENT_SECURITY_POLICY, policy),
            (header::CACHE_CONTROL, "no-store".to_owned()),
            (header::VARY, "accept-language, cookie".to_owned()),
        ];
        (status, headers, Html(drawn)).into_response()
    }
}
