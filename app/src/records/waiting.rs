//! The records that wait, as a file, for when they cannot be sent: one line of JSON for each, as on the wire.

use super::Item;
use crate::ui::{download, file_day};

/// Saves what waits. Answers whether the browser took it.
pub fn save_waiting(items: &[Item]) -> bool {
    let lines: String = items.iter().map(|item| item.to_text() + "\n").collect();
    download(&format!("streamdesk-records-{}.jsonl", file_day()), &lines)
}
