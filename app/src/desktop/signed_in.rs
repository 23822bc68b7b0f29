//! Who is signed in to Streamdesk, and the way out: at once where there is no contact, else after a question.

use leptos::prelude::*;

use super::{Desktop, use_desktop};
use crate::{
    text::Text,
    ui::{El, classed, dialog, el, question},
};

/// The `id` of the form that signs out.
const FORM: &str = "sign-out";
/// The `id` of its button.
const BUTTON: &str = "sign-out-button";

const WHO: Text = Text::new("Signed in to Streamdesk", "Streamdesk のサインイン");
const ACCOUNT: Text = Text::new("Your account in Streamdesk", "Streamdesk のアカウント");
const SIGN_OUT: Text = Text::new("Sign out", "サインアウト");
const TITLE: Text = Text::new("Sign out of Streamdesk now?", "Streamdesk からサインアウトしますか");
const MEANS: Text = Text::new(
    "You have open contacts. They stay yours in Amazon Connect, but nothing more is recorded here until you sign in again.",
    "対応中のコンタクトがあります。Amazon Connect ではそのまま残りますが、もう一度サインインするまで、ここには何も記録されません。",
);
const STAY: Text = Text::new("Stay", "このまま続ける");
const ANYWAY: Text = Text::new("Sign out anyway", "サインアウトする");

/// Name and way out; nothing where nobody signs in.
pub fn signed_in_box() -> El {
    let desktop = use_desktop();
    let Some(person) = desktop.config().signed_in else { return el("span").attr("hidden", "") };
    let asks = RwSignal::new(false);
    let is_sure = StoredValue::new(false);
    let submit = move |event: web_sys::Event| {
        if has_contacts(desktop) && !is_sure.get_value() {
            event.prevent_default();
            asks.set(true);
        }
    };
    // A section, so that the heading of the question is not one of the whole page.
    classed("section", "signed-in")
        .attr("aria-label", WHO.get())
        .child(
            classed("a", "quiet")
                .attr("href", "/account")
                .attr("target", "streamdesk-account")
                .attr("title", ACCOUNT.get())
                .attr("dir", "auto")
                .text(person.display_name),
        )
        .child(
            el("form")
                .attr("id", FORM)
                .attr("method", "post")
                .attr("action", "/sign-out")
                .on("submit", submit)
                .child(classed("button", "quiet").attr("id", BUTTON).text(SIGN_OUT.get())),
        )
        .child(dialog("sign-out-dialog", asks, BUTTON, TITLE, move || leaving(asks, is_sure)))
}

fn leaving(asks: RwSignal<bool>, is_sure: StoredValue<bool>) -> El {
    // The dialog stays until the page goes: a button that is gone sends no form.
    let go_on = el("button").attr("form", FORM).click(move || is_sure.set_value(true)).text(ANYWAY.get());
    question([el("p").text(MEANS.get())], asks, STAY, go_on)
}

fn has_contacts(desktop: Desktop) -> bool {
    desktop.view.read_untracked().contacts.iter().any(|contact| contact.timeline.cleared.is_none())
}
