//! Hands a text to the browser as a file. Nothing is sent anywhere.

use std::time::Duration;

use js_sys::Array;
use leptos::prelude::set_timeout;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlElement, Url};

/// For so long the browser can read what it is to save.
const KEEP_FOR: Duration = Duration::from_secs(30);

/// Saves a text under this name. Answers whether the browser took it.
pub fn download(name: &str, text: &str) -> bool {
    download_parts(name, &Array::of1(&text.into()))
}

/// Saves texts, bytes and blobs, one after the other, as one file of this name. Answers whether the browser took it.
pub fn download_parts(name: &str, parts: &Array) -> bool {
    offer(name, parts).is_ok()
}

fn offer(name: &str, parts: &Array) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let blob = Blob::new_with_str_sequence(parts)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link = document.create_element("a")?;
    link.set_attribute("href", &url)?;
    link.set_attribute("download", name)?;
    link.unchecked_ref::<HtmlElement>().click();
    set_timeout(move || _ = Url::revoke_object_url(&url), KEEP_FOR);
    Ok(())
}
