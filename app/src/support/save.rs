//! Saves the support file from the browser: asks the browser for what only it knows, and hands the text over as a
//! download. Nothing is sent anywhere.

use std::time::Duration;

use connect_streams::{EpochMs, library_version, logger};
use js_sys::{Array, Intl::DateTimeFormat, Object, Reflect};
use leptos::prelude::set_timeout;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlElement, Url, Window};

use super::{
    Journal,
    file::{PageFacts, file_name, support_file},
};
use crate::{api::CONFIG_ELEMENT, desktop::DesktopView};

/// For so long the browser can read what it is to save.
const KEEP_FOR: Duration = Duration::from_secs(30);

/// Saves the support file. Answers whether the browser took it.
pub fn save_support_file(view: &DesktopView, journal: &Journal) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let facts = facts(&window);
    download(&window, &file_name(facts.at), &support_file(&facts, view, journal)).is_ok()
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
        log: logger().and_then(|logger| logger.lines()).unwrap_or_default(),
    }
}

fn download(window: &Window, name: &str, text: &str) -> Result<(), JsValue> {
    let blob = Blob::new_with_str_sequence(&Array::of1(&text.into()))?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link = window.document().ok_or(JsValue::NULL)?.create_element("a")?;
    link.set_attribute("href", &url)?;
    link.set_attribute("download", name)?;
    link.unchecked_ref::<HtmlElement>().click();
    set_timeout(move || _ = Url::revoke_object_url(&url), KEEP_FOR);
    Ok(())
}
