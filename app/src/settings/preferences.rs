//! An agent's preferences: language, time zone, theme, where things are, keys. Kept in this browser, under one key for
//! whoever uses it, because the page is drawn before anybody is signed in: nothing personal belongs here. What is missing or
//! unknown is as if it had never been set, so that an older or a newer page reads them too.

use connect_streams::{Dictionary, choice, reading::decode, record};
use serde::Serialize;

use crate::{
    api::{AfterMissed, DeskConfig, PanelPlace},
    text::Language,
};

/// The key in the browser's local storage.
const KEY: &str = "streamdesk.preferences";

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system is.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

choice! { Theme { System = "system", Light = "light", Dark = "dark" } }

/// What an agent prefers. `None` is what the desk is configured for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Preferences {
    /// The language of the page.
    pub language: Option<Language>,
    /// The time zone of the times on the page, as `Asia/Tokyo`; that of the system where there is none.
    pub time_zone: Option<String>,
    /// Light or dark.
    pub theme: Theme,
    /// Where the CCP's own panel is.
    pub panel: Option<PanelPlace>,
    /// What is done after a missed contact.
    pub after_missed: Option<AfterMissed>,
    /// Whether keys do anything.
    pub shortcuts: bool,
    /// Keys that are not those of the desk, by the shortcut's word. An empty one is switched off.
    pub keys: Dictionary<String>,
    /// The keys of this desk that are not those of the program. They are not kept: the desk says them each time.
    #[serde(skip)]
    pub desk_keys: Dictionary<String>,
    /// Whether the browser shows a notification of a new contact.
    pub notifications: bool,
    /// The name of the device that rings; that of the headset where there is none. Identifiers differ between origins.
    pub ringer: Option<String>,
    /// The panels in the order in which they stand, by their words. Those that are not named come last.
    pub panels: Vec<String>,
    /// The panels that are hidden, by their words.
    pub hidden: Vec<String>,
    /// How wide the left column is, in pixels; the desk's own width where there is none.
    pub left_width: Option<u32>,
}

record! { Preferences = Preferences::default {
    "language" => language,
    "time_zone" => time_zone,
    "theme" => theme,
    "panel" => panel,
    "after_missed" => after_missed,
    "shortcuts" => shortcuts,
    "keys" => keys,
    "notifications" => notifications,
    "ringer" => ringer,
    "panels" => panels,
    "hidden" => hidden,
    "left_width" => left_width,
} }

impl Default for Preferences {
    fn default() -> Self {
        Self {
            language: None,
            time_zone: None,
            theme: Theme::System,
            panel: None,
            after_missed: None,
            shortcuts: true,
            keys: Dictionary::new(),
            desk_keys: Dictionary::new(),
            notifications: true,
            ringer: None,
            panels: Vec::new(),
            hidden: Vec::new(),
            left_width: None,
        }
    }
}

impl Preferences {
    /// Reads them from this browser. Nothing is lost that cannot be read: it is overwritten only by a change.
    pub fn recall() -> Self {
        let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
        let text = storage.and_then(|storage| storage.get_item(KEY).ok().flatten());
        text.and_then(|text| decode(&text).ok()).unwrap_or_default()
    }

    /// With the keys of this desk.
    #[must_use]
    pub fn on(self, desk: &DeskConfig) -> Self {
        let keys = desk.shortcuts.iter().map(|one| (one.control.clone(), one.key.clone()));
        Self { desk_keys: keys.collect(), ..self }
    }

    /// Writes them to this browser. Answers whether they are safe.
    pub fn keep(&self) -> bool {
        let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
        let text = serde_json::to_string(self).unwrap_or_default();
        storage.is_some_and(|storage| storage.set_item(KEY, &text).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_or_unknown_is_as_if_never_set() {
        let preferences: Preferences = serde_json::from_str(r#"{"theme":"dark","of_tomorrow":1}"#).unwrap();
        assert_eq!(preferences, Preferences { theme: Theme::Dark, ..Preferences::default() });
        assert!(preferences.shortcuts);
    }
}
