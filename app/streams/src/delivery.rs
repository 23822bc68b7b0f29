//! How events reach their handlers: one after the other, never inside each other, never inside a call of ours.
//!
//! The library calls its subscribers in the middle of its own work. It may call back before the call that subscribed
//! returns, call again while a handler runs, and it swallows what a handler throws. So:
//!
//! * What the library reports by itself is handed over at once: whoever learns of a contact can subscribe to it before
//!   the library reports the contact's first state.
//! * What it reports while a handler runs waits until that handler is done; what it reports inside a call that this
//!   crate makes waits until the caller is done (a microtask of the same turn).
//! * A handler that panics stops the program's code in the middle of the library's, which swallows it. A microtask that
//!   looks afterwards throws it again, where the page sees it like every other uncaught error.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
};

use wasm_bindgen_futures::spawn_local;

type Task = Box<dyn FnOnce()>;

thread_local! {
    static QUEUE: RefCell<VecDeque<Task>> = const { RefCell::new(VecDeque::new()) };
    /// Whether a handler runs.
    static HANDLING: Cell<bool> = const { Cell::new(false) };
    /// How many calls of ours are under way in the library.
    static CALLING: Cell<usize> = const { Cell::new(0) };
}

/// Runs `task` after everything that was queued before it.
pub(crate) fn deliver(task: impl FnOnce() + 'static) {
    QUEUE.with_borrow_mut(|queue| queue.push_back(Box::new(task)));
    if HANDLING.get() {
        return;
    }
    if CALLING.get() == 0 {
        drain();
    } else {
        spawn_local(async { drain() });
    }
}

/// Runs `task` when the turn that runs now is over, the library's part of it included.
pub(crate) fn after_this_turn(task: impl FnOnce() + 'static) {
    spawn_local(async { task() });
}

/// Makes a call into the library, during which no handler runs.
pub(crate) fn calling<T>(call: impl FnOnce() -> T) -> T {
    CALLING.set(CALLING.get() + 1);
    let result = call();
    CALLING.set(CALLING.get() - 1);
    result
}

fn drain() {
    if HANDLING.replace(true) {
        return;
    }
    let mut watched = false;
    // Taken out before it runs, because it may queue more.
    while let Some(task) = QUEUE.with_borrow_mut(VecDeque::pop_front) {
        if !std::mem::replace(&mut watched, true) {
            after_this_turn(surface_a_panic);
        }
        task();
    }
    HANDLING.set(false);
}

/// A handler that still runs when its turn is over has panicked.
fn surface_a_panic() {
    if HANDLING.replace(false) {
        // Those behind it in the queue get their turn all the same.
        after_this_turn(drain);
        wasm_bindgen::throw_str(
            "A handler of an event of Amazon Connect Streams panicked; see the message before this one.",
        );
    }
}
