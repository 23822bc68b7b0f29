//! What can be looked for. Everything holds at once: there is nothing to confirm.

use std::time::Duration;

use connect_streams::ContactType;
use leptos::prelude::*;

use super::{
    filters::{DIRECTIONS, Filters, OUTCOMES, Period},
    state::{History, TYPING, today},
};
use crate::{
    api::label,
    contact::{channel_text, direction_text},
    records::outcome_text,
    text::{Text, language},
    ui::{El, HEIR, classed, el, script::property},
};

const FILTERS: Text = Text::new("Filters", "絞り込み");
const PERIOD: Text = Text::new("Period", "期間");
const TODAY: Text = Text::new("Today", "今日");
const YESTERDAY: Text = Text::new("Yesterday", "昨日");
const WEEK: Text = Text::new("Last 7 days", "過去 7 日間");
const RANGE: Text = Text::new("From day to day", "日付を指定");
const FROM: Text = Text::new("From", "開始日");
const TO: Text = Text::new("To", "終了日");
const QUEUE: Text = Text::new("Queue", "キュー");
const CHANNEL: Text = Text::new("Channel", "チャネル");
const DIRECTION: Text = Text::new("Direction", "方向");
const OUTCOME: Text = Text::new("Outcome", "結果");
const DISPOSITION: Text = Text::new("Disposition", "対応結果");
const ANY: Text = Text::new("Any", "すべて");
const NUMBER: Text = Text::new("Customer's number", "お客様の番号");
const NUMBER_HINT: Text = Text::new("or last 4 digits", "または末尾 4 桁");
const NOTES: Text = Text::new("In the notes", "メモの内容");
const MONITORING: Text = Text::new("Only what supervisors listened to", "モニタリングのみ");
const CLEAR: Text = Text::new("Clear filters", "絞り込みを解除");

/// The longest text that is looked for, in letters. The server takes 256 bytes.
const LONGEST: &str = "80";

/// The channels that can be chosen.
const CHANNELS: [ContactType; 5] = [
    ContactType::Voice,
    ContactType::QueueCallback,
    ContactType::Chat,
    ContactType::Task,
    ContactType::Email,
];

type Options = Box<dyn Fn() -> Vec<(String, String)> + Send + Sync>;

/// All filters.
pub(super) fn filters(history: History) -> El {
    let choice = |value: &str, text: &str| (value.to_owned(), text.to_owned());
    let channels = CHANNELS.iter().map(|one| choice(one.as_str(), &channel_text(one))).collect::<Vec<_>>();
    let directions =
        DIRECTIONS.map(|one| choice(one.as_str(), direction_text(one).get())).into_iter().collect::<Vec<_>>();
    let outcomes = OUTCOMES
        .map(|one| choice(one.as_str(), outcome_text(Some(one)).get()))
        .into_iter()
        .collect::<Vec<_>>();
    el("form")
        .attr("role", "search")
        .attr("aria-label", FILTERS.get())
        .attr("class", "history-filters")
        .attr(HEIR, "#history-period")
        .on("submit", |event| event.prevent_default())
        .child(period(history))
        .show(move || is_range(history), move || range(history))
        .child(typed(
            history,
            "history-queue",
            QUEUE,
            |filters| &mut filters.queue,
            |field| field.attr("list", "history-queues").attr("autocomplete", "off"),
        ))
        .child(el("datalist").attr("id", "history-queues").each(
            move || history.queues.read().iter().cloned().collect(),
            |queue| el("option").attr("value", queue.to_owned()),
        ))
        .child(chosen(history, "history-channel", CHANNEL, Box::new(move || channels.clone()), |filters| {
            &mut filters.channel
        }))
        .child(chosen(
            history,
            "history-direction",
            DIRECTION,
            Box::new(move || directions.clone()),
            |filters| &mut filters.direction,
        ))
        .child(chosen(history, "history-outcome", OUTCOME, Box::new(move || outcomes.clone()), |filters| {
            &mut filters.outcome
        }))
        .child(chosen(
            history,
            "history-disposition",
            DISPOSITION,
            Box::new(move || dispositions(history)),
            |filters| &mut filters.disposition,
        ))
        .child(typed(
            history,
            "history-number",
            NUMBER,
            |filters| &mut filters.number,
            |field| field.attr("autocomplete", "off").attr("placeholder", NUMBER_HINT.get()),
        ))
        .child(typed(
            history,
            "history-text",
            NOTES,
            |filters| &mut filters.text,
            |field| field.attr("autocomplete", "off"),
        ))
        .child(
            classed("p", "history-tick").child(
                el("label")
                    .child(
                        el("input")
                            .attr("type", "checkbox")
                            .attr("id", "history-monitoring")
                            .checked(move || history.filters.read().monitoring)
                            .on("change", move |event| {
                                let is_ticked = field(&event, "checked").is_truthy();
                                history.change(Duration::ZERO, |filters| filters.monitoring = is_ticked);
                            }),
                    )
                    .text(MONITORING.get()),
            ),
        )
        .show(
            move || !history.filters.read().are_clear(),
            move || {
                el("button")
                    .attr("type", "button")
                    .attr("id", "history-clear")
                    .click(move || {
                        history.change(Duration::ZERO, |filters| {
                            *filters = Filters::of_agent(std::mem::take(&mut filters.agent));
                        });
                    })
                    .text(CLEAR.get())
            },
        )
}

fn is_range(history: History) -> bool {
    matches!(history.filters.read().period, Period::Range(..))
}

fn period(history: History) -> El {
    let option = |period: Period, text: Text| el("option").attr("value", period.word()).text(text.get());
    let choose = move |event: web_sys::Event| {
        let word = text_of(&event);
        history.change(Duration::ZERO, |filters| {
            // Whoever chooses days begins with those that are shown.
            let [first, last] = filters.period.days(today());
            filters.period = match word.as_str() {
                "yesterday" => Period::Yesterday,
                "week" => Period::Week,
                "range" => Period::Range(first, last),
                _ => Period::Today,
            };
        });
    };
    labelled("history-period", PERIOD).child(
        el("select")
            .attr("id", "history-period")
            .child(option(Period::Today, TODAY))
            .child(option(Period::Yesterday, YESTERDAY))
            .child(option(Period::Week, WEEK))
            .child(option(Period::Range(None, None), RANGE))
            .value(move || history.filters.read().period.word().to_owned())
            .on("change", choose),
    )
}

/// The first and the last day.
fn range(history: History) -> El {
    let days = move || match history.filters.read().period {
        Period::Range(from, to) => [from, to],
        _ => [None, None],
    };
    let day = move |id: &'static str, name: Text, which: usize| {
        labelled(id, name).child(
            el("input")
                .attr("type", "date")
                .attr("id", id)
                .value(move || days()[which].map(|day| day.to_string()).unwrap_or_default())
                .on("change", move |event| {
                    let text = text_of(&event);
                    let chosen = text.parse().ok();
                    // A year that is not written to its end stays, until it is.
                    if chosen.is_none() && !text.is_empty() {
                        return;
                    }
                    history.change(Duration::ZERO, |filters| {
                        let mut days = untrack(days);
                        days[which] = chosen;
                        filters.period = Period::Range(days[0], days[1]);
                    });
                }),
        )
    };
    classed("div", "history-range").child(day("history-from", FROM, 0)).child(day("history-to", TO, 1))
}

/// A field in which something is written.
fn typed(
    history: History,
    id: &'static str,
    name: Text,
    of: fn(&mut Filters) -> &mut String,
    more: fn(El) -> El,
) -> El {
    let input = el("input")
        .attr("type", "search")
        .attr("id", id)
        .attr("maxlength", LONGEST)
        .value(move || value(history, of))
        .on("input", move |event| {
            let text = text_of(&event);
            history.change(TYPING, |filters| *of(filters) = text);
        });
    labelled(id, name).child(more(input))
}

/// A list of which one is chosen. What the address asks for is in it too, whatever it is.
fn chosen(
    history: History,
    id: &'static str,
    name: Text,
    options: Options,
    of: fn(&mut Filters) -> &mut String,
) -> El {
    let options = StoredValue::new(options);
    let values = move || {
        let mut values: Vec<_> =
            options.with_value(|options| options()).into_iter().map(|(value, _)| value).collect();
        let current = value(history, of);
        if !current.is_empty() && !values.contains(&current) {
            values.push(current);
        }
        values
    };
    let option = move |value: &str| {
        let known = options.with_value(|options| options()).into_iter().find(|(known, _)| known == value);
        el("option")
            .attr("value", value.to_owned())
            .text(known.map_or_else(|| value.to_owned(), |(_, text)| text))
    };
    labelled(id, name).child(
        el("select")
            .attr("id", id)
            .child(el("option").attr("value", "").text(ANY.get()))
            .each(values, option)
            // After its options, and again when they change: a value that is not among them is not taken.
            .value(move || {
                values();
                value(history, of)
            })
            .on("change", move |event| {
                let chosen = text_of(&event);
                history.change(Duration::ZERO, |filters| *of(filters) = chosen);
            }),
    )
}

fn value(history: History, of: fn(&mut Filters) -> &mut String) -> String {
    std::mem::take(of(&mut history.filters.get()))
}

/// Every disposition of the desk, with each of its details, and those that were seen.
fn dispositions(history: History) -> Vec<(String, String)> {
    let mut options = history.desk.with_value(|desk| {
        let mut options = Vec::new();
        for one in &desk.dispositions {
            let name = label(&one.label, &one.label_ja, language());
            options.push((one.code.clone(), name.to_owned()));
            for detail in &one.details {
                let detail_name = label(&detail.label, &detail.label_ja, language());
                options.push((format!("{}/{}", one.code, detail.code), format!("{name} – {detail_name}")));
            }
        }
        options
    });
    for seen in history.dispositions.read().iter() {
        if !options.iter().any(|(code, _)| code == seen) {
            options.push((seen.clone(), seen.clone()));
        }
    }
    options
}

/// What a disposition's code is called.
pub(super) fn disposition_text(history: History, code: &str) -> String {
    let known = untrack(|| dispositions(history)).into_iter().find(|(known, _)| known == code);
    known.map_or_else(|| code.to_owned(), |(_, text)| text)
}

fn labelled(id: &'static str, name: Text) -> El {
    classed("p", "history-field").child(el("label").attr("for", id).text(name.get()))
}

fn field(event: &web_sys::Event, name: &str) -> wasm_bindgen::JsValue {
    property(&event.current_target().into(), name)
}

fn text_of(event: &web_sys::Event) -> String {
    field(event, "value").as_string().unwrap_or_default()
}
