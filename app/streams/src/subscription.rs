//! A subscription as a guard, and as a stream for those who prefer that.

use std::{
    cell::{Cell, RefCell},
    pin::Pin,
    rc::{Rc, Weak},
    task::{Context, Poll},
};

use futures_channel::mpsc::{UnboundedReceiver, unbounded};
use futures_core::Stream;
use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use crate::{
    StreamsError,
    api::{Api, Target, api, from_js},
    data::place::Place,
    delivery::{after_this_turn, deliver},
};

thread_local! {
    static LIVE: Cell<usize> = const { Cell::new(0) };
}

/// How many subscriptions of this crate are alive, for tests that look for leaks.
pub fn live_subscriptions() -> usize {
    LIVE.get()
}

/// Unsubscribes when dropped. After that the handler is not called again, not even for what had already arrived.
#[must_use = "dropping a subscription ends it"]
pub struct Subscription {
    callbacks: Vec<Closure<dyn Fn(JsValue, JsValue)>>,
    /// Kept alive by the guard alone, for listeners that the library never lets go.
    _handler: Option<Rc<dyn std::any::Any>>,
    /// What the library returned: objects with `unsubscribe`, functions that do it, or nothing.
    handles: Vec<JsValue>,
    alive: Rc<Cell<bool>>,
}

impl std::fmt::Debug for Subscription {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Subscription").field("alive", &self.alive.get()).finish_non_exhaustive()
    }
}

impl Subscription {
    /// Subscribes through `subscribe`, which gets the callback that the library is to call.
    ///
    /// `read` turns what the library hands over (the data and the name of the event) into an event, at once, because
    /// the objects of the library change under our hands. `handler` is called with it when its turn comes.
    pub(crate) fn new<T: 'static>(
        subscribe: impl FnOnce(&Function) -> Result<JsValue, StreamsError>,
        read: impl Fn(JsValue, JsValue) -> T + 'static,
        handler: impl FnMut(T) + 'static,
    ) -> Result<Self, StreamsError> {
        let mut inbox = Inbox::new(handler);
        let callback = inbox.callback(read);
        let handle = subscribe(&callback)?;
        Ok(inbox.subscribed(vec![handle]))
    }

    /// Subscribes to an event that carries data, by a function of `target` that takes the callback last. What cannot be
    /// read is handed over as an error.
    pub(crate) fn to_data<T: Place + 'static>(
        target: &Target,
        api: Api,
        arguments: &[JsValue],
        handler: impl FnMut(Result<T, StreamsError>) + 'static,
    ) -> Result<Self, StreamsError> {
        let read = move |data: JsValue| from_js(&data).map_err(|error| api.undecodable(error));
        Self::by(target, api, arguments, read, handler)
    }

    /// Subscribes by a function of `target` that takes the callback last.
    pub(crate) fn by<T: 'static>(
        target: &Target,
        api: Api,
        arguments: &[JsValue],
        read: impl Fn(JsValue) -> T + 'static,
        handler: impl FnMut(T) + 'static,
    ) -> Result<Self, StreamsError> {
        let subscribe = |callback: &Function| {
            let mut arguments = arguments.to_vec();
            arguments.push(callback.into());
            target.call(api, &arguments)
        };
        Self::new(subscribe, move |data, _| read(data), handler)
    }
}

impl Subscription {
    /// A guard without a callback of its own: the handler lives as long as the guard.
    pub(crate) fn detached<T: 'static>(handler: impl FnMut(T) + 'static) -> (Self, Weak<Handler<T>>) {
        LIVE.set(LIVE.get() + 1);
        let handler: Rc<Handler<T>> = Rc::new(RefCell::new(handler));
        let inbox = Rc::downgrade(&handler);
        let keeper: Rc<dyn std::any::Any> = Rc::new(handler);
        let alive = Rc::new(Cell::new(true));
        (Self { callbacks: Vec::new(), _handler: Some(keeper), handles: Vec::new(), alive }, inbox)
    }
}

/// A handler that several callbacks lead to.
pub(crate) type Handler<T> = RefCell<dyn FnMut(T)>;

/// Several callbacks of one subscription that lead to one handler.
pub(crate) struct Inbox<T> {
    handler: Rc<Handler<T>>,
    callbacks: Vec<Closure<dyn Fn(JsValue, JsValue)>>,
    alive: Rc<Cell<bool>>,
}

impl<T: 'static> Inbox<T> {
    pub(crate) fn new(handler: impl FnMut(T) + 'static) -> Self {
        Self {
            handler: Rc::new(RefCell::new(handler)),
            callbacks: Vec::new(),
            alive: Rc::new(Cell::new(true)),
        }
    }

    /// A function for the library to call.
    pub(crate) fn callback(&mut self, read: impl Fn(JsValue, JsValue) -> T + 'static) -> Function {
        let (alive, handler) = (Rc::clone(&self.alive), Rc::clone(&self.handler));
        let callback: Closure<dyn Fn(JsValue, JsValue)> = Closure::new(move |data, name| {
            if !alive.get() {
                return;
            }
            let event = read(data, name);
            let (alive, handler) = (Rc::clone(&alive), Rc::clone(&handler));
            deliver(move || {
                // It may have been dropped by a handler that ran since.
                if !alive.get() {
                    return;
                }
                // It is borrowed already only when it panicked before.
                if let Ok(mut handler) = handler.try_borrow_mut() {
                    handler(event);
                }
            });
        });
        let function: Function = callback.as_ref().unchecked_ref::<Function>().clone();
        self.callbacks.push(callback);
        function
    }

    /// The guard, with what the library returned for each callback.
    pub(crate) fn subscribed(self, handles: Vec<JsValue>) -> Subscription {
        LIVE.set(LIVE.get() + 1);
        Subscription { callbacks: self.callbacks, _handler: None, handles, alive: self.alive }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        LIVE.set(LIVE.get().saturating_sub(1));
        self.alive.set(false);
        for handle in std::mem::take(&mut self.handles) {
            // A library that cannot unsubscribe has dropped its bus already, and with it this subscription.
            if let Some(unsubscribe) = handle.dyn_ref::<Function>() {
                let _ = unsubscribe.call0(&JsValue::UNDEFINED);
            } else if handle.is_object() {
                let _ = Target(handle).call(api!("Subscription.unsubscribe"), &[]);
            }
        }
        // The library goes over a copy of its subscribers: it may call this one once more in the turn that runs now,
        // and calling a freed closure would throw into it.
        let callbacks = std::mem::take(&mut self.callbacks);
        after_this_turn(move || drop(callbacks));
    }
}

/// Events as a [`Stream`]. Ends the subscription when dropped.
///
/// ```no_run
/// # use connect_streams::{Agent, EventStream, StreamsError};
/// # fn example(agent: &Agent) -> Result<(), StreamsError> {
/// let changes = EventStream::of(|each| agent.on_state_change(each))?;
/// # drop(changes);
/// # Ok(())
/// # }
/// ```
#[must_use = "dropping the stream ends its subscription"]
#[derive(Debug)]
pub struct EventStream<T> {
    events: UnboundedReceiver<T>,
    _subscription: Subscription,
}

impl<T: 'static> EventStream<T> {
    /// Makes a stream of any `on_…` function: `subscribe` hands it the handler.
    ///
    /// # Errors
    /// Those of the function.
    pub fn of(
        subscribe: impl FnOnce(Box<dyn FnMut(T)>) -> Result<Subscription, StreamsError>,
    ) -> Result<Self, StreamsError> {
        let (sender, events) = unbounded();
        let subscription = subscribe(Box::new(move |event| {
            // Nobody listens any more when this fails, and the subscription ends with the listener.
            let _ = sender.unbounded_send(event);
        }))?;
        Ok(Self { events, _subscription: subscription })
    }
}

impl<T> Stream for EventStream<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        Pin::new(&mut self.events).poll_next(context)
    }
}
