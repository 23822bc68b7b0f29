//! A field for a number or for tones, with what is wrong with what was typed.

use leptos::prelude::*;

use crate::{
    text::Text,
    ui::{El, classed, el},
};

/// A field: its identifier, its label, and what it says when what was typed is wrong.
#[derive(Clone, Copy)]
pub(super) struct Field {
    pub(super) id: &'static str,
    pub(super) label: Text,
    pub(super) sentence: Text,
    pub(super) value: RwSignal<String>,
    pub(super) wrong: RwSignal<bool>,
}

impl Field {
    /// A field with nothing wrong.
    pub(super) fn new(id: &'static str, label: Text, sentence: Text, value: RwSignal<String>) -> Self {
        Self { id, label, sentence, value, wrong: RwSignal::new(false) }
    }

    /// What was typed, read in this way; what cannot be read is wrong.
    pub(super) fn read<T>(self, read: fn(&str) -> Option<T>) -> Option<T> {
        let typed = read(&self.value.read_untracked());
        self.wrong.set(typed.is_none());
        typed
    }

    /// The field with its label.
    pub(super) fn view(self) -> El {
        let sentence_id = [self.id, "-wrong"].concat();
        classed("div", "field")
            .child(el("label").attr("for", self.id).text(self.label.get()))
            .child(
                el("input")
                    .attr("id", self.id)
                    .attr("type", "tel")
                    .attr("autocomplete", "off")
                    .attr("aria-describedby", sentence_id.clone())
                    .live_attr("aria-invalid", move || self.wrong.get().then(|| "true".to_owned()))
                    .value(move || self.value.get())
                    .on("input", move |event| {
                        self.value.set(event_target_value(&event));
                        self.wrong.set(false);
                    }),
            )
            .child(classed("p", "field-wrong").attr("id", sentence_id).attr("role", "alert").live_text(
                move || if self.wrong.get() { self.sentence.get().to_owned() } else { String::new() },
            ))
    }
}
