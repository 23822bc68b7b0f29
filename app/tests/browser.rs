//! The skins that only a browser has: its storage and its clock.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use std::{cell::Cell, rc::Rc};

use app::{
    agent::Day,
    api::{ContactRecord, DeskConfig, PageConfig},
    call::{provide_call_desk, use_call_desk},
    desktop::{AgentView, provide_desktop},
    records::{Item, Vault},
    text::Language,
    ui::{clock_text, el, provide_tick, start_of_today},
};
use connect_streams::{AgentData, Endpoint, EpochMs};
use js_sys::{Function, Promise};
use leptos::prelude::{Update, mount_to_body};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn record() -> ContactRecord {
    serde_json::from_str(include_str!("record.json")).unwrap()
}

#[wasm_bindgen_test]
async fn what_was_kept_is_recalled_until_it_is_forgotten() {
    let vault = Vault::open().await;
    let item = Item::Contact(Box::new(record()));
    vault.keep_item(&item).await.unwrap();
    let newer = Item::Contact(Box::new(ContactRecord { revision: 1_795_251_810_001, ..record() }));
    vault.keep_item(&newer).await.unwrap();
    assert_eq!(
        Vault::open().await.recall().await.records,
        std::slice::from_ref(&newer),
        "one record, its newest revision"
    );
    vault.forget_items(&[item.key()]).await;
    assert!(vault.recall().await.records.is_empty());
}

#[wasm_bindgen_test]
async fn an_agents_day_is_recalled() {
    let vault = Vault::open().await;
    let day = Day { agent: "anna".to_owned(), ..Day::default() };
    vault.clone().keep_day(day.clone()).await.unwrap();
    assert_eq!(Vault::open().await.recall().await.days, [day]);
}

/// Until what follows from a change has happened.
async fn settled() {
    let wait = Function::new_with_args("done", "setTimeout(done, 30)");
    JsFuture::from(Promise::new(&mut |done, _| _ = wait.call1(&JsValue::UNDEFINED, &done))).await.unwrap();
}

fn agent(login: &str) -> AgentView {
    let data = AgentData::from_json(include_str!("../streams/tests/agent-data/idle.json")).unwrap();
    AgentView {
        login: login.to_owned(),
        name: login.to_owned(),
        state: data.snapshot.state,
        next_state: None,
        picked: None,
        muted: false,
        configuration: std::sync::Arc::new(data.configuration),
    }
}

#[wasm_bindgen_test]
async fn whom_an_agent_called_is_not_shown_to_the_next_one() {
    let page = Rc::new(Cell::new(None));
    let mounted = Rc::clone(&page);
    mount_to_body(move || {
        provide_tick();
        let desktop = provide_desktop(PageConfig {
            ccp_url: String::new(),
            region: String::new(),
            login_url: String::new(),
            streams_url: String::new(),
            language: Language::English,
            desk: DeskConfig::default(),
            signed_in: None,
        });
        provide_call_desk();
        mounted.set(Some((desktop, use_call_desk())));
        el("div")
    });
    let (desktop, desk) = page.take().unwrap();
    let signs_in = async |login: &str| {
        desktop.view.update(|view| view.agent = Some(agent(login)));
        settled().await;
        desk.with(|one| (one.recents.clone(), one.digits.len(), one.favourites.len()))
    };
    let nothing = (Vec::new(), 0, 0);
    assert_eq!(signs_in("anna").await, nothing);
    desk.remember(&Endpoint::by_phone_number("+12065550123"));
    desk.update(|one| one.digits.push(("PIN".to_owned(), "1234#".to_owned())));
    assert_eq!(signs_in("ben").await, nothing);
    assert_eq!(signs_in("anna").await, (vec!["+12065550123".to_owned()], 1, 0));
    web_sys::window().unwrap().local_storage().unwrap().unwrap().clear().unwrap();
}

#[wasm_bindgen_test]
fn today_began_less_than_a_day_ago() {
    let since = EpochMs::now().since(start_of_today());
    assert!((0..25 * 3_600_000).contains(&since), "{since}");
}

#[wasm_bindgen_test]
fn a_moment_is_a_time_of_day_with_seconds() {
    let text = clock_text(EpochMs::new(1_795_253_405_000));
    assert!(text.contains(":30:05"), "{text}");
}
