//! The preferences as a signal, for the whole page. What is changed here is kept at once; what another page of this
//! browser changes is taken over.

use leptos::{ev, prelude::*};

use super::Preferences;
use crate::{
    agent::name_statuses,
    api::{PageConfig, PanelPlace},
    text::{self, Language},
    ui::{self, Memo, effect},
};

/// What the agent prefers.
#[derive(Clone, Copy, Debug)]
pub struct PreferencesHandle {
    preferences: RwSignal<Preferences>,
    drawn: Memo<(Language, Option<String>)>,
    /// Where the CCP is for who has not chosen.
    place: PanelPlace,
}

impl PreferencesHandle {
    /// All of them, tracked.
    pub fn get(self) -> Preferences {
        self.preferences.get()
    }

    /// Reads something of them, tracked.
    pub fn with<R>(self, read: impl FnOnce(&Preferences) -> R) -> R {
        read(&self.preferences.read())
    }

    /// Changes something, and keeps it in this browser.
    pub fn update(self, change: impl FnOnce(&mut Preferences)) {
        change(&mut self.preferences.write());
        // What cannot be kept holds until the page goes.
        let _ = self.preferences.read_untracked().keep();
    }

    /// The language of the page, tracked.
    pub fn language(self) -> Language {
        self.drawn.read().0
    }

    /// Where the CCP's own panel is, tracked.
    pub fn place(self) -> PanelPlace {
        self.preferences.read().panel.unwrap_or(self.place)
    }

    /// The word of that place.
    pub fn place_word(self) -> &'static str {
        match self.place() {
            PanelPlace::Beside => "beside",
            PanelPlace::Collapsed => "collapsed",
            PanelPlace::Hidden => "hidden",
        }
    }

    /// Has what is drawn here drawn anew when the language or the time zone changes.
    pub fn track_drawn(self) {
        self.drawn.track();
    }

    /// Says which child is drawn anew when the language or the time zone changes: give it to `El::live`. Only these two
    /// are tracked, not what `content` reads.
    pub fn drawn_anew(
        self,
        content: impl Fn() -> ui::El + Send + 'static,
    ) -> impl FnMut() -> Option<ui::El> + Send {
        move || {
            self.track_drawn();
            Some(untrack(&content))
        }
    }
}

/// Provides the preferences. On the server they are what the desk is configured for: what the agent chose is known in the
/// browser only, where the page is built from the start and not hydrated.
pub fn provide_preferences(config: &PageConfig) {
    let in_browser = cfg!(target_arch = "wasm32");
    let kept = if in_browser { Preferences::recall() } else { Preferences::default() };
    let preferences = RwSignal::new(kept.on(&config.desk));
    name_statuses(&config.desk);
    let asked_for = config.language;
    // Whoever draws something reads this first, so that the words are right before anything is drawn with them.
    let drawn = Memo::new(move |_| {
        let (language, zone) =
            preferences.with(|one| (one.language.unwrap_or(asked_for), one.time_zone.clone()));
        text::speak(language);
        ui::tell_time_in(zone.clone());
        (language, zone)
    });
    drawn.read_untracked();
    provide_context(PreferencesHandle { preferences, drawn, place: config.desk.panel });
    let desk_keys = preferences.read_untracked().desk_keys.clone();
    effect(move || {
        let desk_keys = desk_keys.clone();
        let elsewhere = window_event_listener(ev::storage, move |_| {
            preferences.set(Preferences { desk_keys: desk_keys.clone(), ..Preferences::recall() });
        });
        on_cleanup(move || elsewhere.remove());
    });
}

/// The preferences of this page.
pub fn use_preferences() -> PreferencesHandle {
    expect_context()
}
