//! What happened on this page, for whoever looks for a fault: what, when, and nothing personal. Pure.

use std::collections::VecDeque;

use connect_streams::EpochMs;

/// How many entries are kept; the oldest go first.
const MOST: usize = 2_000;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When, on the local clock.
    pub at: EpochMs,
    /// A word for what it was.
    pub what: &'static str,
    /// More about it: identifiers, states, operations. Never names, numbers, notes or what attributes
    /// hold.
    pub detail: String,
}

/// The last things that happened.
#[derive(Clone, Debug, Default)]
pub struct Journal(VecDeque<Entry>);

impl Journal {
    /// Notes something. Nothing personal belongs in `detail`.
    pub fn note(&mut self, at: EpochMs, what: &'static str, detail: impl Into<String>) {
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back(Entry { at, what, detail: detail.into() });
    }

    /// What was noted, oldest first.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_go_first() {
        let mut journal = Journal::default();
        for index in 0..MOST + 3 {
            journal.note(EpochMs::new(1), "tick", index.to_string());
        }
        assert_eq!(journal.entries().count(), MOST);
        assert_eq!(journal.entries().next().unwrap().detail, "3");
    }
}
