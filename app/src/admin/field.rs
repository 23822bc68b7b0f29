//! One line of a form: a label, what is filled in, what it is for, and what is wrong with it.

use leptos::{either::Either, prelude::*};

use crate::text::Text;

/// One line of a form.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name in what is sent.
    pub name: &'static str,
    /// What it is called.
    pub label: Text,
    /// What it is for, or how it is written.
    pub hint: Option<Text>,
    /// What stands in it.
    pub value: String,
    /// What is wrong with that.
    pub error: Option<String>,
    /// `text`, `url`, `password`, `email` or `number`.
    pub kind: &'static str,
    /// Whether it may be left empty.
    pub optional: bool,
    /// What the browser may fill in by itself.
    pub autocomplete: &'static str,
}

impl Field {
    /// One that must be filled in with a text.
    pub fn text(name: &'static str, label: Text) -> Self {
        let value = String::new();
        Self {
            name,
            label,
            hint: None,
            value,
            error: None,
            kind: "text",
            optional: false,
            autocomplete: "off",
        }
    }

    /// With what stands in it.
    #[must_use]
    pub fn value(self, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..self }
    }

    /// With what it is for.
    #[must_use]
    pub fn hint(self, hint: Text) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// With what is wrong.
    #[must_use]
    pub fn error(self, error: Option<String>) -> Self {
        Self { error, ..self }
    }

    /// Of another kind.
    #[must_use]
    pub fn kind(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    /// It may be left empty.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// The browser may fill it in.
    #[must_use]
    pub fn autocomplete(self, autocomplete: &'static str) -> Self {
        Self { autocomplete, ..self }
    }
}

/// Draws a line.
pub fn field(field: Field) -> impl IntoView {
    let Field { name, label, hint, value, error, kind, optional, autocomplete } = field;
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let described = match (&hint, &error) {
        (Some(_), Some(_)) => Some(format!("{error_id} {hint_id}")),
        (Some(_), None) => Some(hint_id.clone()),
        (None, Some(_)) => Some(error_id.clone()),
        (None, None) => None,
    };
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="field">
            <label for=name>{label.get()}</label>
            <input
                id=name
                name=name
                type=kind
                value=value
                required=!optional
                autocomplete=autocomplete
                aria-invalid=invalid
                aria-describedby=described
            />
            {error.map(|error| view! { <p class="field-error" id=error_id>{error}</p> })}
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint.get()}</p> })}
        </div>
    }
}

/// A line in which one of several things is chosen: what is sent and what it is called.
pub fn choice(
    name: &'static str,
    label: Text,
    options: impl IntoIterator<Item = (String, String)>,
    chosen: &str,
) -> impl IntoView {
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, said)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{said}</option> }
        })
        .collect();
    view! {
        <div class="field">
            <label for=name>{label.get()}</label>
            <select id=name name=name>{options}</select>
        </div>
    }
}

/// What is wrong with a form as a whole, said first thing.
pub fn refusal(error: Option<String>) -> impl IntoView {
    match error {
        Some(error) => Either::Left(view! { <p class="form-error" role="alert">{error}</p> }),
        None => Either::Right(()),
    }
}
