//! What the records come to that were found.

use super::{
    counter::grouped,
    state::{History, error_text},
};
use crate::{
    api::ContactTotals,
    text::Text,
    ui::{El, classed, duration_text, el},
};
use leptos::prelude::*;

const TOTALS: Text = Text::new("Totals", "合計");
const CONTACTS: Text = Text::new("Contacts", "コンタクト");
const HANDLED: Text = Text::new("Handled", "対応済み");
const MISSED: Text = Text::new("Missed", "応答なし");
const REJECTED: Text = Text::new("Rejected", "拒否");
const FAILED: Text = Text::new("Not connected", "接続できず");
const TALK: Text = Text::new("Talk time", "通話時間");
const AVERAGE: Text = Text::new("Average talk time", "平均通話時間");
const HOLD: Text = Text::new("On hold", "保留時間");
const WRAP_UP: Text = Text::new("Wrap-up", "後処理時間");
const FOUND: Text = Text::new("Contacts found: {}", "{} 件のコンタクト");
const REFRESH: Text = Text::new("Refresh", "更新");

/// The sums, and what went wrong if something did.
pub(super) fn totals(history: History) -> El {
    let sum = move |id: &'static str, term: Text, of: fn(&ContactTotals) -> String| {
        let value = move || history.totals.read().as_ref().map_or_else(|| "–".to_owned(), of);
        el("div").child(el("dt").text(term.get())).child(el("dd").attr("id", id).live_text(value))
    };
    let found = move || {
        let error = history.list.read().error.as_ref().map(error_text);
        let count = || history.totals.read().map(|totals| FOUND.with(&[&grouped(totals.count)]));
        error.or_else(count).unwrap_or_default()
    };
    let is_error = move || history.list.read().error.is_some();
    classed("section", "history-totals")
        .attr("aria-label", TOTALS.get())
        .live_attr("aria-busy", move || history.list.read().is_busy.then(|| "true".to_owned()))
        .child(
            el("p")
                .attr("id", "history-found")
                .attr("role", "status")
                .live_attr("class", move || Some(if is_error() { "error" } else { "" }.to_owned()))
                .live_text(found),
        )
        .child(
            classed("button", "small")
                .attr("type", "button")
                .attr("id", "history-refresh")
                .click(move || history.refresh())
                .text(REFRESH.get()),
        )
        .child(el("dl").children([
            sum("total-count", CONTACTS, |one| grouped(one.count)),
            sum("total-handled", HANDLED, |one| grouped(one.handled)),
            sum("total-missed", MISSED, |one| grouped(one.missed)),
            sum("total-rejected", REJECTED, |one| grouped(one.rejected)),
            sum("total-failed", FAILED, |one| grouped(one.failed)),
            sum("total-talk", TALK, |one| duration_text(one.talk_ms)),
            sum("total-average", AVERAGE, |one| average(one).map_or_else(|| "–".to_owned(), duration_text)),
            sum("total-hold", HOLD, |one| duration_text(one.hold_ms)),
            sum("total-wrap-up", WRAP_UP, |one| duration_text(one.wrap_up_ms)),
        ]))
}

/// How long a contact that took place was talked in, on average. None where none took place.
fn average(totals: &ContactTotals) -> Option<i64> {
    (totals.handled > 0).then(|| totals.talk_ms / totals.handled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_contacts_that_took_place_have_an_average() {
        let totals = ContactTotals { count: 5, handled: 2, talk_ms: 90_000, ..ContactTotals::default() };
        assert_eq!(average(&totals), Some(45_000));
        assert_eq!(average(&ContactTotals { missed: 3, ..ContactTotals::default() }), None);
    }
}
