//! Saves the support file from the browser: asks the browser for what only it knows, and hands the text over as a
//! download. Nothing is sent anywhere.

use connect_streams::{EpochMs, library_version, logger};
use js_sys::{Array, Intl::DateTimeFormat, Object, Reflect};
use web_sys::Window;

use super::{
    Journal,
    file::{PageFacts, file_name, support_file},
};
use crate::{
    api::{CONFIG_ELEMENT, SignedIn},
    desktop::DesktopView,
    ui::download,
};

/// Saves the support file. Answers whether the browser took it.
pub fn save_support_file(view: &DesktopView, journal: &Journal, signed_in: Option<SignedIn>) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let facts = PageFacts { signed_in, ..facts(&window) };
    download(&file_name(facts.at), &support_file(&facts, view, journal))
}

fn facts(window: &Window) -> PageFacts {
    let navigator = window.navigator();
    let zone = DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    let zone = Reflect::get(&zone, &"timeZone".into());
    let element = window.document().and_then(|document| document.get_element_by_id(CONFIG_ELEMENT));
    PageFacts {
        at: EpochMs::now(),
        library_version: library_version(),
        user_agent: navigator.user_agent().unwrap_or_default(),
        language: navigator.language().unwrap_or_default(),
        time_zone: zone.ok().and_then(|zone| zone.as_string()),
        origin: window.location().origin().unwrap_or_default(),
        configuration: element.and_then(|element| element.text_content()).unwrap_or_default(),
        signed_in: None,
        log: logger().and_then(|logger| logger.lines()).unwrap_or_default(),
    }
}
