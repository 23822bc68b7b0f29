//! The panels of the desk where the agent wants them: each with a menu that moves and hides it, beside the CCP with an edge
//! that can be moved.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, KeyboardEvent, Node};

use super::{layout, use_preferences};
use crate::{
    text::Text,
    ui::{
        El, HEIR, Memo, classed, effect, el, focus_soon,
        script::{call, property, set_style},
    },
};

const ARRANGE: Text = Text::new("{}: move or hide", "{}：移動または非表示");
const UP: Text = Text::new("Move up", "上へ移動");
const DOWN: Text = Text::new("Move down", "下へ移動");
const HIDE: Text = Text::new("Hide", "非表示にする");
const EDGE: Text = Text::new("Width of the left column", "左の列の幅");

/// The custom property with the width of the left column.
const WIDTH: &str = "--left-width";

/// One panel of the desk.
#[derive(Clone, Copy, Debug)]
pub struct Panel {
    word: &'static str,
    title: Text,
    content: fn() -> El,
}

impl Panel {
    /// A panel: the word by which its place is remembered, its name and what makes it.
    pub const fn new(word: &'static str, title: Text, content: fn() -> El) -> Self {
        Self { word, title, content }
    }

    /// Its word.
    pub fn word(&self) -> &'static str {
        self.word
    }

    /// Its name.
    pub fn title(&self) -> Text {
        self.title
    }
}

/// The panels in the agent's order, without those that are hidden. A panel that moves stays as it is.
pub fn panels(panels: &'static [Panel]) -> El {
    let preferences = use_preferences();
    let shown = Memo::new(move |_| {
        preferences.with(|one| {
            let mut order = layout::ordered(&words(panels), &one.panels);
            order.retain(|word| !one.hidden.contains(word));
            order
        })
    });
    classed("div", "work").each(
        move || shown.get(),
        move |word| match panels.iter().find(|panel| panel.word == word) {
            Some(one) => panel(one, panels),
            None => el("div"),
        },
    )
}

fn words(panels: &[Panel]) -> Vec<&'static str> {
    panels.iter().map(Panel::word).collect()
}

/// A panel with its menu.
fn panel(panel: &'static Panel, all: &'static [Panel]) -> El {
    classed("div", "panel").attr("data-panel", panel.word).child((panel.content)()).child(menu(panel, all))
}

fn menu(panel: &'static Panel, all: &'static [Panel]) -> El {
    let preferences = use_preferences();
    let shift = move |up: bool| {
        preferences.update(|one| {
            one.panels =
                layout::moved(layout::ordered(&words(all), &one.panels), &one.hidden, panel.word, up);
        });
    };
    let item = |text: Text, id: &str, act: Box<dyn Fn() + Send>| {
        el("button")
            .attr("type", "button")
            .attr("data-panel-act", id.to_owned())
            .on("click", move |_| act())
            .text(text.get())
    };
    let hide = move || {
        preferences.update(|one| one.hidden.push(panel.word.to_owned()));
        focus_soon(super::OPENER);
    };
    classed("details", "panel-menu")
        .on("keydown", |event| {
            if is_key(&event, "Escape") {
                fold(&event);
            }
        })
        .on("focusout", |event| {
            // Somewhere else, and not nowhere: that is what being moved looks like.
            let to = property(&event, "relatedTarget").dyn_into::<Node>().ok();
            let menu = event.current_target().and_then(|menu| menu.dyn_into::<Node>().ok());
            if to.is_some() && !menu.is_some_and(|menu| menu.contains(to.as_ref())) {
                fold(&event);
            }
        })
        .child(el("summary").attr("aria-label", ARRANGE.with(&[panel.title.get()])).text("⋯"))
        .child(
            classed("div", "panel-menu-items")
                .child(item(UP, "up", Box::new(move || shift(true))))
                .child(item(DOWN, "down", Box::new(move || shift(false))))
                .child(item(HIDE, "hide", Box::new(hide))),
        )
}

fn fold(event: &Event) {
    let menu = event.current_target().and_then(|menu| menu.dyn_into::<Element>().ok());
    if let Some(menu) = menu {
        let had_focus = menu.matches(":focus-within").unwrap_or_default();
        let _ = menu.remove_attribute("open");
        if had_focus {
            call(&property(&menu, "firstElementChild"), "focus", &[]);
        }
    }
}

fn is_key(event: &Event, key: &str) -> bool {
    event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == key)
}

/// The two columns: the CCP's panel, an edge to move, and the work.
pub fn columns(ccp: El, work: impl FnMut() -> Option<El> + Send + 'static) -> El {
    let preferences = use_preferences();
    let chosen = untrack(|| preferences.with(|one| one.left_width));
    let width = RwSignal::new(layout::within(chosen.unwrap_or(layout::USUAL)));
    el("main")
        .attr(HEIR, "#customer-endpoint")
        .live_attr("data-place", move || Some(preferences.place_word().to_owned()))
        .child(ccp)
        .child(edge(width))
        .live(work)
        .built(move |main| {
            effect(move || {
                let mut pixels = width.get().to_string();
                pixels.push_str("px");
                set_style(&main, WIDTH, Some(&pixels));
            });
        })
}

/// The edge between the columns: moved by dragging or by the arrow keys, and remembered when it is let go.
fn edge(width: RwSignal<u32>) -> El {
    let preferences = use_preferences();
    let keep = move || preferences.update(|one| one.left_width = Some(width.get_untracked()));
    classed("div", "edge")
        .attr("role", "separator")
        .attr("tabindex", "0")
        .attr("aria-orientation", "vertical")
        .attr("aria-valuemin", layout::NARROWEST.to_string())
        .attr("aria-valuemax", layout::WIDEST.to_string())
        .live_attr("aria-valuenow", move || Some(width.get().to_string()))
        .live_attr("aria-label", move || {
            preferences.language();
            Some(EDGE.get().to_owned())
        })
        .on("keydown", move |event| {
            let key = property(&event, "key").as_string().unwrap_or_default();
            if let Some(after) = layout::after_key(width.get_untracked(), &key) {
                event.prevent_default();
                width.set(after);
                keep();
            }
        })
        .on("pointerdown", |event| capture(&event, "setPointerCapture"))
        .on("pointermove", move |event| {
            if let Some(dragged) = dragged(&event) {
                width.set(layout::within(dragged));
            }
        })
        .on("lostpointercapture", move |_| keep())
}

fn capture(event: &Event, act: &str) {
    let Some(edge) = event.current_target() else { return };
    event.prevent_default();
    call(&edge, act, &[property(event, "pointerId")]);
    call(&edge, "focus", &[]);
}

/// How wide the column is when its edge is where the pointer is; none while the pointer only passes.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a screen has fewer pixels than 2^32"
)]
fn dragged(event: &Event) -> Option<u32> {
    let edge: JsValue = event.current_target()?.into();
    let is_held = call(&edge, "hasPointerCapture", &[property(event, "pointerId")]).is_truthy();
    let left = property(&edge, "previousElementSibling").dyn_into::<Element>().ok()?;
    let pointer = property(event, "clientX").as_f64()?;
    is_held.then(|| (pointer - left.get_bounding_client_rect().left()).max(0.0) as u32)
}
