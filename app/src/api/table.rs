//! Contact records as the rows of a table, the same from the server and from a browser that keeps them. How a row is quoted is
//! for whoever writes the file.

use serde_json::Value;

use super::ContactRecord;

/// Every field of a record but its events, and the three durations.
pub const COLUMNS: [&str; 40] = [
    "instance",
    "region",
    "contact_id",
    "initial_contact_id",
    "related_contact_id",
    "monitoring",
    "channel",
    "subtype",
    "direction",
    "queue",
    "agent",
    "customer_endpoint",
    "system_endpoint",
    "first_queued_at",
    "last_queued_at",
    "offered_at",
    "accepted_at",
    "connected_at",
    "customer_answered_at",
    "ended_at",
    "cleared_at",
    "talk_ms",
    "hold_ms",
    "wrap_up_ms",
    "ended_by",
    "outcome",
    "disposition",
    "notes",
    "holds",
    "mutes",
    "pauses",
    "transfers",
    "attributes",
    "local_times",
    "skew_ms",
    "doubts",
    "recovered",
    "desktop_version",
    "streams_version",
    "revision",
];

/// The cells of a record, in the order of [`COLUMNS`].
pub fn row(record: &ContactRecord) -> Vec<String> {
    // A record is made of texts, numbers and lists of these; none of them can fail.
    let mut fields = serde_json::to_value(record).unwrap_or_default();
    fields["talk_ms"] = record.talked_ms().into();
    fields["hold_ms"] = record.hold_ms().into();
    fields["wrap_up_ms"] = record.wrap_up_ms().into();
    COLUMNS.iter().map(|column| cell(&fields[*column])).collect()
}

/// A value as it stands in a cell, spreadsheet-safe.
pub fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => safe(text),
        other => other.to_string(),
    }
}

/// A text that no spreadsheet takes for a formula. Numbers that begin with + are texts like all others: what a customer
/// gives as a number is what a customer chooses.
fn safe(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("+12065550100", "'+12065550100"),
            ("-1", "'-1"),
            ("@x", "'@x"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("1-2", "1-2"),
        ] {
            assert_eq!(safe(text), expected);
        }
    }

    #[test]
    fn a_row_has_a_cell_for_each_column() {
        let record: ContactRecord = serde_json::from_str(include_str!("../../tests/record.json")).unwrap();
        let cells = row(&record);
        assert_eq!(cells.len(), COLUMNS.len());
        assert_eq!(cells[2], record.contact_id);
    }
}
