//! Traffic: customers who turn up by themselves, wait as long as they have patience, and talk.
//!
//! The rules are in [`customers`], which knows no clock, lock or task. Here they are set to work on the contact centre:
//! one task sleeps until the next thing is due. Customers only ever do what the control API could do in their place.

mod customers;
mod order;
mod people;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::Notify;

use self::customers::{Customers, Deed, Standing};
pub(crate) use self::order::Traffic;
pub use self::order::{NotARate, Rate};
use crate::centre::{Centre, Command, ContactId};
use crate::instance::Instance;
use crate::live::LiveCentre;
use crate::simulator::Simulator;

#[derive(Debug)]
struct State {
    asked_for: Option<Traffic>,
    customers: Customers,
    /// What everything random follows from if an order does not say.
    seed: u64,
}

#[derive(Debug)]
pub(crate) struct TrafficControl {
    state: Mutex<State>,
    changed: Notify,
}

impl TrafficControl {
    pub(crate) fn new(seed: u64) -> Self {
        let state = State { asked_for: None, customers: Customers::new(seed), seed };
        Self { state: Mutex::new(state), changed: Notify::new() }
    }

    /// Has the traffic follow from this seed, as long as none has been ordered.
    pub(crate) fn seed(&self, seed: u64) {
        let mut state = self.lock();
        (state.seed, state.customers) = (seed, Customers::new(seed));
    }

    /// Lets customers come, or come otherwise, from this moment on.
    pub(crate) fn order(
        &self,
        traffic: Traffic,
        live: &LiveCentre,
        instance: &Instance,
    ) -> Result<(), String> {
        let plan = traffic.plan(instance)?;
        let mut state = self.lock();
        state.customers.come(plan, traffic.seed, live.now());
        let running = state.asked_for.as_ref().and_then(|before| before.seed);
        let seed = traffic.seed.or(running).unwrap_or(state.seed);
        state.asked_for = Some(Traffic { seed: Some(seed), ..traffic.filled(instance) });
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// Nobody comes any more. Who is there waits and talks on.
    pub(crate) fn stop(&self) {
        let mut state = self.lock();
        state.asked_for = None;
        state.customers.stop();
        drop(state);
        self.changed.notify_one();
    }

    /// The traffic, and what has come of it.
    pub(crate) fn describe(&self, live: &LiveCentre) -> Value {
        let mut state = self.lock();
        let unanswered: Vec<_> = state.customers.unanswered().collect();
        let answered = live.read(|centre| {
            let is_answered =
                |id: &ContactId| centre.contact(*id).is_ok_and(|contact| contact.connected_at.is_some());
            unanswered.into_iter().filter(is_answered).collect::<Vec<_>>()
        });
        for id in answered {
            state.customers.note_answered(id);
        }
        let mut answer = json!(state.customers.figures());
        answer["traffic"] = json!(state.asked_for);
        answer
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Does what the customers do, when they do it, for ever.
pub(crate) async fn keep(simulator: &Simulator) {
    let Simulator { traffic, live, .. } = simulator;
    loop {
        let next = traffic.lock().customers.next();
        let due = async {
            match next {
                Some(at) => {
                    let wait = at.0 - live.now().0;
                    tokio::time::sleep(Duration::from_millis(wait.try_into().unwrap_or(0))).await;
                }
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = due => catch_up(traffic, live).await,
            () = traffic.changed.notified() => {}
        }
    }
}

/// Everything that is due by now. Requests are served in between.
async fn catch_up(traffic: &TrafficControl, live: &LiveCentre) {
    let now = live.now();
    loop {
        let Some(deed) = traffic.lock().customers.deed(now) else { return };
        match deed {
            // A customer who waits in a queue is never refused.
            Deed::Arrive(customer) => {
                if let Ok(Some(id)) = live.command(people::command(&customer)) {
                    traffic.lock().customers.arrived(id, customer, now);
                }
            }
            Deed::Look(id) => {
                let standing = live.read(|centre| standing(centre, id));
                if traffic.lock().customers.looked(id, standing, now) {
                    // Whoever has hung up before them has the same wish.
                    let _ = live.command(Command::CustomerHangsUp(id));
                }
            }
        }
        tokio::task::yield_now().await;
    }
}

fn standing(centre: &Centre, id: ContactId) -> Standing {
    match centre.contact(id) {
        Ok(contact) if contact.state.is_over() => {
            Standing::Over { was_answered: contact.connected_at.is_some() }
        }
        Ok(contact) => match (contact.connected_at, contact.accepted_at) {
            (Some(since), _) => Standing::Talking { since },
            (None, Some(_)) => Standing::Accepted,
            (None, None) => Standing::Waiting,
        },
        // Forgotten, as a contact is that has been over for long.
        Err(_) => Standing::Over { was_answered: true },
    }
}
