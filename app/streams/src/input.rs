//! What people type, checked before it goes anywhere.

use std::{fmt, str::FromStr};

use crate::{Endpoint, StreamsError};

/// A telephone number in E.164: a plus sign and up to fifteen digits, the first of which is not zero.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Reads a number as people write it: spaces, dots, dashes, slashes and brackets are taken out.
    ///
    /// # Errors
    /// [`StreamsError::Invalid`] when what remains is no number in E.164.
    pub fn parse(text: &str) -> Result<Self, StreamsError> {
        let wrong = StreamsError::Invalid {
            what: "A telephone number begins with + and the country code, for example +49 30 901820.",
        };
        let number: String = text
            .chars()
            .filter(|letter| !matches!(letter, ' ' | '\u{a0}' | '-' | '.' | '/' | '(' | ')'))
            .collect();
        let Some(digits) = number.strip_prefix('+') else { return Err(wrong) };
        let well_formed = (2..=15).contains(&digits.len())
            && digits.bytes().all(|digit| digit.is_ascii_digit())
            && !digits.starts_with('0');
        if well_formed { Ok(Self(number)) } else { Err(wrong) }
    }

    /// The number, `+` and digits only.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Somebody to call.
    pub fn endpoint(&self) -> Endpoint {
        Endpoint::by_phone_number(self.as_str())
    }
}

impl FromStr for PhoneNumber {
    type Err = StreamsError;

    fn from_str(text: &str) -> Result<Self, StreamsError> {
        Self::parse(text)
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A number is personal and has no place in a log.
        formatter.write_str("PhoneNumber(…)")
    }
}

/// Tones to send in a call: digits, `*`, `#`, `A` to `D`, and `,` for a pause; fifty at most.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Digits(String);

impl Digits {
    /// Reads tones; spaces are taken out.
    ///
    /// # Errors
    /// [`StreamsError::Invalid`] when there are none, more than fifty, or others.
    pub fn parse(text: &str) -> Result<Self, StreamsError> {
        let digits: String = text.chars().filter(|letter| *letter != ' ').collect();
        let tone = |letter: char| {
            letter.is_ascii_digit() || matches!(letter, '*' | '#' | 'A'..='D' | 'a'..='d' | ',')
        };
        if !(1..=50).contains(&digits.len()) || !digits.chars().all(tone) {
            let what =
                "A tone is a digit, * or #; up to fifty of them can be sent at once, and a comma waits.";
            return Err(StreamsError::Invalid { what });
        }
        Ok(Self(digits))
    }

    /// The tones.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Digits {
    type Err = StreamsError;

    fn from_str(text: &str) -> Result<Self, StreamsError> {
        Self::parse(text)
    }
}

impl fmt::Debug for Digits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // They may be a card number.
        formatter.write_str("Digits(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("+12065550100", Some("+12065550100"))]
    #[case("+49 (30) 90-18.20", Some("+4930901820"))]
    #[case("+81\u{a0}3/1234 5678", Some("+81312345678"))]
    #[case("+123456789012345", Some("+123456789012345"))]
    #[case::too_long("+1234567890123456", None)]
    #[case::no_plus("0049301820", None)]
    #[case::zero_first("+049301820", None)]
    #[case::letters("+1800FLOWERS", None)]
    #[case::only_a_plus("+", None)]
    #[case::full_width("＋８１３", None)]
    #[case::nothing("", None)]
    fn numbers_are_e164(#[case] text: &str, #[case] number: Option<&str>) {
        assert_eq!(PhoneNumber::parse(text).ok().as_ref().map(PhoneNumber::as_str), number);
    }

    #[rstest]
    #[case("12*#", true)]
    #[case("1 2, 3", true)]
    #[case("abcd", true)]
    #[case("", false)]
    #[case("   ", false)]
    #[case("12e", false)]
    #[case("１２", false)]
    fn tones_are_tones(#[case] text: &str, #[case] right: bool) {
        assert_eq!(Digits::parse(text).is_ok(), right);
    }

    #[test]
    fn what_people_type_is_not_in_logs() {
        let number: PhoneNumber = "+12065550100".parse().unwrap();
        let digits: Digits = "4111111111111111".parse().unwrap();
        assert_eq!(format!("{number:?} {digits:?}"), "PhoneNumber(…) Digits(…)");
    }

    proptest! {
        #[test]
        fn nothing_typed_is_a_panic(text in "\\PC*") {
            let _ = (PhoneNumber::parse(&text), Digits::parse(&text));
        }
    }
}
