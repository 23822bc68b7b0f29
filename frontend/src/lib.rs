//! The wasm entry: takes over the page that the server rendered.

use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page once the wasm is there.
#[wasm_bindgen]
pub fn hydrate() {
    std::panic::set_hook(Box::new(|panic| app::ui::show_crash(&panic.to_string())));
    let Some(config) = app::api::PageConfig::from_page() else {
        return app::ui::show_crash("The page carries no settings.");
    };
    hydrate_body(move || view! { <app::App config /> });
    app::ui::mark_hydrated();
}
