//! The agent: who it is, in which state and since when, how the day went, and how to leave.

mod author;
mod day;
mod day_panel;
mod log_out;
mod picker;
mod words;

pub use author::{Author, Place};
pub use day::{Day, Spent, Stretch};
pub use words::{name_statuses, state_label, tone};

use crate::{
    desktop::use_desktop,
    text::Text,
    ui::{El, classed, el},
};

const AGENT: Text = Text::new("Agent", "エージェント");
const NOBODY: Text = Text::new("Not signed in", "サインインしていません");

/// Name, status and its picker, what there is to know about the agent, and the way out.
pub fn agent_panel() -> El {
    let desktop = use_desktop();
    classed("section", "agent")
        .attr("aria-label", AGENT.get())
        .child(el("span").attr("id", "agent-name").live_text(move || {
            let name = desktop.agent.read().as_ref().map(|agent| agent.name.clone());
            name.unwrap_or_else(|| NOBODY.get().to_owned())
        }))
        .child(picker::status_picker())
        .child(day_panel::about_panel())
        .child(log_out::log_out_button())
}
