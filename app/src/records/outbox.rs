//! Records that the server has not confirmed. Pure.
//!
//! A record has one identity and a growing revision. Only the newest revision of each is worth sending. It is sent once it
//! is safe in this browser, or cannot be, and leaves when the server confirms that revision or a newer one.

use connect_streams::{Dictionary, EpochMs};

use super::{Item, ItemKey, NotKept};

/// The longest pause between two tries, in milliseconds.
const LONGEST_PAUSE: i64 = 30_000;
/// The most records that are sent at a time, fewer than a server takes.
const MOST_AT_ONCE: usize = 50;
/// The most bytes of records that are sent at a time, a little more if one record alone is larger.
const MOST_BYTES: usize = 256 * 1024;
/// The most bytes that browsers send for a page that is going.
const LAST_WORDS: usize = 60 * 1024;

/// What came of sending one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The server has this revision.
    Stored(u64),
    /// The server will never take it, with the reason.
    Refused(String),
}

/// What the page shows of the outbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutboxView {
    /// How many records wait to be sent.
    pub waiting: u32,
    /// Since when the oldest of them waits, on the local clock.
    pub since: Option<EpochMs>,
    /// Whether the last try got no answer.
    pub unavailable: bool,
    /// Why the server refused a record, if it did. Such a record stays in the browser.
    pub refused: Option<String>,
    /// Why what waits is not safe in the browser, if it is not.
    pub not_kept: Option<NotKept>,
}

impl OutboxView {
    /// Whether what waits may not get through by itself.
    pub fn is_in_trouble(&self) -> bool {
        self.unavailable || self.refused.is_some() || self.not_kept.is_some()
    }
}

#[derive(Clone, Debug)]
struct Entry {
    item: Item,
    /// Its place in the queue: what came first is sent first.
    turn: u64,
    since: EpochMs,
    /// Whether this revision is safe in the browser, or cannot be.
    is_kept: bool,
    refused: Option<String>,
}

/// The records that wait. One batch is under way at a time.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    entries: Dictionary<Box<Entry>, ItemKey>,
    /// Those that are ready to be sent, by their turn.
    ready: Dictionary<ItemKey, u64>,
    turns: u64,
    sending: bool,
    failures: u32,
    next_try: EpochMs,
}

impl Outbox {
    /// Takes in a revision that is not safe yet. An older one than what waits already changes nothing.
    pub fn put(&mut self, item: Item, now: EpochMs) {
        let key = item.key();
        let before = self.entries.get(&key);
        if before.is_some_and(|entry| entry.item.revision() >= item.revision()) {
            return;
        }
        let (turn, since) = before.map_or((self.turns, now), |entry| (entry.turn, entry.since));
        self.turns += 1;
        self.ready.remove(&turn);
        self.entries.insert(key, Box::new(Entry { item, turn, since, is_kept: false, refused: None }));
    }

    /// Takes in a revision that an earlier page kept, or that another page of this browser keeps.
    pub fn take_over(&mut self, item: Item, now: EpochMs) {
        let (key, revision) = (item.key(), item.revision());
        self.put(item, now);
        self.kept(&key, revision);
    }

    /// A revision is safe in the browser, or will never be. Now it may be sent.
    pub fn kept(&mut self, key: &ItemKey, revision: u64) {
        if let Some(entry) = self.entries.get_mut(key)
            && entry.item.revision() <= revision
            && entry.refused.is_none()
        {
            entry.is_kept = true;
            self.ready.insert(entry.turn, key.clone());
        }
    }

    /// The records to send now, if there are any and it is time. Give the outcome to [`answered`](Self::answered).
    pub fn next(&mut self, now: EpochMs) -> Option<Vec<Item>> {
        if self.sending || now < self.next_try {
            return None;
        }
        let items = self.first_ready(MOST_BYTES);
        self.sending = !items.is_empty();
        self.sending.then_some(items)
    }

    /// What a page that is going sends at last, without waiting for an answer: as much of what is ready as browsers take.
    /// It stays in the outbox, for the next page.
    pub fn last_words(&self) -> Vec<Item> {
        let mut items = self.first_ready(LAST_WORDS);
        if let [only] = &items[..]
            && only.size() > LAST_WORDS
        {
            items.clear();
        }
        items
    }

    fn first_ready(&self, most_bytes: usize) -> Vec<Item> {
        let mut bytes = 0;
        let entries = self.ready.values().filter_map(|key| self.entries.get(key).map(AsRef::as_ref));
        let fits = |entry: &&Entry| {
            let is_first = bytes == 0;
            bytes += entry.item.size();
            is_first || bytes <= most_bytes
        };
        entries.take(MOST_AT_ONCE).take_while(fits).map(|entry| entry.item.clone()).collect()
    }

    /// The server answered, with a verdict on each revision that was sent. Answers with those that are done with:
    /// confirmed, with nothing newer waiting.
    pub fn answered(&mut self, verdicts: Vec<(ItemKey, u64, Answer)>) -> Vec<ItemKey> {
        self.sending = false;
        self.failures = 0;
        self.next_try = EpochMs::default();
        let mut done = Vec::new();
        for (key, sent, answer) in verdicts {
            let Some(entry) = self.entries.get_mut(&key) else { continue };
            match answer {
                Answer::Stored(stored) if entry.item.revision() <= stored => {
                    self.ready.remove(&entry.turn);
                    self.entries.remove(&key);
                    done.push(key);
                }
                Answer::Refused(reason) if entry.item.revision() == sent => {
                    entry.refused = Some(reason);
                    self.ready.remove(&entry.turn);
                }
                _ => {}
            }
        }
        done
    }

    /// There was no answer, or none that says anything about the records: tries again later. Pages that lost the same
    /// server must not come back in the same moment, so half of the pause is left to chance.
    pub fn unanswered(&mut self, now: EpochMs) {
        self.sending = false;
        self.failures = self.failures.saturating_add(1);
        let half = pause(self.failures) / 2;
        // What the clock shows below the second is chance enough.
        let chance = now.get().wrapping_mul(7_919).rem_euclid(1_000) * half / 1_000;
        self.next_try = EpochMs::new(now.get() + half + chance);
    }

    /// Tries again at once: the network is back, or this page leads now.
    pub fn wake(&mut self) {
        self.next_try = EpochMs::default();
    }

    /// Everything that waits, refused ones too, for a file.
    pub fn all(&self) -> impl Iterator<Item = &Item> {
        self.entries.values().map(|entry| &entry.item)
    }

    /// What the page shows.
    pub fn view(&self) -> OutboxView {
        let waiting = || self.entries.values().filter(|entry| entry.refused.is_none());
        OutboxView {
            waiting: u32::try_from(waiting().count()).unwrap_or(u32::MAX),
            since: waiting().map(|entry| entry.since).min(),
            unavailable: self.failures > 0,
            refused: self.entries.values().find_map(|entry| entry.refused.clone()),
            not_kept: None,
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
#[path = "outbox_tests.rs"]
mod tests;
