//! One shared beat per second. Whatever ticks on the page is computed from moments and this.

use std::time::Duration;

use connect_streams::EpochMs;
use leptos::prelude::*;

use super::effect;

/// The local clock as a signal that changes once a second. On the server it stands at zero.
#[derive(Clone, Copy, Debug)]
pub struct Tick(RwSignal<EpochMs>);

impl Tick {
    /// What the local clock said at the last beat.
    pub fn now(self) -> EpochMs {
        self.0.get()
    }
}

/// Starts the beat and provides it.
pub fn provide_tick() {
    let tick = RwSignal::new(EpochMs::default());
    provide_context(Tick(tick));
    effect(move || {
        tick.set(EpochMs::now());
        let beat = set_interval_with_handle(move || tick.set(EpochMs::now()), Duration::from_secs(1));
        on_cleanup(move || {
            if let Ok(beat) = beat {
                beat.clear();
            }
        });
    });
}

/// The beat of this page.
pub fn use_tick() -> Tick {
    expect_context()
}
