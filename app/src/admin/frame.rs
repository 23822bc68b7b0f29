//! The document around an administrator's page.

use leptos::prelude::*;

use crate::{
    api::SignedIn,
    text::{Language, Text, speak},
};

const PAGES: Text = Text::new("Administration", "管理");
const DESKTOP: Text = Text::new("Desktop", "デスクトップ");
const SIGN_OUT: Text = Text::new("Sign out", "サインアウト");

/// An entry of the navigation.
#[derive(Clone, Copy, Debug)]
pub struct Nav {
    /// Where it leads.
    pub path: &'static str,
    /// What it is called.
    pub label: Text,
    /// What it is for.
    pub about: Text,
}

/// What has just been done, or could not be.
#[derive(Clone, Debug)]
pub enum Notice {
    /// It is done.
    Done(String),
    /// It is not, and why.
    Refused(String),
}

/// Draws a document as text. `sheets` are its style sheets; `here` is the path of the page, which the navigation marks.
pub fn document<V: IntoView>(
    sheets: impl FnOnce() -> AnyView,
    language: Language,
    title: Text,
    (nav, here): (&[Nav], &str),
    signed_in: Option<&SignedIn>,
    notice: Option<Notice>,
    body: impl FnOnce() -> V,
) -> String {
    Owner::new().with(|| {
        speak(language);
        let entries: Vec<_> = nav
            .iter()
            .map(|entry| {
                let current = (entry.path == here).then_some("page");
                view! { <li><a href=entry.path aria-current=current>{entry.label.get()}</a></li> }
            })
            .collect();
        let nav = (!entries.is_empty()).then(|| {
            view! {
                <nav class="admin-nav" aria-label=PAGES.get()>
                    <ul>{entries}</ul>
                    <a href="/">{DESKTOP.get()}</a>
                </nav>
            }
        });
        let who = signed_in.map(|who| {
            view! {
                <form class="admin-who" method="post" action="/sign-out">
                    <span>{who.display_name.clone()}</span>
                    <button>{SIGN_OUT.get()}</button>
                </form>
            }
        });
        let notice = notice.map(|notice| match notice {
            Notice::Done(said) => view! { <p class="form-done" role="status">{said}</p> }.into_any(),
            Notice::Refused(said) => view! { <p class="form-error" role="alert">{said}</p> }.into_any(),
        });
        let drawn = view! {
            <html lang=language.as_str()>
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <meta name="color-scheme" content="light dark" />
                    <title>{format!("{} - Streamdesk", title.get())}</title>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                    {sheets()}
                </head>
                <body class="admin">
                    <header class="bar"><strong>"Streamdesk"</strong> {who}</header>
                    {nav}
                    <main>
                        <h1>{title.get()}</h1>
                        {notice}
                        {body()}
                    </main>
                </body>
            </html>
        };
        format!("<!DOCTYPE html>{}", drawn.to_html())
    })
}
