//! One choice out of several: side by side while they are few, else folded into a list.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    text::Text,
    ui::{El, classed, el},
};

const CHOOSE: Text = Text::new("Choose…", "選択してください");
const REQUIRED: Text = Text::new(" (required)", "（必須）");

/// So many choices are shown side by side.
const FEW: usize = 6;

/// What can be chosen, and what becomes of it.
pub(super) struct Choice {
    /// The id of the control; of the first button where there are several.
    pub id: &'static str,
    /// What is chosen.
    pub name: Text,
    /// Codes, and what the agent reads.
    pub options: Vec<(String, String)>,
    /// The code that is chosen; empty while none is.
    pub chosen: Arc<dyn Fn() -> String + Send + Sync>,
    /// Chooses a code.
    pub choose: Arc<dyn Fn(String) + Send + Sync>,
    /// Whether one must be chosen.
    pub is_required: bool,
    /// Whether it is missing where it was asked for.
    pub is_missing: Signal<bool>,
    /// The id of the text that explains what is missing.
    pub explained_by: &'static str,
}

impl Choice {
    /// The control with its name.
    pub(super) fn view(self) -> El {
        if self.options.len() <= FEW { self.buttons() } else { self.list() }
    }

    fn named(&self, name: El) -> El {
        name.text(self.name.get()).children(self.is_required.then(|| el("span").text(REQUIRED.get())))
    }

    fn marked(&self, control: El) -> El {
        let (missing, explained_by) = (self.is_missing, self.explained_by);
        control
            .live_attr("aria-invalid", move || missing.get().then(|| "true".to_owned()))
            .live_attr("aria-describedby", move || missing.get().then(|| explained_by.to_owned()))
    }

    fn buttons(self) -> El {
        let group = self.marked(classed("fieldset", "choice").attr("role", "radiogroup"));
        let group = if self.is_required { group.attr("aria-required", "true") } else { group };
        let legend = self.named(el("legend"));
        let options = self.options.into_iter().enumerate().map(|(index, (code, text))| {
            let (chosen, choose, of_button) =
                (Arc::clone(&self.chosen), Arc::clone(&self.choose), code.clone());
            let input = el("input")
                .attr("type", "radio")
                .attr("name", self.id)
                .attr("value", code.clone())
                .checked(move || chosen() == code)
                .on("change", move |_| choose(of_button.clone()));
            let input = if index == 0 { input.attr("id", self.id) } else { input };
            el("label").child(input).child(el("span").attr("dir", "auto").text(text))
        });
        group.child(legend).children(options)
    }

    fn list(self) -> El {
        let (chosen, choose) = (Arc::clone(&self.chosen), Arc::clone(&self.choose));
        let select = self.marked(el("select").attr("id", self.id));
        let select = if self.is_required { select.attr("required", "") } else { select };
        let label = self.named(el("label").attr("for", self.id));
        let option = |(code, text): (String, String)| el("option").attr("value", code).text(text);
        let select = select
            .child(el("option").attr("value", "").text(CHOOSE.get()))
            .children(self.options.into_iter().map(option))
            // After its options: a value that is not among them is not taken.
            .value(move || chosen())
            .on("change", move |event| choose(event_target_value(&event)));
        classed("div", "choice").child(label).child(select)
    }
}
