//! The bridge to JavaScript, in a real browser, with a library that the test controls.
//!
//! What the real library does is tested end to end; here it does what it must never do.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what it expects by failing")]

use std::{cell::RefCell, rc::Rc};

use connect_streams::{Ccp, CcpEvent, CcpOptions, StreamsError};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::Element;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(inline_js = r#"
// The library's own way: handlers are copied before they are called, and what they throw is swallowed.
export function install(mode) {
    const subscribers = new Map();
    const all = () => [...subscribers.values()].flat();
    let thrown = 0;
    const bus = {
        subscribe(event, handler) {
            const list = subscribers.get(event) ?? subscribers.set(event, []).get(event);
            list.push(handler);
            if (mode === "calls back before it returns" && event === "acknowledge") handler(null, event, bus);
            return { unsubscribe() { list.splice(list.indexOf(handler), 1); } };
        },
        trigger(event, data) {
            for (const handler of [...(subscribers.get(event) ?? [])]) {
                try { handler(data ?? null, event, bus); } catch { thrown += 1; }
            }
        },
    };
    window.connect = {
        core: {
            initCCP(container, parameters) {
                window.connect.parameters = parameters;
                container.appendChild(document.createElement("iframe"));
            },
            terminate() { window.connect.terminated = true; },
            getEventBus: () => bus,
        },
        live: () => all().length,
        thrown: () => thrown,
        trigger: bus.trigger,
        triggerLate(event) {
            const late = [...(subscribers.get(event) ?? [])];
            return () => late.forEach((handler) => { try { handler(null, event, bus); } catch { thrown += 1; } });
        },
    };
    if (mode === "lacks a function") delete window.connect.core.getEventBus;
}
export const uninstall = () => { delete window.connect; };
export const live = () => window.connect.live();
export const thrown = () => window.connect.thrown();
export const terminated = () => window.connect.terminated === true;
export const parameters = () => JSON.stringify(window.connect.parameters);
export const trigger = (event, json) => window.connect.trigger(event, eval(`(${json})`));
export const triggerLate = (event) => window.connect.triggerLate(event);
export const agent = (json) => `{ toSnapshot: () => ({ agentData: ${json} }) }`;
export function container() {
    const element = document.createElement("div");
    document.body.appendChild(element);
    return element;
}
"#)]
extern "C" {
    fn install(mode: &str);
    fn uninstall();
    fn live() -> u32;
    fn thrown() -> u32;
    fn terminated() -> bool;
    fn parameters() -> String;
    fn trigger(event: &str, json: &str);
    #[wasm_bindgen(js_name = triggerLate)]
    fn trigger_late(event: &str) -> js_sys::Function;
    fn agent(json: &str) -> String;
    fn container() -> Element;
}

const CONNECTED: &str = include_str!("agent-data/connected.json");

type Seen = Rc<RefCell<Vec<CcpEvent>>>;

fn options() -> CcpOptions {
    CcpOptions {
        region: Some("eu-central-1".to_owned()),
        ccp_load_timeout: Some(60_000),
        login_popup: Some(false),
        ..CcpOptions::new("https://example.my.connect.aws/ccp-v2/")
    }
}

fn start(container: &Element) -> (Result<Ccp, StreamsError>, Seen) {
    let seen = Seen::default();
    let sink = Rc::clone(&seen);
    (Ccp::start(container, &options(), move |event| sink.borrow_mut().push(event)), seen)
}

/// Lets what was queued reach its handlers.
async fn delivered() {
    for _ in 0..3 {
        let _ = JsFuture::from(js_sys::Promise::resolve(&JsValue::UNDEFINED)).await;
    }
}

#[wasm_bindgen_test]
fn events_arrive_typed() {
    install("");
    let (ccp, seen) = start(&container());
    let ccp = ccp.unwrap();
    trigger("acknowledge", "null");
    trigger("agent::refresh", &agent(CONNECTED));
    trigger("contact::accepted", "{ contactId: 'c-1' }");
    trigger("api_metric", "{ name: 'getAgentSnapshot', time: 12 }");
    trigger("api_metric", "{ name: 'holdConnection', time: 3, error: { type: 'X', statusCode: 500 } }");
    trigger("api_metric", "{ name: 'holdConnection', time: 3, error: { type: 'NetworkingError' } }");
    trigger("api_metric", "{ name: 'putAgentState', time: 0, error: { type: 'MissingRequiredParameter' } }");
    let seen = seen.borrow();
    assert_eq!(seen[0], CcpEvent::Acknowledged);
    assert!(matches!(&seen[1], CcpEvent::AgentUpdated(data) if data.configuration.login() == "anna"));
    assert_eq!(seen[2], CcpEvent::ContactAccepted { contact_id: "c-1".to_owned() });
    let calls: Vec<_> = seen[3..]
        .iter()
        .map(|event| match event {
            CcpEvent::ApiCalled(call) => (call.status, call.took_ms, call.succeeded()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        calls,
        [(Some(200), 12, true), (Some(500), 3, false), (None, 3, false), (Some(400), 0, false)]
    );
    drop(ccp);
}

#[wasm_bindgen_test]
fn what_cannot_be_read_is_an_event_too() {
    install("");
    let (ccp, seen) = start(&container());
    let _ccp = ccp.unwrap();
    for nonsense in
        ["null", "5", "{}", "{ toSnapshot() { throw new Error('no agent data is available yet') } }"]
    {
        trigger("agent::refresh", nonsense);
        trigger("contact::accepted", nonsense);
    }
    trigger("agent::refresh", &agent("{ snapshot: 5 }"));
    trigger("agent::refresh", &agent("(() => { const o = {}; o.o = o; return o; })()"));
    trigger("api_metric", "null");
    assert_eq!(thrown(), 0, "nothing was thrown into the library");
    assert_eq!(seen.borrow().iter().filter(|event| matches!(event, CcpEvent::Undecodable(_))).count(), 11);
}

#[wasm_bindgen_test]
async fn dropping_it_takes_everything_away() {
    install("");
    let container = container();
    let (ccp, seen) = start(&container);
    let ccp = ccp.unwrap();
    assert!(live() > 0);
    let late = trigger_late("acknowledge");
    drop(ccp);
    assert_eq!(live(), 0, "no subscription is left");
    assert!(terminated());
    assert_eq!(container.child_element_count(), 0, "nor the frame, which the library leaves behind");
    late.call0(&JsValue::NULL).unwrap();
    delivered().await;
    assert!(seen.borrow().is_empty(), "what comes in the same turn is ignored");
    assert_eq!(thrown(), 0);
}

#[wasm_bindgen_test]
fn a_hundred_starts_leave_nothing_behind() {
    install("");
    let container = container();
    for _ in 0..100 {
        drop(start(&container).0.unwrap());
    }
    assert_eq!((live(), container.child_element_count()), (0, 0));
}

#[wasm_bindgen_test]
async fn the_library_may_call_back_before_it_returns() {
    install("calls back before it returns");
    let (ccp, seen) = start(&container());
    assert!(seen.borrow().is_empty());
    let _ccp = ccp.unwrap();
    delivered().await;
    assert_eq!(*seen.borrow(), [CcpEvent::Acknowledged]);
}

#[wasm_bindgen_test]
fn the_sign_in_window_is_ours_to_open() {
    install("");
    let _ccp = start(&container()).0.unwrap();
    let parameters: serde_json::Value = serde_json::from_str(&parameters()).unwrap();
    assert_eq!(parameters["ccpUrl"], "https://example.my.connect.aws/ccp-v2/");
    assert_eq!(parameters["loginPopup"], false);
    assert_eq!(parameters["loginOptions"]["enableAckTimeout"], true);
    assert_eq!(parameters["softphone"]["allowFramedSoftphone"], true);
}

#[wasm_bindgen_test]
fn without_the_library_it_says_so() {
    uninstall();
    assert!(matches!(start(&container()).0, Err(StreamsError::NotLoaded)));
}

#[wasm_bindgen_test]
fn a_library_that_lacks_a_function_leaves_no_frame_behind() {
    install("lacks a function");
    let container = container();
    assert!(matches!(start(&container).0, Err(StreamsError::Lacks { call: "Core.getEventBus" })));
    assert_eq!(container.child_element_count(), 0);
}
