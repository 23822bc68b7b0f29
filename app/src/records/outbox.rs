//! Records that the server has not confirmed. Pure.
//!
//! A record has one identity, the contact and the agent, and a growing revision. Only the newest revision of each is
//! worth sending; it leaves the outbox when the server confirms that revision or a newer one.

use connect_streams::EpochMs;

use crate::api::ContactRecord;

/// The longest pause between two tries, in milliseconds.
const LONGEST_PAUSE: i64 = 30_000;

/// Which record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordKey {
    /// The agent's sign-in name.
    pub agent: String,
    /// The contact.
    pub contact_id: String,
}

impl From<&ContactRecord> for RecordKey {
    fn from(record: &ContactRecord) -> Self {
        Self { agent: record.agent.clone(), contact_id: record.contact_id.clone() }
    }
}

/// What came of sending a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The server has this revision.
    Stored(u64),
    /// The server will never take it, with the reason.
    Refused(String),
    /// Nobody knows: no answer, or the server could not.
    Unavailable,
}

/// What the page shows of the outbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutboxView {
    /// How many records wait to be sent.
    pub waiting: u32,
    /// Whether the last try got no answer.
    pub unavailable: bool,
    /// Why the server refused a record, if it did. Such a record stays in the browser.
    pub refused: Option<String>,
}

#[derive(Clone, Debug)]
struct Entry {
    record: ContactRecord,
    refused: Option<String>,
}

/// The records that wait, oldest first. One is sent at a time.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    entries: Vec<Entry>,
    sending: bool,
    failures: u32,
    next_try: EpochMs,
}

impl Outbox {
    /// Takes in a revision. An older one than what waits already changes nothing.
    pub fn put(&mut self, record: ContactRecord) {
        let key = RecordKey::from(&record);
        match self.entries.iter_mut().find(|entry| RecordKey::from(&entry.record) == key) {
            Some(entry) if entry.record.revision >= record.revision => {}
            Some(entry) => *entry = Entry { record, refused: None },
            None => self.entries.push(Entry { record, refused: None }),
        }
    }

    /// The record to send now, if there is one and it is time. Give the outcome to [`answered`](Self::answered).
    pub fn next(&mut self, now: EpochMs) -> Option<ContactRecord> {
        if self.sending || now < self.next_try {
            return None;
        }
        let record = self.entries.iter().find(|entry| entry.refused.is_none())?.record.clone();
        self.sending = true;
        Some(record)
    }

    /// Takes in what came of sending. Answers whether the record is done with: confirmed, with nothing newer waiting.
    pub fn answered(&mut self, key: &RecordKey, sent: u64, answer: Answer, now: EpochMs) -> bool {
        self.sending = false;
        self.failures = if answer == Answer::Unavailable { self.failures.saturating_add(1) } else { 0 };
        self.next_try = match self.failures {
            0 => now,
            failures => EpochMs::new(now.get() + pause(failures)),
        };
        let Some(index) = self.entries.iter().position(|entry| RecordKey::from(&entry.record) == *key) else {
            return false;
        };
        match answer {
            Answer::Stored(stored) if self.entries[index].record.revision <= stored => {
                self.entries.remove(index);
                return true;
            }
            Answer::Refused(reason) if self.entries[index].record.revision == sent => {
                self.entries[index].refused = Some(reason);
            }
            _ => {}
        }
        false
    }

    /// Tries again at once: the network is back.
    pub fn wake(&mut self) {
        self.next_try = EpochMs::default();
    }

    /// What the page shows.
    pub fn view(&self) -> OutboxView {
        let refused = self.entries.iter().find_map(|entry| entry.refused.clone());
        let waiting = self.entries.iter().filter(|entry| entry.refused.is_none()).count();
        OutboxView {
            waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
            unavailable: self.failures > 0,
            refused,
        }
    }
}

/// 1, 2, 4, 8, 16, then always 30 seconds.
fn pause(failures: u32) -> i64 {
    1_000_i64
        .checked_shl(failures - 1)
        .filter(|pause| (1..LONGEST_PAUSE).contains(pause))
        .unwrap_or(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(contact_id: &str, revision: u64) -> ContactRecord {
        let text = include_str!("../../tests/record.json");
        let mut record: ContactRecord = serde_json::from_str(text).unwrap();
        record.contact_id = contact_id.to_owned();
        record.revision = revision;
        record
    }

    fn at(milliseconds: i64) -> EpochMs {
        EpochMs::new(milliseconds)
    }

    fn sends(outbox: &mut Outbox, now: i64) -> Option<(RecordKey, u64)> {
        outbox.next(at(now)).map(|record| (RecordKey::from(&record), record.revision))
    }

    #[test]
    fn a_confirmed_revision_leaves() {
        let mut outbox = Outbox::default();
        outbox.put(record("c", 1));
        let (key, revision) = sends(&mut outbox, 0).unwrap();
        assert!(outbox.answered(&key, revision, Answer::Stored(1), at(0)));
        assert_eq!(outbox.view(), OutboxView::default());
    }

    #[test]
    fn a_revision_that_came_while_another_was_sent_is_sent_too() {
        let mut outbox = Outbox::default();
        outbox.put(record("c", 1));
        let (key, revision) = sends(&mut outbox, 0).unwrap();
        outbox.put(record("c", 2));
        assert_eq!(sends(&mut outbox, 0), None, "one at a time");
        assert!(!outbox.answered(&key, revision, Answer::Stored(1), at(0)));
        assert_eq!(sends(&mut outbox, 0).unwrap().1, 2);
    }

    #[test]
    fn an_older_revision_replaces_nothing() {
        let mut outbox = Outbox::default();
        outbox.put(record("c", 2));
        outbox.put(record("c", 1));
        assert_eq!(sends(&mut outbox, 0).unwrap().1, 2);
    }

    #[test]
    fn without_an_answer_it_is_tried_again_later_and_later() {
        let mut outbox = Outbox::default();
        outbox.put(record("c", 1));
        let mut now = 0;
        for pause in [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000] {
            let (key, revision) = sends(&mut outbox, now).unwrap();
            outbox.answered(&key, revision, Answer::Unavailable, at(now));
            assert!(outbox.view().unavailable);
            assert_eq!(sends(&mut outbox, now + pause - 1), None);
            now += pause;
        }
        outbox.wake();
        assert!(sends(&mut outbox, 0).is_some(), "back on line");
    }

    #[test]
    fn a_refused_record_is_shown_and_holds_nobody_up() {
        let mut outbox = Outbox::default();
        outbox.put(record("bad", 1));
        outbox.put(record("good", 1));
        let (key, revision) = sends(&mut outbox, 0).unwrap();
        outbox.answered(&key, revision, Answer::Refused("queue: is too long".to_owned()), at(0));
        assert_eq!(outbox.view().refused.as_deref(), Some("queue: is too long"));
        assert_eq!(sends(&mut outbox, 0).unwrap().0.contact_id, "good");
        outbox.put(record("bad", 2));
        assert_eq!(outbox.view().refused, None, "a newer revision is tried again");
    }
}
