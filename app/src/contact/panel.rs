//! The contact in focus: who it is, where it stands, its identifiers, and what is known of it.

use leptos::prelude::*;

use super::{
    ContactTimeline,
    facts::{facts, transfers},
    rows::{Focus, only_if, row, text_of},
    screen_pop::screen_pops,
    stage::{Stage, title},
    times::{doubts, durations, holds, moments, skew_text},
};
use crate::{
    desktop::{Desktop, use_desktop},
    text::Text,
    ui::{El, classed, copy_button, duration_text, el},
};

const CONTACT: Text = Text::new("Contact", "コンタクト");
const NO_CONTACT: Text = Text::new("No contact", "コンタクトはありません");
pub(crate) const ID: Text = Text::new("Contact ID", "コンタクト ID");
pub(crate) const COPY_ID: Text = Text::new("Copy contact ID", "コンタクト ID をコピー");
pub(crate) const INITIAL_ID: Text = Text::new("Initial contact ID", "最初のコンタクト ID");
pub(crate) const COPY_INITIAL_ID: Text = Text::new("Copy initial contact ID", "最初のコンタクト ID をコピー");
pub(crate) const RELATED_ID: Text = Text::new("Related contact ID", "関連コンタクト ID");
pub(crate) const COPY_RELATED_ID: Text = Text::new("Copy related contact ID", "関連コンタクト ID をコピー");
const CLEARED_IN: Text = Text::new("Cleared by itself in {}", "{} 後に自動でクリアされます");

/// Identity, times and durations of the contact in focus.
pub fn contact_panel() -> El {
    let desktop = use_desktop();
    let contact = desktop.contact;
    let stage = move || contact.read().as_ref().map_or(Stage::None, |one| Stage::of(one));
    classed("section", "contact")
        .attr("aria-label", CONTACT.get())
        .live_attr("data-stage", move || Some(stage().word().to_owned()))
        .child(
            el("header")
                .child(
                    el("h2")
                        .attr("id", "customer-endpoint")
                        .attr("tabindex", "-1")
                        .attr("dir", "auto")
                        .live_text(move || {
                            let contact = contact.read();
                            contact.as_ref().map_or_else(
                                || NO_CONTACT.get().to_owned(),
                                |contact| title(&contact.timeline),
                            )
                        }),
                )
                .child(
                    classed("p", "stage")
                        .attr("id", "contact-stage")
                        .attr("role", "status")
                        .live_text(move || stage().label().get().to_owned()),
                )
                .child(countdown(desktop)),
        )
        .child(classed("p", "next-step").live_text(move || stage().next_step()))
        .child(screen_pops())
        .child(classed("dl", "ids").children([
            identifier(contact, "contact-id", ID, COPY_ID, |one| Some(one.contact_id.clone())),
            identifier(contact, "initial-contact-id", INITIAL_ID, COPY_INITIAL_ID, |one| {
                one.initial_contact_id.clone().filter(|initial| *initial != one.contact_id)
            }),
            identifier(contact, "related-contact-id", RELATED_ID, COPY_RELATED_ID, |one| {
                one.related_contact_id.clone()
            }),
        ]))
        .child(moments(contact))
        .child(durations(contact, desktop.service_now()))
        .child(holds(contact, desktop.service_now()))
        .child(facts(contact))
        .child(transfers(contact, desktop.service_now()))
        .child(doubts(contact, desktop.service_now()))
        .child(classed("p", "quiet").attr("id", "skew").live_text(move || {
            let skew = desktop.view.read().skew;
            skew_text(skew).unwrap_or_default()
        }))
}

/// An identifier with a button that copies it. The first is there without a contact too; the others only where they say
/// something.
fn identifier(
    contact: Focus,
    id: &'static str,
    label: Text,
    copy: Text,
    field: fn(&ContactTimeline) -> Option<String>,
) -> El {
    let text = text_of(contact, field);
    let known = move || contact.read().as_ref().is_some_and(|one| field(&one.timeline).is_some());
    let value = el("code").attr("id", id).live_text(text);
    let row = row(label, value.attr("translate", "no"))
        .child(classed("dd", "action").show(known, move || copy_button(text, copy)));
    if id == "contact-id" { row } else { only_if(row, contact, field) }
}

/// How long until the instance clears the contact by itself, where that is known.
fn countdown(desktop: Desktop) -> El {
    let (contact, now) = (desktop.contact, desktop.service_now());
    let limit_ms = i64::from(desktop.config().desk.after_contact_work_s) * 1_000;
    let left = move || {
        let contact = contact.read();
        let contact = contact.as_ref().filter(|one| limit_ms > 0 && Stage::of(one) == Stage::WrapUp)?;
        let ended = contact.timeline.ended?.at;
        // Where the instance does not do it then, nobody knows when.
        Some(limit_ms - now.get().since(ended)).filter(|left| *left >= 0).map(duration_text)
    };
    classed("p", "countdown")
        .attr("id", "wrap-up-countdown")
        .attr("role", "timer")
        .live_text(move || left().map(|left| CLEARED_IN.with(&[&left])).unwrap_or_default())
}
