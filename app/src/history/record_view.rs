//! One record: all that is known of a contact.

use std::sync::Arc;

use connect_streams::{EpochMs, reading::decode};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;

use super::{
    filters_view::disposition_text,
    list_view::{close, when},
    record_times::{event_text, moments},
    state::{History, key},
    timeline_view::timeline,
};
use crate::{
    api::{AttributeRule, Client, ContactRecord, Direction, SpanRecord, TimeSource, label},
    contact::{
        COPY_ID, COPY_INITIAL_ID, COPY_RELATED_ID, Doubt, ID, INITIAL_ID, RELATED_ID, channel_text,
        direction_text, doubt_text, side_text, source_text, transfer_kind_text, transfer_outcome_text,
    },
    records::outcome_text,
    text::{Text, language},
    ui::{El, classed, clock_text, copy_button, duration_text, el},
};

const RECORD: Text = Text::new("Contact", "コンタクト");
const CLOSE: Text = Text::new("Close", "閉じる");
const NOBODY: Text = Text::new("Unknown customer", "お客様（不明）");
const AGENT: Text = Text::new("Agent", "エージェント");
const QUEUE: Text = Text::new("Queue", "キュー");
const CHANNEL: Text = Text::new("Channel", "チャネル");
const SUBTYPE: Text = Text::new("Kind", "種別");
const DIRECTION: Text = Text::new("Direction", "方向");
const REACHED: Text = Text::new("Number reached", "着信先番号");
const CALLED_FROM: Text = Text::new("Called from", "発信元番号");
const OUTCOME: Text = Text::new("Outcome", "結果");
const ENDED_BY: Text = Text::new("Ended by", "終了者");
const TALK: Text = Text::new("Talk time", "通話時間");
const HOLD: Text = Text::new("On hold", "保留時間");
const WRAP_UP: Text = Text::new("Wrap-up", "後処理時間");
const DISPOSITION: Text = Text::new("Disposition", "対応結果");
const MONITORING: Text =
    Text::new("A supervisor listened to this contact.", "スーパーバイザーがモニタリングした記録です。");
const RECOVERED: Text = Text::new(
    "The page that saw this contact was lost; the agent's next page completed the record.",
    "対応中のページが失われたため、次に開いたページが記録を補完しました。",
);
const TIMES: Text = Text::new("Times", "時刻");
const SKEW: Text = Text::new(
    "The agent's computer was off by {} s. The times are the service's.",
    "エージェントの端末の時計は {} 秒ずれていました。表示はサービスの時刻です。",
);
const DOUBTS: Text = Text::new("What is uncertain", "確実でない点");
const HOLDS: Text = Text::new("Holds", "保留の履歴");
const MUTES: Text = Text::new("Mutes", "ミュートの履歴");
const PAUSES: Text = Text::new("Pauses", "一時停止の履歴");
const TRANSFERS: Text = Text::new("Transfers and consultations", "転送・相談");
const ATTRIBUTES: Text = Text::new("Attributes", "属性");
const NOTES: Text = Text::new("Notes", "メモ");
const EVENTS: Text = Text::new("What was seen", "記録された出来事");
const VERSIONS: Text = Text::new(
    "Streamdesk {}, Streams library {}, revision {}",
    "Streamdesk {}、Streams ライブラリー {}、改訂 {}",
);
const UNTIL: Text = Text::new("{} to {} ({})", "{}～{}（{}）");
const SINCE: Text = Text::new("since {}", "{} から");
const BY: Text = Text::new("{}, by the {}", "{}、{}による");
const TRANSFER: Text = Text::new("{}: {}, {}, {}", "{}：{}、{}、{}");
const SHOW: Text = Text::new("Show {}", "{}を表示");
const AGAIN: Text = Text::new(
    "Not shown: the server did not answer. Show {}",
    "サーバーが応答しないため表示できません。{}を表示",
);
const UNKNOWN: &str = "–";

/// What stands for a value that is covered. Its length says nothing of the value's.
const COVER: &str = "••••••";

/// The record that is open, if one is.
pub(super) fn record(history: History) -> El {
    classed("div", "history-opened").live(move || history.opened.get().map(|record| view(history, &record)))
}

fn view(history: History, record: &Arc<ContactRecord>) -> El {
    let title = record.customer_endpoint.clone().unwrap_or_else(|| NOBODY.get().to_owned());
    let section = classed("section", "history-record")
        .attr("aria-label", RECORD.get())
        .attr("data-record", key(record))
        .on("keydown", move |event| {
            let event: &web_sys::KeyboardEvent = event.unchecked_ref();
            if event.key() == "Escape" && !event.is_composing() {
                close(history);
            }
        })
        .child(
            el("header")
                .child(
                    el("h3")
                        .attr("id", "history-record-title")
                        .attr("tabindex", "-1")
                        .attr("dir", "auto")
                        .text(title),
                )
                .child(
                    classed("button", "quiet")
                        .attr("type", "button")
                        .attr("data-act", "close")
                        .attr("aria-label", CLOSE.get())
                        .click(move || close(history))
                        .text("✕"),
                ),
        )
        .children(record.monitoring.then(|| el("p").text(MONITORING.get())))
        .children(record.recovered.then(|| classed("p", "history-recovered").text(RECOVERED.get())));
    section
        .children(timeline(record, EpochMs::now()))
        .child(facts(history, record))
        .child(times(record))
        .children(list("history-doubts", DOUBTS, record.doubts.iter().map(|doubt| doubt_line(doubt))))
        .children(list(
            "history-holds",
            HOLDS,
            record.holds.iter().map(|hold| {
                let line = span_line(SpanRecord { started_at: hold.started_at, ended_at: hold.ended_at });
                hold.by.map_or(line.clone(), |by| BY.with(&[&line, side_text(by).get()]))
            }),
        ))
        .children(list("history-mutes", MUTES, record.mutes.iter().map(|span| span_line(*span))))
        .children(list("history-pauses", PAUSES, record.pauses.iter().map(|span| span_line(*span))))
        .children(list(
            "history-transfers",
            TRANSFERS,
            record.transfers.iter().map(|one| {
                let kind = transfer_kind_text(one.kind).get();
                let outcome = transfer_outcome_text(one.outcome).get();
                let span = span_line(SpanRecord { started_at: one.started_at, ended_at: one.ended_at });
                TRANSFER.with(&[&one.to, kind, &span, outcome])
            }),
        ))
        .children(attributes(history, record))
        .children(record.notes.as_ref().map(|notes| {
            headed("history-notes", NOTES)
                .child(classed("p", "history-note").attr("dir", "auto").text(notes.clone()))
        }))
        .children(events(record))
        .child(classed("p", "history-versions").text(VERSIONS.with(&[
            known(&record.desktop_version),
            known(&record.streams_version),
            &record.revision.to_string(),
        ])))
}

fn known(version: &str) -> &str {
    if version.is_empty() { UNKNOWN } else { version }
}

/// A part of the record with its heading.
fn headed(id: &'static str, heading: Text) -> El {
    el("section").attr("id", id).child(el("h4").text(heading.get()))
}

/// Lines under a heading; neither is there while there are none.
fn list(id: &'static str, heading: Text, lines: impl Iterator<Item = String>) -> Option<El> {
    let lines: Vec<_> = lines.map(|line| el("li").attr("dir", "auto").text(line)).collect();
    (!lines.is_empty()).then(|| headed(id, heading).child(classed("ul", "lines").children(lines)))
}

fn span_line(span: SpanRecord) -> String {
    let from = clock_text(span.started_at);
    match span.ended_at {
        Some(to) => UNTIL.with(&[&from, &clock_text(to), &duration_text(to.since(span.started_at))]),
        None => SINCE.with(&[&from]),
    }
}

fn doubt_line(word: &str) -> String {
    let doubt = decode::<Doubt>(&format!("\"{word}\""));
    doubt.map_or_else(|_| word.to_owned(), |doubt| doubt_text(doubt).get().to_owned())
}

fn fact(term: Text, value: String) -> El {
    el("div").child(el("dt").text(term.get())).child(el("dd").attr("dir", "auto").text(value))
}

fn identifier(term: Text, copy: Text, value: &str) -> El {
    let text = value.to_owned();
    el("div")
        .child(el("dt").text(term.get()))
        .child(el("dd").child(el("code").attr("translate", "no").text(value.to_owned())))
        .child(el("dd").child(copy_button(move || text.clone(), copy)))
}

fn facts(history: History, record: &ContactRecord) -> El {
    let lasted = |ms: Option<i64>| ms.map_or_else(|| UNKNOWN.to_owned(), duration_text);
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| UNKNOWN.to_owned());
    let initial = record.initial_contact_id.as_deref().filter(|initial| *initial != record.contact_id);
    let related = record.related_contact_id.as_deref();
    let disposition = record.disposition.as_deref().map(|code| disposition_text(history, code));
    let ended_by = record.ended_by.map(|by| fact(ENDED_BY, side_text(by).get().to_owned()));
    el("div")
        .child(
            classed("dl", "ids")
                .child(identifier(ID, COPY_ID, &record.contact_id))
                .children(initial.map(|id| identifier(INITIAL_ID, COPY_INITIAL_ID, id)))
                .children(related.map(|id| identifier(RELATED_ID, COPY_RELATED_ID, id))),
        )
        .child(
            el("dl")
                .child(fact(AGENT, record.agent.clone()))
                .child(fact(QUEUE, or_none(&record.queue)))
                .child(fact(CHANNEL, channel_text(&record.channel)))
                .children(record.subtype.clone().map(|subtype| fact(SUBTYPE, subtype)))
                .child(fact(DIRECTION, direction_text(record.direction).get().to_owned()))
                .children(record.system_endpoint.clone().map(|ours| {
                    let inbound = record.direction == Direction::Inbound;
                    fact(if inbound { REACHED } else { CALLED_FROM }, ours)
                }))
                .child(fact(OUTCOME, outcome_text(record.outcome).get().to_owned()))
                .children(ended_by)
                .child(fact(TALK, lasted(record.talked_ms())))
                .child(fact(HOLD, lasted(record.hold_ms())))
                .child(fact(WRAP_UP, lasted(record.wrap_up_ms())))
                .child(fact(DISPOSITION, disposition.unwrap_or_else(|| UNKNOWN.to_owned()))),
        )
}

/// Every moment with who says so.
fn times(record: &ContactRecord) -> El {
    let rows = moments(record).into_iter().map(|moment| {
        let source = moment.at.map(|_| source(moment.source));
        el("tr")
            .attr("data-moment", moment.word)
            .child(el("th").attr("scope", "row").text(moment.term.get()))
            .child(el("td").child(when(moment.at)))
            .child(el("td").children(source))
    });
    let skew = record.skew_ms.filter(|skew| skew.abs() > 1_000);
    headed("history-times", TIMES)
        .child(classed("table", "history-facts").child(el("tbody").children(rows)))
        .children(skew.map(|skew| el("p").text(SKEW.with(&[&((skew.abs() + 500) / 1_000).to_string()]))))
}

fn source(source: TimeSource) -> El {
    classed("span", "history-source").text(source_text(source).get())
}

/// The attributes under the names that the desk gives them. What is covered on the desk is covered here.
fn attributes(history: History, record: &ContactRecord) -> Option<El> {
    if record.attributes.is_empty() {
        return None;
    }
    let rules = history.desk.with_value(|desk| desk.attributes.clone());
    let row = |(name, value): (&String, &String)| {
        let rule = rules.iter().find(|rule| rule.key == *name);
        attribute(&record.contact_id, name, value.clone(), rule)
    };
    Some(headed("history-attributes", ATTRIBUTES).child(el("dl").children(record.attributes.iter().map(row))))
}

/// One of them. A covered one is shown once the server has written down that it is.
fn attribute(contact_id: &str, name: &str, value: String, rule: Option<&AttributeRule>) -> El {
    let named = rule.map_or("", |rule| label(&rule.label, &rule.label_ja, language()));
    let term = if named.is_empty() { name } else { named }.to_owned();
    let bare = RwSignal::new(!rule.is_some_and(|rule| rule.masked));
    let failed = RwSignal::new(false);
    let (show, again) = (SHOW.with(&[&term]), AGAIN.with(&[&term]));
    let (contact_id, key) = (contact_id.to_owned(), name.to_owned());
    el("div")
        .child(el("dt").attr("dir", "auto").text(term))
        .child(
            el("dd")
                .attr("dir", "auto")
                .live_text(move || if bare.get() { value.clone() } else { COVER.to_owned() }),
        )
        .children((!bare.get_untracked()).then(|| {
            el("dd").show(
                move || !bare.get(),
                move || {
                    let (contact_id, key) = (contact_id.clone(), key.clone());
                    let (show, again) = (show.clone(), again.clone());
                    classed("button", "small")
                        .attr("type", "button")
                        .click(move || {
                            let (contact_id, key) = (contact_id.clone(), key.clone());
                            spawn_local(async move {
                                let told = Client.disclose(&contact_id, &key).await;
                                // The record may have been closed in the meantime.
                                let _ = match told {
                                    Ok(()) => bare.try_set(true),
                                    Err(_) => failed.try_set(true),
                                };
                            });
                        })
                        .live_text(move || if failed.get() { again.clone() } else { show.clone() })
                },
            )
        }))
}

/// What was seen, in order, each with who says when.
fn events(record: &ContactRecord) -> Option<El> {
    let rows: Vec<_> = record
        .events
        .iter()
        .map(|event| {
            el("tr")
                .child(el("td").child(when(Some(event.at))))
                .child(el("td").attr("dir", "auto").text(event_text(&event.what)))
                .child(el("td").child(source(event.source)))
        })
        .collect();
    (!rows.is_empty()).then(|| {
        headed("history-events", EVENTS)
            .child(classed("table", "history-facts").child(el("tbody").children(rows)))
    })
}

#[cfg(test)]
mod tests {
    use leptos::reactive::owner::Owner;

    use super::*;

    #[test]
    fn a_covered_value_is_nowhere_on_the_page() {
        Owner::new().with(|| {
            let rule = AttributeRule { key: "Card".to_owned(), masked: true, ..AttributeRule::default() };
            let covered = attribute("c", "Card", "4111".to_owned(), Some(&rule)).to_html();
            assert!(!covered.contains("4111") && covered.contains(COVER), "{covered}");
            let bare = attribute("c", "Plan", "<b>gold</b>".to_owned(), None).to_html();
            assert!(bare.contains("&lt;b&gt;gold") && !bare.contains("button"), "{bare}");
        });
    }

    #[test]
    fn a_doubt_that_is_not_known_is_said_as_it_is() {
        assert!(doubt_line("clock_set").starts_with("The clock of this computer"));
        assert_eq!(doubt_line("of_tomorrow"), "of_tomorrow");
    }
}
