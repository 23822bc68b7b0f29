//! The place of the CCP: its frame, and over it what to do while it is not ready.
//!
//! The frame stays as it is whatever becomes of the panel around it. A frame that is taken out of the page, or not laid
//! out, takes the call and the chats with it; so a panel that is folded away or hidden is only out of sight.

use leptos::prelude::*;

use super::{CcpNotice, Desktop, Input, notice::RESTART, use_desktop};
use crate::{
    api::PanelPlace,
    origins::doctor_link,
    settings::use_preferences,
    text::Text,
    ui::{El, Memo, classed, effect, el},
};

/// The `id` of the CCP's place.
const FRAME: &str = "ccp-frame";

const CCP: Text = Text::new("Contact Control Panel", "コンタクトコントロールパネル");
/// What a browser without scripts shows.
const NO_SCRIPT: Text = Text::new(
    "Streamdesk needs JavaScript. Without it, work in the panel's own window.",
    "Streamdesk には JavaScript が必要です。使えない場合は、パネルを別のウィンドウで開いて作業してください。",
);
const OWN_WINDOW: Text = Text::new("Open the panel in a window of its own", "パネルを別のウィンドウで開く");
const FOLD: Text = Text::new("Fold away", "折りたたむ");
const UNFOLD: Text = Text::new("Show the panel", "パネルを表示");
const SIGN_IN: Text = Text::new("Sign in", "サインイン");
const BLOCKED: Text = Text::new(
    "The browser blocked the window. Allow pop-up windows for this page, then try again.",
    "ブラウザーがウィンドウをブロックしました。このページのポップアップを許可してから、もう一度お試しください。",
);

/// The CCP. What is written around its frame is drawn anew when the language changes, the frame never.
pub fn ccp_panel() -> El {
    let (desktop, preferences) = (use_desktop(), use_preferences());
    let after_missed = desktop.config().desk.after_missed;
    effect(move || {
        let chosen = preferences.with(|one| one.after_missed);
        desktop.send(Input::AfterMissed(chosen.unwrap_or(after_missed)));
    });
    classed("section", "ccp")
        .live_attr("aria-label", move || {
            preferences.language();
            Some(CCP.get().to_owned())
        })
        .live_attr("data-panel", move || {
            let word = match preferences.place() {
                PanelPlace::Beside => "beside",
                PanelPlace::Collapsed => "collapsed",
                PanelPlace::Hidden => "hidden",
            };
            Some(word.to_owned())
        })
        .child(
            classed("div", "ccp-frame")
                .attr("id", FRAME)
                // Out of sight is out of reach for the keyboard and for screen readers too.
                .flag("inert", move || preferences.place() != PanelPlace::Beside)
                .built(move |container| desktop.start(container)),
        )
        .live(preferences.drawn_anew(ccp_words))
}

/// What is written around the frame.
fn ccp_words() -> El {
    let (desktop, preferences) = (use_desktop(), use_preferences());
    let ccp_url = desktop.config().ccp_url;
    let own_window = ccp_url.clone();
    let notice = Memo::new(move |_| desktop.status.read().notice(&desktop.page_origin.read(), &ccp_url));
    let covers = move || {
        desktop.agent.read().is_none() || notice.read().as_ref().is_some_and(|notice| notice.offers_sign_in)
    };
    let is_shown = move || preferences.place() == PanelPlace::Beside;
    let fold = move || {
        let place = if is_shown() { PanelPlace::Collapsed } else { PanelPlace::Beside };
        preferences.update(|one| one.panel = Some(place));
    };
    classed("div", "ccp-words")
        .child(
            classed("div", "ccp-notice")
                .flag("data-covers", covers)
                .attr("role", "status")
                .live(move || notice.get().map(|notice| notice_box(notice, desktop))),
        )
        .child(el("noscript").child(el("p").text(NO_SCRIPT.get())))
        .child(
            classed("div", "ccp-own-window")
                .child(
                    classed("button", "small")
                        .attr("type", "button")
                        .attr("aria-controls", FRAME)
                        .live_attr("aria-expanded", move || {
                            Some(if is_shown() { "true" } else { "false" }.to_owned())
                        })
                        .click(fold)
                        .live_text(move || if is_shown() { FOLD } else { UNFOLD }.get().to_owned()),
                )
                .child(
                    el("a")
                        .attr("href", own_window)
                        .attr("target", "_blank")
                        .attr("rel", "noopener")
                        .text(OWN_WINDOW.get()),
                ),
        )
}

fn notice_box(notice: CcpNotice, desktop: Desktop) -> El {
    let CcpNotice { is_fault, offers_sign_in, restart, .. } = notice;
    classed("div", if is_fault { "notice fault" } else { "notice" })
        .attr("data-notice", notice.kind)
        .child(el("h2").text(notice.title.get()))
        .child(el("p").text(notice.text))
        .children(offers_sign_in.then(|| {
            classed("button", if is_fault { "" } else { "primary" })
                .attr("type", "button")
                .click(move || desktop.sign_in())
                .text(SIGN_IN.get())
        }))
        .children(restart.map(|label| restart_with(label, desktop)))
        // Not while it is only loading or logged out: then there is nothing to look for.
        .children((is_fault || notice.kind == "sign-in").then(|| doctor_link(&desktop.config())))
        .show(move || desktop.sign_in_blocked.get(), || el("p").text(BLOCKED.get()))
}

/// A button that takes the CCP out of the page and starts it again.
pub fn restart_button() -> El {
    restart_with(RESTART, use_desktop())
}

fn restart_with(label: Text, desktop: Desktop) -> El {
    el("button").attr("type", "button").click(move || desktop.send(Input::Restart)).text(label.get())
}
