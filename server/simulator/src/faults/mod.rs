//! Trouble on order: answers that come late, fail, break off or come out of turn; sockets that drop.
//!
//! Lies in front of every route of the instance and of nothing else, so the one who ordered the trouble can always
//! take it back. [`fault`] is what can be ordered, [`orders`] what hits whom and how often, in plain Rust; [`inject`]
//! carries it out, and `snapshots` and [`sockets`] what is not a matter of one request. A change is felt at once: who
//! waits in an earlier fault is let go.

mod broken;
mod caller;
mod fault;
mod inject;
mod orders;
mod snapshots;
mod sockets;

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

pub(crate) use self::broken::Reset;
pub(crate) use self::fault::Fault;
pub(crate) use self::inject::inject;
use self::orders::{Orders, Strike, Target};
pub(crate) use self::snapshots::Given;
pub(crate) use self::sockets::Sockets;

/// What is ordered at the moment. Change it through [`crate::simulator::Simulator`], which wakes the long polls.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    orders: Mutex<Orders>,
    /// Rings when orders are taken back, for those who wait in one.
    taken_back: watch::Sender<()>,
}

impl Faults {
    /// What is ordered, each with the times that are left of it.
    pub(crate) fn list(&self) -> Vec<Fault> {
        self.lock().list().to_vec()
    }

    pub(crate) fn replace(&self, faults: Vec<Fault>) {
        self.lock().replace(faults);
        self.taken_back.send_replace(());
    }

    /// One more. Who waits in an earlier one goes on waiting.
    pub(crate) fn add(&self, fault: Fault) {
        self.lock().add(fault);
    }

    fn is_quiet(&self) -> bool {
        self.lock().list().is_empty()
    }

    /// What happens to this request. It counts, so ask once.
    fn strike(&self, target: &Target) -> Strike {
        self.lock().strike(target)
    }

    fn lock(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
