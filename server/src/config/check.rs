//! What a text of the configuration may be. Each check names the key and says what would be right.

use app::settings::is_usable;
use url::Url;

use super::{ConfigError, invalid};

/// The longest label, in characters: more does not fit on a button.
const LONGEST_LABEL: usize = 80;

/// The longest name of a queue or an attribute, in bytes: no record holds a longer one.
const LONGEST_NAME: usize = app::api::MAX_TEXT;

/// The longest address, in bytes.
const LONGEST_ADDRESS: usize = 2_048;

/// A list that is not longer than anybody can overlook.
pub(super) fn at_most(key: &str, entries: usize, limit: usize) -> Result<(), ConfigError> {
    if entries <= limit {
        return Ok(());
    }
    Err(invalid(key, format!("has {entries} entries; it can have {limit}")))
}

/// A text that a person reads.
pub(super) fn label(key: &str, text: &str) -> Result<(), ConfigError> {
    if text.trim().is_empty() {
        return Err(invalid(key, "is missing; it is the text that the agent reads"));
    }
    label_or_none(key, text)
}

/// A text that a person reads, and that something else stands for where it is empty.
pub(super) fn label_or_none(key: &str, text: &str) -> Result<(), ConfigError> {
    if text.chars().count() <= LONGEST_LABEL && !text.chars().any(char::is_control) {
        return Ok(());
    }
    Err(invalid(key, format!("is one line of at most {LONGEST_LABEL} characters")))
}

/// The name of a queue or an attribute, as the instance has it.
pub(super) fn name(key: &str, text: &str) -> Result<(), ConfigError> {
    if text.is_empty() {
        return Err(invalid(key, "is missing; it is the name as the instance has it"));
    }
    name_or_none(key, text)
}

/// The same, where none means all.
pub(super) fn name_or_none(key: &str, text: &str) -> Result<(), ConfigError> {
    if text.len() <= LONGEST_NAME && !text.chars().any(char::is_control) && text.trim() == text {
        return Ok(());
    }
    Err(invalid(key, format!("is a name of at most {LONGEST_NAME} bytes, without spaces around it")))
}

/// What a record keeps of a choice. No slash: that stands between the two levels.
pub(super) fn code(key: &str, text: &str) -> Result<(), ConfigError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
        return Ok(());
    }
    Err(invalid(key, "is 1 to 64 letters, digits, '-', '_' or '.', for example refund"))
}

/// The keys of a shortcut: at least one that is held, or a function key, so that it does not go off while somebody writes.
pub(super) fn combination_or_none(key: &str, text: &str) -> Result<(), ConfigError> {
    let mut held = ["Ctrl", "Alt", "Shift", "Meta"].into_iter();
    let (before, last) = text.rsplit_once('+').unwrap_or(("", text));
    // In this order and no other, because that is how they are written when they are pressed.
    let in_order = before.is_empty() || before.split('+').all(|name| held.any(|known| known == name));
    let named = !last.is_empty() && last.len() <= 20 && last.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if text.is_empty() || in_order && named && is_usable(text) {
        return Ok(());
    }
    Err(invalid(
        key,
        "is a function key, or keys as Ctrl+Alt+Shift+Meta+A in this order with Ctrl, Alt or Meta, for example Alt+A",
    ))
}

/// A colour as a style sheet writes it.
pub(super) fn colour_or_none(key: &str, text: &str) -> Result<(), ConfigError> {
    let digits = text.strip_prefix('#').unwrap_or_default();
    if text.is_empty() || digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(());
    }
    Err(invalid(key, "is a colour as #rrggbb, for example #0a5c8a"))
}

/// An image: at an https address, or a file of this server.
pub(super) fn image_or_none(key: &str, text: &str) -> Result<(), ConfigError> {
    if text.is_empty() {
        return Ok(());
    }
    let sound = match text.strip_prefix('/') {
        // A browser takes `//host` and `/\host` for another server.
        Some(path) => !path.starts_with(['/', '\\']),
        None => is_web(text, false),
    };
    if sound && text.len() <= LONGEST_ADDRESS && is_plain(text) {
        return Ok(());
    }
    Err(invalid(key, "is an https address, or a path on this server, for example /logo.svg"))
}

/// An address of a page with placeholders. They may stand behind the host only: whoever can set an attribute must not be
/// able to choose where the agent is sent.
pub(super) fn page(key: &str, text: &str) -> Result<(), ConfigError> {
    placeholders(key, text)?;
    if is_page(text) {
        return Ok(());
    }
    Err(invalid(
        key,
        "is an address that starts with https:// or http://localhost, with placeholders behind the host only, for \
         example https://crm.example.com/search?phone={{customer}}",
    ))
}

/// What an attribute's value links to: a page, or somebody who is written to or called.
pub(super) fn link_or_none(key: &str, text: &str) -> Result<(), ConfigError> {
    if text.is_empty() {
        return Ok(());
    }
    if placeholders(key, text)?.iter().any(|name| *name != "value") {
        return Err(invalid(key, "knows one placeholder, {{value}}"));
    }
    let contact = ["mailto:", "tel:"].into_iter().any(|scheme| text.starts_with(scheme));
    if is_page(text) || contact && text.len() <= LONGEST_ADDRESS && is_plain(text) {
        return Ok(());
    }
    Err(invalid(
        key,
        "starts with https://, http://localhost, mailto: or tel:, with {{value}} behind the host only, for example \
         https://crm.example.com/customers/{{value}}",
    ))
}

/// The names in double braces, each of which is well formed.
fn placeholders<'text>(key: &str, text: &'text str) -> Result<Vec<&'text str>, ConfigError> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let closed = after.split_once("}}").filter(|_| !before.contains(['{', '}']));
        let Some((name, behind)) = closed.filter(|(name, _)| is_placeholder(name)) else { break };
        names.push(name);
        rest = behind;
    }
    if rest.contains(['{', '}']) {
        return Err(invalid(
            key,
            "has a brace that belongs to no placeholder; write one as {{name}}, without spaces around the name",
        ));
    }
    Ok(names)
}

fn is_placeholder(name: &str) -> bool {
    let sound = !name.contains(['{', '}']) && !name.chars().any(char::is_control);
    sound && (1..=LONGEST_NAME).contains(&name.len()) && name.trim() == name
}

/// Whether a text, whose placeholders are well formed, is the address of a page with a host of its own.
fn is_page(text: &str) -> bool {
    let behind_scheme = text.split_once("://").map_or("", |(_, rest)| rest);
    let host = behind_scheme.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    let outside = text.split("{{").map(|part| part.rsplit_once("}}").map_or(part, |(_, behind)| behind));
    !host.contains('{')
        && text.len() <= LONGEST_ADDRESS
        && outside.into_iter().all(is_plain)
        && is_web(text, true)
}

/// An https address, or one of this machine where that is as good, without a name and a password in it.
fn is_web(text: &str, local: bool) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let anonymous = url.username().is_empty() && url.password().is_none();
    let localhost = local && text.starts_with("http://") && url.host_str() == Some("localhost");
    anonymous && (text.starts_with("https://") || localhost)
}

/// Without what no address contains and browsers silently drop.
fn is_plain(text: &str) -> bool {
    !text.contains(|letter: char| letter.is_whitespace() || letter.is_control())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://crm.example.com/")]
    #[case("https://crm.example.com/{{contact_id}}/{{customer}}?queue={{queue}}#{{Order number}}")]
    #[case("https://crm.example.com?q={{customer}}")]
    #[case("http://localhost/{{customer}}")]
    #[case("http://localhost:8080/x?case={{caseId}}")]
    fn a_page_is_an_address_with_placeholders_behind_its_host(#[case] text: &str) {
        assert_eq!(page("url", text), Ok(()));
    }

    #[rstest]
    #[case("")]
    #[case("crm.example.com")]
    #[case("/path")]
    #[case("http://crm.example.com/")]
    #[case("http://localhost.example.com/")]
    #[case("http://localhost{{customer}}/")]
    #[case("https://{{host}}/")]
    #[case("https://crm.example.com{{x}}")]
    #[case("https://{{x}}@crm.example.com/")]
    #[case("https://user:secret@crm.example.com/")]
    #[case("{{url}}")]
    #[case("javascript:alert(1)")]
    #[case("javascript://https://x/")]
    #[case("data:text/html,x")]
    #[case("tel:{{customer}}")]
    #[case("https://")]
    #[case(" https://crm.example.com/")]
    #[case("https://crm.example.com/a b")]
    #[case("https://crm.example.com/{{contact_id")]
    #[case("https://crm.example.com/contact_id}}")]
    #[case("https://crm.example.com/{contact_id}")]
    #[case("https://crm.example.com/{{}}")]
    #[case("https://crm.example.com/{{ contact_id }}")]
    #[case("https://crm.example.com/{{{contact_id}}}")]
    #[case("https://crm.example.com/{{a{{b}}}}")]
    fn anything_else_is_no_page(#[case] text: &str) {
        assert!(page("url", text).is_err());
    }

    #[rstest]
    #[case("")]
    #[case("https://crm.example.com/customers/{{value}}")]
    #[case("https://wiki.example.com/tax-numbers")]
    #[case("http://localhost:8080/{{value}}")]
    #[case("mailto:{{value}}")]
    #[case("tel:{{value}}")]
    fn an_attribute_links_to_a_page_or_to_somebody(#[case] text: &str) {
        assert_eq!(link_or_none("link", text), Ok(()));
    }

    #[rstest]
    #[case("{{value}}")]
    #[case("https://{{value}}/")]
    #[case("https://crm.example.com/{{customer}}")]
    #[case("javascript:{{value}}")]
    #[case("sms:{{value}}")]
    #[case("tel:{{value}")]
    #[case("tel: {{value}}")]
    fn an_attribute_links_to_nothing_else(#[case] text: &str) {
        assert!(link_or_none("link", text).is_err());
    }

    #[rstest]
    #[case("", true)]
    #[case("/logo.svg", true)]
    #[case("https://cdn.example.com/logo.svg?v=1", true)]
    #[case("//cdn.example.com/logo.svg", false)]
    #[case("/\\cdn.example.com/logo.svg", false)]
    #[case("/\t/cdn.example.com/logo.svg", false)]
    #[case("/logo 1.svg", false)]
    #[case("logo.svg", false)]
    #[case("http://cdn.example.com/logo.svg", false)]
    #[case("http://localhost/logo.svg", false)]
    #[case("https://user@cdn.example.com/logo.svg", false)]
    #[case("https://cdn.example.com;script-src *", false)]
    #[case("data:image/svg+xml,<svg/>", false)]
    fn a_logo_is_an_https_address_or_a_file_of_this_server(#[case] text: &str, #[case] sound: bool) {
        assert_eq!(image_or_none("logo_url", text).is_ok(), sound);
    }

    #[rstest]
    #[case("", true)]
    #[case("#0a5C8a", true)]
    #[case("#fff", false)]
    #[case("0a5c8a", false)]
    #[case("#0a5c8g", false)]
    #[case("#0a5c8a80", false)]
    #[case("red", false)]
    fn a_colour_has_six_digits(#[case] text: &str, #[case] sound: bool) {
        assert_eq!(colour_or_none("accent", text).is_ok(), sound);
    }

    #[rstest]
    #[case("", true)]
    #[case("F8", true)]
    #[case("Alt+A", true)]
    #[case("Ctrl+Alt+Shift+Meta+Period", true)]
    #[case("A", false)]
    #[case("Shift+A", false)]
    #[case("Alt+Ctrl+A", false)]
    #[case("Alt+Alt+A", false)]
    #[case("Alt+", false)]
    #[case("Alt+.", false)]
    #[case("alt+a", false)]
    fn a_shortcut_is_written_as_it_is_pressed(#[case] text: &str, #[case] sound: bool) {
        assert_eq!(combination_or_none("key", text).is_ok(), sound);
    }

    #[rstest]
    #[case("a", true)]
    #[case("Refund-2.part_1", true)]
    #[case("", false)]
    #[case("re/fund", false)]
    #[case("re fund", false)]
    #[case("返金", false)]
    fn a_code_is_letters_and_digits(#[case] text: &str, #[case] sound: bool) {
        assert_eq!(code("code", text).is_ok(), sound);
    }

    #[test]
    fn limits_hold_exactly() {
        assert!(code("code", &"c".repeat(64)).is_ok());
        assert!(code("code", &"c".repeat(65)).is_err());
        assert!(label("label", &"解".repeat(80)).is_ok());
        assert!(label("label", &"解".repeat(81)).is_err());
        assert!(label("label", " ").is_err());
        assert!(label_or_none("label_ja", "two\nlines").is_err());
        assert!(name("queue", &"q".repeat(256)).is_ok());
        assert!(name("queue", &"q".repeat(257)).is_err());
        assert!(name("queue", "Billing ").is_err());
        assert!(name("queue", "").is_err() && name_or_none("queue", "").is_ok());
        assert!(at_most("list", 3, 3).is_ok() && at_most("list", 4, 3).is_err());
    }
}
