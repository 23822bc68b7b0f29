//! The page as a whole: that it has come to life, and that it has died.

/// Marks the page as alive: from now on a click does something. Tests and styles wait for it.
pub fn mark_alive() {
    if let Some(root) = root() {
        // Without the mark the page works all the same.
        let _ = root.set_attribute("data-alive", "");
    }
}

/// Says over the whole page that it has died and how to go on. A dead page looks alive, which is worse than none.
pub fn show_crash(reason: &str) {
    web_sys::console::error_1(&reason.into());
    if let Some(root) = root() {
        // For whoever started it.
        let _ = root.set_attribute("data-reason", reason);
        let _ = root.set_attribute(
            "data-crashed",
            "The desktop has stopped. Reload the page to go on: contacts and records are not lost.",
        );
    }
}

fn root() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.document_element()
}
