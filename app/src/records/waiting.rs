//! The records that wait, as a file, for when they cannot be sent: one line of JSON for each, as on the wire.

use connect_streams::EpochMs;

use super::Item;
use crate::ui::download;

/// Saves what waits. Answers whether the browser took it.
pub fn save_waiting(items: &[Item]) -> bool {
    let lines: String = items.iter().map(|item| item.to_text() + "\n").collect();
    let now = EpochMs::now().to_string();
    let day = now.split('T').next().unwrap_or_default();
    download(&format!("streamdesk-records-{day}.jsonl"), &lines)
}
