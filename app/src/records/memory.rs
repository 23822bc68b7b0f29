//! What must survive a reload: timelines of open contacts and records that were not confirmed, in the browser's local
//! storage, each under a key of its own, so that two tabs do not overwrite each other's.

use connect_streams::{reading::decode, record};
use serde::{Serialize, de::DeserializeOwned};
use web_sys::Storage;

use super::RecordKey;
use crate::{agent::Day, api::ContactRecord, contact::ContactTimeline};

const TIMELINE: &str = "streamdesk.timeline.";
const DAY: &str = "streamdesk.day.";
const RECORD: &str = "streamdesk.record.";

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
    pub records: Vec<ContactRecord>,
}

/// The browser's local storage. Where it is switched off, nothing is remembered and every write says so.
#[derive(Clone, Debug)]
pub struct Memory {
    storage: Option<Storage>,
}

impl Memory {
    /// Opens the storage of this page's origin.
    pub fn open() -> Self {
        Self { storage: web_sys::window().and_then(|window| window.local_storage().ok().flatten()) }
    }

    /// Reads what is there. What cannot be read any more is left where it is.
    pub fn recall(&self) -> Remembered {
        Remembered { timelines: self.all(TIMELINE), days: self.all(DAY), records: self.all(RECORD) }
    }

    /// Writes a timeline. Answers whether it is safe now.
    pub fn keep_timeline(&self, stored: &StoredTimeline) -> bool {
        let key = RecordKey { agent: stored.agent.clone(), contact_id: stored.timeline.contact_id.clone() };
        self.write(&name(TIMELINE, &key), stored)
    }

    /// Writes a record. Answers whether it is safe now.
    pub fn keep_record(&self, record: &ContactRecord) -> bool {
        self.write(&name(RECORD, &RecordKey::from(record)), record)
    }

    /// Writes an agent's day. Answers whether it is safe now.
    pub fn keep_day(&self, day: &Day) -> bool {
        self.write(&format!("{DAY}{}", day.agent), day)
    }

    /// Removes a timeline.
    pub fn forget_timeline(&self, key: &RecordKey) {
        self.remove(&name(TIMELINE, key));
    }

    /// Removes a record.
    pub fn forget_record(&self, key: &RecordKey) {
        self.remove(&name(RECORD, key));
    }

    fn write(&self, name: &str, value: &impl Serialize) -> bool {
        let Ok(text) = serde_json::to_string(value) else { return false };
        self.storage.as_ref().is_some_and(|storage| storage.set_item(name, &text).is_ok())
    }

    fn remove(&self, name: &str) {
        // What cannot be removed is sent once more by the next page, and the server knows it already.
        let _ = self.storage.as_ref().map(|storage| storage.remove_item(name));
    }

    fn all<T: DeserializeOwned>(&self, prefix: &str) -> Vec<T> {
        let Some(storage) = &self.storage else { return Vec::new() };
        let names =
            (0..storage.length().unwrap_or_default()).filter_map(|index| storage.key(index).ok().flatten());
        names
            .filter(|name| name.starts_with(prefix))
            .filter_map(|name| storage.get_item(&name).ok().flatten())
            .filter_map(|text| decode(&text).ok())
            .collect()
    }
}

fn name(prefix: &str, key: &RecordKey) -> String {
    format!("{prefix}{}.{}", key.agent, key.contact_id)
}
