//! Listens for the shortcuts. A shortcut presses the control that it stands for, found by its word: what is possible now
//! is the control's to say, and one that is not there or disabled is not pressed.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::{
    shortcuts::{Held, SHORTCUTS, Shortcut, combination, shown, writes},
    use_preferences,
};
use crate::{
    desktop::{Desktop, DesktopView, Input},
    ui::effect,
};

/// Begins to listen, for as long as the page lives.
pub fn listen_for_keys(desktop: Desktop) {
    let preferences = use_preferences();
    effect(move || {
        let keys = window_event_listener(ev::keydown, move |event| {
            let meant = meant(&event).filter(|_| preferences.with(|one| one.shortcuts));
            let shortcut = meant.and_then(|keys| preferences.with(|one| one.shortcut(&keys)));
            if let Some(shortcut) = shortcut
                && press(shortcut, desktop)
            {
                event.prevent_default();
            }
        });
        on_cleanup(move || keys.remove());
    });
}

/// The key of a control, for its `aria-keyshortcuts`. None while keys do nothing, or this one has none. Tracked.
pub fn key_of(word: &str) -> Option<String> {
    let shortcut = SHORTCUTS.iter().find(|one| one.word == word || one.or == word)?;
    use_preferences().with(|one| {
        let key = one.key(shortcut);
        (one.shortcuts && !key.is_empty()).then(|| shown(key).replace("Ctrl+", "Control+"))
    })
}

/// The combination that was pressed.
pub(super) fn pressed(event: &KeyboardEvent) -> Option<String> {
    let held = Held {
        ctrl: event.ctrl_key(),
        alt: event.alt_key(),
        shift: event.shift_key(),
        meta: event.meta_key(),
    };
    combination(&event.key(), &event.code(), held)
}

/// The combination that was pressed, unless it is somebody else's.
fn meant(event: &KeyboardEvent) -> Option<String> {
    let keys = pressed(event)?;
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let in_field =
        target.is_some_and(|target| target.matches("input, textarea, [contenteditable]").unwrap_or_default());
    let others = event.is_composing() || event.repeat() || event.default_prevented();
    if others || in_field && writes(&event.key(), &keys) { None } else { Some(keys) }
}

fn press(shortcut: &Shortcut, desktop: Desktop) -> bool {
    let step = match shortcut.word {
        "next" => 1,
        "previous" => -1,
        _ => return press_control(shortcut),
    };
    let Some(contact_id) = neighbour(&desktop.view.read_untracked(), step) else { return false };
    desktop.send(Input::Focus(contact_id));
    true
}

fn press_control(shortcut: &Shortcut) -> bool {
    let mut selector = "[data-act=\"".to_owned();
    selector.push_str(shortcut.word);
    selector.push_str("\"],[data-act=\"");
    selector.push_str(shortcut.or);
    selector.push_str("\"]");
    let controls = [selector.as_str(), shortcut.field];
    let Some(control) = controls.into_iter().find_map(ready) else { return false };
    if control.matches("input, select, textarea").unwrap_or_default() {
        _ = control.focus();
    } else {
        control.click();
        // Who opens a list by a key goes on from there.
        if control.matches("summary").unwrap_or_default() {
            _ = control.focus();
        }
    }
    true
}

/// The first control of a selector that can be pressed now.
fn ready(selector: &str) -> Option<HtmlElement> {
    let controls = document().query_selector_all(selector).ok()?;
    let mut controls =
        (0..controls.length()).filter_map(|at| controls.get(at)?.dyn_into::<HtmlElement>().ok());
    controls.find(is_ready)
}

/// Whether a control is there to be pressed.
fn is_ready(control: &HtmlElement) -> bool {
    control.get_bounding_client_rect().width() > 0.0
        && !control.matches(":disabled").unwrap_or_default()
        && control.get_attribute("aria-disabled").as_deref() != Some("true")
}

/// The contact after the one in focus, or before it; round and round.
fn neighbour(view: &DesktopView, step: i32) -> Option<String> {
    let contacts = &view.contacts;
    let focus = view.focus.as_ref().map(|focus| &focus.timeline.contact_id);
    let at = contacts.iter().position(|one| Some(&one.timeline.contact_id) == focus);
    let at = match (at, step > 0) {
        (Some(at), true) => at + 1,
        (Some(at), false) => at + contacts.len() - 1,
        (None, _) => 0,
    };
    let contact = contacts.get(at.checked_rem(contacts.len())?)?;
    let contact_id = &contact.timeline.contact_id;
    (Some(contact_id) != focus).then(|| contact_id.clone())
}
