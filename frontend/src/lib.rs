//! The wasm entry: takes over the page that the server rendered, which one the address says.

use leptos::{mount::mount_to_body, prelude::*};
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page once the wasm is there. What the server drew is replaced in one step by the same page, alive.
#[wasm_bindgen]
pub fn hydrate() {
    std::panic::set_hook(Box::new(|panic| app::ui::show_crash(&panic.to_string())));
    let config = match app::api::PageConfig::from_page() {
        Ok(config) => config,
        Err(reason) => return app::ui::show_crash(&reason),
    };
    let Some(body) = document().body() else { return app::ui::show_crash("The page has no body.") };
    body.set_text_content(None);
    let page = if app::history::is_history() {
        app::history::history_page
    } else if app::origins::is_doctor() {
        app::origins::doctor_page
    } else {
        app::page
    };
    mount_to_body(move || page(&config));
    app::ui::mark_alive();
}
