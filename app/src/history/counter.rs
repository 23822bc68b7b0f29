//! Counts the records in a file while it comes in. Pure.

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// A table, with its columns' names in the first line.
    Csv,
    /// A line of JSON for each.
    JsonLines,
}

impl Format {
    /// The word for the server, and the end of the file's name.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
        }
    }
}

/// How many records have come. A file comes in pieces that end anywhere.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counter {
    format: Format,
    lines: i64,
    /// Whether what comes stands in quotation marks, where a line break is part of a text.
    is_quoted: bool,
}

impl Counter {
    /// Nothing has come.
    pub(super) fn new(format: Format) -> Self {
        Self { format, lines: 0, is_quoted: false }
    }

    /// A piece has come.
    pub(super) fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                // Two in a row are one in the text: in and out again.
                b'"' if self.format == Format::Csv => self.is_quoted = !self.is_quoted,
                b'\n' if !self.is_quoted => self.lines += 1,
                _ => {}
            }
        }
    }

    /// How many records those are.
    pub(super) fn records(&self) -> i64 {
        let head = i64::from(self.format == Format::Csv);
        (self.lines - head).max(0)
    }
}

/// A number as people read it: 1,234,567.
pub(super) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TABLE: &str = "\u{feff}contact_id,notes\r\na,\"two\nlines, \"\"quoted\"\"\"\r\nb,\r\n";

    #[test]
    fn a_line_break_in_a_text_ends_no_record() {
        let mut counter = Counter::new(Format::Csv);
        counter.take(TABLE.as_bytes());
        assert_eq!(counter.records(), 2);
        let mut counter = Counter::new(Format::JsonLines);
        assert_eq!(counter.records(), 0);
        counter.take(b"{\"notes\":\"a \\\" b\"}\n{}\n");
        assert_eq!(counter.records(), 2);
        assert_eq!(Counter::new(Format::Csv).records(), 0);
    }

    #[test]
    fn numbers_are_read_in_groups() {
        let texts = [0, 7, 123, 1_234, 10_000, 1_234_567, -1_234].map(grouped);
        assert_eq!(texts, ["0", "7", "123", "1,234", "10,000", "1,234,567", "-1,234"]);
    }

    proptest! {
        #[test]
        fn it_does_not_matter_where_the_pieces_end(size in 1_usize..20) {
            let mut counter = Counter::new(Format::Csv);
            TABLE.as_bytes().chunks(size).for_each(|piece| counter.take(piece));
            prop_assert_eq!(counter.records(), 2);
        }
    }
}
