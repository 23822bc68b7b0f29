//! The keys that stand for the desk's controls: which there are, how they are written, which one is meant. Pure.
//!
//! A combination is written as `Ctrl+Alt+Shift+Meta+A`, with the letter that is printed on the key. Where `Alt` and a key write
//! something else, as on a Mac, the key is known by its place.

use super::Preferences;
use crate::text::Text;

/// One control that has a key.
#[derive(Clone, Copy, Debug)]
pub struct Shortcut {
    /// Its word, and that of the control that it presses.
    pub word: &'static str,
    /// Another word of that control.
    pub or: &'static str,
    /// Where that control is not on the page: a field that gets the focus, or something that opens, as CSS selects it.
    pub field: &'static str,
    /// Its key, unless the agent chose another.
    pub key: &'static str,
    /// What it does.
    pub name: Text,
}

const fn shortcut(word: &'static str, or: &'static str, key: &'static str, name: Text) -> Shortcut {
    Shortcut { word, or, field: "", key, name }
}

impl Shortcut {
    const fn field(self, field: &'static str) -> Self {
        Self { field, ..self }
    }
}

/// Every shortcut, in the order in which they are listed.
pub const SHORTCUTS: [Shortcut; 16] = [
    shortcut("accept", "accept", "Alt+A", Text::new("Accept", "応答")),
    shortcut("reject", "reject", "Alt+R", Text::new("Reject", "拒否")),
    shortcut("hold", "resume", "Alt+H", Text::new("Hold or resume", "保留・保留解除")),
    shortcut("mute", "unmute", "Alt+M", Text::new("Mute or unmute", "ミュート・ミュート解除")),
    shortcut("end", "leave", "Alt+X", Text::new("End", "終了")),
    shortcut("clear", "clear", "Alt+C", Text::new("Clear the contact", "コンタクトをクリア")),
    shortcut("keypad", "keypad", "Alt+K", Text::new("Keypad", "キーパッド")),
    shortcut("dial-number", "dial-number", "Alt+N", Text::new("Dial a number", "番号に発信"))
        .field("#dial-number"),
    shortcut("connects", "reach", "Alt+T", Text::new("Quick connects and transfer", "クイック接続・転送"))
        .field(".dial-connects > summary"),
    shortcut("join", "join", "Alt+J", Text::new("Join everybody", "全員で通話")),
    shortcut("swap", "swap", "Alt+W", Text::new("Swap who is on hold", "通話相手を切り替え")),
    shortcut("notes", "notes", "Alt+O", Text::new("Notes", "メモ")).field("#notes"),
    shortcut("status", "status", "Alt+S", Text::new("Your status", "ステータス")).field("#status"),
    shortcut("next", "next", "Alt+Period", Text::new("Next contact", "次のコンタクト")),
    shortcut("previous", "previous", "Alt+Comma", Text::new("Previous contact", "前のコンタクト")),
    shortcut("shortcuts", "shortcuts", "Alt+Slash", Text::new("This list", "この一覧")),
];

/// The modifiers that are held.
#[expect(clippy::struct_excessive_bools, reason = "a keyboard has four modifiers, and each is held or not")]
#[derive(Clone, Copy, Debug, Default)]
pub struct Held {
    /// Control.
    pub ctrl: bool,
    /// Alt, or Option.
    pub alt: bool,
    /// Shift.
    pub shift: bool,
    /// Command, or the Windows key.
    pub meta: bool,
}

/// How a combination is written: `key` is what the key writes, `code` where it is on a keyboard of the United States. None
/// while only modifiers are held.
pub fn combination(key: &str, code: &str, held: Held) -> Option<String> {
    let modifier = ["Control", "Alt", "Shift", "Meta", "OS"].iter().any(|name| code.starts_with(name));
    if code.is_empty() || modifier {
        return None;
    }
    let letter = Some(key).filter(|key| key.len() == 1 && key.as_bytes()[0].is_ascii_alphanumeric());
    let sign = PRINTED.iter().find(|(_, sign)| *sign == key).map(|(name, _)| *name);
    let at = code.strip_prefix("Key").or_else(|| code.strip_prefix("Digit")).filter(|rest| rest.len() == 1);
    // Some keyboards write a sign with the shift key only.
    let shift = held.shift && sign.is_none();
    let names = [(held.ctrl, "Ctrl+"), (held.alt, "Alt+"), (shift, "Shift+"), (held.meta, "Meta+")];
    let mut text: String = names.iter().filter(|(held, _)| *held).map(|(_, name)| *name).collect();
    match letter {
        Some(letter) => text.push_str(&letter.to_ascii_uppercase()),
        None => text.push_str(sign.or(at).unwrap_or(code)),
    }
    Some(text)
}

/// The names of keys, and what is printed on them.
const PRINTED: [(&str, &str); 11] = [
    ("Period", "."),
    ("Comma", ","),
    ("Slash", "/"),
    ("Semicolon", ";"),
    ("Quote", "'"),
    ("Minus", "-"),
    ("Equal", "="),
    ("BracketLeft", "["),
    ("BracketRight", "]"),
    ("Backquote", "`"),
    ("Backslash", "\\"),
];

/// A combination as agents and screen readers read it: by what is printed on the key.
pub fn shown(combination: &str) -> String {
    let (held, key) = combination.rsplit_once('+').unwrap_or(("", combination));
    let mut text = held.to_owned();
    if !held.is_empty() {
        text.push('+');
    }
    text.push_str(printed(key));
    text
}

fn printed(key: &str) -> &str {
    PRINTED.iter().find(|(name, _)| *name == key).map_or(key, |(_, sign)| *sign)
}

/// Whether a combination may be a shortcut: a single character would go off while the agent speaks to the computer or
/// writes (WCAG 2.1.4).
pub fn is_usable(combination: &str) -> bool {
    let function = combination.rsplit('+').next().and_then(|key| key.strip_prefix('F'));
    ["Ctrl+", "Alt+", "Meta+"].iter().any(|held| combination.contains(held))
        || function.is_some_and(|number| number.parse::<u8>().is_ok())
}

/// Whether a pressed key writes something in a field other than the letter on the key, as Option and a letter do on a
/// Mac. There it is the agent's word, not a shortcut.
pub fn writes(key: &str, combination: &str) -> bool {
    let on_key = printed(combination.rsplit('+').next().unwrap_or_default());
    key == "Dead" || key.chars().count() == 1 && !key.eq_ignore_ascii_case(on_key)
}

impl Preferences {
    /// The key of a shortcut; empty where it is switched off.
    pub fn key(&self, shortcut: &Shortcut) -> &str {
        self.keys.get(shortcut.word).map_or_else(|| self.desk_key(shortcut), String::as_str)
    }

    /// The key of a shortcut, unless the agent chose another.
    fn desk_key(&self, shortcut: &Shortcut) -> &str {
        self.desk_keys.get(shortcut.word).map_or(shortcut.key, String::as_str)
    }

    /// The shortcut that is meant by a combination.
    pub fn shortcut(&self, combination: &str) -> Option<&'static Shortcut> {
        SHORTCUTS.iter().find(|shortcut| self.key(shortcut) == combination)
    }

    /// Gives a shortcut another key; an empty one switches it off. Answers which shortcut has the key already, and then
    /// changes nothing.
    pub fn set_key(&mut self, word: &str, combination: &str) -> Option<&'static Shortcut> {
        let other = self.shortcut(combination).filter(|other| !combination.is_empty() && other.word != word);
        if other.is_none() {
            let own = SHORTCUTS
                .iter()
                .any(|shortcut| shortcut.word == word && self.desk_key(shortcut) == combination);
            if own {
                self.keys.remove(word);
            } else {
                self.keys.insert(word.to_owned(), combination.to_owned());
            }
        }
        other
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::api::{DeskConfig, ShortcutKey};

    const ALT: Held = Held { ctrl: false, alt: true, shift: false, meta: false };

    #[test]
    fn a_combination_is_named_by_its_keys_and_not_by_what_they_write() {
        let shift = Held { shift: true, ..ALT };
        assert_eq!(combination("a", "KeyA", ALT).as_deref(), Some("Alt+A"));
        assert_eq!(combination("å", "KeyA", ALT).as_deref(), Some("Alt+A"), "a Mac's Option");
        assert_eq!(combination("!", "Digit1", shift).as_deref(), Some("Alt+Shift+1"));
        assert_eq!(combination(".", "Period", ALT).as_deref(), Some("Alt+Period"));
        assert_eq!(combination("F8", "F8", Held::default()).as_deref(), Some("F8"));
        assert_eq!(combination("Alt", "AltLeft", ALT), None);
        assert_eq!(combination("Process", "", ALT), None, "an input method is at work");
        assert_eq!(shown("Alt+Slash"), "Alt+/");
        assert_eq!(shown("F8"), "F8");
    }

    #[test]
    fn a_key_is_what_is_printed_on_it_whatever_the_country() {
        let shift = Held { shift: true, ..ALT };
        assert_eq!(combination("a", "KeyQ", ALT).as_deref(), Some("Alt+A"), "in France");
        assert_eq!(combination("m", "Semicolon", ALT).as_deref(), Some("Alt+M"), "in France");
        assert_eq!(combination(",", "KeyM", ALT).as_deref(), Some("Alt+Comma"), "in France");
        assert_eq!(combination("/", "Digit7", shift).as_deref(), Some("Alt+Slash"), "in Germany");
        assert_eq!(combination("ф", "KeyA", ALT).as_deref(), Some("Alt+A"), "in Russia both are printed");
    }

    #[test]
    fn no_two_shortcuts_have_the_same_word_or_key() {
        let words: HashSet<_> = SHORTCUTS.iter().map(|one| one.word).collect();
        let keys: HashSet<_> = SHORTCUTS.iter().map(|one| one.key).collect();
        assert_eq!((words.len(), keys.len()), (SHORTCUTS.len(), SHORTCUTS.len()));
        assert!(SHORTCUTS.iter().all(|one| is_usable(one.key)));
    }

    #[test]
    fn a_single_character_is_no_shortcut() {
        assert!(!is_usable("A"));
        assert!(!is_usable("Shift+A"));
        assert!(!is_usable("Find"));
        assert!(is_usable("F2"));
        assert!(is_usable("Ctrl+Shift+A"));
    }

    #[test]
    fn what_option_writes_on_a_mac_belongs_into_the_field() {
        assert!(writes("å", "Alt+A"));
        assert!(writes("Dead", "Alt+N"), "an accent for the next letter");
        assert!(!writes("a", "Alt+A"));
        assert!(!writes("A", "Alt+A"));
        assert!(!writes("/", "Alt+Slash"));
        assert!(!writes("Enter", "Alt+Enter"));
    }

    #[test]
    fn a_key_that_is_taken_is_refused() {
        let mut preferences = Preferences::default();
        assert_eq!(preferences.set_key("accept", "Alt+M").map(|other| other.word), Some("mute"));
        assert!(preferences.keys.is_empty());
        assert!(preferences.set_key("accept", "Ctrl+Enter").is_none());
        assert_eq!(preferences.shortcut("Ctrl+Enter").map(|one| one.word), Some("accept"));
        assert!(preferences.shortcut("Alt+A").is_none(), "its own key is free now");
        assert!(preferences.set_key("mute", "Alt+A").is_none());
        assert!(preferences.set_key("accept", "Alt+A").is_some());
    }

    #[test]
    fn a_desk_has_keys_of_its_own_until_the_agent_chooses() {
        let key = |control: &str, key: &str| ShortcutKey { control: control.to_owned(), key: key.to_owned() };
        let shortcuts = vec![key("accept", "F8"), key("reject", "")];
        let desk = DeskConfig { shortcuts, ..DeskConfig::default() };
        let mut preferences = Preferences::default().on(&desk);
        assert_eq!(preferences.shortcut("F8").map(|one| one.word), Some("accept"));
        assert!(preferences.shortcut("Alt+A").is_none() && preferences.shortcut("Alt+R").is_none());
        assert!(preferences.set_key("accept", "Alt+A").is_none());
        assert_eq!(preferences.shortcut("Alt+A").map(|one| one.word), Some("accept"));
        assert!(preferences.set_key("accept", "F8").is_none());
        assert!(preferences.keys.is_empty(), "the desk's own key is not kept as chosen");
    }

    #[test]
    fn several_can_be_off_and_back_again() {
        let mut preferences = Preferences::default();
        assert!(preferences.set_key("accept", "").is_none());
        assert!(preferences.set_key("reject", "").is_none());
        assert!(preferences.shortcut("Alt+A").is_none());
        assert!(preferences.set_key("accept", "Alt+A").is_none());
        assert!(!preferences.keys.contains_key("accept"), "the desk's own key is not kept as chosen");
    }
}
