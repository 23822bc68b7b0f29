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
    side_page::{Content, SidePage, is_at},
    text::Text,
    ui::{El, classed, el, part},
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
    is_at(HISTORY)
}

const PAGE: SidePage =
    SidePage { class: "history", title: LINK, no_script: NO_SCRIPT, heir: "#history-period" };

/// The page.
pub fn history_page(config: &PageConfig) -> El {
    PAGE.draw(config, content())
}

// All that is in the page.
part!(history: content -> Content = content::content);
