//! Addresses made of a template and of values that come from outside. Pure.
//!
//! A value is percent-encoded, so that it can neither leave its place nor name another host, and an address with a scheme
//! that is not expected is none: `javascript:` in an attribute stays text.

/// The schemes that a link may have.
const LINKS: [&str; 4] = ["https", "http", "tel", "mailto"];
/// The schemes of pages.
const PAGES: [&str; 2] = ["https", "http"];
/// The longest value that goes into an address, in bytes. Servers refuse longer addresses.
const MAX_VALUE: usize = 1_024;

/// The address that a value links to. A template of nothing but the value takes it as the address that it is.
pub(super) fn link(template: &str, value: &str) -> Option<String> {
    if template.trim() == "{{value}}" {
        return link_to(value);
    }
    allowed(fill(template, &|name| (name == "value").then(|| value.to_owned())), &LINKS)
}

/// A value that is an address, if it may be linked to.
pub(super) fn link_to(value: &str) -> Option<String> {
    allowed(value.trim().to_owned(), &LINKS)
}

/// The address of a page. What a value is not known for stays empty.
pub(super) fn page(template: &str, value_of: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    allowed(fill(template, value_of), &PAGES)
}

fn allowed(address: String, schemes: &[&str]) -> Option<String> {
    let (scheme, rest) = address.split_once(':')?;
    let known = schemes.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    (known && !rest.is_empty() && !address.contains(char::is_control)).then_some(address)
}

/// Puts values where the template has `{{name}}`.
fn fill(template: &str, value_of: &dyn Fn(&str) -> Option<String>) -> String {
    // In a number and in an e-mail address these stand for themselves.
    let keeps = ["tel:", "mailto:"].iter().any(|scheme| template.trim_start().starts_with(scheme));
    let mut filled = String::with_capacity(template.len());
    let mut rest = template.trim();
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else { break };
        filled.push_str(before);
        encode(&value_of(name.trim()).unwrap_or_default(), keeps, &mut filled);
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn encode(value: &str, keeps: bool, filled: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value[..value.floor_char_boundary(MAX_VALUE)].bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if plain || keeps && b"+@".contains(&byte) {
            filled.push(char::from(byte));
        } else {
            filled.push('%');
            filled.push(char::from(HEX[usize::from(byte >> 4)]));
            filled.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        "https://crm.example.com/?q={{value}}",
        "a&b=c #/昼",
        Some("https://crm.example.com/?q=a%26b%3Dc%20%23%2F%E6%98%BC")
    )]
    #[case("https://crm.example.com/{{ value }}/x", "../..", Some("https://crm.example.com/..%2F../x"))]
    #[case("tel:{{value}}", "+12065550100", Some("tel:+12065550100"))]
    #[case("mailto:{{value}}", "a@example.com?bcc=b", Some("mailto:a@example.com%3Fbcc%3Db"))]
    #[case("{{value}}", " https://example.com/a?b=c ", Some("https://example.com/a?b=c"))]
    #[case("{{value}}", "javascript:alert(1)", None)]
    #[case("{{value}}", "java\nscript:alert(1)", None)]
    #[case("{{value}}", "https:\n//example.com", None)]
    #[case("javascript:alert('{{value}}')", "x", None)]
    #[case("data:text/html,{{value}}", "x", None)]
    #[case("/relative/{{value}}", "https://x", None)]
    #[case("https://example.com/{{value", "x", Some("https://example.com/{{value"))]
    fn a_value_stays_in_its_place(
        #[case] template: &str,
        #[case] value: &str,
        #[case] address: Option<&str>,
    ) {
        assert_eq!(link(template, value).as_deref(), address);
    }

    #[test]
    fn a_page_is_on_the_web_and_unknown_values_are_empty() {
        let value_of = |name: &str| (name == "queue").then(|| "請求".to_owned());
        assert_eq!(
            page("https://crm.example.com/?q={{queue}}&x={{nothing}}", &value_of).as_deref(),
            Some("https://crm.example.com/?q=%E8%AB%8B%E6%B1%82&x=")
        );
        assert_eq!(page("tel:{{queue}}", &value_of), None);
    }

    #[test]
    fn a_value_that_is_too_long_is_cut_between_letters() {
        let address = link("https://example.com/{{value}}", &"あ".repeat(20_000)).unwrap();
        assert_eq!(address.len(), "https://example.com/".len() + 341 * 9);
    }
}
