//! Builds elements in the browser, and keeps alive what changes them.

use std::{cell::Cell, collections::HashMap, rc::Rc};

use leptos::{
    reactive::{effect::RenderEffect, owner::Owner},
    tachys::{
        renderer::types::{Element, Node},
        view::Mountable,
    },
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, Event};

use super::{
    element::{El, Handler, Live, Part},
    focus::Focused,
};

/// What keeps a built element alive. Effects end, and handlers are freed, when this is dropped.
pub struct ElState {
    element: web_sys::Element,
    /// False once it is gone. An effect that was told of a change in the moment before still runs, on signals that are
    /// gone too.
    alive: Rc<Cell<bool>>,
    effects: Vec<RenderEffect<Option<Kept>>>,
    children: Vec<ElState>,
    handlers: Vec<Closure<dyn Fn(Event)>>,
}

/// What a live part made last. Its signals and effects belong to an owner of their own and end with it.
enum Kept {
    One(Option<(Owner, ElState)>),
    Several(HashMap<String, (Owner, ElState)>),
}

impl std::fmt::Debug for ElState {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ElState")
    }
}

impl El {
    pub(super) fn make(self) -> ElState {
        let document = web_sys::window().and_then(|window| window.document());
        let Some(document) = document else { unreachable_in_a_browser() };
        let Ok(element) = create(&document, self.tag) else { unreachable_in_a_browser() };
        let mut state = ElState {
            element,
            alive: Rc::new(Cell::new(true)),
            effects: Vec::new(),
            children: Vec::new(),
            handlers: Vec::new(),
        };
        let mut built = Vec::new();
        for part in self.parts {
            match part {
                Part::Attribute(name, value) => set(&state.element, name, Some(&value)),
                Part::LiveAttribute(name, value) => state.live_attribute(name, value),
                Part::LiveProperty(name, value) => state.live_property(name, value),
                Part::Event(name, handler) => state.handle(name, handler),
                Part::Built(act) => built.push(act),
                Part::Text(text) => state.append(&document.create_text_node(&text)),
                Part::LiveText(text) => state.live_text(&document, text),
                Part::Child(child) => {
                    let child = child.make();
                    state.append(&child.element);
                    state.children.push(child);
                }
                Part::Live(child) => state.live(&document, child),
                Part::Each(keys, child) => state.each(&document, keys, child),
            }
        }
        for act in built {
            act(state.element.clone());
        }
        state
    }
}

impl ElState {
    fn effect(&mut self, act: impl FnMut(Option<Kept>) -> Option<Kept> + 'static) {
        self.run(Box::new(act));
    }

    fn run(&mut self, mut act: Box<dyn FnMut(Option<Kept>) -> Option<Kept>>) {
        let alive = Rc::clone(&self.alive);
        self.effects.push(RenderEffect::new(move |before: Option<Option<Kept>>| {
            let before = before.flatten();
            if alive.get() { act(before) } else { before }
        }));
    }

    fn append(&self, child: &Node) {
        // An element of this page's own takes any child.
        let _ = self.element.append_child(child);
    }

    fn live_attribute(&mut self, name: &'static str, mut value: Live<Option<String>>) {
        let element = self.element.clone();
        self.effect(move |_| {
            set(&element, name, value.answer().as_deref());
            None
        });
    }

    fn live_property(&mut self, name: &'static str, mut value: Live<JsValue>) {
        let (element, name) = (self.element.clone(), JsValue::from(name));
        self.effect(move |_| {
            let value = value.answer();
            if js_sys::Reflect::get(&element, &name).ok().as_ref() != Some(&value) {
                let _ = js_sys::Reflect::set(&element, &name, &value);
            }
            None
        });
    }

    fn handle(&mut self, name: &'static str, handler: Handler) {
        let owner = Owner::current();
        let handler: Closure<dyn Fn(Event)> = Closure::new(move |event| match &owner {
            Some(owner) => owner.with(|| handler.handle(event)),
            None => handler.handle(event),
        });
        let _ = self.element.add_event_listener_with_callback(name, handler.as_ref().unchecked_ref());
        self.handlers.push(handler);
    }

    fn live_text(&mut self, document: &Document, mut text: Live<String>) {
        let node = document.create_text_node("");
        self.append(&node);
        self.effect(move |_| {
            let text = text.answer();
            if node.data() != text {
                node.set_data(&text);
            }
            None
        });
    }

    fn live(&mut self, document: &Document, mut child: Live<Option<El>>) {
        let (element, place) = (self.element.clone(), self.place(document));
        let parent = Owner::current();
        self.effect(move |before| {
            let focused = Focused::within(&element);
            // First it goes, and with it what would be told of the same change.
            if let Some(Kept::One(Some((owner, before)))) = before {
                before.element.remove();
                drop(before);
                owner.cleanup();
            }
            let owner = child_of(parent.as_ref());
            let made = owner.with(|| child.answer().map(El::make));
            if let Some(made) = &made {
                let _ = element.insert_before(&made.element, Some(&place));
            }
            focused.into_iter().for_each(Focused::settle);
            Some(Kept::One(made.map(|made| (owner, made))))
        });
    }

    fn each(
        &mut self,
        document: &Document,
        mut keys: Live<Vec<String>>,
        child: Box<dyn Fn(&str) -> El + Send>,
    ) {
        let (element, place) = (self.element.clone(), self.place(document));
        let parent = Owner::current();
        self.effect(move |before| {
            let mut before = match before {
                Some(Kept::Several(before)) => before,
                _ => HashMap::new(),
            };
            let focused = Focused::within(&element);
            let keys = keys.answer();
            // First they go: what stays need not be moved then, which would take the focus from it.
            for (_, (owner, gone)) in before.extract_if(|key, _| !keys.contains(key)) {
                gone.element.remove();
                drop(gone);
                owner.cleanup();
            }
            let mut now = HashMap::new();
            let mut next = place.clone();
            for key in keys.into_iter().rev() {
                // The same key twice is shown once.
                if now.contains_key(&key) {
                    continue;
                }
                let kept = before.remove(&key).unwrap_or_else(|| {
                    let owner = child_of(parent.as_ref());
                    let made = owner.with(|| child(&key).make());
                    (owner, made)
                });
                let node: &Node = &kept.1.element;
                if node.next_sibling().as_ref() != Some(&next) {
                    let _ = element.insert_before(node, Some(&next));
                }
                next = node.clone();
                now.insert(key, kept);
            }
            focused.into_iter().for_each(Focused::settle);
            Some(Kept::Several(now))
        });
    }

    /// A mark in front of which something comes and goes.
    fn place(&self, document: &Document) -> Node {
        let place = document.create_text_node("");
        self.append(&place);
        place.unchecked_into()
    }
}

/// An owner that lives until what it owns goes. Not one of the effect's own: those end whenever the effect runs again, and
/// what is kept from run to run must not.
fn child_of(parent: Option<&Owner>) -> Owner {
    parent.map_or_else(Owner::new, Owner::child)
}

fn create(document: &Document, tag: &str) -> Result<web_sys::Element, JsValue> {
    match tag {
        "svg" | "path" | "rect" | "circle" | "g" => {
            document.create_element_ns(Some("http://www.w3.org/2000/svg"), tag)
        }
        tag => document.create_element(tag),
    }
}

fn set(element: &web_sys::Element, name: &str, value: Option<&str>) {
    // The names are this program's own, and good ones.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

#[cold]
#[expect(clippy::panic, reason = "an element is built by a page, and a page has a document")]
fn unreachable_in_a_browser() -> ! {
    panic!("there is no page to build an element in")
}

impl Drop for ElState {
    fn drop(&mut self) {
        self.alive.set(false);
        // What an effect keeps would live on until it notices that nobody wants it any more.
        for effect in &self.effects {
            drop(effect.take_value());
        }
    }
}

impl Mountable for ElState {
    fn unmount(&mut self) {
        self.element.remove();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        let _ = parent.insert_before(&self.element, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let Some(parent) = self.element.parent_element() else { return false };
        child.mount(&parent, Some(&self.element));
        true
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element.clone()]
    }
}
