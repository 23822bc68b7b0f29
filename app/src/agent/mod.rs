//! The agent: who it is, in which state and since when.

use connect_streams::AgentStateType;
use leptos::prelude::*;

use crate::{
    desktop::{AgentView, use_desktop},
    ui::duration_text,
};

/// Name, state and time in state.
#[component]
pub fn AgentPanel() -> impl IntoView {
    let desktop = use_desktop();
    let now = desktop.service_now();
    let read = move |field: fn(&AgentView) -> String| move || desktop.agent.read().as_ref().map(field);
    let time_in_state = move || {
        let since = desktop.agent.read().as_ref()?.since?;
        Some(duration_text(now.get().since(since)))
    };
    let next_state = move || {
        let next = desktop.agent.read().as_ref()?.next_state.clone()?;
        Some(format!("then {next}"))
    };
    view! {
        <section class="agent" aria-label="Agent">
            <span id="agent-name">{move || read(|agent| agent.name.clone())().unwrap_or_else(|| "Not signed in".to_owned())}</span>
            <span class="agent-state" data-kind=read(|agent| tone(&agent.kind).to_owned())>
                <span id="agent-state">{read(|agent| state_label(&agent.state))}</span>
                " "
                <span id="time-in-state" class="ticking">{time_in_state}</span>
            </span>
            <span class="next-state">{next_state}</span>
        </section>
    }
}

/// What the state means at a glance, for its colour.
fn tone(kind: &AgentStateType) -> &'static str {
    match kind {
        AgentStateType::Routable => "available",
        AgentStateType::Init | AgentStateType::System | AgentStateType::Other(_) => "busy",
        AgentStateType::NotRoutable => "away",
        AgentStateType::Offline => "offline",
        AgentStateType::Error => "error",
    }
}

/// The names that the service gives its own states, in words: `AfterCallWork` becomes "After call work".
fn state_label(name: &str) -> String {
    let mut label = String::with_capacity(name.len() + 4);
    for (index, character) in name.char_indices() {
        let starts_word = character.is_uppercase() && name[..index].ends_with(char::is_lowercase);
        if starts_word {
            label.push(' ');
            label.extend(character.to_lowercase());
        } else {
            label.push(character);
        }
    }
    label
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_written_in_words() {
        assert_eq!(state_label("AfterCallWork"), "After call work");
        assert_eq!(state_label("MissedCallAgent"), "Missed call agent");
        assert_eq!(state_label("Lunch at 12"), "Lunch at 12");
        assert_eq!(state_label("昼休み"), "昼休み");
    }
}
