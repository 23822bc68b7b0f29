//! What must survive a reload and a crash: timelines of open contacts, the agent's day, records that were not confirmed, in
//! the browser's IndexedDB. What was written there is safe although the browser is killed a moment later; local storage is
//! written out seconds late, and holds a tenth of it.

use connect_streams::{
    reading::{Place, decode},
    record,
};
use js_sys::{Array, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{Item, ItemKey};
use crate::{
    agent::Day,
    contact::ContactTimeline,
    ui::script::{call, property},
};

/// The database of this page's origin.
const DATABASE: &str = "streamdesk";
/// The one store in it: texts by their names.
const STORE: &str = "kept";
const TIMELINE: &str = "timeline ";
const DAY: &str = "day ";
const RECORDS: [&str; 2] = ["activity ", "contact "];
/// Comes after every name that begins with what stands before it.
const LAST: char = '\u{ffff}';

/// The timeline of an open contact and whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoredTimeline {
    /// The agent's sign-in name.
    pub agent: String,
    /// The timeline.
    pub timeline: ContactTimeline,
}

record! { StoredTimeline {
    "agent" => agent: Required,
    "timeline" => timeline: Required,
} }

/// Everything that an earlier page left behind.
#[derive(Clone, Debug, Default)]
pub struct Remembered {
    /// Timelines of contacts that were open, or cleared and unfinished.
    pub timelines: Vec<StoredTimeline>,
    /// The days of the agents who worked in this browser.
    pub days: Vec<Day>,
    /// Records that were not confirmed.
    pub records: Vec<Item>,
}

/// Why something is not safe in the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotKept {
    /// The browser gives this page no more room.
    Full,
    /// The browser stores nothing for this page, or failed to.
    Unavailable,
}

/// The browser's database. Where it is switched off, nothing is remembered and every write says so.
#[derive(Clone, Debug)]
pub struct Vault {
    database: JsValue,
}

impl Vault {
    /// Opens the database of this page's origin.
    pub async fn open() -> Self {
        let factory = property(&js_sys::global(), "indexedDB");
        let opening = call(&factory, "open", &[DATABASE.into(), 1.into()]);
        // The first time there is no store yet. The request's own event comes before any answer.
        let upgraded = once(&opening, "onupgradeneeded", "onblocked");
        let opened = result(opening.clone());
        wasm_bindgen_futures::spawn_local(async move {
            if upgraded.await.is_ok() {
                call(&property(&opening, "result"), "createObjectStore", &[STORE.into()]);
            }
        });
        Self { database: opened.await.unwrap_or_default() }
    }

    /// Reads what is there. What cannot be read any more is left where it is.
    pub async fn recall(&self) -> Remembered {
        let mut records = Vec::new();
        for prefix in RECORDS {
            records.extend(self.texts(prefix).await.iter().filter_map(|text| Item::from_text(text)));
        }
        Remembered { timelines: self.all(TIMELINE).await, days: self.all(DAY).await, records }
    }

    /// Writes a timeline.
    ///
    /// # Errors
    /// When it is not safe.
    pub async fn keep_timeline(self, stored: StoredTimeline) -> Result<(), NotKept> {
        self.write(&timeline_name(&stored.agent, &stored.timeline.contact_id), &text_of(&stored)).await
    }

    /// Writes a record.
    ///
    /// # Errors
    /// When it is not safe.
    pub async fn keep_item(&self, item: &Item) -> Result<(), NotKept> {
        self.write(&item.key().name(), &item.to_text()).await
    }

    /// Writes an agent's day.
    ///
    /// # Errors
    /// When it is not safe.
    pub async fn keep_day(self, day: Day) -> Result<(), NotKept> {
        self.write(&format!("{DAY}{}", day.agent), &text_of(&day)).await
    }

    /// Removes a timeline.
    pub async fn forget_timeline(&self, agent: &str, contact_id: &str) {
        self.remove(&[timeline_name(agent, contact_id)]).await;
    }

    /// Removes records.
    pub async fn forget_items(&self, keys: &[ItemKey]) {
        self.remove(&keys.iter().map(ItemKey::name).collect::<Vec<_>>()).await;
    }

    async fn write(&self, name: &str, text: &str) -> Result<(), NotKept> {
        let transaction = self.transaction("readwrite");
        let done = once(&transaction, "oncomplete", "onabort");
        let putting = call(&store_of(&transaction), "put", &[text.into(), name.into()]);
        if putting.is_undefined() {
            return Err(NotKept::Unavailable);
        }
        // At once, and not when the browser finds that nothing more comes: the page may be gone by then.
        call(&transaction, "commit", &[]);
        done.await.map(drop).map_err(|_| {
            let error = property(&property(&transaction, "error"), "name");
            if error == "QuotaExceededError" { NotKept::Full } else { NotKept::Unavailable }
        })
    }

    async fn remove(&self, names: &[String]) {
        let transaction = self.transaction("readwrite");
        let done = once(&transaction, "oncomplete", "onabort");
        let store = store_of(&transaction);
        let removing = names.iter().map(|name| call(&store, "delete", &[name.into()]));
        if removing.filter(|one| !one.is_undefined()).count() > 0 {
            // What cannot be removed is sent once more by the next page, and the server knows it already.
            let _ = done.await;
        }
    }

    async fn all<T: Place>(&self, prefix: &str) -> Vec<T> {
        self.texts(prefix).await.iter().filter_map(|text| decode(text).ok()).collect()
    }

    /// Every text whose name begins so.
    async fn texts(&self, prefix: &str) -> Vec<String> {
        let mut last = prefix.to_owned();
        last.push(LAST);
        let range = property(&js_sys::global(), "IDBKeyRange");
        let range = call(&range, "bound", &[prefix.into(), last.into()]);
        let reading = call(&store_of(&self.transaction("readonly")), "getAll", &[range]);
        if reading.is_undefined() {
            return Vec::new();
        }
        let found = result(reading).await.unwrap_or_default();
        found
            .dyn_into::<Array>()
            .map_or_else(|_| Vec::new(), |found| found.iter().filter_map(|text| text.as_string()).collect())
    }

    fn transaction(&self, mode: &str) -> JsValue {
        call(&self.database, "transaction", &[STORE.into(), mode.into()])
    }
}

fn store_of(transaction: &JsValue) -> JsValue {
    call(transaction, "objectStore", &[STORE.into()])
}

/// What a request of the database comes to.
fn result(request: JsValue) -> impl Future<Output = Result<JsValue, JsValue>> {
    let done = once(&request, "onsuccess", "onerror");
    async move {
        done.await?;
        Ok(property(&request, "result"))
    }
}

/// Waits for the first of two events. Listens from the call on, not only once it is waited for.
fn once(target: &JsValue, good: &str, bad: &str) -> JsFuture {
    JsFuture::from(Promise::new(&mut |resolve, reject| {
        // On nothing nothing ever happens.
        if target.is_undefined() || Reflect::set(target, &good.into(), &resolve).is_err() {
            let _ = reject.call0(&JsValue::UNDEFINED);
        }
        let _ = Reflect::set(target, &bad.into(), &reject);
    }))
}

fn text_of(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn timeline_name(agent: &str, contact_id: &str) -> String {
    format!("{TIMELINE}{agent} {contact_id}")
}
