//! Logging out: at once where there is no contact, else after a question.

use leptos::prelude::*;

use crate::{
    desktop::{Desktop, Input, use_desktop},
    text::Text,
    ui::{El, classed, dialog, el, question},
};

/// The `id` of the button.
const BUTTON: &str = "log-out";

const LOG_OUT: Text = Text::new("Log out", "ログアウト");
const TITLE: Text = Text::new("Log out now?", "ログアウトしますか");
const ONE: Text = Text::new("You have 1 open contact.", "対応中のコンタクトが 1 件あります。");
const SEVERAL: Text = Text::new("You have {} open contacts.", "対応中のコンタクトが {} 件あります。");
const MEANS: Text = Text::new(
    "Your status becomes Offline afterwards. A call that goes on loses its sound here, and chats are not answered.",
    "対応の終了後、ステータスはオフラインになります。通話中の音声は途切れ、チャットには応答できなくなります。",
);
const STAY: Text = Text::new("Stay", "このまま続ける");
const ANYWAY: Text = Text::new("Log out anyway", "ログアウトする");

/// The button, while somebody is signed in, and its question.
pub(super) fn log_out_button() -> El {
    let desktop = use_desktop();
    let asks = RwSignal::new(false);
    let press = move || {
        if open_contacts(desktop) == 0 {
            desktop.send(Input::LogOut);
        } else {
            asks.set(true);
        }
    };
    classed("div", "log-out")
        .show(
            move || desktop.agent.read().is_some() && !desktop.status.read().is_signed_out(),
            move || {
                classed("button", "quiet")
                    .attr("type", "button")
                    .attr("id", BUTTON)
                    .click(press)
                    .text(LOG_OUT.get())
            },
        )
        .child(dialog("log-out-dialog", asks, BUTTON, TITLE, move || leaving(desktop, asks)))
}

fn leaving(desktop: Desktop, asks: RwSignal<bool>) -> El {
    let leave = move || {
        asks.set(false);
        desktop.send(Input::LogOut);
    };
    let contacts = el("p").live_text(move || match open_contacts(desktop) {
        1 => ONE.get().to_owned(),
        several => SEVERAL.with(&[&several.to_string()]),
    });
    let go_on = el("button").attr("type", "button").click(leave).text(ANYWAY.get());
    question([contacts, el("p").text(MEANS.get())], asks, STAY, go_on)
}

/// How many contacts the agent has that are not cleared.
fn open_contacts(desktop: Desktop) -> usize {
    desktop.view.read().contacts.iter().filter(|contact| contact.timeline.cleared.is_none()).count()
}
