//! The list of shortcuts in the settings, where each can be given another key.

use connect_streams::Dictionary;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

use super::{
    PreferencesHandle,
    dialog::tick_box,
    keys::pressed,
    shortcuts::{SHORTCUTS, Shortcut, is_usable, shown},
};
use crate::{
    text::Text,
    ui::{El, classed, el},
};

const ON: Text = Text::new("Use keyboard shortcuts", "キーボードショートカットを使う");
const OFF: Text = Text::new("off", "なし");
const CHANGE: Text = Text::new("Change", "変更");
const CHANGE_OF: Text = Text::new("Change the key of: {}", "「{}」のキーを変更");
const PRESS: Text = Text::new("Press the keys, or Escape", "キーを押してください（Esc で中止）");
const SWITCH_OFF: Text = Text::new("Switch off", "オフにする");
const SWITCH_OFF_OF: Text = Text::new("Switch off the key of: {}", "「{}」のキーをオフにする");
const RESET: Text = Text::new("All keys as at first", "すべてのキーを元に戻す");
const TAKEN: Text = Text::new(
    "{} is the key of “{}”. Choose another one, or give that one another key first.",
    "{} は「{}」に使われています。別のキーを選ぶか、先にそちらのキーを変更してください。",
);
const ALONE: Text = Text::new(
    "{} alone would go off while you write. Hold Alt or Ctrl with it, or take a function key.",
    "{} だけでは入力中に動作してしまいます。Alt または Ctrl と組み合わせるか、ファンクションキーを選んでください。",
);
const CHANGED: Text = Text::new("“{}” has the key {} now.", "「{}」のキーを {} に変更しました。");

/// What the list knows while it is open.
#[derive(Clone, Copy)]
struct List {
    preferences: PreferencesHandle,
    /// The shortcut that waits for its key.
    waiting: RwSignal<Option<&'static str>>,
    said: RwSignal<String>,
}

/// The switch and the list.
pub(super) fn keys(preferences: PreferencesHandle) -> El {
    let list = List { preferences, waiting: RwSignal::new(None), said: RwSignal::default() };
    let reset = move || {
        preferences.update(|one| one.keys = Dictionary::new());
        list.said.set(String::new());
    };
    el("div")
        .child(tick_box(
            "settings-shortcuts".to_owned(),
            ON.get(),
            Box::new(move || preferences.with(|one| one.shortcuts)),
            Box::new(move |on| preferences.update(|one| one.shortcuts = on)),
        ))
        .child(classed("p", "said").attr("role", "status").live_text(move || list.said.get()))
        .child(classed("ul", "keys").children(SHORTCUTS.iter().map(|shortcut| row(shortcut, list))))
        .child(el("button").attr("type", "button").click(reset).text(RESET.get()))
}

fn row(shortcut: &'static Shortcut, list: List) -> El {
    let (word, name) = (shortcut.word, shortcut.name.get());
    let List { preferences, waiting, .. } = list;
    let key = move || preferences.with(|one| one.key(shortcut).to_owned());
    let waits = move || waiting.get() == Some(word);
    el("li")
        .attr("data-shortcut", word)
        .child(el("span").text(name))
        .child(el("kbd").live_text(move || {
            let key = key();
            if key.is_empty() { OFF.get().to_owned() } else { shown(&key) }
        }))
        .child(
            classed("button", "small")
                .attr("type", "button")
                // While it waits it says what for.
                .live_attr("aria-label", move || (!waits()).then(|| CHANGE_OF.with(&[name])))
                .live_attr("aria-pressed", move || Some(waits().to_string()))
                .click(move || {
                    waiting.set(Some(word));
                    list.said.set(PRESS.get().to_owned());
                })
                .on("keydown", move |event| take(&event, shortcut, list))
                .on("blur", move |_| waiting.set(None))
                .live_text(move || if waits() { PRESS } else { CHANGE }.get().to_owned()),
        )
        .child(
            classed("button", "small")
                .attr("type", "button")
                .attr("aria-label", SWITCH_OFF_OF.with(&[name]))
                .flag("disabled", move || key().is_empty())
                .click(move || preferences.update(|one| _ = one.set_key(word, "")))
                .text(SWITCH_OFF.get()),
        )
}

/// Takes the key that was pressed for the shortcut that waits for one.
fn take(event: &Event, shortcut: &'static Shortcut, list: List) {
    let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
    if list.waiting.get_untracked() != Some(shortcut.word) || event.code() == "Tab" {
        return;
    }
    // It is no shortcut yet, and Escape is not for the dialog.
    event.prevent_default();
    event.stop_propagation();
    if event.code() == "Escape" {
        list.said.set(String::new());
        return list.waiting.set(None);
    }
    let Some(keys) = pressed(event) else { return };
    if !is_usable(&keys) {
        return list.said.set(ALONE.with(&[&shown(&keys)]));
    }
    let mut taken = None;
    list.preferences.update(|one| taken = one.set_key(shortcut.word, &keys));
    if let Some(other) = taken {
        return list.said.set(TAKEN.with(&[&shown(&keys), other.name.get()]));
    }
    list.said.set(CHANGED.with(&[shortcut.name.get(), &shown(&keys)]));
    list.waiting.set(None);
}
