//! The words of a text, the same for every database: what is written to its index of words, and what is searched for.
//!
//! The databases' own ways to find words differ, and none of them knows Japanese, which is written without spaces. So
//! texts are taken apart here, and the indexes get words that stand apart already: letters and digits in lower case, each
//! character of such a script as a word of its own. Whoever searches for several of them finds them side by side.
//!
//! With the words of each note stands one for the agent who wrote it, which no text has. What an agent's own notes say is
//! then found by the index alone, however many others have the same words.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// Longer words are cut. Nobody searches for them, and an index has its limits.
const LONGEST: usize = 64;

/// With it begins the word for an agent. It is neither letter nor digit, so no text has such a word.
const AGENT: char = '¤';

/// What is searched for: each of these, words that stand side by side; the last word may go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words(Vec<Vec<String>>);

impl Words {
    /// Reads what somebody searches for. None where there is no word in it.
    pub fn parse(text: &str) -> Option<Self> {
        let phrases: Vec<_> = phrases(text).collect();
        (!phrases.is_empty()).then_some(Self(phrases))
    }

    /// The same, in the notes of this agent alone.
    pub(super) fn by(&self, agent: Option<&str>) -> Self {
        let agent = agent.map(|agent| vec![of_agent(agent)]);
        Self(agent.into_iter().chain(self.0.iter().cloned()).collect())
    }

    /// As a query of SQLite's FTS5.
    pub(super) fn to_fts5(&self) -> String {
        let phrases: Vec<_> = self.0.iter().map(|phrase| format!("\"{}\"", phrase.join(" "))).collect();
        phrases.join(" AND ") + "*"
    }

    /// The same, with the last word in each of the ways in which it may go on.
    pub(super) fn to_fts5_of(&self, endings: &[String]) -> String {
        let Some((last, phrases)) = self.0.split_last() else { return String::new() };
        let mut query = String::new();
        for phrase in phrases {
            let _ = write!(query, "\"{}\" AND ", phrase.join(" "));
        }
        let before = &last[..last.len().saturating_sub(1)];
        let ways = endings.iter().map(|ending| {
            let words: Vec<_> = before.iter().chain([ending]).map(String::as_str).collect();
            format!("\"{}\"", words.join(" "))
        });
        query + "(" + &ways.collect::<Vec<_>>().join(" OR ") + ")"
    }

    /// The last word, which may go on.
    pub(super) fn last(&self) -> &str {
        self.0.last().and_then(|phrase| phrase.last()).map_or("", String::as_str)
    }

    /// As a `tsquery` of PostgreSQL.
    pub(super) fn to_tsquery(&self) -> String {
        let phrases: Vec<_> = self
            .0
            .iter()
            .map(|phrase| {
                let words: Vec<_> = phrase.iter().map(|word| format!("'{word}'")).collect();
                words.join(" <-> ")
            })
            .collect();
        phrases.join(" & ") + ":*"
    }
}

/// The words of an agent's text with a space between each two, for SQLite's FTS5.
pub(super) fn spaced(agent: &str, text: &str) -> String {
    let mut words = of_agent(agent);
    for run in runs(text) {
        each_word(run, &mut |word| {
            words.push(' ');
            words.push_str(word);
        });
    }
    words
}

/// The words of an agent's text with their places, a `tsvector` of PostgreSQL.
pub(super) fn placed(agent: &str, text: &str) -> String {
    let mut words = format!("'{}' ", of_agent(agent));
    let mut place = 0;
    for run in runs(text) {
        each_word(run, &mut |word| {
            place += 1;
            // What is written into a String is written.
            let _ = write!(words, "'{word}':{place} ");
        });
    }
    words
}

/// The word for an agent. Migrations write it too: another one needs another migration.
fn of_agent(agent: &str) -> String {
    let mut word = AGENT.to_string();
    for byte in Sha256::digest(agent.as_bytes()).iter().take(8) {
        word.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])));
    }
    word
}

/// What stands between spaces and signs, each as its words.
fn phrases(text: &str) -> impl Iterator<Item = Vec<String>> {
    runs(text).map(|run| {
        let mut words = Vec::new();
        each_word(run, &mut |word| words.push(word.to_owned()));
        words
    })
}

fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|run| !run.is_empty())
}

/// Hands on the words of what has neither spaces nor signs.
fn each_word(run: &str, act: &mut impl FnMut(&str)) {
    let mut word = String::with_capacity(LONGEST);
    // Lower case may be several characters, some of which are no letters by themselves.
    for letter in run.chars().flat_map(char::to_lowercase).filter(|letter| letter.is_alphanumeric()) {
        if is_word(letter) {
            if !word.is_empty() {
                act(&word);
                word.clear();
            }
            act(letter.encode_utf8(&mut [0; 4]));
        } else if word.len() < LONGEST {
            word.push(letter);
        }
    }
    if !word.is_empty() {
        act(&word);
    }
}

/// Whether a character belongs to a script that is written without spaces between words.
fn is_word(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0e00..=0x0eff // Thai, Lao
        | 0x1000..=0x109f | 0x1780..=0x17ff // Burmese, Khmer
        | 0x3040..=0x30ff | 0x31f0..=0x31ff | 0xff66..=0xff9f // Japanese syllables
        | 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff // Chinese characters
        | 0xac00..=0xd7af) // Korean syllables
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    /// The first digits of what `sha256sum` says of "anna".
    const ANNA: &str = "¤55579b557896d0ce";

    #[rstest]
    #[case("Wants a call-back, Friday!", " wants a call back friday")]
    #[case("明日、ABC社に電話", " 明 日 abc 社 に 電 話")]
    #[case("+1 206 555-0100", " 1 206 555 0100")]
    #[case("Straße ÄÖÜ", " straße äöü")]
    #[case("\u{130}x", " ix")]
    #[case("!? --", "")]
    fn words_stand_apart(#[case] text: &str, #[case] words: &str) {
        assert_eq!(spaced("anna", text), format!("{ANNA}{words}"));
    }

    #[test]
    fn each_database_is_asked_in_its_own_way() {
        let words = Words::parse("明日 \"call' ba").unwrap();
        assert_eq!(words.to_fts5(), "\"明 日\" AND \"call\" AND \"ba\"*");
        assert_eq!(words.last(), "ba");
        let endings = ["back".to_owned(), "bar".to_owned()];
        assert_eq!(words.to_fts5_of(&endings), "\"明 日\" AND \"call\" AND (\"back\" OR \"bar\")");
        let phrase = Words::parse("call-ba").unwrap();
        assert_eq!(phrase.to_fts5_of(&endings[..1]), "\"call\" AND (\"back\")");
        assert_eq!(Words::parse("明日").unwrap().to_fts5_of(&["日".to_owned()]), "(\"明 日\")");
        assert_eq!(words.to_tsquery(), "'明' <-> '日' & 'call' & 'ba':*");
        assert_eq!(placed("anna", "It's it"), format!("'{ANNA}' 'it':1 's':2 'it':3 "));
        assert_eq!(Words::parse(" ?"), None);
        let hers = Words::parse("ba").unwrap().by(Some("anna"));
        assert_eq!(hers.to_fts5(), format!("\"{ANNA}\" AND \"ba\"*"));
        assert_eq!(hers.to_fts5_of(&endings[..1]), format!("\"{ANNA}\" AND (\"back\")"));
        assert_eq!(hers.to_tsquery(), format!("'{ANNA}' & 'ba':*"));
        assert_eq!(Words::parse(ANNA).unwrap(), Words::parse(&ANNA[2..]).unwrap(), "nobody can ask for it");
    }

    proptest! {
        #[test]
        fn no_text_breaks_out_of_its_quotes(text in ".*") {
            for word in phrases(&text).flatten() {
                prop_assert!(word.chars().all(char::is_alphanumeric) && word.len() <= LONGEST + 4, "{word}");
            }
        }
    }
}
