//! What the agent is told while the instance moves to another region, and once it is there.

use leptos::prelude::*;

use super::{Desktop, Input, RegionMove, use_desktop};
use crate::{
    text::Text,
    ui::{El, classed, dialog, el, question},
};

/// The `id` of the button.
const BUTTON: &str = "move-now";

const WAITS: Text = Text::new(
    "Amazon Connect moves to the region {}. This desktop follows when your call is over.",
    "Amazon Connect はリージョン {} に移行します。このデスクトップは、通話の終了後に切り替わります。",
);
const ARRIVED: Text = Text::new(
    "You work in the region {} now. Your status there is Offline: choose one to get contacts.",
    "リージョン {} に切り替わりました。ステータスはオフラインです。コンタクトを受けるには、ステータスを選択してください。",
);
const MOVE: Text = Text::new("Move now", "今すぐ切り替える");
const TITLE: Text = Text::new("Move now?", "今すぐ切り替えますか");
const MEANS: Text = Text::new(
    "Your call ends for you. Do it if nobody can be heard any more or the call cannot be ended.",
    "対応中の通話は終了します。相手の声が聞こえない場合や、通話を終了できない場合に切り替えてください。",
);
const WAIT: Text = Text::new("Wait", "通話の終了を待つ");

/// What there is to say; on the way, with a button that goes at once, and its question.
pub(super) fn region_banner(moves: &RegionMove) -> Option<El> {
    let banner =
        |said: String| classed("div", "banner").attr("data-banner", "region").child(el("span").text(said));
    match moves {
        RegionMove::Stays => None,
        RegionMove::Waits(to) => {
            let (desktop, asks) = (use_desktop(), RwSignal::new(false));
            let question = dialog("move-now-dialog", asks, BUTTON, TITLE, move || moving(desktop, asks));
            Some(banner(WAITS.with(&[to])).child(button(asks)).child(question))
        }
        RegionMove::Arrived(at) => Some(banner(ARRIVED.with(&[at]))),
    }
}

fn button(asks: RwSignal<bool>) -> El {
    classed("button", "small")
        .attr("type", "button")
        .attr("id", BUTTON)
        .click(move || asks.set(true))
        .text(MOVE.get())
}

fn moving(desktop: Desktop, asks: RwSignal<bool>) -> El {
    let go = move || {
        asks.set(false);
        desktop.send(Input::MoveNow);
    };
    let go_on = el("button").attr("type", "button").click(go).text(MOVE.get());
    question([el("p").text(MEANS.get())], asks, WAIT, go_on)
}
