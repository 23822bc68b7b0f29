//! The buttons that save what was found as a file, and how far that is.

use leptos::prelude::*;

use super::{
    counter::{Format, grouped},
    export::{Export, Progress},
    state::{History, error_text},
};
use crate::{
    text::Text,
    ui::{El, HEIR, classed, el},
};

const EXPORT: Text = Text::new("Export", "エクスポート");
const CSV: Text = Text::new("Save as CSV", "CSV で保存");
const JSON_LINES: Text = Text::new("Save as JSON Lines", "JSON Lines で保存");
const OF: Text = Text::new("{} of {}", "{} / {} 件");
const SO_FAR: Text = Text::new("{} so far", "{} 件");
const CANCEL: Text = Text::new("Cancel", "キャンセル");
const DONE: Text = Text::new("Records in the file: {}", "{} 件をファイルに保存しました。");
const CANCELLED: Text =
    Text::new("Cancelled. Nothing was saved.", "キャンセルしました。保存されていません。");
const FAILED: Text = Text::new(
    "The export broke off; nothing was saved. {}",
    "エクスポートが中断され、保存されていません。{}",
);

/// The buttons, and how far it is.
pub(super) fn export(history: History) -> El {
    let export = Export::new();
    let save = move |act: &'static str, format: Format, text: Text| {
        el("button")
            .attr("type", "button")
            .attr("data-act", act)
            // Not `disabled`: that would take the focus from whoever has just pressed it.
            .live_attr("aria-disabled", move || export.is_running().then(|| "true".to_owned()))
            .click(move || {
                if !untrack(|| export.is_running()) {
                    export.begin(history, format);
                }
            })
            .text(text.get())
    };
    classed("section", "history-export")
        .attr("aria-label", EXPORT.get())
        .attr(HEIR, "[data-act=export-csv]")
        .child(save("export-csv", Format::Csv, CSV))
        .child(save("export-jsonl", Format::JsonLines, JSON_LINES))
        .show(move || export.is_running(), move || running(export))
        .child(el("p").attr("id", "history-export-said").attr("role", "status").live_text(move || {
            match &*export.progress.read() {
                Progress::None | Progress::Running(..) => String::new(),
                Progress::Done(records) => DONE.with(&[&grouped(*records)]),
                Progress::Cancelled => CANCELLED.get().to_owned(),
                Progress::Failed(error) => FAILED.with(&[&error_text(error)]),
            }
        }))
}

fn running(export: Export) -> El {
    let progress = move || match *export.progress.read() {
        Progress::Running(records, total) => (records, total),
        _ => (0, None),
    };
    let words = move || match progress() {
        // Records may come while it goes on.
        (records, Some(total)) => OF.with(&[&grouped(records), &grouped(total.max(records))]),
        (records, None) => SO_FAR.with(&[&grouped(records)]),
    };
    classed("div", "history-progress")
        .child(
            el("progress")
                .attr("aria-labelledby", "history-export-progress")
                .live_attr("max", move || progress().1.map(|total| total.max(1).to_string()))
                .live_attr("value", move || {
                    let (records, total) = progress();
                    total.map(|total| records.min(total).to_string())
                }),
        )
        .child(el("span").attr("id", "history-export-progress").live_text(words))
        .child(
            classed("button", "small")
                .attr("type", "button")
                .attr("data-act", "export-cancel")
                .click(move || export.cancel())
                .text(CANCEL.get()),
        )
}
