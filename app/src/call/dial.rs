//! Dialling somebody: a number, the queue for which it is and what the customer sees, and who was called lately. A link with
//! a number fills the field; nothing is dialled but by the agent.

use connect_streams::{AgentPermission, Endpoint, Queue};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

use super::{CallDesk, connects::connects, field::Field, number::typed_number, room::sentences};
use crate::{
    api::Feature,
    desktop::{Command, Desktop, DesktopView},
    text::Text,
    ui::{El, classed, effect, el},
};

const DIAL: Text = Text::new("Call somebody", "電話をかける");
const NUMBER: Text = Text::new("Telephone number", "電話番号");
const CALL: Text = Text::new("Call", "発信");
const CALLING: Text = Text::new("Calling…", "発信しています…");
const CALL_FROM: Text = Text::new("Call from", "発信元");
const DEFAULT_QUEUE: Text = Text::new("Default queue", "既定のキュー");
const SHOWS: Text = Text::new("{} ({})", "{}（{}）");
const RECENT: Text = Text::new("Called lately", "最近の発信先");
const REDIAL: Text = Text::new("Call {}", "{}に発信");
const QUICK_CONNECTS: Text = Text::new("Quick connects", "クイック接続");
pub(super) const WRONG_NUMBER: Text = Text::new(
    "A telephone number begins with + and the country code, for example +49 30 901820.",
    "電話番号は「+」と国番号から入力してください（例：+81 3 1234 5678）。",
);

/// The identifier of the number's field.
const FIELD: &str = "dial-number";

/// Whether the agent may call somebody.
pub(super) fn may_call(desktop: Desktop) -> bool {
    let agent = desktop.agent.read();
    desktop.has(Feature::Dial)
        && agent
            .as_ref()
            .is_some_and(|agent| agent.configuration.permissions.contains(&AgentPermission::OutboundCall))
}

/// Calls somebody, from the queue that was chosen.
pub(super) fn call(desktop: Desktop, desk: CallDesk, to: Endpoint) {
    desk.remember(&to);
    let queue_arn = Some(desk.queue.get_untracked()).filter(|arn| !arn.is_empty());
    desktop.ask(Command::Dial { to, queue_arn });
}

/// Whether a call is on its way: to this one, or to anybody.
pub(super) fn is_calling(view: RwSignal<DesktopView>, whom: Option<&Endpoint>) -> bool {
    let view = view.read();
    view.waiting
        .iter()
        .any(|command| matches!(command, Command::Dial { to, .. } if whom.is_none_or(|whom| whom == to)))
}

/// The field, and whom else to call.
pub(super) fn dial(desktop: Desktop, desk: CallDesk) -> El {
    catch_links(desk);
    let number = Field::new(FIELD, NUMBER, WRONG_NUMBER, desk.number);
    let numbers = move || -> Vec<String> {
        desk.with(|one| one.recents.iter().filter(|recent| recent.starts_with('+')).cloned().collect())
    };
    let busy = move || is_calling(desktop.view, None);
    classed("fieldset", "dial")
        .flag("disabled", move || desktop.view.read().follows)
        .attr("aria-label", DIAL.get())
        .child(
            el("form")
                .on("submit", move |event| {
                    event.prevent_default();
                    if let Some(number) = number.read(typed_number) {
                        call(desktop, desk, number.endpoint());
                    }
                })
                .child(number.view())
                .child(caller_ids(desktop, desk))
                .child(
                    el("button")
                        .attr("type", "submit")
                        .attr("data-act", "dial")
                        .live_attr("aria-busy", move || busy().then(|| "true".to_owned()))
                        .live_text(move || if busy() { CALLING } else { CALL }.get().to_owned()),
                ),
        )
        .child(classed("p", "refusal").attr("role", "alert").live_text(move || {
            let view = desktop.view.read();
            let refused = view.refused.as_ref().filter(|one| matches!(one.command, Command::Dial { .. }));
            refused.map(|refusal| sentences(&refusal.why)).unwrap_or_default()
        }))
        .child(
            classed("details", "recents")
                .flag("hidden", move || numbers().is_empty())
                .child(el("summary").text(RECENT.get()))
                .child(el("ul").each(numbers, move |number| {
                    let to = Endpoint::by_phone_number(number);
                    el("li").child(
                        el("button")
                            .attr("type", "button")
                            .click(move || call(desktop, desk, to.clone()))
                            .text(REDIAL.with(&[number])),
                    )
                })),
        )
        .child(
            classed("details", "dial-connects")
                .child(el("summary").text(QUICK_CONNECTS.get()))
                .child(connects(None)),
        )
}

/// The queues from which the agent can call, each with what the customer sees where that is configured.
fn caller_ids(desktop: Desktop, desk: CallDesk) -> El {
    let named = move |queue: &Queue| {
        let name = queue.name.clone()?;
        let config = desktop.config();
        let shown = config.desk.caller_ids.iter().find(|caller_id| caller_id.queue == name);
        Some(shown.map_or_else(|| name.clone(), |caller_id| SHOWS.with(&[&name, &caller_id.shows])))
    };
    let queues = move |read: &mut dyn FnMut(&Queue, bool)| {
        let agent = desktop.agent.read();
        let Some(profile) = agent.as_ref().and_then(|agent| agent.configuration.routing_profile.as_ref())
        else {
            return;
        };
        let default = profile.default_outbound_queue.as_ref();
        if let Some(queue) = default {
            read(queue, true);
        }
        for queue in &profile.queues {
            let arn = queue.queue_arn.as_deref().unwrap_or_default();
            let is_default = default.is_some_and(|default| default.queue_arn == queue.queue_arn);
            // An agent's own queue is nobody's to call from.
            if !arn.is_empty() && !arn.contains("/queue/agent/") && !is_default {
                read(queue, false);
            }
        }
    };
    let others = move || {
        let mut arns = Vec::new();
        queues(&mut |queue, is_default| {
            if !is_default {
                arns.extend(queue.queue_arn.clone());
            }
        });
        arns
    };
    classed("div", "field").child(el("label").attr("for", "dial-queue").text(CALL_FROM.get())).child(
        el("select")
            .attr("id", "dial-queue")
            .value(move || desk.queue.get())
            .on("change", move |event| desk.queue.set(event_target_value(&event)))
            .child(el("option").attr("value", "").live_text(move || {
                let mut name = None;
                queues(&mut |queue, is_default| {
                    if is_default {
                        name = named(queue);
                    }
                });
                name.unwrap_or_else(|| DEFAULT_QUEUE.get().to_owned())
            }))
            .each(others, move |arn| {
                let mut name = None;
                untrack(|| {
                    queues(&mut |queue, _| {
                        if queue.queue_arn.as_deref() == Some(arn) {
                            name = named(queue);
                        }
                    });
                });
                el("option").attr("value", arn.to_owned()).text(name.unwrap_or_default())
            }),
    )
}

/// Puts the number of a link that is pressed anywhere on the page into the field.
fn catch_links(desk: CallDesk) {
    effect(move || {
        let clicks = window_event_listener(ev::click, move |event| {
            if let Some(href) = number_link(&event)
                && desk.take_link(&href)
            {
                event.prevent_default();
                focus_field();
            }
        });
        on_cleanup(move || clicks.remove());
    });
}

/// Where the link leads that was pressed, if it is one to a telephone.
fn number_link(event: &Event) -> Option<String> {
    let pressed = event.target()?.dyn_into::<Element>().ok()?;
    pressed.closest("a[href^='tel:' i]").ok()??.get_attribute("href")
}

fn focus_field() {
    let field = document().get_element_by_id(FIELD).and_then(|field| field.dyn_into::<HtmlElement>().ok());
    // A field that is not on the page is not looked at.
    _ = field.map(|field| field.focus());
}
