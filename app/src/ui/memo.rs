//! Leptos' memo and effect, made once for all types.
//!
//! Leptos makes a memo anew for each type of value and an effect for each closure, a few kilobytes each. Here all are of
//! one type inside, and only the value's own comparison is made for each.

use std::{
    any::Any,
    fmt,
    marker::PhantomData,
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

use leptos::prelude::{Effect, Get, GetUntracked, Track, on_cleanup};

use super::element::Answer;

/// A value computed from signals. Whoever reads it is told when it becomes another, and not when it is only computed.
pub struct Memo<T> {
    kept: leptos::prelude::Memo<Kept>,
    value: PhantomData<fn() -> T>,
}

/// A value of any type.
#[derive(Clone)]
struct Kept(Arc<dyn Comparable>);

trait Comparable: Any + Send + Sync {
    fn equals(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + Send + Sync + 'static> Comparable for T {
    fn equals(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.0.equals(&*other.0 as &dyn Any)
    }
}

impl<T: PartialEq + Send + Sync + 'static> Memo<T> {
    /// Computes the value, from the one before, whenever a signal that it reads has changed and somebody wants to know.
    pub fn new(value: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        let value = move |before: Option<&Kept>| {
            let before = before.and_then(|before| (&*before.0 as &dyn Any).downcast_ref());
            Kept(Arc::new(value(before)))
        };
        Self { kept: kept(Box::new(value)), value: PhantomData }
    }

    /// The value as it is now, shared. Tells whoever asks when it has changed.
    pub fn read(self) -> Read<T> {
        own(self.kept.get())
    }

    /// The value as it is now, shared. Tells nobody.
    pub fn read_untracked(self) -> Read<T> {
        own(self.kept.get_untracked())
    }

    /// What `act` makes of the value. Tells whoever asks when it has changed.
    pub fn with<R>(self, act: impl FnOnce(&T) -> R) -> R {
        act(&self.read())
    }

    /// Tells whoever asks when it has changed.
    pub fn track(self) {
        self.kept.track();
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Memo<T> {
    /// A copy of the value as it is now. Tells whoever asks when it has changed.
    pub fn get(self) -> T {
        T::clone(&self.read())
    }

    /// A copy of the value as it is now. Tells nobody.
    pub fn get_untracked(self) -> T {
        T::clone(&self.read_untracked())
    }
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T> fmt::Debug for Memo<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Memo")
    }
}

/// A value that was read from a memo.
#[derive(Debug)]
pub struct Read<T>(Arc<T>);

impl<T> Deref for Read<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// How a value is computed; see [`Answer`].
trait Compute: Send + Sync {
    fn compute(&self, before: Option<&Kept>) -> Kept;
}

impl<F: Fn(Option<&Kept>) -> Kept + Send + Sync> Compute for F {
    fn compute(&self, before: Option<&Kept>) -> Kept {
        self(before)
    }
}

fn kept(value: Box<dyn Compute>) -> leptos::prelude::Memo<Kept> {
    leptos::prelude::Memo::new(move |before| value.compute(before))
}

fn own<T: Send + Sync + 'static>(kept: Kept) -> Read<T> {
    let value: Arc<dyn Any + Send + Sync> = kept.0;
    Read(value.downcast().unwrap_or_else(|_| of_another_type()))
}

#[cold]
#[expect(clippy::panic, reason = "a memo is filled by one function, whose type it has")]
fn of_another_type() -> ! {
    panic!("a memo holds a value of another type")
}

/// Does something in the browser, and again whenever a signal that it reads has changed.
pub fn effect(act: impl FnMut() + 'static) {
    run(Box::new(act));
}

fn run(mut act: Box<dyn Answer<()>>) {
    // An effect that was told of a change in the moment before its owner went still runs, on signals that are gone.
    let alive = Arc::new(AtomicBool::new(true));
    let gone = Arc::clone(&alive);
    on_cleanup(move || gone.store(false, Relaxed));
    Effect::new(move |_| {
        if alive.load(Relaxed) {
            act.answer();
        }
    });
}

#[cfg(test)]
mod tests {
    use leptos::{
        prelude::{RwSignal, Set},
        reactive::owner::Owner,
    };

    use super::*;

    #[test]
    fn it_is_what_its_signals_make_it() {
        Owner::new().with(|| {
            let signal = RwSignal::new(1);
            let doubled = Memo::new(move |_| signal.get() * 2);
            let text = Memo::new(move |_| doubled.get().to_string());
            assert_eq!((doubled.get(), text.read().len()), (2, 1));
            signal.set(5);
            assert_eq!((doubled.get_untracked(), text.with(String::len)), (10, 2));
        });
    }
}
