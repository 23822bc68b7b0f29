//! All that is in the page, from top to bottom.

use std::time::Duration;

use leptos::prelude::*;

use super::{
    day_view, export_view, filters_view, list_view, record_view,
    state::{self, History},
    totals_view,
};
use crate::{
    api::{ApiHome, Feature, PageConfig, api_home},
    settings::{desk_name, use_preferences},
    text::Text,
    ui::{El, classed, effect, el},
};

const TITLE: Text = Text::new("History – {}", "履歴 – {}");
const OF_AGENT: Text = Text::new("The contacts of {}", "{} のコンタクト");
const OF_ALL: Text = Text::new("The contacts of everybody", "全員のコンタクト");

const NO_SERVER: Text = Text::new(
    "This desktop has no server, so there is no history: records stay in the browser in which they were made. Save them there as a file, from Today.",
    "このデスクトップにはサーバーがないため、履歴はありません。記録は作成したブラウザーに残ります。「本日」のパネルからファイルに保存してください。",
);

/// All of it, with what it knows; without a server, why there is none.
pub(super) fn content(config: &PageConfig) -> El {
    if api_home() == ApiHome::Nowhere {
        return classed("p", "history-none").attr("role", "status").text(NO_SERVER.get());
    }
    let desk = &config.desk;
    let exports = config.has(Feature::Export);
    let history = state::begin(desk);
    let preferences = use_preferences();
    let name = desk_name(desk).to_owned();
    effect(move || {
        preferences.track_drawn();
        document().set_title(&TITLE.with(&[&name]));
    });
    effect(move || {
        // In another time zone, today is another day.
        preferences.track_drawn();
        history.ask(Duration::ZERO);
    });
    classed("div", "history-content").live(preferences.drawn_anew(move || parts(history, exports)))
}

fn parts(history: History, exports: bool) -> El {
    let agent = history.filters.with_untracked(|filters| filters.agent.clone());
    let whose = if agent.is_empty() { OF_ALL.get().to_owned() } else { OF_AGENT.with(&[&agent]) };
    el("div")
        .child(classed("p", "history-whose").attr("dir", "auto").text(whose))
        .child(filters_view::filters(history))
        .child(totals_view::totals(history))
        .children(exports.then(|| export_view::export(history)))
        .child(day_view::day(history))
        .child(
            classed("div", "history-records")
                .flag("data-open", move || history.opened.read().is_some())
                .child(list_view::list(history))
                .child(record_view::record(history)),
        )
        .child(
            classed("p", "visually-hidden")
                .attr("role", "status")
                .attr("id", "history-said")
                .live_text(move || history.said.get()),
        )
}
