//! About the agent: how the day was spent so far, who the instance says this is, and what is done after a missed contact.
//! Folded away until it is asked for.

use connect_streams::{ChannelType, RoutingProfile};
use leptos::{leptos_dom::helpers::WindowListenerHandle, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

use super::{
    Spent,
    words::{state_label, tone},
};
use crate::{
    api::AfterMissed,
    desktop::{AgentView, restart_button, use_desktop},
    settings::use_preferences,
    text::Text,
    ui::{El, Memo, classed, copy_button, effect, el, focus_soon, is_nowhere, script, start_of_today},
};

const ABOUT: Text = Text::new("About you", "あなたの情報");
const TODAY: Text = Text::new("Your day so far", "今日の状況");
const NOTHING: Text = Text::new("Nothing yet.", "まだ記録がありません。");
const LESS: Text = Text::new("less than 1 min", "1 分未満");
const MINUTES: Text = Text::new("{} min", "{} 分");
const HOURS: Text = Text::new("{} h {} min", "{} 時間 {} 分");
const LOGIN: Text = Text::new("Sign-in name", "サインイン名");
const PROFILE: Text = Text::new("Routing profile", "ルーティングプロファイル");
const CHANNELS: Text = Text::new("Contacts at once", "同時対応数");
const ARN: Text = Text::new("Agent ARN", "エージェント ARN");
const COPY_ARN: Text = Text::new("Copy agent ARN", "エージェント ARN をコピー");
const AFTER_MISSED: Text = Text::new(
    "Make me available again after a missed contact",
    "コンタクトに応答できなかったときは自動で受付を再開する",
);
const AFTER_MISSED_MORE: Text = Text::new(
    "At most three times in a row, then you are asked.",
    "連続 3 回までです。その後はステータスを選択してください。",
);
const RESTART_MORE: Text = Text::new(
    "If the panel hangs, start it again. A call loses its sound until the panel is back.",
    "パネルが動かないときは再起動してください。パネルが戻るまで通話の音声は途切れます。",
);
const VOICE: Text = Text::new("Voice {}", "音声 {}");
const CHAT: Text = Text::new("Chat {}", "チャット {}");
const TASK: Text = Text::new("Task {}", "タスク {}");
const EMAIL: Text = Text::new("E-mail {}", "メール {}");

const MINUTE_MS: i64 = 60_000;
/// The `id` of what folds and unfolds it.
const SUMMARY: &str = "about-you";

/// The folded panel about the agent.
pub(super) fn about_panel() -> El {
    let open = RwSignal::new(false);
    let toggled = move |event: web_sys::Event| {
        let details = event.current_target();
        open.set(details.is_some_and(|details| script::property(&details, "open").is_truthy()));
    };
    classed("details", "about")
        .on("toggle", toggled)
        .child(el("summary").attr("id", SUMMARY).text(ABOUT.get()))
        .show(move || open.get(), about)
        .built(move |details| {
            effect(move || {
                if open.get() {
                    fold_when_left(&details);
                }
            });
        })
}

/// Folds it by Escape, by a press on anything else, and when somebody turns to the CCP. The focus goes back to where it was
/// unfolded, unless something else has it by then.
fn fold_when_left(details: &Element) {
    let listeners = ["keydown", "click", "blur"].map(|name| {
        let details = details.clone();
        window_event_listener_untyped(name, move |event| {
            let escaped = || script::property(&event, "key") == "Escape";
            let outside = || {
                let pressed = event.target().and_then(|target| target.dyn_into::<Node>().ok());
                pressed.is_some_and(|pressed| !details.contains(Some(&pressed)))
            };
            // A frame tells nobody that it is pressed.
            let in_frame = || document().active_element().is_some_and(|active| active.tag_name() == "IFRAME");
            let leaves = match name {
                "keydown" => escaped(),
                "click" => outside(),
                _ => in_frame(),
            };
            if leaves {
                let _ = details.remove_attribute("open");
                if name == "keydown" || is_nowhere() {
                    focus_soon(SUMMARY);
                }
            }
        })
    });
    on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
}

fn about() -> El {
    classed("div", "about-box")
        .child(el("h2").text(TODAY.get()))
        .child(day())
        .child(facts())
        .child(after_missed())
        .child(
            classed("p", "about-restart").child(restart_button()).child(el("small").text(RESTART_MORE.get())),
        )
}

/// The time in each status. Drawn anew once a minute and when the status changes.
fn day() -> El {
    let desktop = use_desktop();
    let now = desktop.service_now();
    let minute = Memo::new(move |_| Some(now.get().get() / MINUTE_MS));
    classed("div", "day").live(move || {
        minute.track();
        desktop.agent.track();
        let day = &desktop.view.read_untracked().day;
        Some(day_list(&day.spent(start_of_today(), now.get_untracked())))
    })
}

fn day_list(spent: &[Spent]) -> El {
    let whole: i64 = spent.iter().map(|one| one.ms).sum();
    if whole == 0 {
        return el("p").text(NOTHING.get());
    }
    el("ul").children(spent.iter().map(|one| {
        let share = (one.ms * 100 / whole).to_string();
        el("li")
            .attr("data-kind", tone(&one.kind))
            .child(el("span").text(state_label(&one.state)))
            .child(el("span").text(minutes_text(one.ms)))
            .child(
                el("svg")
                    .attr("aria-hidden", "true")
                    .attr("viewBox", "0 0 100 1")
                    .attr("preserveAspectRatio", "none")
                    .child(el("rect").attr("width", share).attr("height", "1")),
            )
    }))
}

/// A duration in hours and minutes.
fn minutes_text(milliseconds: i64) -> String {
    let minutes = milliseconds / MINUTE_MS;
    match (minutes / 60, minutes % 60) {
        (0, 0) => LESS.get().to_owned(),
        (0, minutes) => MINUTES.with(&[&minutes.to_string()]),
        (hours, minutes) => HOURS.with(&[&hours.to_string(), &minutes.to_string()]),
    }
}

/// Who the instance says this is.
fn facts() -> El {
    let agent = use_desktop().agent;
    let fact = move |term: Text, value: fn(&AgentView) -> Option<String>| {
        el("div").child(el("dt").text(term.get())).child(
            el("dd")
                .live_text(move || agent.read().as_ref().and_then(value).unwrap_or_else(|| "–".to_owned())),
        )
    };
    let arn = |agent: &AgentView| agent.configuration.agent_arn.clone();
    let copied = move || agent.read_untracked().as_ref().and_then(arn).unwrap_or_default();
    el("dl")
        .child(fact(LOGIN, |agent| Some(agent.login.clone())))
        .child(fact(PROFILE, |agent| agent.configuration.routing_profile.as_ref()?.name.clone()))
        .child(fact(CHANNELS, |agent| agent.configuration.routing_profile.as_ref().map(channels_text)))
        .child(fact(ARN, arn).child(el("dd").child(copy_button(copied, COPY_ARN))))
}

/// How many contacts of each channel come at once.
fn channels_text(profile: &RoutingProfile) -> String {
    let mut text = String::new();
    for (channel, most) in profile.channel_concurrency_map.iter().filter(|(_, most)| **most > 0) {
        if !text.is_empty() {
            text.push_str(" · ");
        }
        let most = most.to_string();
        match channel {
            ChannelType::Voice => text.push_str(&VOICE.with(&[&most])),
            ChannelType::Chat => text.push_str(&CHAT.with(&[&most])),
            ChannelType::Task => text.push_str(&TASK.with(&[&most])),
            ChannelType::Email => text.push_str(&EMAIL.with(&[&most])),
            ChannelType::Other(other) => {
                text.push_str(other);
                text.push(' ');
                text.push_str(&most);
            }
        }
    }
    text
}

fn after_missed() -> El {
    let preferences = use_preferences();
    let usual = use_desktop().config().desk.after_missed;
    let returns = move || preferences.with(|one| one.after_missed).unwrap_or(usual) == AfterMissed::Return;
    let choose = move || {
        let wanted = if untrack(returns) { AfterMissed::Ask } else { AfterMissed::Return };
        // The session hears of it with every other change of the preferences.
        preferences.update(|one| one.after_missed = Some(wanted));
    };
    classed("div", "about-missed")
        .child(
            el("label")
                .child(
                    el("input")
                        .attr("type", "checkbox")
                        .attr("id", "after-missed")
                        .attr("aria-describedby", "after-missed-more")
                        .checked(returns)
                        .on("change", move |_| choose()),
                )
                .child(el("span").text(AFTER_MISSED.get())),
        )
        .child(el("small").attr("id", "after-missed-more").text(AFTER_MISSED_MORE.get()))
}

#[cfg(test)]
mod tests {
    use connect_streams::EpochMs;
    use leptos::prelude::RenderHtml;

    use super::*;
    use crate::agent::Day;

    #[test]
    fn a_day_is_read_in_hours_and_minutes() {
        assert_eq!(minutes_text(59_999), "less than 1 min");
        assert_eq!(minutes_text(59 * MINUTE_MS), "59 min");
        assert_eq!(minutes_text(125 * MINUTE_MS + 1), "2 h 5 min");
    }

    #[test]
    fn each_status_has_its_share_of_the_day() {
        let state = |name: &str, since| connect_streams::AgentState {
            agent_state_arn: None,
            name: name.to_owned(),
            kind: connect_streams::AgentStateType::Routable,
            start_timestamp: Some(EpochMs::new(since)),
        };
        let mut day = Day::default();
        let now = |at| crate::contact::Now { local: EpochMs::new(at), ..crate::contact::Now::default() };
        day.observe(&state("Available", 0), now(0));
        day.observe(&state("Lunch", 45 * MINUTE_MS), now(45 * MINUTE_MS));
        let html = day_list(&day.spent(EpochMs::new(0), EpochMs::new(60 * MINUTE_MS))).to_html();
        assert!(html.contains("<span>Available</span><span>45 min</span>"), "{html}");
        assert!(html.contains("<rect width=\"75\""), "{html}");
        assert!(html.contains("<rect width=\"25\""), "{html}");
        assert_eq!(day_list(&[]).to_html(), "<p>Nothing yet.</p>");
    }

    #[test]
    fn channels_that_bring_nothing_are_left_out() {
        let map = [(ChannelType::Voice, 1), (ChannelType::Chat, 3), (ChannelType::Task, 0)];
        let profile = RoutingProfile {
            channel_concurrency_map: map.into_iter().collect(),
            ..RoutingProfile::default()
        };
        assert_eq!(channels_text(&profile), "Voice 1 · Chat 3");
    }
}
