//! Commands, in a real browser, with a library that does what the real one must never do.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::time::Duration;

use connect_streams::{
    Agent, ConnectOptions, Contact, Digits, Endpoint, PhoneNumber, SetStateOptions, StreamsError,
    TaskDefinition, core, on_contact,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(inline_js = r#"
export function install() {
    class StateError extends Error { get name() { return "StateError"; } }
    const answers = {};
    const calls = [];
    let contacts = ["c-1"];
    let late = () => {};
    const reply = (name, options) => {
        calls.push(name);
        const answer = answers[name] ?? { success: null };
        if ("success" in answer) options.success(answer.success);
        else if ("failure" in answer) options.failure(answer.failure);
        else late = () => { options.success(null); options.failure("too late"); };
    };
    class Contact {
        constructor(id) { this.contactId = id; }
        present() { if (!contacts.includes(this.contactId)) throw new StateError(`Contact ${this.contactId} no longer exists.`); }
        getContactId() { return this.contactId; }
        getState() { this.present(); return { type: "connecting" }; }
        getType() { return "voice"; }
        toSnapshot() { this.present(); return new Snapshot(this.contactId); }
        accept(options) { reply("accept", options); }
        clear(options) { reply("clear", options); }
    }
    class Snapshot extends Contact { getState() { return { type: "connecting" }; } }
    class Agent {
        setState(state, options) { reply("setState", options); }
        createTask(task, options) { reply("createTask", options); }
        connect(endpoint, options) { calls.push(JSON.stringify(endpoint)); reply("connect", options); }
    }
    const handlers = [];
    const contact = (handler) => { handlers.push(handler); return { unsubscribe() { handlers.length = 0; } }; };
    window.connect = { Agent, Contact, contact, core: { getEventBus: () => undefined } };
    window.fake = {
        answer: (name, json) => { answers[name] = JSON.parse(json); },
        leave: () => { contacts = []; },
        calls: () => calls.join(),
        late: () => late(),
        announce: (data) => handlers.forEach((handler) => handler(data)),
    };
}
export const answer = (name, json) => window.fake.answer(name, json);
export const leave = () => window.fake.leave();
export const calls = () => window.fake.calls();
export const late = () => window.fake.late();
export const announceNothing = () => window.fake.announce(null);
export const uninstall = () => { delete window.connect; };
"#)]
extern "C" {
    fn install();
    fn answer(name: &str, json: &str);
    fn leave();
    fn calls() -> String;
    fn late();
    #[wasm_bindgen(js_name = announceNothing)]
    fn announce_nothing();
    fn uninstall();
}

async fn delivered() {
    for _ in 0..3 {
        let _ = JsFuture::from(js_sys::Promise::resolve(&JsValue::UNDEFINED)).await;
    }
}

#[wasm_bindgen_test]
async fn a_command_ends_in_what_was_answered() {
    install();
    let contact = Contact::with_id("c-1").unwrap();
    contact.accept().await.unwrap();
    answer(
        "clear",
        r#"{"failure":"{\"type\":\"InvalidStateException\",\"message\":\"It still rings.\",\"statusCode\":400}"}"#,
    );
    let error = contact.clear().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Amazon Connect refused Contact.clear: It still rings. (InvalidStateException)"
    );
    assert!(matches!(&error, StreamsError::Refused { refusal, .. } if refusal.status == Some(400)));
}

#[wasm_bindgen_test]
async fn a_command_that_nobody_answers_ends_and_what_comes_late_is_ignored() {
    install();
    answer("accept", "{}");
    let contact = Contact::with_id("c-1").unwrap();
    let after = Duration::from_millis(50);
    let ended = contact.accept().within(after).await;
    assert_eq!(ended, Err(StreamsError::TimedOut { call: "Contact.accept", after }));
    late();
    delivered().await;
}

#[wasm_bindgen_test]
async fn nothing_is_sent_on_a_contact_that_is_gone() {
    install();
    let contact = Contact::with_id("c-1").unwrap();
    let snapshot = contact.to_snapshot().unwrap();
    let click = contact.accept();
    leave();
    assert_eq!(click.await, Err(StreamsError::Gone { call: "Contact.accept" }));
    assert_eq!(
        snapshot.clear().await,
        Err(StreamsError::Gone { call: "Contact.clear" }),
        "not on a copy either"
    );
    assert_eq!(Contact::with_id("c-1"), Err(StreamsError::Gone { call: "Contact.getState" }));
    assert_eq!(calls(), "");
}

#[wasm_bindgen_test]
async fn a_command_is_sent_when_it_is_awaited() {
    install();
    let contact = Contact::with_id("c-1").unwrap();
    drop(contact.accept());
    assert_eq!(calls(), "");
}

#[wasm_bindgen_test]
async fn what_cannot_be_right_is_not_sent() {
    install();
    let agent = Agent::current().unwrap();
    for name in ["", "  ", &"x".repeat(513)] {
        let task = TaskDefinition { name: name.to_owned(), ..TaskDefinition::default() };
        assert!(matches!(agent.create_task(&task).await, Err(StreamsError::Invalid { .. })));
    }
    assert!(PhoneNumber::parse("0049 30").is_err() && Digits::parse("hello").is_err());
    assert_eq!(calls(), "");
    agent
        .connect(&PhoneNumber::parse("+49 30 901820").unwrap().endpoint(), &ConnectOptions::default())
        .await
        .unwrap();
    assert!(calls().contains(r#""phoneNumber":"+4930901820""#), "{}", calls());
    let endpoint = Endpoint::by_phone_number("+4930901820");
    assert_eq!(endpoint.address(), Some("+4930901820"));
}

#[wasm_bindgen_test]
async fn an_event_without_a_body_is_an_error_that_the_page_survives() {
    install();
    let errors = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let sink = std::rc::Rc::clone(&errors);
    let guard = on_contact(move |contact| sink.borrow_mut().push(contact.is_err())).unwrap();
    announce_nothing();
    announce_nothing();
    delivered().await;
    assert_eq!(*errors.borrow(), [true, true]);
    drop(guard);
    announce_nothing();
    delivered().await;
    assert_eq!(errors.borrow().len(), 2);
}

#[wasm_bindgen_test]
fn a_library_of_another_version_is_said_so() {
    install();
    assert_eq!(core::terminate(), Err(StreamsError::Lacks { call: "Core.terminate" }));
    assert!(matches!(core::event_bus(), Err(StreamsError::NotInitialised)));
    uninstall();
    assert!(matches!(Agent::current(), Err(StreamsError::NotLoaded)));
}

#[wasm_bindgen_test]
async fn a_state_can_be_chosen() {
    install();
    let state =
        serde_json::from_str(r#"{"agentStateARN":"arn","type":"routable","name":"Available"}"#).unwrap();
    Agent::current().unwrap().set_state(&state, SetStateOptions::default()).await.unwrap();
    assert_eq!(calls(), "setState");
}
