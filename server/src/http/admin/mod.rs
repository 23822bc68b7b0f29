//! The administrators' pages: each reads, or does one thing and leads back to where it was asked for.

pub(super) mod accounts;
pub(super) mod audit;
pub(super) mod form;
pub(super) mod instance;
pub(super) mod instance_changes;
pub(super) mod instance_file;
pub(super) mod instances;
pub(super) mod overview;
pub(super) mod plain;
pub(super) mod sessions;
pub(super) mod settings;
pub(super) mod tokens;

use app::{
    admin::{Nav, Notice, document},
    text::{Language, Text, speak},
};
use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use leptos::prelude::*;
use url::Url;

use super::{AppState, access, page::language, people};
use crate::auth::Caller;

/// Where they begin.
pub(super) const PATH: &str = "/admin";

/// Every page of the navigation, in its order.
pub(super) static NAV: &[Nav] = &[
    Nav { path: PATH, label: Text::new("Overview", "概要") },
    Nav { path: instances::PATH, label: instances::TITLE },
    Nav { path: settings::PATH, label: settings::TITLE },
    Nav { path: accounts::PATH, label: Text::new("Accounts", "アカウント") },
    Nav { path: sessions::PATH, label: Text::new("Sessions", "セッション") },
    Nav { path: tokens::PATH, label: Text::new("API tokens", "API トークン") },
    Nav { path: audit::PATH, label: audit::TITLE },
    Nav { path: people::OWN, label: Text::new("My account", "マイアカウント") },
    Nav { path: "/help/administrator", label: Text::new("Help", "ヘルプ") },
];

/// What of the navigation somebody may see.
pub(super) fn nav_of(caller: &Caller) -> Vec<Nav> {
    NAV.iter().filter(|entry| access::may_read(entry.path, caller)).copied().collect()
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
        let drawn = document(options, self.language, title, (&nav, here), person, notice, body);
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
