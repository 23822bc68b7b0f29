//! The page in a browser: its settings, its keys and its panels. The CCP is not there.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use app::{
    api::{DeskConfig, PageConfig},
    text::Language,
};
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::{document, mount_to_body};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement};

wasm_bindgen_test_configure!(run_in_browser);

fn find(selector: &str) -> Element {
    document().query_selector(selector).unwrap().unwrap()
}

fn text(selector: &str) -> String {
    find(selector).text_content().unwrap()
}

fn press(selector: &str) {
    find(selector).unchecked_into::<HtmlElement>().click();
}

fn run(script: &str) -> JsValue {
    Function::new_no_args(script).call0(&JsValue::UNDEFINED).unwrap()
}

/// Until the page is drawn.
async fn drawn() {
    let wait = Function::new_with_args("done", "requestAnimationFrame(() => setTimeout(done, 30))");
    JsFuture::from(Promise::new(&mut |done, _| _ = wait.call1(&JsValue::UNDEFINED, &done))).await.unwrap();
}

async fn choose(id: &str, value: &str) {
    let field = find(id);
    Reflect::set(&field, &"value".into(), &value.into()).unwrap();
    field.dispatch_event(&web_sys::Event::new("change").unwrap()).unwrap();
    drawn().await;
}

fn key(code: &str, key: &str) {
    let script = format!(
        "(document.activeElement || document.body).dispatchEvent(new KeyboardEvent('keydown', \
         {{ code: '{code}', key: '{key}', altKey: true, bubbles: true, cancelable: true }}))"
    );
    run(&script);
}

#[wasm_bindgen_test]
async fn the_agent_sets_the_desk_up() {
    run(
        "localStorage.clear(); document.head.insertAdjacentHTML('beforeend', '<link rel=icon href=\"/favicon.svg\">')",
    );
    let config = PageConfig {
        ccp_url: "https://example.my.connect.aws/ccp-v2/".to_owned(),
        region: "us-east-1".to_owned(),
        login_url: String::new(),
        streams_url: "/none.js".to_owned(),
        language: Language::English,
        desk: DeskConfig { name: "Acme".to_owned(), accent: "#7a1fa2".to_owned(), ..DeskConfig::default() },
        ..PageConfig::default()
    };
    mount_to_body(move || app::page(&config));
    drawn().await;
    assert_eq!(document().title(), "Acme");
    assert_eq!(run("return document.documentElement.style.getPropertyValue('--accent')"), "#7a1fa2");

    // The dialog.
    assert!(!find("#settings").has_attribute("open"));
    press("#settings-button");
    drawn().await;
    assert!(find("#settings").has_attribute("open"));
    run("window.frame = document.querySelector('.ccp-frame')");
    choose("#settings-language", "ja").await;
    assert!(find("#settings").has_attribute("open"));
    assert_eq!(text("#settings-title"), "設定");
    assert_eq!(find("html").get_attribute("lang").as_deref(), Some("ja"));
    assert_eq!(run("return document.activeElement.id"), "settings-language");
    assert_eq!(run("return window.frame === document.querySelector('.ccp-frame')"), true, "the CCP stays");
    choose("#settings-language", "en").await;
    choose("#settings-theme", "dark").await;
    assert_eq!(find("html").get_attribute("data-theme").as_deref(), Some("dark"));
    choose("#settings-zone", "Asia/Tokyo").await;
    assert!(app::ui::clock_text(connect_streams::EpochMs::new(0)).contains("9:00:00"));

    // Another key.
    press("[data-shortcut=accept] button");
    run("document.querySelector('[data-shortcut=accept] button').focus()");
    key("KeyM", "m");
    drawn().await;
    assert!(text(".said").contains("Mute"), "{}", text(".said"));
    key("KeyQ", "q");
    drawn().await;
    assert_eq!(text("[data-shortcut=accept] kbd"), "Alt+Q");
    press("#settings .dialog-head button");
    drawn().await;
    assert!(!find("#settings").has_attribute("open"));
    assert_eq!(run("return document.activeElement.id"), "settings-button");

    // About the agent.
    let about = || run("return document.querySelector('.about').open");
    let unfold = async || {
        run("document.querySelector('.about summary').focus()");
        press(".about summary");
        drawn().await;
        assert_eq!(about(), true);
    };
    unfold().await;
    press(".about-box h2");
    drawn().await;
    assert_eq!(about(), true, "it stays while it is used");
    run("document.activeElement.blur()");
    key("Escape", "Escape");
    drawn().await;
    assert_eq!(about(), false);
    assert_eq!(run("return document.activeElement.id"), "about-you");
    unfold().await;
    run("document.activeElement.blur()");
    press("#customer-endpoint");
    drawn().await;
    assert_eq!(about(), false);
    assert_eq!(run("return document.activeElement.id"), "about-you");
    unfold().await;
    run("document.querySelector('.edge').focus()");
    press(".edge");
    drawn().await;
    assert_eq!(about(), false);
    assert_eq!(run("return document.activeElement.className"), "edge", "it is taken from nobody");

    // A key presses its control.
    key("Slash", "/");
    drawn().await;
    assert!(find("#settings").has_attribute("open"));
    assert_eq!(run("return document.activeElement.id"), "settings-keys");
    run("document.getElementById('settings').close()");
    drawn().await;
    assert!(!find("#settings").has_attribute("open"));

    // The panels.
    let order =
        || run("return [...document.querySelectorAll('[data-panel]')].map(p => p.dataset.panel).join()");
    assert_eq!(order(), "beside,call,contact,wrap-up,attributes,today");
    run("document.querySelector('[data-panel=contact] details').open = true");
    run("document.querySelector('[data-panel=contact] [data-panel-act=down]').focus()");
    press("[data-panel=contact] [data-panel-act=down]");
    drawn().await;
    assert_eq!(order(), "beside,call,wrap-up,contact,attributes,today");
    assert_eq!(run("return document.activeElement.dataset.panelAct"), "down");
    press("[data-panel=contact] [data-panel-act=hide]");
    drawn().await;
    assert_eq!(order(), "beside,call,wrap-up,attributes,today");

    // The edge.
    run("document.querySelector('.edge').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }))");
    drawn().await;
    assert_eq!(find(".edge").get_attribute("aria-valuenow").as_deref(), Some("400"));
    assert_eq!(run("return document.querySelector('main').style.getPropertyValue('--left-width')"), "400px");
    let kept = run("return localStorage.getItem('streamdesk.preferences')").as_string().unwrap();
    assert!(kept.contains("\"left_width\":400") && kept.contains("\"hidden\":[\"contact\"]"), "{kept}");
    run("localStorage.clear()");
}
