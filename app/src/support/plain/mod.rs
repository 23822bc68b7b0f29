//! Plain words for every code that Amazon Connect gives: what happened, in a sentence without a word that only
//! programmers know, and what to do next. The service's own name for it stands in brackets at the end, for whoever looks
//! it up. Pure.

mod agent;
mod contact;
mod refusal;
mod softphone;
#[cfg(test)]
mod tests;

pub use agent::agent_state;
pub use contact::contact_error;
pub use refusal::refusal;
pub use softphone::softphone;
pub(super) use softphone::softphone_word;

use crate::text::{Language, Text, language};

/// What happened and what to do next, in the language of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plain {
    /// What happened.
    pub what: String,
    /// What to do next.
    pub next: String,
}

impl Plain {
    /// Both, one after the other.
    pub fn sentences(self) -> String {
        let Self { what: mut sentences, next } = self;
        if !next.is_empty() {
            sentences.push(' ');
            sentences.push_str(&next);
        }
        sentences
    }
}

/// The same before the language is known.
struct Words {
    what: Text,
    next: Text,
}

impl Words {
    /// In English, then in Japanese.
    const fn new(
        what: &'static str,
        next: &'static str,
        what_ja: &'static str,
        next_ja: &'static str,
    ) -> Self {
        Self { what: Text::new(what, what_ja), next: Text::new(next, next_ja) }
    }

    fn plain(&self) -> Plain {
        Plain { what: self.what.get().to_owned(), next: self.next.get().to_owned() }
    }

    /// With the service's own name for it, if it has one.
    fn named(&self, name: &str) -> Plain {
        let mut plain = self.plain();
        if !name.is_empty() {
            let (open, close) = match language() {
                Language::English => (" (", ")"),
                Language::Japanese => ("（", "）"),
            };
            plain.next.push_str(open);
            plain.next.push_str(name);
            plain.next.push_str(close);
        }
        plain
    }
}

/// The words for a name. One table for all languages, so that none can lack an entry.
type Table = [(&'static str, Words)];

fn look_up<'table>(table: &'table Table, name: &str) -> Option<&'table Words> {
    table.iter().find(|(known, _)| *known == name).map(|(_, words)| words)
}
