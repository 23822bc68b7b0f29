//! The origin doctor: why the Contact Control Panel does not come up, in words, for whoever sits before it.
//!
//! The diagnosis is pure and serves the command line too. The page is a part of the program of its own, loaded when it is
//! opened; what the agent's page has of it is a link.

mod content;
mod diagnosis;
mod gather;
mod list;
mod words;

use crate::{
    api::{ApiHome, PageConfig, api_home},
    side_page::{Content, SidePage, is_at},
    text::Text,
    ui::{El, el, part},
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

/// The link to the page, for the instance of this one. Without a server it would lead to a page that cannot look.
pub fn doctor_link(config: &PageConfig) -> El {
    if api_home() == ApiHome::Nowhere {
        return el("span").attr("hidden", "");
    }
    el("a")
        .attr("href", format!("{DOCTOR}?instance={}", config.instance))
        .attr("target", "_blank")
        .text(LINK.get())
}

/// Whether the address in the browser is that of this page.
pub fn is_doctor() -> bool {
    is_at(DOCTOR)
}

const PAGE: SidePage =
    SidePage { class: "doctor", title: TITLE, no_script: NO_SCRIPT, heir: "#doctor-again" };

/// The page.
pub fn doctor_page(config: &PageConfig) -> El {
    PAGE.draw(config, content())
}

// All that is in the page.
part!(doctor: content -> Content = content::content);
