//! How often each operation was called, and how often it was refused.
//!
//! A test suite sees by it which operations the library was never brought to call.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Map, Value, json};

use super::Operation;

#[derive(Debug, Default)]
struct Count {
    answered: AtomicU64,
    refused: AtomicU64,
}

/// One count for each of [`Operation::ALL`], in its order.
#[derive(Debug)]
pub(crate) struct Tally(Box<[Count]>);

impl Default for Tally {
    fn default() -> Self {
        Self(Operation::ALL.iter().map(|_| Count::default()).collect())
    }
}

impl Tally {
    pub(super) fn count(&self, operation: Operation, answered: bool) {
        if let Some(count) = self.0.get(operation as usize) {
            let kind = if answered { &count.answered } else { &count.refused };
            kind.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Every operation with its counts, those that were never called too.
    pub(crate) fn describe(&self) -> Map<String, Value> {
        let described = Operation::ALL.iter().zip(&self.0).map(|(operation, count)| {
            let read = |kind: &AtomicU64| kind.load(Ordering::Relaxed);
            let counts = json!({ "answered": read(&count.answered), "refused": read(&count.refused) });
            (format!("{operation:?}"), counts)
        });
        described.collect()
    }
}
