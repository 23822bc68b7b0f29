//! The languages of the page. A text stands once, in every language, beside the room that shows it; the compiler sees to
//! it that none is missing.

use std::cell::Cell;

use connect_streams::choice;

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Japanese.
    Japanese,
}

choice! { Language { English = "en", Japanese = "ja" } }

impl Language {
    /// What it calls itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Japanese => "日本語",
        }
    }

    /// The language of this tag, whatever the region: `ja-JP` is Japanese.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let tag = tag.trim();
        let primary = tag.split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|language| language.as_str().eq_ignore_ascii_case(primary))
    }

    /// The first language of an `Accept-Language` header that the page has, else English. Browsers send them in order.
    pub fn accepted(header: &str) -> Self {
        let mut tags = header.split(',').filter_map(|part| part.split(';').next());
        tags.find_map(Self::of_tag).unwrap_or_default()
    }
}

thread_local! {
    /// The language in which this page is. Not a signal: when it changes, the whole page is drawn anew.
    static LANGUAGE: Cell<Language> = const { Cell::new(Language::English) };
}

/// The language in which the page is drawn.
pub fn language() -> Language {
    LANGUAGE.get()
}

/// From now on the page is drawn in this language.
pub fn speak(language: Language) {
    LANGUAGE.set(language);
}

/// One text in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    en: &'static str,
    ja: &'static str,
}

impl Text {
    /// The text in English and in Japanese.
    pub const fn new(en: &'static str, ja: &'static str) -> Self {
        Self { en, ja }
    }

    /// The text in this language.
    pub fn of(self, language: Language) -> &'static str {
        match language {
            Language::English => self.en,
            Language::Japanese => self.ja,
        }
    }

    /// The text in the language of the page.
    pub fn get(self) -> &'static str {
        self.of(language())
    }

    /// The text with each `{}` replaced by the next of `values`, in the language of the page.
    pub fn with(self, values: &[&str]) -> String {
        let mut parts = self.get().split("{}");
        let mut filled = parts.next().unwrap_or_default().to_owned();
        let mut values = values.iter();
        for part in parts {
            filled.push_str(values.next().unwrap_or(&""));
            filled.push_str(part);
        }
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_the_first_language_that_the_page_has() {
        assert_eq!(Language::accepted("ja-JP,ja;q=0.9,en;q=0.5"), Language::Japanese);
        assert_eq!(Language::accepted("fr, JA"), Language::Japanese);
        assert_eq!(Language::accepted("de-DE"), Language::English);
        assert_eq!(Language::accepted(""), Language::English);
    }

    #[test]
    fn values_take_their_places_in_order() {
        let text = Text::new("{} of {}", "{}/{}");
        assert_eq!(text.with(&["1", "2"]), "1 of 2");
        assert_eq!(text.with(&["1"]), "1 of ", "what is missing leaves a gap, not a panic");
    }
}
