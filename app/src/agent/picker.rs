//! The status: which it is and since when, which comes next, and the choice of another. What is chosen shows when the
//! service shows it; until then the picker says that it waits.

use std::sync::Arc;

use connect_streams::{AgentStateDefinition, AgentStateType};
use leptos::prelude::*;

use super::words::{state_label, tone};
use crate::{
    api::Outcome,
    desktop::{
        AgentView, CcpStatus, Command, DeskContact, DesktopView, Input, Refusal, choosable, use_desktop,
    },
    support::{Plain, agent_state, refusal},
    text::Text,
    ui::{El, Memo, classed, duration_text, el, script},
};

const STATUS: Text = Text::new("Status", "ステータス");
const THEN: Text = Text::new("then {}", "次: {}");
const CANCEL: Text = Text::new("Cancel", "取り消す");
const CANCEL_NEXT: Text = Text::new("Cancel the next status", "次のステータスを取り消す");
const CHANGING: Text = Text::new("Changing to {}…", "{} に変更しています…");
const DECLINED: Text = Text::new("You declined the contact.", "コンタクトを拒否しました。");
/// The state after a contact that nobody took.
const MISSED: &str = "MissedCallAgent";
const AVAILABLE_AGAIN: Text = Text::new("Make me available", "受付を再開");

/// The state with its picker, what comes next, and what came of a choice.
pub(super) fn status_picker() -> El {
    let desktop = use_desktop();
    let agent = desktop.agent;
    let read = move |field: fn(&AgentView) -> String| move || agent.read().as_ref().map(field);
    let asked = Memo::new(move |_| asked(&desktop.view.read()).map(|state| state.name.clone()));
    let has_next = Memo::new(move |_| agent.read().as_ref().is_some_and(|agent| agent.next_state.is_some()));
    let cancel = move || {
        let back = agent.read_untracked().as_ref().and_then(before_the_contact);
        if let Some(state) = back {
            desktop.ask(Command::SetState(state));
        }
    };
    classed("div", "status")
        .child(
            classed("span", "agent-state")
                .live_attr("data-kind", read(|agent| tone(&agent.state.kind).to_owned()))
                .live_attr("aria-busy", move || asked.read().as_ref().map(|_| "true".to_owned()))
                .child(
                    el("span").attr("id", "agent-state").attr("aria-live", "polite").live_text(move || {
                        read(|agent| state_label(&agent.state.name))().unwrap_or_default()
                    }),
                )
                .child(time_in_state())
                .child(select()),
        )
        .show(
            move || has_next.get(),
            move || {
                classed("span", "next-state")
                    .child(el("span").attr("id", "next-state").live_text(move || {
                        let next = |agent: &AgentView| {
                            agent.next_state.as_ref().map(|next| THEN.with(&[&state_label(&next.name)]))
                        };
                        agent.read().as_ref().and_then(next).unwrap_or_default()
                    }))
                    .child(
                        classed("button", "small")
                            .attr("type", "button")
                            .attr("aria-label", CANCEL_NEXT.get())
                            .click(cancel)
                            .text(CANCEL.get()),
                    )
            },
        )
        .child(classed("span", "status-said").attr("role", "status").live_text(move || {
            let asked = asked.read();
            asked.as_ref().map(|name| CHANGING.with(&[&state_label(name)])).unwrap_or_default()
        }))
        .child(trouble())
}

fn time_in_state() -> El {
    let desktop = use_desktop();
    let now = desktop.service_now();
    classed("span", "ticking").attr("id", "time-in-state").live_text(move || {
        let since = desktop.agent.read().as_ref().and_then(|agent| agent.state.start_timestamp);
        since.map(|since| duration_text(now.get().since(since))).unwrap_or_default()
    })
}

/// The list of states, over the state that is shown. It never shows a choice that the service has not taken.
fn select() -> El {
    let desktop = use_desktop();
    let agent = desktop.agent;
    let present = move || agent.read().as_ref().and_then(chosen).unwrap_or_default();
    let choose = move |event: web_sys::Event| {
        let Some(list) = event.target() else { return };
        let arn = script::property(&list, "value").as_string().unwrap_or_default();
        let agent = agent.read_untracked();
        let Some(agent) = &*agent else { return };
        // Back to what is, until the service shows what was chosen.
        let present = chosen(agent).unwrap_or_default();
        let _ = js_sys::Reflect::set(&list, &"value".into(), &present.into());
        let mut states = agent.configuration.agent_states.iter();
        if let Some(state) = states.find(|state| state.agent_state_arn.as_ref() == Some(&arn)) {
            desktop.ask(Command::SetState(state.clone()));
        }
    };
    el("select")
        .attr("id", "status")
        .attr("aria-label", STATUS.get())
        .flag("disabled", move || {
            agent.read().is_none()
                || desktop.status.read().is_signed_out()
                || *desktop.status.read() == CcpStatus::Loading
        })
        .on("change", choose)
        .child(
            // What the service set is shown, but cannot be chosen.
            el("option").attr("value", "").attr("hidden", "").attr("disabled", "").live_text(move || {
                agent.read().as_ref().map(|agent| state_label(&agent.state.name)).unwrap_or_default()
            }),
        )
        .each(
            move || agent.read().as_ref().map(state_keys).unwrap_or_default(),
            |key| {
                let (arn, name) = key.split_once(' ').unwrap_or(("", key));
                let option = el("option").attr("value", arn.to_owned()).text(state_label(name));
                if arn.is_empty() { option.attr("disabled", "") } else { option }
            },
        )
        // After the options, and again with them: a list shows only what it has.
        .value(present)
}

/// Why the agent is in an error state or stays in the present one, and what to do.
fn trouble() -> El {
    let desktop = use_desktop();
    let agent = desktop.agent;
    let said = |kind: &'static str, plain: Plain| {
        classed("p", "agent-trouble")
            .attr("data-trouble", kind)
            .child(el("strong").text(plain.what))
            .child(el("span").text(plain.next))
    };
    let failed = Memo::new(move |_| {
        let agent = agent.read();
        let failed = agent.as_ref().filter(|agent| agent.state.kind == AgentStateType::Error);
        failed.map(|agent| agent.state.name.clone())
    });
    let refused = Memo::new(move |_| refused(&desktop.view.read()).map(|refused| refused.at.get()));
    // Until the contact is cleared nothing else is offered, whatever the status.
    let again = move || desktop.send(Input::AvailableAgain);
    let declined = Memo::new(move |_| {
        let declined = |one: &Arc<DeskContact>| one.timeline.outcome == Some(Outcome::Rejected);
        desktop.view.read().contacts.iter().any(declined)
    });
    classed("div", "agent-troubles")
        .attr("role", "status")
        .live(move || {
            let failed = failed.get()?;
            let available = classed("button", "small").attr("type", "button").click(again);
            let mut plain = agent_state(&failed)?;
            // The service has one word for what was missed and what was declined.
            if failed == MISSED && declined.get() {
                DECLINED.get().clone_into(&mut plain.what);
            }
            Some(said("error-state", plain).child(available.text(AVAILABLE_AGAIN.get())))
        })
        .live(move || {
            refused.track();
            let view = desktop.view.read_untracked();
            self::refused(&view).map(|refused| said("refused", refusal(&refused.why)))
        })
}

/// The choice that was refused lately.
fn refused(view: &DesktopView) -> Option<&Refusal> {
    view.refused.as_ref().filter(|refused| matches!(refused.command, Command::SetState(_)))
}

/// The state that is asked for.
fn asked(view: &DesktopView) -> Option<&AgentStateDefinition> {
    view.waiting.iter().find_map(|command| match command {
        Command::SetState(state) => Some(state),
        _ => None,
    })
}

/// The states that can be chosen, in the order of the instance: each by its ARN, a space, and its name.
fn state_keys(agent: &AgentView) -> Vec<String> {
    let key = |state: &AgentStateDefinition| {
        let mut key = state.agent_state_arn.clone().unwrap_or_default();
        key.push(' ');
        key.push_str(&state.name);
        key
    };
    agent.configuration.agent_states.iter().map(key).collect()
}

/// The ARN of the present state, if it is one that can be chosen.
fn chosen(agent: &AgentView) -> Option<String> {
    let arn = agent.state.agent_state_arn.as_ref();
    let mut states = agent.configuration.agent_states.iter();
    states.find(|state| arn.is_some() && state.agent_state_arn.as_ref() == arn)?;
    arn.cloned()
}

/// The state that takes a queued one back: that before the contact, else the first in which contacts come.
fn before_the_contact(agent: &AgentView) -> Option<AgentStateDefinition> {
    agent.picked.as_ref().map(choosable).or_else(|| routable(agent))
}

fn routable(agent: &AgentView) -> Option<AgentStateDefinition> {
    let mut states = agent.configuration.agent_states.iter();
    states.find(|state| state.kind == AgentStateType::Routable).cloned()
}

#[cfg(test)]
mod tests {
    use connect_streams::{AgentData, AgentState};

    use super::*;

    fn agent(json: &str) -> AgentView {
        let data = AgentData::from_json(json).unwrap();
        AgentView {
            login: "anna".to_owned(),
            name: data.configuration.name.clone(),
            state: data.snapshot.state,
            next_state: data.snapshot.next_state,
            picked: None,
            muted: false,
            configuration: Arc::new(data.configuration),
        }
    }

    fn idle() -> AgentView {
        agent(include_str!("../../streams/tests/agent-data/idle.json"))
    }

    #[test]
    fn every_state_of_the_instance_can_be_chosen_in_its_order() {
        let names: Vec<_> =
            state_keys(&idle()).iter().map(|key| key.split_once(' ').unwrap().1.to_owned()).collect();
        assert_eq!(names, ["Available", "Lunch", "Break", "Training", "Offline"]);
    }

    #[test]
    fn a_state_of_the_service_is_none_of_the_choices() {
        let busy = agent(include_str!("../../streams/tests/agent-data/connected.json"));
        assert_eq!(chosen(&busy), None);
        let mut lunch = idle();
        let state = &lunch.configuration.agent_states[1];
        lunch.state = AgentState {
            agent_state_arn: state.agent_state_arn.clone(),
            name: state.name.clone(),
            kind: state.kind.clone(),
            start_timestamp: None,
        };
        assert_eq!(chosen(&lunch), lunch.configuration.agent_states[1].agent_state_arn);
    }

    #[test]
    fn the_state_before_the_contact_takes_the_next_back() {
        let mut busy = agent(include_str!("../../streams/tests/agent-data/connected.json"));
        assert_eq!(before_the_contact(&busy).unwrap().name, "Available");
        busy.picked = Some(AgentState {
            agent_state_arn: Some("arn".to_owned()),
            name: "Training".to_owned(),
            kind: AgentStateType::NotRoutable,
            start_timestamp: None,
        });
        assert_eq!(before_the_contact(&busy).unwrap().name, "Training");
    }
}
