//! Today's contacts of the agent, as the server has them.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{NotKept, OutboxView};
use crate::{
    api::{CallError, Client, ContactRecord, Outcome, RecordList, SIGNED_OUT},
    desktop::{Input, use_desktop},
    text::Text,
    ui::{El, Memo, classed, clock_text, duration_text, effect, el, moment, start_of_today, use_tick},
};

/// How often a list that could not be had is asked for again.
const RETRY_EVERY_MS: i64 = 10_000;

const TITLE: Text = Text::new("Today", "本日");
const LIST: Text = Text::new("Today's contacts", "本日のコンタクト");
const START: Text = Text::new("Start", "開始");
const CUSTOMER: Text = Text::new("Customer", "お客様");
const QUEUE: Text = Text::new("Queue", "キュー");
const OUTCOME: Text = Text::new("Outcome", "結果");
const TALK_TIME: Text = Text::new("Talk time", "通話時間");
const CONTACT_ID: Text = Text::new("Contact ID", "コンタクト ID");
const EMPTY: Text = Text::new(
    "Contacts that you were offered today are listed here.",
    "本日着信したコンタクトがここに表示されます。",
);
const MORE: Text = Text::new("Show earlier ones", "以前のものを表示");
const IN_PROGRESS: Text = Text::new("in progress", "対応中");
const HANDLED: Text = Text::new("handled", "対応済み");
const MISSED: Text = Text::new("missed", "応答なし");
const REJECTED: Text = Text::new("rejected", "拒否");
const FAILED: Text = Text::new("not connected", "接続できず");
const STALE: Text =
    Text::new("{} This list may be out of date.", "{} この一覧は最新でない可能性があります。");
const NO_ANSWER: Text = Text::new("The server does not answer.", "サーバーが応答しません。");
const ONE_WAITS: Text = Text::new("1 record waits to be sent.", "送信待ちの記録が 1 件あります。");
const SEVERAL_WAIT: Text = Text::new("{} records wait to be sent.", "送信待ちの記録が {} 件あります。");
const THEY_ARE_SAFE: Text = Text::new(
    "The server does not answer; they are safe in this browser.",
    "サーバーが応答しませんが、記録はこのブラウザーに保存されています。",
);
const DO_NOT_CLOSE: Text = Text::new(
    "This browser stores nothing: do not close the page before they are gone.",
    "このブラウザーには保存できません。送信が終わるまでページを閉じないでください。",
);
const FULL: Text = Text::new(
    "This browser has no more room for them: do not close the page, and save them as a file.",
    "このブラウザーの保存領域がいっぱいです。ページを閉じずに、ファイルに保存してください。",
);
const SINCE: Text = Text::new("The oldest waits since {}.", "最も古い記録は {} から待機しています。");
const SAVE: Text = Text::new("Save waiting records", "送信待ちの記録を保存");
const REFUSED: Text = Text::new(
    "The server refused a record: {} It is kept in this browser; tell an administrator.",
    "サーバーが記録を受け付けませんでした: {} 記録はこのブラウザーに残っています。管理者に連絡してください。",
);

/// What the panel knows.
#[derive(Clone, Debug, Default)]
struct Today {
    list: RecordList,
    error: Option<String>,
    /// Which request was asked last; an answer to an earlier one comes too late.
    asked: u32,
}

/// The list of today's contacts, and the state of what is not on the server yet.
pub fn today_panel() -> El {
    let desktop = use_desktop();
    let today = RwSignal::new(Today::default());
    let login = Memo::new(move |_| desktop.agent.read().as_ref().map(|agent| agent.login.clone()));
    let tick = use_tick();
    // While the list cannot be had, it is asked for again and again.
    let again = Memo::new(move |_| today.read().error.is_some().then(|| tick.now().get() / RETRY_EVERY_MS));
    effect(move || {
        desktop.confirmed.track();
        again.track();
        if let Some(login) = login.get() {
            ask(today, login, None);
        }
    });
    let more = move || {
        let cursor = today.read_untracked().list.meta.next_cursor.clone();
        if let Some(login) = login.get_untracked() {
            ask(today, login, cursor);
        }
    };
    let keys = move || {
        let key = |record: &ContactRecord| format!("{} {}", record.contact_id, record.revision);
        today.read().list.records.iter().map(key).collect()
    };
    let head = |class: &'static str, text: Text| classed("th", class).attr("scope", "col").text(text.get());
    classed("section", "today")
        .attr("aria-labelledby", "today-title")
        .child(
            el("header")
                .child(el("h2").attr("id", "today-title").text(TITLE.get()))
                .child(
                    el("p")
                        .attr("id", "outbox")
                        .attr("role", "status")
                        .live_text(move || outbox_text(&desktop.outbox.read())),
                )
                .show(
                    move || desktop.outbox.read().is_in_trouble(),
                    move || {
                        classed("button", "small")
                            .attr("type", "button")
                            .attr("data-act", "save-waiting")
                            .click(move || desktop.send(Input::SaveWaiting))
                            .text(SAVE.get())
                    },
                ),
        )
        .child(
            classed("p", "error")
                .attr("role", "status")
                .live_text(move || today.read().error.clone().unwrap_or_default()),
        )
        .child(
            classed("div", "scroll")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", LIST.get())
                .child(
                    el("table")
                        .child(el("thead").child(el("tr").children([
                            head("", START),
                            head("", CUSTOMER),
                            head("", QUEUE),
                            head("", OUTCOME),
                            head("number", TALK_TIME),
                            head("", CONTACT_ID),
                        ])))
                        .child(el("tbody").each(keys, move |key| {
                            let today = today.read_untracked();
                            let of_key = |record: &&ContactRecord| {
                                key.split_once(' ')
                                    .is_some_and(|(contact_id, _)| record.contact_id == contact_id)
                            };
                            today.list.records.iter().find(of_key).map_or_else(|| el("tr"), row)
                        })),
                )
                .show(
                    move || today.read().list.records.is_empty(),
                    || classed("p", "empty").text(EMPTY.get()),
                ),
        )
        .show(
            move || today.read().list.meta.next_cursor.is_some(),
            move || el("button").click(more).text(MORE.get()),
        )
}

fn row(record: &ContactRecord) -> El {
    let started = record.started_at();
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
    let outcome = record.outcome;
    el("tr")
        .attr("data-contact", record.contact_id.clone())
        .child(el("td").child(moment(move || started)))
        .child(el("td").text(or_none(&record.customer_endpoint)))
        .child(el("td").text(or_none(&record.queue)))
        .child(
            el("td").child(
                classed("span", "outcome")
                    .live_attr("data-outcome", move || outcome.map(|outcome| outcome.as_str().to_owned()))
                    .text(outcome_text(outcome).get()),
            ),
        )
        .child(classed("td", "number").text(record.talked_ms().map_or_else(|| "–".to_owned(), duration_text)))
        .child(el("td").child(el("code").text(record.contact_id.clone())))
}

/// How a contact went, as people read it.
pub fn outcome_text(outcome: Option<Outcome>) -> Text {
    match outcome {
        None => IN_PROGRESS,
        Some(Outcome::Handled) => HANDLED,
        Some(Outcome::Missed) => MISSED,
        Some(Outcome::Rejected) => REJECTED,
        Some(Outcome::Failed) => FAILED,
    }
}

/// Asks for the list, or for what comes after `cursor`.
fn ask(today: RwSignal<Today>, login: String, cursor: Option<String>) {
    let request = today.read_untracked().asked.wrapping_add(1);
    today.update_untracked(|today| today.asked = request);
    spawn_local(async move {
        let answer = Client.list(&login, start_of_today(), cursor.as_deref()).await;
        today.update(|today| {
            if today.asked != request {
                return;
            }
            match answer {
                Ok(mut list) => {
                    if cursor.is_some() {
                        list.records.splice(0..0, std::mem::take(&mut today.list.records));
                    }
                    today.list = list;
                    today.error = None;
                }
                Err(CallError::Unavailable) => today.error = Some(STALE.with(&[NO_ANSWER.get()])),
                Err(CallError::SignedOut) => today.error = Some(STALE.with(&[SIGNED_OUT.get()])),
                Err(CallError::Refused(reason)) => today.error = Some(STALE.with(&[&reason])),
            }
        });
    });
}

/// What waits to be sent, in words; nothing when nothing waits.
fn outbox_text(outbox: &OutboxView) -> String {
    if let Some(reason) = &outbox.refused {
        return REFUSED.with(&[reason]);
    }
    let mut text = match outbox.waiting {
        0 => return String::new(),
        1 => ONE_WAITS.get().to_owned(),
        several => SEVERAL_WAIT.with(&[&several.to_string()]),
    };
    let mut more = |sentence: &str| {
        text.push(' ');
        text.push_str(sentence);
    };
    if let Some(since) = outbox.since.filter(|_| outbox.unavailable) {
        more(&SINCE.with(&[&clock_text(since)]));
    }
    match (outbox.not_kept, outbox.unavailable) {
        (Some(NotKept::Full), _) => more(FULL.get()),
        (Some(NotKept::Unavailable), _) => more(DO_NOT_CLOSE.get()),
        (None, true) => more(THEY_ARE_SAFE.get()),
        (None, false) => {}
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_what_waits() {
        let waiting = |waiting, unavailable| OutboxView { waiting, unavailable, ..OutboxView::default() };
        assert_eq!(outbox_text(&waiting(0, false)), "");
        assert!(
            outbox_text(&waiting(2, true))
                .starts_with("2 records wait to be sent. The server does not answer")
        );
        let lost = |why| OutboxView { not_kept: Some(why), ..waiting(1, true) };
        assert!(outbox_text(&lost(NotKept::Unavailable)).contains("do not close the page"));
        assert!(outbox_text(&lost(NotKept::Full)).contains("no more room"));
        assert!(lost(NotKept::Full).is_in_trouble() && !waiting(3, false).is_in_trouble());
    }
}
