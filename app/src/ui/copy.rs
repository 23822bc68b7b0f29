//! A button that copies a text.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// For so long the button says that it has copied.
const SAY_SO_FOR: Duration = Duration::from_secs(2);

/// Copies `text` to the clipboard and says so, to eyes and to screen readers.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
    /// What it is, for the button's name: "Copy …".
    what: &'static str,
) -> impl IntoView {
    let said = RwSignal::new(None::<&'static str>);
    let copy = move |_| {
        spawn_local(async move {
            let copied = match web_sys::window() {
                Some(window) => {
                    JsFuture::from(window.navigator().clipboard().write_text(&text.get_untracked()))
                        .await
                        .is_ok()
                }
                None => false,
            };
            said.set(Some(if copied { "Copied" } else { "Not allowed" }));
            set_timeout(move || _ = said.try_set(None), SAY_SO_FOR);
        });
    };
    view! {
        <button class="copy" aria-label=format!("Copy {what}") on:click=copy>
            {move || said.get().unwrap_or("Copy")}
        </button>
        <span class="visually-hidden" role="status">{move || said.get()}</span>
    }
}
