//! The settings: language, looks, times, sound, notifications, keys and panels. Everything holds at once and is kept in
//! this browser; there is nothing to confirm.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::{Panel, PreferencesHandle, Theme, dialog_keys, dialog_sound, use_preferences};
use crate::{
    api::PanelPlace,
    desktop::{Desktop, Input},
    text::{Language, Text},
    ui::{El, Maker, Memo, classed, dialog, el, focus_soon, loaded, part, script::property, time_zones},
};

const SETTINGS: Text = Text::new("Settings", "設定");
const SHORTCUTS: Text = Text::new("Keyboard shortcuts", "キーボードショートカット");
const GENERAL: Text = Text::new("Display", "表示");
const LANGUAGE: Text = Text::new("Language", "言語");
const THEME: Text = Text::new("Theme", "テーマ");
const SYSTEM: Text = Text::new("As the system", "システムに合わせる");
const LIGHT: Text = Text::new("Light", "ライト");
const DARK: Text = Text::new("Dark", "ダーク");
const ZONE: Text = Text::new("Time zone", "タイムゾーン");
const THIS_COMPUTER: Text = Text::new("This computer's", "このコンピューターの設定");
const PLACE: Text = Text::new("Contact Control Panel", "コンタクトコントロールパネル");
const BESIDE: Text = Text::new("Beside the desk", "横に表示");
const COLLAPSED: Text = Text::new("Folded away", "折りたたむ");
const HIDDEN: Text = Text::new("Hidden", "非表示");
const PANELS: Text = Text::new("Panels", "パネル");
const PANELS_HINT: Text = Text::new(
    "Which panels are shown. Each has a menu of its own that moves it.",
    "表示するパネルを選びます。移動は各パネルのメニューから行えます。",
);
const RESET_PANELS: Text = Text::new("Order and widths as at first", "並び順と幅を元に戻す");

/// The `id` of the button that opens the settings.
pub(super) const OPENER: &str = "settings-button";
/// The `id` of the part about keys.
const KEYS: &str = "settings-keys";

/// Whether the settings are open, and which part of them gets the focus when they are there.
#[derive(Clone, Copy)]
struct Open {
    is_open: RwSignal<bool>,
    part: RwSignal<Option<&'static str>>,
}

/// Provides what opens the settings, and tells the desktop what the agent prefers.
pub fn provide_settings(desktop: Desktop) {
    provide_context(Open { is_open: RwSignal::new(false), part: RwSignal::new(None) });
    let preferences = use_preferences();
    let ringer = Memo::new(move |_| preferences.with(|one| one.ringer.clone()));
    Effect::new(move |before: Option<bool>| {
        let ringer = ringer.get();
        // Who has never chosen keeps what is set in the CCP.
        let tell = ringer.is_some() || before == Some(true);
        if tell {
            desktop.send(Input::Ringer(ringer));
        }
        tell
    });
}

/// The buttons that open the settings, for the header.
pub fn settings_buttons() -> El {
    let Open { is_open, part } = expect_context();
    let button = |act: &'static str, name: Text| {
        classed("button", "quiet")
            .attr("type", "button")
            .attr("data-act", act)
            .attr("aria-label", name.get())
            .attr("title", name.get())
            .attr("aria-haspopup", "dialog")
    };
    classed("div", "settings-buttons")
        .child(
            button("shortcuts", SHORTCUTS)
                .live_attr("aria-keyshortcuts", || super::key_of("shortcuts"))
                .click(move || {
                    part.set(Some(KEYS));
                    is_open.set(true);
                }),
        )
        .child(button("settings", SETTINGS).attr("id", OPENER).click(move || is_open.set(true)))
}

/// The settings in a dialog.
pub fn settings_dialog(panels: &'static [Panel]) -> El {
    let Open { is_open, .. } = expect_context();
    let preferences = use_preferences();
    dialog("settings", is_open, OPENER, SETTINGS, move || {
        // Which makes the dialog anew with the language, its heading too.
        preferences.track_drawn();
        loaded(async move {
            let content = content().await.ok()?;
            Some(Box::new(move || content(panels)) as Maker)
        })
    })
}

// What is in the dialog, loaded when the dialog is first opened.
part!(settings: content -> Content = parts);

type Content = fn(&'static [Panel]) -> El;

fn parts(panels: &'static [Panel]) -> El {
    let preferences = use_preferences();
    let Open { part, .. } = expect_context();
    if let Some(id) = part.get() {
        focus_soon(id);
        part.set(None);
    }
    classed("div", "settings")
        .child(general(preferences))
        .child(dialog_sound::sound(preferences))
        .child(section(KEYS, SHORTCUTS).child(dialog_keys::keys(preferences)))
        .child(shown_panels(preferences, panels))
}

/// A part of the settings with its heading.
pub(super) fn section(id: &'static str, title: Text) -> El {
    el("section").child(el("h3").attr("id", id).attr("tabindex", "-1").text(title.get()))
}

/// A choice out of several: its `id`, its name, what there is to choose, and what is chosen.
pub(super) fn choice(
    id: &'static str,
    name: Text,
    options: Vec<(String, String)>,
    chosen: Box<dyn FnMut() -> String + Send>,
    choose: Box<dyn Fn(String) + Send>,
) -> El {
    let option = |(value, text): (String, String)| el("option").attr("value", value).text(text);
    classed("p", "field").child(el("label").attr("for", id).text(name.get())).child(
        el("select")
            .attr("id", id)
            .children(options.into_iter().map(option))
            .value(chosen)
            .on("change", move |event| choose(chosen_value(&event))),
    )
}

/// A box to tick: its `id`, its name, whether it is ticked, and what is done with it.
pub(super) fn tick_box(
    id: String,
    name: &'static str,
    checked: Box<dyn FnMut() -> bool + Send>,
    check: Box<dyn Fn(bool) + Send>,
) -> El {
    classed("p", "field").child(
        el("label")
            .child(
                el("input")
                    .attr("type", "checkbox")
                    .attr("id", id)
                    .checked(checked)
                    .on("change", move |event| check(target(&event, "checked").is_truthy())),
            )
            .text(name),
    )
}

fn target(event: &web_sys::Event, name: &str) -> JsValue {
    property(&event.current_target().into(), name)
}

fn chosen_value(event: &web_sys::Event) -> String {
    target(event, "value").as_string().unwrap_or_default()
}

fn general(preferences: PreferencesHandle) -> El {
    let own = |value: &str, text: &str| (value.to_owned(), text.to_owned());
    let languages = Language::ALL.iter().map(|language| own(language.as_str(), language.name())).collect();
    let mut zones = vec![own("", THIS_COMPUTER.get())];
    zones.extend(time_zones().into_iter().map(|zone| (zone.clone(), zone.replace('_', " "))));
    section("settings-display", GENERAL)
        .child(choice(
            "settings-language",
            LANGUAGE,
            languages,
            Box::new(move || preferences.language().as_str().to_owned()),
            Box::new(move |tag| {
                preferences.update(|one| one.language = Language::of_tag(&tag));
                // The field is drawn anew in the other language.
                focus_soon("settings-language");
            }),
        ))
        .child(choice(
            "settings-theme",
            THEME,
            vec![own("system", SYSTEM.get()), own("light", LIGHT.get()), own("dark", DARK.get())],
            Box::new(move || {
                let theme = match preferences.with(|one| one.theme) {
                    Theme::System => "system",
                    Theme::Light => "light",
                    Theme::Dark => "dark",
                };
                theme.to_owned()
            }),
            Box::new(move |word| {
                preferences.update(|one| {
                    one.theme = match word.as_str() {
                        "light" => Theme::Light,
                        "dark" => Theme::Dark,
                        _ => Theme::System,
                    };
                });
            }),
        ))
        .child(choice(
            "settings-zone",
            ZONE,
            zones,
            Box::new(move || preferences.with(|one| one.time_zone.clone()).unwrap_or_default()),
            Box::new(move |zone| {
                preferences.update(|one| one.time_zone = Some(zone).filter(|zone| !zone.is_empty()));
                focus_soon("settings-zone");
            }),
        ))
        .child(choice(
            "settings-place",
            PLACE,
            vec![own("beside", BESIDE.get()), own("collapsed", COLLAPSED.get()), own("hidden", HIDDEN.get())],
            Box::new(move || preferences.place_word().to_owned()),
            Box::new(move |word| {
                let place = match word.as_str() {
                    "hidden" => PanelPlace::Hidden,
                    "collapsed" => PanelPlace::Collapsed,
                    _ => PanelPlace::Beside,
                };
                preferences.update(|one| one.panel = Some(place));
            }),
        ))
}

fn shown_panels(preferences: PreferencesHandle, panels: &'static [Panel]) -> El {
    let reset = move || {
        preferences.update(|one| {
            one.panels.clear();
            one.left_width = None;
        });
    };
    section("settings-panels", PANELS)
        .child(classed("p", "hint").text(PANELS_HINT.get()))
        .children(panels.iter().map(|panel| {
            let word = panel.word();
            tick_box(
                "settings-panel-".to_owned() + word,
                panel.title().get(),
                Box::new(move || preferences.with(|one| !one.hidden.iter().any(|hidden| hidden == word))),
                Box::new(move |shown| {
                    preferences.update(|one| {
                        one.hidden.retain(|hidden| hidden != word);
                        if !shown {
                            one.hidden.push(word.to_owned());
                        }
                    });
                }),
            )
        }))
        .child(el("button").attr("type", "button").click(reset).text(RESET_PANELS.get()))
}
