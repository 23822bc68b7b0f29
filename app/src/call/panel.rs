//! The control panel of the contact in focus: what can be done with it, and who takes part.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::{
    Control, Kind,
    connect_list::name,
    connects::{self, connects},
    desk::use_call_desk,
    dial::{dial, may_call},
    keypad::{self, keypad},
    labels::{label, own_label, role, standing, waiting},
    room::{Room, sentences},
};
use crate::{
    api::TransferOutcome,
    contact::ContactTimeline,
    desktop::{Act, use_desktop},
    settings::key_of,
    text::Text,
    ui::{El, HEIR, Memo, classed, el, focus_soon},
};

const CALL_CONTROL: Text = Text::new("Call control", "通話コントロール");
const CONTROLS: Text = Text::new("Contact controls", "コンタクトの操作");
const PARTICIPANTS: Text = Text::new("Participants", "参加者");
const CONSULTING: Text = Text::new("Calling {}…", "{}を呼び出しています…");
const TRANSFERRING: Text = Text::new("Transferring to {}…", "{}に転送しています…");
const NOT_REACHED: Text = Text::new(
    "{} was not reached. The customer is on hold: resume the call, or try somebody else.",
    "{}につながりませんでした。お客様は保留中です。通話を再開するか、別の相手にかけてください。",
);
const ELSEWHERE: Text =
    Text::new("Another tab leads: do it there.", "別のタブで操作中です。そちらで操作してください。");
const MUTED: Text = Text::new("muted", "ミュート中");
/// The participant to whom a button belongs, after what it does.
const ABOUT: Text = Text::new("{}: {}", "{}：{}");

/// What can be done with the contact in focus, and a field for dialling somebody else.
pub fn call_panel() -> El {
    let (desktop, desk) = (use_desktop(), use_call_desk());
    let contact_id = Memo::new(move |_| {
        let contact = desktop.contact.read();
        let shown = contact.as_ref().filter(|contact| contact.snapshot.is_some());
        shown.map(|contact| contact.timeline.contact_id.clone())
    });
    classed("section", "call")
        .attr("aria-label", CALL_CONTROL.get())
        .live(move || contact_id.get().map(|contact_id| contact(Room::new(contact_id))))
        .show(move || may_call(desktop), move || dial(desktop, desk))
}

/// The controls of one contact. Another contact gets others, so that nothing typed or opened goes over to it.
fn contact(room: Room) -> El {
    let desktop = use_desktop();
    let focus = desktop.contact;
    let follows = Memo::new(move |_| desktop.view.read().follows);
    let open = RwSignal::new(None::<Kind>);
    let drawer = Memo::new(move |_| open.get().filter(|&kind| room.controls.read().find("", kind).is_some()));
    let words = move || room.controls.read().list.iter().map(|one| one.kind.word().to_owned()).collect();
    let parties = move || {
        room.controls.read().parties.iter().map(|party| party.connection_id.clone()).collect::<Vec<_>>()
    };
    classed("fieldset", "call-contact")
        .attr(HEIR, ".call-tools button")
        .flag("disabled", move || follows.get())
        .child(classed("p", "asked").live_text(move || {
            let text = if follows.get() { ELSEWHERE.get() } else { "" };
            text.to_owned()
        }))
        .child(classed("div", "call-tools").attr("role", "group").attr("aria-label", CONTROLS.get()).each(
            words,
            move |word| match Kind::of_word(word) {
                Some(kind @ (Kind::Keypad | Kind::Reach)) => opener(room, kind, open),
                Some(kind) => control(room, "", kind),
                None => el("span"),
            },
        ))
        .child(classed("p", "refusal").attr("role", "alert").live_text(move || {
            let contact = focus.read();
            let refused = contact.as_ref().and_then(|contact| contact.refused.as_ref());
            refused.map(|(_, why)| sentences(why)).unwrap_or_default()
        }))
        .child(classed("p", "asked").live_text(move || match room.controls.read().asked.first() {
            Some(Act::Consult(to)) => CONSULTING.with(&[name(to)]),
            Some(Act::Transfer(to)) => TRANSFERRING.with(&[name(to)]),
            _ => String::new(),
        }))
        .child(classed("p", "asked").attr("role", "status").live_text(move || {
            let contact = focus.read();
            let name = contact.as_ref().and_then(|contact| not_reached(&contact.timeline));
            name.map(|name| NOT_REACHED.with(&[name])).unwrap_or_default()
        }))
        .child(
            classed("ul", "parties")
                .attr("aria-label", PARTICIPANTS.get())
                .flag("hidden", move || room.controls.read().parties.is_empty())
                .each(parties, move |connection_id| party(room, connection_id)),
        )
        .child(
            classed("div", "call-drawer")
                .attr("id", "call-drawer")
                .on("keydown", move |event| {
                    let escapes =
                        event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape");
                    if escapes && let Some(kind) = open.get_untracked() {
                        open.set(None);
                        focus_soon(opener_id(kind));
                    }
                })
                .live(move || {
                    let kind = drawer.get()?;
                    Some(if kind == Kind::Keypad { keypad(room) } else { connects(Some(room)) })
                }),
        )
}

/// The `id` of the button that opens it.
fn opener_id(kind: Kind) -> &'static str {
    if kind == Kind::Keypad { "open-keypad" } else { "open-connects" }
}

/// A button that opens the keypad or the quick connects.
fn opener(room: Room, kind: Kind, open: RwSignal<Option<Kind>>) -> El {
    el("button")
        .attr("id", opener_id(kind))
        .attr("type", "button")
        .attr("data-act", kind.word())
        .live_attr("aria-keyshortcuts", move || key_of(kind.word()))
        .attr("aria-controls", "call-drawer")
        .live_attr("aria-expanded", move || Some((open.get() == Some(kind)).to_string()))
        .click(move || {
            let is_open = open.get_untracked() == Some(kind);
            open.set(Some(kind).filter(|_| !is_open));
            // Who opened it by a key goes on there.
            if !is_open {
                focus_soon(if kind == Kind::Keypad { keypad::FIELD } else { connects::SEARCH_FIELD });
            }
        })
        .live_text(move || label(kind, &room.controls.read()).get().to_owned())
}

/// Who was called into the contact last and not reached, while the customer waits for what comes of it.
fn not_reached(contact: &ContactTimeline) -> Option<&str> {
    let last = contact.transfers.list().last().filter(|_| contact.ended.is_none() && contact.is_on_hold())?;
    (last.outcome == Some(TransferOutcome::NotReached)).then_some(last.to.as_str())
}

/// A button of the contact, or of one participant. Pressed while it waits it asks for the same, which is asked only once.
fn control(room: Room, connection_id: &str, kind: Kind) -> El {
    let of = StoredValue::new(connection_id.to_owned());
    let about_all = connection_id.is_empty();
    let reads = move |answer: fn(&Control) -> bool| {
        room.controls.read().find(&of.read_value(), kind).is_some_and(answer)
    };
    let text = move || {
        let controls = room.controls.read();
        let waits = controls.find(&of.read_value(), kind).filter(|control| control.waits);
        let text = match waits {
            Some(control) => waiting(kind, control.on == Some(true)),
            None if about_all => label(kind, &controls),
            None => own_label(kind),
        };
        text.get().to_owned()
    };
    let switch = matches!(kind, Kind::Mute | Kind::MuteParty | Kind::Hold | Kind::Pause);
    let button = el("button")
        .attr("type", "button")
        .attr("data-act", kind.word())
        .live_attr("aria-busy", move || reads(|control| control.waits).then(|| "true".to_owned()))
        .live_attr("aria-pressed", move || {
            switch.then(|| reads(|control| control.on == Some(true)).to_string())
        })
        .click(move || {
            let act =
                room.controls.read_untracked().find(&of.read_value(), kind).and_then(|one| one.act.clone());
            if let Some(act) = act {
                room.ask(act);
            }
        })
        .live_text(text);
    if about_all {
        return button.live_attr("aria-keyshortcuts", move || key_of(kind.word()));
    }
    button.live_attr("aria-label", move || Some(ABOUT.with(&[&text(), &called(room, &of.read_value())])))
}

/// What a participant is called, or who they are where nobody knows.
fn called(room: Room, connection_id: &str) -> String {
    let controls = room.controls.read();
    let party = controls.party(connection_id);
    let name = party.and_then(|party| party.name.clone());
    name.or_else(|| party.map(|party| role(party.role).get().to_owned())).unwrap_or_default()
}

/// One participant.
fn party(room: Room, connection_id: &str) -> El {
    let of = StoredValue::new(connection_id.to_owned());
    let reads = move |answer: fn(&super::Party) -> String| {
        room.controls.read().party(&of.read_value()).map(answer).unwrap_or_default()
    };
    let words = move || {
        let controls = room.controls.read();
        let party = controls.party(&of.read_value());
        party
            .map(|one| one.controls.iter().map(|one| one.kind.word().to_owned()).collect())
            .unwrap_or_default()
    };
    classed("li", "party")
        .live_attr("data-role", move || Some(reads(|party| role_word(party.role).to_owned())))
        .child(classed("b", "party-name").live_text(move || called(room, &of.read_value())))
        .child(classed("span", "party-role").live_text(move || {
            reads(|party| {
                let shown = party.name.is_some();
                if shown { role(party.role).get().to_owned() } else { String::new() }
            })
        }))
        .child(classed("span", "party-state").live_text(move || {
            let controls = room.controls.read();
            let Some(party) = controls.party(&of.read_value()) else { return String::new() };
            let mut text = standing(party.standing, &controls).get().to_owned();
            if party.muted {
                text.push_str(" · ");
                text.push_str(MUTED.get());
            }
            text
        }))
        .child(classed("span", "party-tools").each(words, move |word| {
            control(room, &of.read_value(), Kind::of_word(word).unwrap_or(Kind::Drop))
        }))
}

/// Who somebody is, for styles and tests.
fn role_word(role: super::Role) -> &'static str {
    match role {
        super::Role::Customer => "customer",
        super::Role::ThirdParty => "third-party",
        super::Role::Supervisor => "supervisor",
    }
}

#[cfg(test)]
#[path = "panel_tests.rs"]
mod tests;
