//! Telephone numbers as people type them and as links carry them. Pure.

use connect_streams::{Digits, PhoneNumber};

/// A letter as a narrow one: keyboards for Japanese write wide digits, and dashes of their own.
pub fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{3000}' => ' ',
        letter => letter,
    }
}

/// A number as somebody typed it, in narrow letters and with one kind of dash.
pub fn plain_number(text: &str) -> String {
    let plain = |letter: char| match letter {
        'ー' | '−' | '‐' | '\u{2011}' | '–' | '—' => '-',
        letter => narrow(letter),
    };
    text.trim().chars().map(plain).collect()
}

/// A number in E.164, as somebody typed it; none where it is none.
pub fn typed_number(text: &str) -> Option<PhoneNumber> {
    let text = plain_number(text);
    // As it stands in a link.
    let number = number_of_link(&text);
    PhoneNumber::parse(number.as_deref().unwrap_or(&text)).ok()
}

/// Tones, as somebody typed them; none where they are none.
pub fn typed_digits(text: &str) -> Option<Digits> {
    let text: String = text.chars().map(narrow).collect();
    Digits::parse(&text).ok()
}

/// The number in the address of a `tel:` link.
pub fn number_of_link(href: &str) -> Option<String> {
    let (scheme, number) = href.split_once(':')?;
    let number = number.split([';', '?', '#']).next()?;
    scheme.eq_ignore_ascii_case("tel").then(|| decoded(number)).filter(|number| !number.is_empty())
}

/// The number in the query of the page's address, `?dial=`. A plus sign at its beginning is the number's own, whether or
/// not whoever wrote the link has escaped it; elsewhere it is a space, as forms write one.
pub fn number_of_query(query: &str) -> Option<String> {
    let mut fields = query.trim_start_matches('?').split('&');
    let number = fields.find_map(|field| field.strip_prefix("dial="))?;
    let (first, rest) = number.split_at_checked(1)?;
    let mut spaced = first.to_owned();
    spaced.push_str(&rest.replace('+', " "));
    Some(decoded(&spaced)).filter(|number| !number.is_empty())
}

/// The text without its percent signs. Only ASCII is of interest in a number: the rest is left out.
fn decoded(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let escaped = rest.strip_prefix('%').and_then(|rest| rest.get(..2));
        if let Some(code) = escaped.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            decoded.extend(Some(char::from(code)).filter(|letter| matches!(letter, ' '..='~')));
            rest = &rest[3..];
        } else {
            decoded.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    decoded.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("+1 (206) 555-0100", Some("+12065550100"))]
    #[case("＋８１　３ー１２３４ー５６７８", Some("+81312345678"))]
    #[case("tel:+1-206-555-0100", Some("+12065550100"))]
    #[case("03-1234-5678", None)]
    #[case("", None)]
    fn numbers_are_read_however_they_are_typed(#[case] text: &str, #[case] number: Option<&str>) {
        assert_eq!(typed_number(text).as_ref().map(PhoneNumber::as_str), number);
    }

    #[test]
    fn tones_are_read_however_they_are_typed() {
        assert_eq!(typed_digits("１２＃").unwrap().as_str(), "12#");
        assert!(typed_digits("twelve").is_none());
    }

    #[rstest]
    #[case("tel:+1-206-555-0100", Some("+1-206-555-0100"))]
    #[case("TEL:%2B12065550100;ext=5", Some("+12065550100"))]
    #[case("tel:+49%2030%20901820", Some("+49 30 901820"))]
    #[case("tel:", None)]
    #[case("mailto:anna@example.com", None)]
    #[case("tel:%", Some("%"))]
    #[case("tel:%zz%e3%81", Some("%zz"))]
    #[case("tel:日本%本", Some("日本%本"))]
    fn a_link_carries_a_number(#[case] href: &str, #[case] number: Option<&str>) {
        assert_eq!(number_of_link(href).as_deref(), number);
    }

    #[rstest]
    #[case("?dial=%2B12065550100", Some("+12065550100"))]
    #[case("?queue=1&dial=+49+30+901820", Some("+49 30 901820"))]
    #[case("?dial=", None)]
    #[case("?redial=5", None)]
    #[case("", None)]
    fn the_address_of_the_page_carries_a_number(#[case] query: &str, #[case] number: Option<&str>) {
        assert_eq!(number_of_query(query).as_deref(), number);
    }
}
