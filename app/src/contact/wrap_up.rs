//! What an agent notes about a contact: how it came out, and what there is to say. It belongs to the contact and not to
//! after contact work: it is kept whatever becomes of the contact, the status and the page. Pure.

use connect_streams::record;
use serde::Serialize;

use crate::api::{MAX_NOTES, MAX_TEXT};

/// What an agent has noted about one contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WrapUp {
    /// The code of the disposition, with that of its detail behind a slash; none while none is chosen.
    pub disposition: Option<String>,
    /// The notes.
    pub notes: String,
    /// Whether the agent has said that this is all.
    pub finished: bool,
}

record! { WrapUp {
    "disposition" => disposition,
    "notes" => notes,
    "finished" => finished,
} }

impl WrapUp {
    /// Whether anything was noted.
    pub fn is_begun(&self) -> bool {
        self.disposition.is_some() || !self.notes.is_empty()
    }

    /// The same without what a record cannot hold: notes that are too long are cut, control characters other than line
    /// ends and tabs are left out.
    #[must_use]
    pub fn fitting(mut self) -> Self {
        self.notes.retain(|letter| !letter.is_control() || matches!(letter, '\n' | '\t'));
        self.notes.truncate(self.notes.floor_char_boundary(MAX_NOTES));
        self.disposition = self.disposition.filter(|code| (1..=MAX_TEXT).contains(&code.len()));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_record_cannot_hold_is_left_out() {
        let wrap_up = WrapUp {
            notes: format!("a\u{7}b\nc\td{}", "あ".repeat(MAX_NOTES)),
            disposition: Some("x".repeat(MAX_TEXT + 1)),
            finished: false,
        };
        let fitting = wrap_up.fitting();
        assert!(fitting.notes.starts_with("ab\nc\tdあ"));
        assert!(fitting.notes.len() <= MAX_NOTES);
        assert_eq!(fitting.disposition, None);
    }
}
