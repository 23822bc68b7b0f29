//! Asks before the page goes away in the middle of a call. Only then: a browser keeps pages that ask out of its memory for
//! going back, and a question that comes always is answered without being read.

use connect_streams::ContactState;
use leptos::{ev, prelude::*};
use wasm_bindgen::JsValue;

use super::{DeskContact, Desktop};
use crate::ui::{Memo, effect};

/// Has the browser ask, for as long as a contact rings or somebody talks.
pub(super) fn warn_in_a_call(desktop: Desktop) {
    let live = Memo::new(move |_| desktop.view.read().contacts.iter().any(|contact| is_live(contact)));
    effect(move || {
        if !live.get() {
            return;
        }
        let asks = window_event_listener(ev::beforeunload, |event| {
            event.prevent_default();
            // Browsers write the question themselves; older ones ask it only for this.
            let _ = js_sys::Reflect::set(&event, &"returnValue".into(), &JsValue::TRUE);
        });
        on_cleanup(move || asks.remove());
    });
}

/// Whether something is lost for somebody if the page goes now.
fn is_live(contact: &DeskContact) -> bool {
    contact.snapshot.as_ref().is_some_and(|contact| {
        matches!(
            contact.state.kind,
            ContactState::Incoming
                | ContactState::Pending
                | ContactState::Connecting
                | ContactState::Connected
        )
    })
}
