//! Where the keyboard is. A browser drops the focus when the element that has it is taken away or moved; here it goes back,
//! or to whoever stands in its place. Done once, where elements come and go, so that no control needs to think of it.

use leptos::prelude::{document, request_animation_frame};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The attribute by which an element names, as CSS selects it, who gets the focus of what went from within it. Where there
/// is nobody, the next element around it is asked.
pub(crate) const HEIR: &str = "data-heir";

/// The focus within an element whose children are about to change.
pub(super) struct Focused {
    element: Element,
    /// The elements around it that name an heir, from the inside out.
    regions: Vec<Element>,
}

impl Focused {
    /// The focus, if it is within this element.
    pub(super) fn within(place: &Element) -> Option<Self> {
        let element = document().active_element().filter(|active| place.contains(Some(active)))?;
        let mut regions = Vec::new();
        let mut inside = Some(place.clone());
        while let Some(region) = inside.and_then(|inside| around(&inside)) {
            inside = region.parent_element();
            regions.push(region);
        }
        Some(Self { element, regions })
    }

    /// The children have changed: if that took the focus, it goes on once the page is drawn.
    pub(super) fn settle(self) {
        if !is_nowhere() {
            return;
        }
        request_animation_frame(move || {
            // Somebody may have moved it meanwhile.
            if !is_nowhere() || take(&self.element) {
                return;
            }
            let there = self.regions.iter().filter(|region| region.is_connected());
            let heirs = there.filter_map(|region| region.get_attribute(HEIR));
            let mut heirs = heirs.filter_map(|heir| document().query_selector(&heir).ok().flatten());
            heirs.any(|heir| take(&heir));
        });
    }
}

/// The nearest element that names an heir.
fn around(element: &Element) -> Option<Element> {
    // The selector is this program's own, and a good one.
    element.closest("[data-heir]").ok().flatten()
}

/// Whether no element has the focus.
pub(crate) fn is_nowhere() -> bool {
    document().active_element().is_none_or(|active| active.tag_name() == "BODY")
}

/// Gives the focus to an element. Answers whether it took it.
fn take(element: &Element) -> bool {
    // What does not take it leaves it where it is.
    let _ = element.unchecked_ref::<HtmlElement>().focus();
    !is_nowhere()
}
