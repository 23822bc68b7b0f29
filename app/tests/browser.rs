//! The skins that only a browser has: its storage and its clock.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use app::{
    api::ContactRecord,
    records::{Memory, RecordKey},
    ui::{clock_text, start_of_today},
};
use connect_streams::EpochMs;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn record() -> ContactRecord {
    serde_json::from_str(include_str!("record.json")).unwrap()
}

#[wasm_bindgen_test]
fn what_was_kept_is_recalled_until_it_is_forgotten() {
    let memory = Memory::open();
    assert!(memory.keep_record(&record()));
    assert_eq!(Memory::open().recall().records, [record()]);
    memory.forget_record(&RecordKey::from(&record()));
    assert!(memory.recall().records.is_empty());
}

#[wasm_bindgen_test]
fn what_somebody_else_stored_is_left_alone() {
    let storage = web_sys::window().unwrap().local_storage().unwrap().unwrap();
    storage.set_item("streamdesk.record.anna.broken", "{").unwrap();
    storage.set_item("another", "program").unwrap();
    assert!(Memory::open().recall().records.is_empty());
    assert_eq!(storage.length().unwrap(), 2);
    storage.clear().unwrap();
}

#[wasm_bindgen_test]
fn storage_that_is_full_is_noticed() {
    let storage = web_sys::window().unwrap().local_storage().unwrap().unwrap();
    for exponent in (0..24).rev() {
        // What still fits goes in, down to the last byte.
        let _ = storage.set_item(&format!("filler{exponent}"), &"x".repeat(1 << exponent));
    }
    assert!(!Memory::open().keep_record(&record()));
    storage.clear().unwrap();
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
