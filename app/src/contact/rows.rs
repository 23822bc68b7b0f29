//! What the parts of the contact panel are made of: a term with its value, and lists of lines. Each reads the contact in
//! focus by itself, so that a change touches only what shows it.

use std::sync::Arc;

use connect_streams::EpochMs;
use leptos::prelude::*;

use super::ContactTimeline;
use crate::{
    desktop::DeskContact,
    text::Text,
    ui::{El, Memo, classed, el},
};

/// What stands where nothing is known.
const UNKNOWN: &str = "–";

/// The contact in focus.
pub(super) type Focus = Memo<Option<Arc<DeskContact>>>;

/// A term and its value.
pub(super) fn row(term: Text, value: El) -> El {
    el("div").child(el("dt").text(term.get())).child(el("dd").child(value))
}

/// The same row, only while there is such a thing.
pub(super) fn only_if(row: El, contact: Focus, field: fn(&ContactTimeline) -> Option<String>) -> El {
    row.flag("hidden", move || contact.read().as_ref().and_then(|one| field(&one.timeline)).is_none())
}

/// Something of the contact as text; a dash where it is not known.
pub(super) fn text_of(
    contact: Focus,
    field: fn(&ContactTimeline) -> Option<String>,
) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    move || {
        let contact = contact.read();
        contact.as_ref().and_then(|one| field(&one.timeline)).unwrap_or_else(|| UNKNOWN.to_owned())
    }
}

/// A term with something of the contact as text.
pub(super) fn text_row(
    contact: Focus,
    term: Text,
    id: &'static str,
    field: fn(&ContactTimeline) -> Option<String>,
) -> El {
    row(term, el("span").attr("id", id).attr("dir", "auto").live_text(text_of(contact, field)))
}

/// A list of lines under a heading; neither is there while there are none.
pub(super) fn lines(
    contact: Focus,
    now: Signal<EpochMs>,
    id: &'static str,
    heading: Text,
    count: fn(&ContactTimeline) -> usize,
    line: fn(&ContactTimeline, usize, EpochMs) -> String,
) -> El {
    let count = move || contact.read().as_ref().map_or(0, |one| count(&one.timeline));
    let item = move |key: &str| {
        let index = key.parse().unwrap_or_default();
        let text = move || {
            let contact = contact.read();
            contact.as_ref().map(|one| line(&one.timeline, index, now.get())).unwrap_or_default()
        };
        el("li").attr("dir", "auto").live_text(text)
    };
    classed("div", "lines")
        .attr("id", id)
        .flag("hidden", move || count() == 0)
        .child(el("h3").text(heading.get()))
        .child(el("ul").each(move || (0..count()).map(|index| index.to_string()).collect(), item))
}
