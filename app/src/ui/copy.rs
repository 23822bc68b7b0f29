//! A button that copies a text.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{El, classed};
use crate::text::Text;

const COPY: Text = Text::new("Copy", "コピー");
const COPIED: Text = Text::new("Copied", "コピーしました");
const NOT_ALLOWED: Text = Text::new("Not allowed", "許可されていません");

/// For so long the button says that it has copied.
const SAY_SO_FOR: Duration = Duration::from_secs(2);

/// Copies a text to the clipboard. Answers with what is said about it.
pub async fn copy_text(text: &str) -> Text {
    let copied = match web_sys::window() {
        Some(window) => JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok(),
        None => false,
    };
    if copied { COPIED } else { NOT_ALLOWED }
}

/// A button that copies a text to the clipboard and says so, to eyes and to screen readers. `label` is its name.
pub fn copy_button(text: impl Fn() -> String + Send + Sync + 'static, label: Text) -> El {
    let text = StoredValue::new(Box::new(text) as Box<dyn Fn() -> String + Send + Sync>);
    let said = RwSignal::new(None::<Text>);
    let copy = move || {
        let text = text.with_value(|text| text());
        spawn_local(async move {
            said.set(Some(copy_text(&text).await));
            set_timeout(move || _ = said.try_set(None), SAY_SO_FOR);
        });
    };
    classed("span", "copy")
        .child(
            classed("button", "small")
                .attr("type", "button")
                .attr("aria-label", label.get())
                .click(copy)
                .live_text(move || said.get().unwrap_or(COPY).get().to_owned()),
        )
        .child(
            classed("span", "visually-hidden")
                .attr("role", "status")
                .live_text(move || said.get().map(|said| said.get().to_owned()).unwrap_or_default()),
        )
}
