//! The origin doctor: why the Contact Control Panel does not come up, in words, for whoever sits before it.
//!
//! The diagnosis is pure and serves the command line too. The page is a part of the program of its own, loaded when it is
//! opened; what the agent's page has of it is a link.

mod content;
mod diagnosis;
mod gather;
mod list;
mod words;

use leptos::prelude::*;

use crate::{
    api::PageConfig,
    settings::{brand, keep_looks, provide_preferences, use_preferences},
    text::Text,
    ui::{El, HEIR, Maker, classed, el, loaded, part},
};

pub use diagnosis::{Cause, Evidence, Finding, Frame, Policy, SignIn, diagnose};

/// The path of the page.
pub const DOCTOR: &str = "/doctor";

const TITLE: Text = Text::new("Why does the panel not come up?", "パネルが表示されない原因を調べる");
const NO_SCRIPT: Text = Text::new(
    "Looking for the cause needs JavaScript. On the server, `streamdesk doctor` looks for it too.",
    "原因の調査には JavaScript が必要です。サーバーでは `streamdesk doctor` でも調べられます。",
);
const LINK: Text = Text::new("Find the cause", "原因を調べる");

/// The link to the page, for the instance of this one.
pub fn doctor_link(config: &PageConfig) -> El {
    el("a")
        .attr("href", format!("{DOCTOR}?instance={}", config.instance))
        .attr("target", "_blank")
        .text(LINK.get())
}

/// Whether the address in the browser is that of this page.
pub fn is_doctor() -> bool {
    let path = window().location().pathname().unwrap_or_default();
    path.trim_end_matches('/') == DOCTOR
}

/// The page. What is in it comes later; until then, and on the server, there is what it is called.
pub fn doctor_page(config: &PageConfig) -> El {
    provide_preferences(config);
    keep_looks(&config.desk);
    let preferences = use_preferences();
    let (of_bar, config) = (config.desk.clone(), config.clone());
    let content = loaded(async move {
        let content = content().await.ok()?;
        Some(Box::new(move || content(&config)) as Maker)
    });
    classed("div", "page")
        .live(preferences.drawn_anew(move || classed("header", "bar").child(brand(&of_bar))))
        .child(
            classed("main", "doctor")
                .attr(HEIR, "#doctor-again")
                .live(preferences.drawn_anew(|| el("h2").text(TITLE.get())))
                .child(el("noscript").child(el("p").text(NO_SCRIPT.get())))
                .child(content),
        )
}

type Content = fn(&PageConfig) -> El;

// All that is in the page.
part!(doctor: content -> Content = content::content);
