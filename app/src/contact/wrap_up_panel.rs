//! What the agent notes about the contact in focus: a disposition and notes, kept with every letter, and whether that is
//! all. It belongs to the contact: it is there as soon as the contact is connected, and as long as it is in focus.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{
    ContactTimeline, WrapUp,
    choice::Choice,
    disposition::{Dispositions, Missing, kept, levels},
    stage::Stage,
};
use crate::{
    api::{Disposition, MAX_NOTES, label},
    desktop::{Act, Command, DeskContact, Desktop, Input, Refused, use_desktop},
    text::{Language, Text, language},
    ui::{El, Memo, classed, el},
};

const TITLE: Text = Text::new("Wrap-up", "後処理");
const DISPOSITION: Text = Text::new("Disposition", "対応結果");
const DETAIL: Text = Text::new("Detail", "詳細");
const NOTES: Text = Text::new("Notes", "メモ");
const ROOM_LEFT: Text = Text::new("Room for {} more letters", "あと約 {} 文字入力できます");
const FINISH: Text = Text::new("Finish", "完了");
const FINISH_AND_CLEAR: Text = Text::new("Finish and clear", "完了してクリア");
const CLEARING: Text = Text::new("Clearing…", "クリアしています…");
const FINISHED: Text =
    Text::new("Finished. A change opens it again.", "完了しました。変更すると再開します。");
const NO_DISPOSITION: Text = Text::new(
    "Choose a disposition: this queue needs one before the contact is cleared.",
    "対応結果を選択してください。このキューではクリアの前に必要です。",
);
const NO_DETAIL: Text =
    Text::new("Choose a detail of the disposition.", "対応結果の詳細を選択してください。");
const ELSEWHERE: Text =
    Text::new("Another tab leads: write there.", "別のタブで操作中です。そちらで入力してください。");

/// With so many bytes left the page says how many letters fit.
const NEAR_THE_END: usize = 1_000;
const PROBLEM: &str = "wrap-up-problem";

/// The form for the contact in focus. There is none before it is connected.
pub fn wrap_up_panel() -> El {
    let desktop = use_desktop();
    let desk = Arc::new(desktop.config().desk);
    // The queue, which may be learned late, says what can be chosen and what must be.
    let about = Memo::new(move |_| {
        let contact = desktop.contact.read();
        let timeline = &contact.as_ref()?.timeline;
        has_begun(timeline).then(|| (timeline.contact_id.clone(), timeline.queue.clone()))
    });
    classed("section", "wrap-up")
        .attr("aria-labelledby", "wrap-up-title")
        .flag("hidden", move || about.read().is_none())
        .child(el("h2").attr("id", "wrap-up-title").text(TITLE.get()))
        .live(move || {
            let (contact_id, _) = about.get()?;
            let contact = desktop.contact.read_untracked();
            let form = Form {
                desktop,
                contact_id: StoredValue::new(contact_id),
                dispositions: StoredValue::new(Dispositions::of(&desk, &contact.as_ref()?.timeline)),
                written: RwSignal::new(None),
                was_tried: RwSignal::new(false),
            };
            Some(form.view())
        })
}

/// Whether there is something to say about a contact: it was connected, or it is over.
fn has_begun(timeline: &ContactTimeline) -> bool {
    timeline.connected.is_some() || timeline.ended.is_some()
}

/// How many more letters fit, once that matters. Japanese takes three bytes a letter.
fn room_left(notes: &str, language: Language) -> Option<usize> {
    let left = MAX_NOTES.saturating_sub(notes.len());
    let size = if language == Language::Japanese { 3 } else { 1 };
    (left < NEAR_THE_END).then_some(left / size)
}

/// The form of one contact.
#[derive(Clone, Copy)]
struct Form {
    desktop: Desktop,
    contact_id: StoredValue<String>,
    dispositions: StoredValue<Dispositions>,
    /// What the agent wrote here. Until they do, the form shows what is known of the contact; from then on nothing that
    /// comes from elsewhere takes a letter away.
    written: RwSignal<Option<WrapUp>>,
    /// Whether the agent tried to finish while something was missing.
    was_tried: RwSignal<bool>,
}

impl Form {
    /// Something of the contact, as long as it is the one in focus.
    fn of_contact<T>(self, field: impl FnOnce(&DeskContact) -> T) -> Option<T> {
        let contact = self.desktop.contact.read();
        let contact = contact.as_ref()?;
        self.contact_id.with_value(|id| *id == contact.timeline.contact_id).then(|| field(contact))
    }

    fn current(self) -> WrapUp {
        let written = self.written.get();
        written.or_else(|| self.of_contact(|one| one.timeline.wrap_up.clone())).unwrap_or_default()
    }

    fn note(self, wrap_up: WrapUp) {
        let wrap_up = wrap_up.fitting();
        self.written.set(Some(wrap_up.clone()));
        self.desktop.send(Input::Noted { contact_id: self.contact_id.get_value(), wrap_up });
    }

    fn stage(self) -> Stage {
        self.of_contact(Stage::of).unwrap_or(Stage::None)
    }

    /// Whether the contact, as it came out, needs a disposition.
    fn is_required(self) -> bool {
        self.of_contact(|one| self.dispositions.read_value().is_required(&one.timeline)).unwrap_or(false)
    }

    fn missing(self) -> Option<Missing> {
        let chosen = self.current().disposition;
        self.of_contact(|one| self.dispositions.read_value().missing(&one.timeline, chosen.as_deref()))
            .flatten()
    }

    /// What is missing where the agent, or somebody for them, has tried to go on without.
    fn shown_missing(self) -> Option<Missing> {
        let refused = |one: &DeskContact| matches!(one.refused, Some((Act::Clear, Refused::Missing(_))));
        let shown = self.was_tried.get() || self.of_contact(refused).unwrap_or(false);
        self.missing().filter(|_| shown)
    }

    fn finish(self) {
        if let Some(missing) = untrack(move || self.missing()) {
            self.was_tried.set(true);
            return focus(match missing {
                Missing::Disposition => "disposition",
                Missing::Detail => "disposition-detail",
            });
        }
        let is_over = untrack(move || {
            self.note(WrapUp { finished: true, ..self.current() });
            self.stage().is_over()
        });
        if is_over {
            let contact_id = self.contact_id.get_value();
            self.desktop.ask(Command::contact(&contact_id, Act::Clear));
        }
    }

    fn first(self) -> String {
        let current = self.current();
        let chosen = current.disposition.as_deref();
        self.dispositions.with_value(|Dispositions { choices, .. }| levels(choices, chosen).0.to_owned())
    }

    fn second(self) -> String {
        let current = self.current();
        let chosen = current.disposition.as_deref();
        self.dispositions.with_value(|Dispositions { choices, .. }| levels(choices, chosen).1.to_owned())
    }

    fn choose(self, first: &str, second: &str) {
        let disposition = kept(first, second);
        self.note(WrapUp { disposition, finished: false, ..untrack(move || self.current()) });
    }

    fn view(self) -> El {
        let first = Memo::new(move |_| self.first());
        let clears = move || self.of_contact(|one| one.waiting.contains(&Act::Clear)).unwrap_or(false);
        let follows = Memo::new(move |_| self.desktop.view.read().follows);
        let has_choices = self.dispositions.with_value(|Dispositions { choices, .. }| !choices.is_empty());
        let required = Memo::new(move |_| self.is_required());
        classed("fieldset", "form")
            .flag("disabled", move || follows.get())
            .attr("aria-labelledby", "wrap-up-title")
            .live(move || has_choices.then(|| self.disposition(required.get())))
            .live(move || self.detail(&first.get()))
            .child(self.notes())
            .child(classed("p", "error").attr("id", PROBLEM).attr("role", "alert").live_text(move || {
                let text = self.shown_missing().map(|missing| match missing {
                    Missing::Disposition => NO_DISPOSITION,
                    Missing::Detail => NO_DETAIL,
                });
                text.map(|text| text.get().to_owned()).unwrap_or_default()
            }))
            .child(
                classed("div", "actions")
                    .child(
                        el("button")
                            .attr("type", "button")
                            .attr("id", "finish-wrap-up")
                            .live_attr("aria-busy", move || clears().then(|| "true".to_owned()))
                            .click(move || self.finish())
                            .live_text(move || {
                                let text = match self.stage() {
                                    _ if clears() => CLEARING,
                                    stage if stage.is_over() => FINISH_AND_CLEAR,
                                    _ => FINISH,
                                };
                                text.get().to_owned()
                            }),
                    )
                    .child(classed("span", "quiet").attr("role", "status").live_text(move || {
                        let text = match self.current().finished {
                            _ if follows.get() => ELSEWHERE.get(),
                            true => FINISHED.get(),
                            false => "",
                        };
                        text.to_owned()
                    })),
            )
    }

    fn disposition(self, is_required: bool) -> El {
        let named =
            |one: &Disposition| (one.code.clone(), label(&one.label, &one.label_ja, language()).to_owned());
        Choice {
            id: "disposition",
            name: DISPOSITION,
            options: self
                .dispositions
                .with_value(|Dispositions { choices, .. }| choices.iter().map(named).collect()),
            chosen: Arc::new(move || self.first()),
            choose: Arc::new(move |code| self.choose(&code, "")),
            is_required,
            is_missing: Signal::derive(move || self.shown_missing() == Some(Missing::Disposition)),
            explained_by: PROBLEM,
        }
        .view()
    }

    fn detail(self, first: &str) -> Option<El> {
        let options: Vec<_> = self.dispositions.with_value(|Dispositions { choices, .. }| {
            let choice = choices.iter().find(|choice| choice.code == first);
            let details = choice.into_iter().flat_map(|choice| &choice.details);
            let named = details
                .map(|one| (one.code.clone(), label(&one.label, &one.label_ja, language()).to_owned()));
            named.collect()
        });
        let first = first.to_owned();
        let choice = Choice {
            id: "disposition-detail",
            name: DETAIL,
            chosen: Arc::new(move || self.second()),
            choose: Arc::new(move |code| self.choose(&first, &code)),
            is_required: true,
            is_missing: Signal::derive(move || self.shown_missing() == Some(Missing::Detail)),
            explained_by: PROBLEM,
            options,
        };
        (!choice.options.is_empty()).then(|| choice.view())
    }

    fn notes(self) -> El {
        classed("div", "choice")
            .child(el("label").attr("for", "notes").text(NOTES.get()))
            .child(
                el("textarea")
                    .attr("id", "notes")
                    .attr("rows", "4")
                    .attr("dir", "auto")
                    .attr("aria-describedby", "notes-room")
                    .value(move || self.current().notes)
                    .on("input", move |event| {
                        let notes = event_target_value(&event);
                        self.note(WrapUp { notes, finished: false, ..untrack(move || self.current()) });
                    }),
            )
            .child(classed("p", "quiet").attr("id", "notes-room").live_text(move || {
                let left = room_left(&self.current().notes, language());
                left.map(|left| ROOM_LEFT.with(&[&left.to_string()])).unwrap_or_default()
            }))
    }
}

/// Brings the agent to what is missing.
fn focus(id: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let element = document.and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Without it the text says where to go.
        let _ = element.focus();
    }
}

#[cfg(test)]
#[path = "wrap_up_panel_tests.rs"]
mod tests;
