//! The records that were found, newest first: a table through whose rows the keyboard moves.

use std::{sync::Arc, time::Duration};

use connect_streams::EpochMs;
use js_sys::{Array, Function, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, KeyboardEvent};

use super::{
    filters_view::disposition_text,
    state::{History, error_text, key, row_key},
};
use crate::{
    api::ContactRecord,
    contact::{channel_text, direction_text},
    records::outcome_text,
    text::Text,
    ui::{
        El, HEIR, classed, clock_text, copy_text, day_text, duration_text, effect, el, focus_soon,
        script::{call, property},
    },
};

const LIST: Text = Text::new("Contacts, newest first", "コンタクト（新しい順）");
const KEYS: Text = Text::new(
    "Arrow keys, Page Up and Down, Home and End move through the rows. Enter opens a contact, C copies its ID.",
    "矢印キー、Page Up / Page Down、Home、End で行を移動します。Enter で開き、C で ID をコピーします。",
);
const START: Text = Text::new("Start", "開始");
const AGENT: Text = Text::new("Agent", "エージェント");
const CUSTOMER: Text = Text::new("Customer", "お客様");
const QUEUE: Text = Text::new("Queue", "キュー");
const CHANNEL: Text = Text::new("Channel", "チャネル");
const OUTCOME: Text = Text::new("Outcome", "結果");
const TALK: Text = Text::new("Talk time", "通話時間");
const HOLD: Text = Text::new("On hold", "保留時間");
const WRAP_UP: Text = Text::new("Wrap-up", "後処理時間");
const DISPOSITION: Text = Text::new("Disposition", "対応結果");
const CONTACT_ID: Text = Text::new("Contact ID", "コンタクト ID");
const COPY: Text = Text::new("Copy", "コピー");
const COPY_ID: Text = Text::new("Copy contact ID", "コンタクト ID をコピー");
const SAID: Text = Text::new("Contact ID: {}", "コンタクト ID: {}");
const LOADING: Text = Text::new("Loading…", "読み込み中…");
const NOTHING: Text =
    Text::new("No contact matches these filters.", "条件に一致するコンタクトはありません。");
const NOTHING_TODAY: Text =
    Text::new("There are no contacts in this period.", "この期間のコンタクトはありません。");
const MORE: Text = Text::new("Load more", "さらに読み込む");
const AGAIN: Text = Text::new("Try again", "もう一度試す");
const UNKNOWN: &str = "–";

/// So many rows further with Page Up and Page Down.
const LEAP: usize = 10;
/// For so long it is said what was copied.
const SAY_SO_FOR: Duration = Duration::from_secs(2);
/// The row that the keyboard comes to.
const CURRENT: &str = "#history-list tr[tabindex=\"0\"]";
/// The row whose record is open.
const OPEN: &str = "#history-list tr[aria-selected=\"true\"]";

/// The table with what belongs to it.
pub(super) fn list(history: History) -> El {
    let is_busy = move || history.list.read().is_busy.then(|| "true".to_owned());
    let of_everybody = history.filters.with_untracked(|filters| filters.agent.is_empty());
    let head = |class: &'static str, text: Text| classed("th", class).attr("scope", "col").text(text.get());
    let keys = move || history.list.read().records.iter().map(|record| row_key(record)).collect();
    let table = el("table")
        .attr("role", "grid")
        .attr("aria-label", LIST.get())
        .attr("aria-describedby", "history-keys")
        .live_attr("aria-busy", is_busy)
        .child(
            el("thead").child(
                el("tr")
                    .child(head("", START))
                    .children(of_everybody.then(|| head("", AGENT)))
                    .child(head("", CUSTOMER))
                    .child(head("", QUEUE))
                    .child(head("", CHANNEL))
                    .child(head("", OUTCOME))
                    .child(head("number", TALK))
                    .child(head("number", HOLD))
                    .child(head("number", WRAP_UP))
                    .child(head("", DISPOSITION))
                    .child(head("", CONTACT_ID)),
            ),
        )
        .child(
            el("tbody")
                .each(keys, move |key| {
                    let record = find(history, key);
                    record.map_or_else(|| el("tr"), |record| row(history, &record, of_everybody))
                })
                .on("keydown", move |event| press(history, event.unchecked_ref()))
                .on("click", move |event| click(history, &event)),
        );
    classed("section", "history-list")
        .attr("id", "history-list")
        .attr(HEIR, CURRENT)
        .child(classed("p", "visually-hidden").attr("id", "history-keys").text(KEYS.get()))
        .child(
            classed("div", "history-scroll")
                .child(table)
                .show(move || history.list.read().next.is_some(), move || more(history)),
        )
        .live(move || {
            let list = history.list.read();
            let says = if let Some(error) = &list.error {
                return Some(failed(history, &error_text(error)));
            } else if !list.records.is_empty() {
                return None;
            } else if list.is_busy {
                LOADING
            } else if history.filters.with_untracked(super::filters::Filters::are_clear) {
                NOTHING_TODAY
            } else {
                NOTHING
            };
            Some(classed("p", "empty").text(says.get()))
        })
        .built(move |_| {
            effect(move || {
                history.list.track();
                request_animation_frame(settle);
            });
        })
}

fn failed(history: History, text: &str) -> El {
    let again = move || {
        // What could not be had is what follows, unless nothing is there yet.
        if history.list.with_untracked(|list| list.next.is_some()) {
            history.more();
        } else {
            history.refresh();
        }
    };
    classed("div", "history-failed")
        .child(classed("p", "error").text(text.to_owned()))
        .child(el("button").attr("type", "button").click(again).text(AGAIN.get()))
}

fn find(history: History, wanted: &str) -> Option<Arc<ContactRecord>> {
    history.list.with_untracked(|list| list.records.iter().find(|record| row_key(record) == wanted).cloned())
}

/// A moment with its day.
pub(super) fn when(at: Option<EpochMs>) -> El {
    let Some(at) = at else { return el("span").text(UNKNOWN) };
    el("time").attr("datetime", at.to_string()).text(format!("{} {}", day_text(at), clock_text(at)))
}

fn row(history: History, record: &ContactRecord, of_everybody: bool) -> El {
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| UNKNOWN.to_owned());
    let lasted =
        |ms: Option<i64>| classed("td", "number").text(ms.map_or_else(|| UNKNOWN.to_owned(), duration_text));
    let of_row = key(record);
    let is_open = move || history.opened.read().as_ref().is_some_and(|open| key(open) == of_row);
    let outcome = record.outcome;
    let word = outcome.map_or("open", crate::api::Outcome::as_str);
    let channel = format!("{}, {}", channel_text(&record.channel), direction_text(record.direction).get());
    let disposition = record.disposition.as_deref().map(|code| disposition_text(history, code));
    el("tr")
        .attr("tabindex", "-1")
        .attr("data-key", row_key(record))
        .attr("data-contact", record.contact_id.clone())
        .live_attr("aria-selected", move || Some(if is_open() { "true" } else { "false" }.to_owned()))
        .child(el("td").child(when(record.started_at())))
        .children(of_everybody.then(|| el("td").text(record.agent.clone())))
        .child(el("td").attr("dir", "auto").text(or_none(&record.customer_endpoint)))
        .child(el("td").attr("dir", "auto").text(or_none(&record.queue)))
        .child(el("td").text(channel))
        .child(
            el("td").child(
                classed("span", "outcome").attr("data-outcome", word).text(outcome_text(outcome).get()),
            ),
        )
        .child(lasted(record.talked_ms()))
        .child(lasted(record.hold_ms().filter(|_| !record.holds.is_empty())))
        .child(lasted(record.wrap_up_ms()))
        .child(el("td").attr("dir", "auto").text(disposition.unwrap_or_else(|| UNKNOWN.to_owned())))
        .child(
            classed("td", "history-id")
                .child(el("code").attr("translate", "no").text(record.contact_id.clone()))
                .child(
                    // By keyboard the row's own key does it: one stop for each row is enough.
                    classed("button", "small")
                        .attr("type", "button")
                        .attr("tabindex", "-1")
                        .attr("data-act", "copy")
                        .attr("aria-label", COPY_ID.get())
                        .text(COPY.get()),
                ),
        )
}

/// Exactly one row is where the keyboard comes to: the one where it was, else the first.
fn settle() {
    let found = |selector: &str| document().query_selector(selector).ok().flatten();
    if found(CURRENT).is_none()
        && let Some(first) = found("#history-list tbody tr")
    {
        let _ = first.set_attribute("tabindex", "0");
    }
}

fn row_of(event: &web_sys::Event) -> Option<Element> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest("tr").ok().flatten()
}

/// Makes a row the one where the keyboard is.
fn step_to(row: &Element) {
    if let Some(before) = document().query_selector(CURRENT).ok().flatten() {
        let _ = before.set_attribute("tabindex", "-1");
    }
    let _ = row.set_attribute("tabindex", "0");
    call(row, "focus", &[]);
}

/// The row so many further, or the last that there is on the way.
fn further(row: &Element, direction: &str, count: usize) -> Element {
    let mut row = row.clone();
    for _ in 0..count {
        let Ok(next) = property(&row, direction).dyn_into() else { break };
        row = next;
    }
    row
}

/// A key was pressed in the table.
fn press(history: History, event: &KeyboardEvent) {
    let Some(row) = row_of(event) else { return };
    let on_row = event.target().is_some_and(|target| property(&target, "tagName") == "TR");
    if !on_row || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let (up, down) = ("previousElementSibling", "nextElementSibling");
    let end = |name: &str| property(&property(&row, "parentElement"), name).dyn_into::<Element>().ok();
    let target = match event.key().as_str() {
        "ArrowUp" => Some(further(&row, up, 1)),
        "ArrowDown" => Some(further(&row, down, 1)),
        "PageUp" => Some(further(&row, up, LEAP)),
        "PageDown" => Some(further(&row, down, LEAP)),
        "Home" => end("firstElementChild"),
        "End" => end("lastElementChild"),
        "Enter" => {
            open(history, &row);
            None
        }
        "c" | "C" => {
            copy(history, &row);
            None
        }
        _ => return,
    };
    event.prevent_default();
    if let Some(target) = target {
        if property(&target, down).is_null() {
            history.more();
        }
        step_to(&target);
    }
}

fn click(history: History, event: &web_sys::Event) {
    let Some(row) = row_of(event) else { return };
    let on_button = event.target().is_some_and(|target| property(&target, "tagName") == "BUTTON");
    if on_button {
        return copy(history, &row);
    }
    // Whoever marks a text to copy it does not want it to go.
    let marked = call(&window(), "getSelection", &[]);
    if property(&marked, "type") == "Range" {
        return;
    }
    step_to(&row);
    open(history, &row);
}

fn open(history: History, row: &Element) {
    let record = row.get_attribute("data-key").and_then(|key| find(history, &key));
    if let Some(record) = record {
        history.open(record);
        focus_soon("history-record-title");
    }
}

/// Closes the record that is open; the keyboard goes back to its row.
pub(super) fn close(history: History) {
    let found = |selector: &str| document().query_selector(selector).ok().flatten();
    let row = found(OPEN).or_else(|| found(CURRENT));
    history.close();
    if let Some(row) = row {
        step_to(&row);
    }
}

fn copy(history: History, row: &Element) {
    let Some(contact_id) = row.get_attribute("data-contact") else { return };
    let row = row.clone();
    spawn_local(async move {
        let said = copy_text(&contact_id).await;
        history.said.set(format!("{} {}", said.get(), SAID.with(&[&contact_id])));
        let _ = row.set_attribute("data-said", said.get());
        set_timeout(
            move || {
                let _ = row.remove_attribute("data-said");
                history.said.set(String::new());
            },
            SAY_SO_FOR,
        );
    });
}

/// The button that loads what follows. It is pressed by itself when it comes into sight.
fn more(history: History) -> El {
    let is_busy = move || history.list.read().is_busy;
    el("button")
        .attr("type", "button")
        .attr("id", "history-more")
        .live_attr("aria-busy", move || is_busy().then(|| "true".to_owned()))
        .click(move || history.more())
        .live_text(move || if is_busy() { LOADING } else { MORE }.get().to_owned())
        .built(move |button| {
            let seen: Closure<dyn Fn(Array)> = Closure::new(move |entries: Array| {
                let in_sight = entries.iter().any(|entry| property(&entry, "isIntersecting").is_truthy());
                // After a failure it is for whoever sits there to try again.
                if in_sight && history.list.with_untracked(|list| list.error.is_none()) {
                    history.more();
                }
            });
            let Some(observer) = observer(seen.as_ref()) else { return };
            // It is told anew after each part, in case the button is in sight still.
            let watching = observer.clone();
            effect(move || {
                if !is_busy() {
                    call(&watching, "unobserve", &[button.clone().into()]);
                    call(&watching, "observe", &[button.clone().into()]);
                }
            });
            let kept = StoredValue::new_local((observer, seen));
            on_cleanup(move || {
                kept.with_value(|(observer, _)| call(observer, "disconnect", &[]));
            });
        })
}

fn observer(seen: &JsValue) -> Option<JsValue> {
    let options = Object::new();
    let _ = Reflect::set(&options, &"rootMargin".into(), &"200px".into());
    let observer: Function = property(&window(), "IntersectionObserver").dyn_into().ok()?;
    Reflect::construct(&observer, &Array::of2(seen, &options)).ok()
}
