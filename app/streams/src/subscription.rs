//! One subscription to the library's event bus as a guard.
//!
//! The library goes over a copy of its subscribers, so a handler can still be called in the turn in which it was
//! removed. The guard therefore has a flag, and the closure outlives the turn: calling a freed closure would throw
//! into the library, which swallows it.

use std::{cell::Cell, rc::Rc};

use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use crate::{
    StreamsError,
    sys::{EventBus, Handle, refused},
};

/// Unsubscribes when dropped.
#[must_use = "dropping a subscription ends it"]
#[derive(Debug)]
pub(crate) struct Subscription {
    handler: Option<Closure<dyn Fn(JsValue)>>,
    handle: Handle,
    alive: Rc<Cell<bool>>,
}

impl std::fmt::Debug for Handle {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Handle")
    }
}

impl Subscription {
    /// Calls `handler` with each event of this name. `Fn`, because the library may call it while it runs.
    pub(crate) fn to(
        bus: &EventBus,
        event: &str,
        handler: impl Fn(JsValue) + 'static,
    ) -> Result<Self, StreamsError> {
        let alive = Rc::new(Cell::new(true));
        let guarded = {
            let alive = Rc::clone(&alive);
            move |data: JsValue| {
                if alive.get() {
                    handler(data);
                }
            }
        };
        let handler: Closure<dyn Fn(JsValue)> = Closure::new(guarded);
        let handle =
            bus.subscribe(event, handler.as_ref().unchecked_ref()).map_err(refused("EventBus.subscribe"))?;
        Ok(Self { handler: Some(handler), handle, alive })
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.alive.set(false);
        // A library that cannot unsubscribe has dropped its bus already, and with it this subscription.
        let _ = self.handle.unsubscribe();
        let handler = self.handler.take();
        wasm_bindgen_futures::spawn_local(async move { drop(handler) });
    }
}
