//! The keypad in a call: twelve keys, tones typed at once, and tones that are kept by name.

use leptos::prelude::*;

use super::{desk::use_call_desk, field::Field, labels::role, number::typed_digits, room::Room};
use crate::{
    desktop::Act,
    text::Text,
    ui::{El, classed, effect, el},
};

const KEYPAD: Text = Text::new("Keypad", "キーパッド");
const SEND_TO: Text = Text::new("Send to", "送信先");
const TONES: Text = Text::new("Tones", "プッシュ信号");
const SEND: Text = Text::new("Send", "送信");
const SENDING: Text = Text::new("Sending…", "送信しています…");
const NAME: Text = Text::new("Name for these tones", "登録名");
const SAVE: Text = Text::new("Save", "登録");
const SAVED: Text = Text::new("Saved tones", "登録済みのプッシュ信号");
const REMOVE: Text = Text::new("Remove {}", "{}を削除");
const STAR: Text = Text::new("Star", "アスタリスク");
const HASH: Text = Text::new("Hash", "シャープ");
const WRONG_TONES: Text = Text::new(
    "A tone is a digit, * or #; up to fifty of them can be sent at once, and a comma waits.",
    "数字、*、# を 50 文字以内で入力してください。カンマ（,）で間を空けられます。",
);

/// The `id` of the field for tones that are typed.
pub(super) const FIELD: &str = "tones";

const KEYS: [&str; 12] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
/// As many tones as go in one message.
const MOST: usize = 50;

/// Sends tones, those of quick fingers too: what is pressed while others are on their way follows them, in order.
#[derive(Clone, Copy)]
struct Tones {
    room: Room,
    /// To whom, where the agent chose; else to whoever came last.
    to: RwSignal<String>,
    next: StoredValue<String>,
}

impl Tones {
    fn send(self, digits: &str) {
        let (waits, to) = {
            let controls = self.room.controls.read_untracked();
            let chosen = self.to.read_untracked();
            let of_choice = controls.listeners().find(|party| *chosen == party.connection_id);
            let to = of_choice.or_else(|| controls.listeners().next());
            (controls.tones_wait, to.map(|party| party.connection_id.clone()))
        };
        if waits {
            self.next.update_value(|next| next.push_str(digits));
        } else if let Some(connection_id) = to {
            self.room.ask(Act::SendDigits { connection_id, digits: digits.to_owned() });
        }
    }

    /// Once nothing is on its way any more, what was pressed meanwhile goes.
    fn follow(self) {
        effect(move || {
            if self.room.controls.read().tones_wait || self.next.read_value().is_empty() {
                return;
            }
            // All of them are ASCII.
            let mut digits = self.next.try_update_value(std::mem::take).unwrap_or_default();
            let rest = digits.split_off(digits.len().min(MOST));
            self.send(&digits);
            self.next.set_value(rest);
        });
    }
}

/// The keypad.
pub(super) fn keypad(room: Room) -> El {
    let tones = Tones { room, to: RwSignal::default(), next: StoredValue::default() };
    tones.follow();
    let typed = Field::new(FIELD, TONES, WRONG_TONES, RwSignal::default());
    let waits = move || room.controls.read().tones_wait;
    let listeners = move || -> Vec<String> {
        room.controls.read().listeners().map(|party| party.connection_id.clone()).collect()
    };
    classed("div", "keypad")
        .attr("role", "group")
        .attr("aria-label", KEYPAD.get())
        .child(
            classed("label", "tones-to")
                .flag("hidden", move || listeners().len() < 2)
                .text(SEND_TO.get())
                .child(
                    el("select").on("change", move |event| tones.to.set(event_target_value(&event))).each(
                        listeners,
                        move |connection_id| {
                            let controls = room.controls.read_untracked();
                            let party = controls.party(connection_id);
                            let name = party.map(|party| {
                                party.name.clone().unwrap_or_else(|| role(party.role).get().to_owned())
                            });
                            el("option")
                                .attr("value", connection_id.to_owned())
                                .text(name.unwrap_or_default())
                        },
                    ),
                ),
        )
        .child(classed("div", "keys").children(KEYS.map(|key| {
            let button = el("button").attr("type", "button").attr("data-key", key);
            let button = match key {
                "*" => button.attr("aria-label", STAR.get()),
                "#" => button.attr("aria-label", HASH.get()),
                _ => button,
            };
            button.click(move || tones.send(key)).text(key)
        })))
        .child(
            el("form")
                .on("submit", move |event| {
                    event.prevent_default();
                    if let Some(digits) = typed.read(typed_digits) {
                        tones.send(digits.as_str());
                        typed.value.set(String::new());
                    }
                })
                .child(typed.view())
                .child(
                    el("button")
                        .attr("type", "submit")
                        .live_attr("aria-busy", move || waits().then(|| "true".to_owned()))
                        .live_text(move || if waits() { SENDING } else { SEND }.get().to_owned()),
                ),
        )
        .child(saved(tones, typed))
}

/// The tones that are kept, and a field to keep those that were typed.
fn saved(tones: Tones, typed: Field) -> El {
    let desk = use_call_desk();
    let name = RwSignal::new(String::new());
    let keep = move || {
        let Some(digits) = typed.read(typed_digits) else { return };
        let digits = digits.as_str().to_owned();
        let name = name.try_update(std::mem::take).unwrap_or_default().trim().to_owned();
        let name = if name.is_empty() { digits.clone() } else { name };
        desk.update(|one| {
            one.digits.retain(|(known, _)| *known != name);
            one.digits.push((name, digits));
        });
    };
    let names = move || {
        desk.with(|one| one.digits.iter().map(|(name, digits)| [name, "\n", digits].concat()).collect())
    };
    classed("div", "saved-tones")
        .child(
            el("form")
                .on("submit", move |event| {
                    event.prevent_default();
                    keep();
                })
                .child(
                    classed("div", "field")
                        .child(el("label").attr("for", "tones-name").text(NAME.get()))
                        .child(
                            el("input")
                                .attr("id", "tones-name")
                                .attr("type", "text")
                                .attr("maxlength", "40")
                                .attr("autocomplete", "off")
                                .value(move || name.get())
                                .on("input", move |event| name.set(event_target_value(&event))),
                        ),
                )
                .child(el("button").attr("type", "submit").text(SAVE.get())),
        )
        .child(el("ul").attr("aria-label", SAVED.get()).each(names, move |entry| {
            // A name has no line end: a field of one line takes none.
            let (name, digits) = entry.split_once('\n').unwrap_or((entry, entry));
            let (name, digits) = (name.to_owned(), digits.to_owned());
            let remove = REMOVE.with(&[&name]);
            let gone = name.clone();
            el("li")
                .child(el("button").attr("type", "button").click(move || tones.send(&digits)).text(name))
                .child(
                    classed("button", "quiet")
                        .attr("type", "button")
                        .attr("aria-label", remove)
                        .click(move || {
                            desk.update(|one| one.digits.retain(|(known, _)| *known != gone));
                        })
                        .text("×"),
                )
        }))
}
