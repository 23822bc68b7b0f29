//! The history page: what is in the store of records, for whoever looks for a contact or back on a day. A page of its own,
//! in a tab of its own: a call may be going on in the desktop's, which it never takes away. It starts no CCP.
//!
//! Its code is a part of the program of its own. Here is only what leads there and what waits for it; everything else is
//! reached through `content` alone, so that the agent's page does not grow with it.

mod address;
mod calendar;
mod content;
mod counter;
mod day_view;
mod export;
mod export_view;
mod filters;
mod filters_view;
mod list_view;
mod record_times;
mod record_view;
mod shift;
mod state;
mod timeline;
mod timeline_view;
mod totals_view;

use leptos::prelude::*;

use crate::{
    api::{ApiHome, PageConfig, api_home},
    desktop::use_desktop,
    settings::{brand, keep_looks, provide_preferences, use_preferences},
    text::Text,
    ui::{El, HEIR, Maker, classed, el, loaded, part},
};

/// The path of the page.
pub const HISTORY: &str = "/history";

/// The name of its tab. Whoever follows the link again comes back to it.
const TAB: &str = "streamdesk-history";

const LINK: Text = Text::new("History", "履歴");
const IN_ITS_TAB: Text = Text::new("Opens in a tab of its own", "別のタブで開きます");
const NO_SCRIPT: Text = Text::new("The history needs JavaScript.", "履歴の表示には JavaScript が必要です。");

/// The link in the desktop's header to the agent's own history.
pub fn history_link() -> El {
    if api_home() == ApiHome::Nowhere {
        // It would lead to a page that has nothing to show; today's panel says why.
        return el("span").attr("hidden", "");
    }
    let desktop = use_desktop();
    let address = move || {
        let login = desktop.agent.read().as_ref().map(|agent| agent.login.clone());
        let agent = login.as_deref().map(|login| ("agent", login));
        HISTORY.to_owned() + &address::query(agent)
    };
    classed("a", "history-link")
        .live_attr("href", move || Some(address()))
        .attr("target", TAB)
        .attr("title", IN_ITS_TAB.get())
        .text(LINK.get())
        // A desktop that was opened in the history's tab would be what the link leads away from.
        .built(|_| {
            let window = window();
            if window.name().is_ok_and(|name| name == TAB) {
                let _ = window.set_name("");
            }
        })
}

/// Whether the address in the browser is that of this page.
pub fn is_history() -> bool {
    let path = window().location().pathname().unwrap_or_default();
    path.trim_end_matches('/') == HISTORY
}

/// The page. What is in it comes later; until then, and on the server, there is what it is called.
pub fn history_page(config: &PageConfig) -> El {
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
            classed("main", "history")
                .attr(HEIR, "#history-period")
                .live(preferences.drawn_anew(|| el("h2").text(LINK.get())))
                .child(el("noscript").child(el("p").text(NO_SCRIPT.get())))
                .child(content),
        )
}

type Content = fn(&PageConfig) -> El;

// All that is in the page.
part!(history: content -> Content = content::content);
