//! Calls into the browser by name, for what has no small binding. What is not there is undefined, never an exception.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A property.
pub(crate) fn property(target: &JsValue, name: &str) -> JsValue {
    Reflect::get(target, &name.into()).unwrap_or_default()
}

/// What a method answers.
pub(crate) fn call(target: &JsValue, name: &str, arguments: &[JsValue]) -> JsValue {
    let method = property(target, name).dyn_into::<Function>();
    let answer = method.map(|method| method.apply(target, &arguments.iter().collect::<Array>()));
    answer.and_then(|answer| answer).unwrap_or_default()
}

/// Sets a custom property of CSS, or takes it away. Not by the attribute: the page forbids styles that are written in it.
pub(crate) fn set_style(element: &web_sys::Element, name: &str, value: Option<&str>) {
    let style = property(element, "style");
    match value {
        Some(value) => call(&style, "setProperty", &[name.into(), value.into()]),
        None => call(&style, "removeProperty", &[name.into()]),
    };
}

/// Moves the focus to the element of this `id`, after the page has been drawn.
pub(crate) fn focus_soon(id: &'static str) {
    leptos::prelude::request_animation_frame(move || {
        call(&leptos::prelude::document().get_element_by_id(id).into(), "focus", &[]);
    });
}
