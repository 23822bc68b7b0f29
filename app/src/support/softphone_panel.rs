//! Says how the softphone failed, until a call is connected.

use leptos::prelude::*;

use super::plain::softphone_word;
use crate::{
    desktop::use_desktop,
    text::Text,
    ui::{El, classed, el},
};

const SOFTPHONE: Text = Text::new("Softphone", "ソフトフォン");

/// How the softphone failed, in plain words.
pub fn softphone_panel() -> El {
    let desktop = use_desktop();
    // By its word, so that it is announced when it is news and not with everything else that happens.
    let faults = move || {
        let view = desktop.view.read();
        view.softphone_error.iter().map(|error| error.error_type.to_string()).collect()
    };
    classed("div", "softphone-fault").attr("role", "alert").attr("aria-label", SOFTPHONE.get()).each(
        faults,
        |word| {
            let plain = softphone_word(word);
            classed("div", "notice fault")
                .attr("data-softphone", word.to_owned())
                .child(el("h2").text(plain.what))
                .child(el("p").text(plain.next))
        },
    )
}
