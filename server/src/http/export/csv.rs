//! Contact records as a table: a row each, quoted as RFC 4180 says. Times and words are as on the wire, lists are JSON.

use std::io;

use app::api::{COLUMNS, ContactRecord, cell, row};
use csv::Writer;
use serde::Serialize;

use crate::store::StoreError;

/// By this, spreadsheets know UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The names of the columns.
pub(super) fn head() -> Result<Vec<u8>, StoreError> {
    head_of(&COLUMNS)
}

/// The names of these columns.
pub(in crate::http) fn head_of(columns: &[&str]) -> Result<Vec<u8>, StoreError> {
    let mut head = BYTE_ORDER_MARK.to_vec();
    head.extend(table(|table| table.write_record(columns))?);
    Ok(head)
}

/// A row with these fields of each.
pub(in crate::http) fn rows_of(columns: &[&str], entries: &[impl Serialize]) -> Result<Vec<u8>, StoreError> {
    table(|table| {
        entries.iter().try_for_each(|entry| {
            let fields = serde_json::to_value(entry).map_err(io::Error::from)?;
            table.write_record(columns.iter().map(|column| cell(&fields[*column])))
        })
    })
}

/// A row for each record.
pub(super) fn rows(records: &[ContactRecord]) -> Result<Vec<u8>, StoreError> {
    table(|table| records.iter().try_for_each(|record| table.write_record(row(record))))
}

fn table(write: impl FnOnce(&mut Writer<Vec<u8>>) -> Result<(), csv::Error>) -> Result<Vec<u8>, StoreError> {
    let terminator = csv::Terminator::CRLF;
    let mut table = csv::WriterBuilder::new().terminator(terminator).from_writer(Vec::new());
    let written =
        write(&mut table).and_then(|()| Ok(table.into_inner().map_err(csv::IntoInnerError::into_error)?));
    written.map_err(|error| StoreError::Body(serde_json::Error::io(io::Error::other(error))))
}

#[cfg(test)]
mod tests {

    use super::*;

    #[test]
    fn every_field_of_a_record_but_its_events_has_a_column() {
        let record = include_str!("../../../tests/whole-record.json");
        let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(record).unwrap();
        let durations = ["talk_ms", "hold_ms", "wrap_up_ms"].map(ToOwned::to_owned);
        let mut expected: Vec<_> = fields.keys().filter(|field| *field != "events").cloned().collect();
        expected.extend(durations);
        expected.sort();
        let mut columns = COLUMNS.to_vec();
        columns.sort_unstable();
        assert_eq!(columns, expected);
    }

    #[test]
    fn a_row_is_quoted_and_ends_as_rfc_4180_says() {
        let mut record: ContactRecord =
            serde_json::from_str(include_str!("../../../tests/whole-record.json")).unwrap();
        record.notes = Some("a \"b\", c\n明日".to_owned());
        let row = String::from_utf8(rows(&[record]).unwrap()).unwrap();
        assert!(row.contains(",\"a \"\"b\"\", c\n明日\",") && row.ends_with("\r\n"), "{row}");
        assert!(row.contains(",-250,") && row.contains(",'+12065550100,"), "{row}");
    }
}
