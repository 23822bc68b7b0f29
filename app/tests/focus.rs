//! The focus stays on the page when the element that has it goes or is moved.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use app::ui::{El, classed, el};
use js_sys::{Function, Promise};
use leptos::prelude::{Get, RwSignal, Set, document, mount_to_body};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

wasm_bindgen_test_configure!(run_in_browser);

/// Until the page is drawn.
async fn drawn() {
    let wait = Function::new_with_args("done", "requestAnimationFrame(() => setTimeout(done, 30))");
    JsFuture::from(Promise::new(&mut |done, _| _ = wait.call1(&JsValue::UNDEFINED, &done))).await.unwrap();
}

fn focus(id: &str) {
    document().get_element_by_id(id).unwrap().unchecked_into::<HtmlElement>().focus().unwrap();
}

fn focused() -> String {
    document().active_element().unwrap().id()
}

/// Controls that come and go in a contact that comes and goes.
fn page(contact: RwSignal<u8>, keys: RwSignal<Vec<String>>) -> El {
    let tools = move || {
        classed("div", "tools")
            .attr("data-heir", ".tools button")
            .each(move || keys.get(), |key| el("button").attr("id", key.to_owned()).text("x"))
    };
    el("div")
        .attr("data-heir", "#heading")
        .child(el("h2").attr("id", "heading").attr("tabindex", "-1").text("x"))
        .live(move || (contact.get() > 0).then(tools))
        .child(el("button").attr("id", "elsewhere").text("x"))
}

#[wasm_bindgen_test]
async fn it_goes_to_whoever_stands_there() {
    let contact = RwSignal::new(1_u8);
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    let keys = RwSignal::new(words(&["accept", "reject"]));
    mount_to_body(move || page(contact, keys));
    let shown = async |now: &[&str]| {
        keys.set(words(now));
        drawn().await;
        focused()
    };

    focus("accept");
    assert_eq!(shown(&["mute", "hold", "keypad", "leave"]).await, "mute", "the first that stands there now");
    focus("hold");
    assert_eq!(shown(&["mute", "hold", "leave"]).await, "hold", "one that stays keeps it");
    assert_eq!(shown(&["hold", "leave", "mute"]).await, "hold", "moved or not");
    assert_eq!(shown(&["leave", "mute", "hold"]).await, "hold");
    focus("elsewhere");
    assert_eq!(shown(&["clear"]).await, "elsewhere", "it is taken from nobody");
    focus("clear");
    contact.set(2);
    drawn().await;
    assert_eq!(focused(), "heading", "another contact says who it is before anything is pressed");
    focus("clear");
    assert_eq!(shown(&[]).await, "heading", "nothing can be pressed");
}
