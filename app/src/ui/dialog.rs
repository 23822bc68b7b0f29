//! A modal dialog. The browser keeps the focus in it, closes it on Escape, and gives the focus back.

use leptos::prelude::*;

use super::effect;
use super::{El, classed, el, focus_soon, script::call};
use crate::text::Text;

const CLOSE: Text = Text::new("Close", "閉じる");

/// A dialog that is open while `open` says so, with its name and a button that closes it above the content. `id` is the
/// dialog's; `opener` is the `id` of the button that opens it, which gets the focus back even where it was drawn anew.
///
/// The content is made when the dialog opens, and again when a signal changes that `content` reads.
pub fn dialog(
    id: &'static str,
    open: RwSignal<bool>,
    opener: &'static str,
    title: Text,
    content: impl Fn() -> El + Send + 'static,
) -> El {
    let heading = move || {
        classed("div", "dialog-head").child(el("h2").attr("id", title_id(id)).text(title.get())).child(
            classed("button", "quiet")
                .attr("type", "button")
                .attr("aria-label", CLOSE.get())
                .click(move || open.set(false))
                .text("✕"),
        )
    };
    classed("dialog", "dialog")
        .attr("id", id)
        .attr("aria-labelledby", title_id(id))
        .on("close", move |_| {
            open.set(false);
            focus_soon(opener);
        })
        .live(move || open.get().then(|| classed("div", "dialog-box").child(heading()).child(content())))
        .built(move |dialog| {
            effect(move || {
                let is_open = dialog.has_attribute("open");
                match open.get() {
                    true if !is_open => call(&dialog, "showModal", &[]),
                    false if is_open => call(&dialog, "close", &[]),
                    _ => return,
                };
            });
        })
}

/// What a dialog asks before something that cannot be taken back: what it means, a button that closes the dialog `open` and
/// leaves all as it is, which has the focus, and the one that goes on.
pub fn question(meaning: impl IntoIterator<Item = El>, open: RwSignal<bool>, stay: Text, go_on: El) -> El {
    classed("div", "question").children(meaning).child(
        classed("div", "actions")
            .child(
                classed("button", "primary")
                    .attr("type", "button")
                    .attr("autofocus", "")
                    .click(move || open.set(false))
                    .text(stay.get()),
            )
            .child(go_on),
    )
}

fn title_id(id: &str) -> String {
    let mut title = id.to_owned();
    title.push_str("-title");
    title
}
