//! Elements as values of one type.
//!
//! The page has hundreds of elements, and agents load it over thin lines. `view!` makes a type of its own for each piece of
//! markup, and the compiler writes the code for building, updating and removing each anew: five times the code of what is
//! here. An [`El`] is data; one function builds them all. What changes is a closure, run again when a signal that it
//! reads changes, as everywhere in Leptos; nothing else of the element is touched.
//!
//! It renders on the server by [`RenderHtml`]. In the browser it is built, not hydrated: what the server drew is replaced
//! in one step.

use std::borrow::Cow;

use leptos::{
    prelude::*,
    tachys::{
        html::attribute::{Attribute, any_attribute::AnyAttribute},
        hydration::Cursor,
        view::{Position, PositionState, Render, RenderHtml, add_attr::AddAnyAttr},
    },
};
use wasm_bindgen::JsValue;
use web_sys::Event;

use super::{build::ElState, memo::Memo};

/// Elements that have no content and no end.
const VOID: [&str; 4] = ["input", "img", "link", "hr"];

pub(super) type Live<T> = Box<dyn Answer<T> + Send>;
pub(super) type Handler = Box<dyn Handle + Send>;
pub(super) type Built = Box<dyn FnOnce(web_sys::Element) + Send>;

/// A closure that answers with something. A trait of our own, as the next is: for the standard library's, the compiler
/// writes ways to call each closure that nobody goes.
pub(super) trait Answer<T> {
    fn answer(&mut self) -> T;
}

impl<T, F: FnMut() -> T> Answer<T> for F {
    fn answer(&mut self) -> T {
        self()
    }
}

/// A closure that does something about an event, which may bring the next one before it is done.
pub(super) trait Handle {
    fn handle(&self, event: Event);
}

impl<F: Fn(Event)> Handle for F {
    fn handle(&self, event: Event) {
        self(event);
    }
}

#[must_use = "an element is shown only where it is put"]
/// An element: its tag, and in order what it has.
pub struct El {
    pub(super) tag: &'static str,
    pub(super) parts: Vec<Part>,
}

/// What an element can have.
pub(super) enum Part {
    Attribute(&'static str, Cow<'static, str>),
    LiveAttribute(&'static str, Live<Option<String>>),
    LiveProperty(&'static str, Live<JsValue>),
    Event(&'static str, Handler),
    Built(Built),
    Text(Cow<'static, str>),
    LiveText(Live<String>),
    Child(El),
    Live(Live<Option<El>>),
    Each(Live<Vec<String>>, Box<dyn Fn(&str) -> El + Send>),
}

/// An element of this tag.
pub fn el(tag: &'static str) -> El {
    El { tag, parts: Vec::new() }
}

/// An element of this tag and class.
pub fn classed(tag: &'static str, class: &'static str) -> El {
    el(tag).attr("class", class)
}

impl El {
    fn with(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    /// An attribute.
    pub fn attr(self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.with(Part::Attribute(name, value.into()))
    }

    /// An attribute that is there while the closure answers with something.
    pub fn live_attr(
        self,
        name: &'static str,
        value: impl FnMut() -> Option<String> + Send + 'static,
    ) -> Self {
        self.with(Part::LiveAttribute(name, Box::new(value)))
    }

    /// An attribute without a value that is there while the closure says so.
    pub fn flag(self, name: &'static str, mut on: impl FnMut() -> bool + Send + 'static) -> Self {
        self.live_attr(name, move || on().then(String::new))
    }

    /// The text in a field. Written only when it is not there already, so that a cursor stays where it is.
    pub fn value(self, mut value: impl FnMut() -> String + Send + 'static) -> Self {
        self.with(Part::LiveProperty("value", Box::new(move || value().into())))
    }

    /// Whether a box is ticked.
    pub fn checked(self, mut checked: impl FnMut() -> bool + Send + 'static) -> Self {
        self.with(Part::LiveProperty("checked", Box::new(move || checked().into())))
    }

    /// What is done when something happens to the element, by the event's name.
    pub fn on(self, event: &'static str, handler: impl Fn(Event) + Send + 'static) -> Self {
        self.with(Part::Event(event, Box::new(handler)))
    }

    /// What is done when the element is pressed.
    pub fn click(self, handler: impl Fn() + Send + 'static) -> Self {
        self.on("click", move |_| handler())
    }

    /// What is done with the element once it is built, in the browser.
    pub fn built(self, built: impl FnOnce(web_sys::Element) + Send + 'static) -> Self {
        self.with(Part::Built(Box::new(built)))
    }

    /// A text.
    pub fn text(self, text: impl Into<Cow<'static, str>>) -> Self {
        self.with(Part::Text(text.into()))
    }

    /// A text that changes.
    pub fn live_text(self, text: impl FnMut() -> String + Send + 'static) -> Self {
        self.with(Part::LiveText(Box::new(text)))
    }

    /// A child.
    pub fn child(self, child: El) -> Self {
        self.with(Part::Child(child))
    }

    /// Children.
    pub fn children(self, children: impl IntoIterator<Item = El>) -> Self {
        children.into_iter().fold(self, Self::child)
    }

    /// A child that is made anew whenever a signal that the closure reads changes. Let it read only what decides which
    /// child that is.
    pub fn live(self, child: impl FnMut() -> Option<El> + Send + 'static) -> Self {
        self.with(Part::Live(Box::new(child)))
    }

    /// A child that is there while `on` says so.
    pub fn show(
        self,
        on: impl Fn() -> bool + Send + Sync + 'static,
        child: impl Fn() -> El + Send + 'static,
    ) -> Self {
        let (on, child) = (Memo::new(move |_| on()), Box::new(child) as Box<dyn Fn() -> El + Send>);
        self.with(shown(on, child))
    }

    /// One child for each key, in their order. A child stays as it is as long as its key is there, and moves with it.
    pub fn each(
        self,
        keys: impl FnMut() -> Vec<String> + Send + 'static,
        child: impl Fn(&str) -> El + Send + 'static,
    ) -> Self {
        self.with(Part::Each(Box::new(keys), Box::new(child)))
    }

    fn write(self, html: &mut String) {
        html.push('<');
        html.push_str(self.tag);
        let attribute = |html: &mut String, name: &str, value: &str| {
            html.push(' ');
            html.push_str(name);
            html.push_str("=\"");
            escape(value, html);
            html.push('"');
        };
        let mut children = Vec::new();
        for part in self.parts {
            match part {
                Part::Attribute(name, value) => attribute(html, name, &value),
                Part::LiveAttribute(name, mut value) => {
                    if let Some(value) = value.answer() {
                        attribute(html, name, &value);
                    }
                }
                Part::LiveProperty(..) | Part::Event(..) | Part::Built(_) => {}
                child => children.push(child),
            }
        }
        html.push('>');
        for child in children {
            match child {
                Part::Text(text) => escape(&text, html),
                Part::LiveText(mut text) => escape(&text.answer(), html),
                Part::Child(child) => child.write(html),
                Part::Live(mut child) => child.answer().into_iter().for_each(|child| child.write(html)),
                Part::Each(mut keys, child) => keys.answer().iter().for_each(|key| child(key).write(html)),
                _ => {}
            }
        }
        if !VOID.contains(&self.tag) {
            html.push_str("</");
            html.push_str(self.tag);
            html.push('>');
        }
    }
}

impl std::fmt::Debug for El {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "<{}>", self.tag)
    }
}

/// Apart from [`El::show`], so that it is there once.
fn shown(on: Memo<bool>, child: Box<dyn Fn() -> El + Send>) -> Part {
    Part::Live(Box::new(move || on.get().then(&child)))
}

fn escape(text: &str, html: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            letter => html.push(letter),
        }
    }
}

impl Render for El {
    type State = ElState;

    fn build(self) -> Self::State {
        self.make()
    }

    fn rebuild(self, state: &mut Self::State) {
        let mut new = self.make();
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl AddAnyAttr for El {
    type Output<SomeNewAttr: Attribute> = Self;

    /// Attributes are given where the element is written.
    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self::Output<NewAttr> {
        self
    }
}

impl RenderHtml for El {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
        self.write(buf);
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Self::State {
        self.make()
    }

    fn into_owned(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use leptos::reactive::owner::Owner;

    use super::*;

    #[test]
    fn it_is_written_as_html_in_which_no_value_breaks_out() {
        let name = "<b>\"&\"</b>".to_owned();
        let list = classed("ul", "names").attr("title", name.clone()).children([
            el("li").text(name),
            el("li").live_text(|| "second".to_owned()).flag("hidden", || true).flag("open", || false),
        ]);
        assert_eq!(
            list.to_html(),
            "<ul class=\"names\" title=\"&lt;b&gt;&quot;&amp;&quot;&lt;/b&gt;\"><li>&lt;b&gt;&quot;&amp;&quot;&lt;/b&gt;</li>\
             <li hidden=\"\">second</li></ul>"
        );
    }

    #[test]
    fn what_is_empty_has_no_end() {
        assert_eq!(el("input").attr("type", "text").to_html(), "<input type=\"text\">");
    }

    #[test]
    fn what_changes_is_written_as_it_is_now() {
        let owner = Owner::new();
        owner.with(|| {
            let keys = || vec!["a".to_owned(), "b".to_owned()];
            let list = el("p").each(keys, |key| el("i").text(key.to_owned())).show(|| false, || el("b"));
            assert_eq!(list.to_html(), "<p><i>a</i><i>b</i></p>");
        });
    }
}
