//! How events reach their handlers: one after the other, each in a turn of its own.
//!
//! The library calls its subscribers in the middle of its own work and swallows what they throw. It may call back
//! before the call that subscribed returns, and once more after a handler was taken away. So nobody's code runs there:
//! what arrives is read and queued, and the queue is emptied right after the library is done, in a microtask of the
//! same turn. A handler may therefore do anything: subscribe, unsubscribe, send commands, end the CCP, even panic, which
//! the page then sees like every other uncaught error.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
};

type Task = Box<dyn FnOnce()>;

thread_local! {
    static QUEUE: RefCell<VecDeque<Task>> = const { RefCell::new(VecDeque::new()) };
    static SCHEDULED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `task` after everything that was queued before it.
pub(crate) fn deliver(task: impl FnOnce() + 'static) {
    QUEUE.with_borrow_mut(|queue| queue.push_back(Box::new(task)));
    if !SCHEDULED.replace(true) {
        wasm_bindgen_futures::spawn_local(async { drain() });
    }
}

fn drain() {
    SCHEDULED.set(false);
    // Taken out before it runs, because it may queue more.
    while let Some(task) = QUEUE.with_borrow_mut(VecDeque::pop_front) {
        task();
    }
}
