//! The customers that traffic is made of: when the next one comes, and what each does after.
//!
//! Plain Rust: the time comes in, deeds go out, and whoever carries them out says what came of them. Arrivals are a
//! Poisson process. Each customer brings as much patience as they have and as much to say as they have; both are drawn
//! as they arrive, so that what agents do changes nothing about who comes next.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::order::Plan;
use crate::centre::{Channel, ContactId, EpochMs};
use crate::chance::Chance;
use crate::instance::QueueIndex;

/// The standard deviation of the logarithm: of three customers, two are within a factor of 1.8 of the median.
const SPREAD: f64 = 0.6;

/// How much later a customer may notice what happened to their contact.
const GLANCE_MS: u32 = 250;

/// Who is further behind has slept, as a laptop does, and does not make up for it.
const LATEST_MS: i64 = 5_000;

/// What is to be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Deed {
    /// Somebody turns up; say to [`Customers::arrived`] which contact it has become.
    Arrive(Customer),
    /// Look how this contact stands, and say so to [`Customers::looked`].
    Look(ContactId),
}

/// Somebody who wants something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Customer {
    pub(super) channel: Channel,
    pub(super) queue: QueueIndex,
    /// Decides who it is.
    pub(super) who: usize,
    patience_ms: u32,
    talk_ms: u32,
}

/// How a contact stands, as far as its customer minds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Waiting,
    /// Somebody has accepted, and the line is coming.
    Accepted,
    Talking {
        since: EpochMs,
    },
    Over {
        was_answered: bool,
    },
}

/// What has come of the traffic so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Figures {
    made: u64,
    answered: u64,
    abandoned: u64,
}

#[derive(Debug, Clone)]
struct Arrivals {
    plan: Plan,
    /// Milliseconds since 1970 with their fraction, or the rate would suffer from rounding.
    next_ms: f64,
}

/// What a customer does after a look at how things stand.
#[derive(PartialEq, Eq)]
enum Next {
    Look(EpochMs),
    HangUp,
    Forget,
}

#[derive(Debug)]
pub(super) struct Customers {
    chance: Chance,
    arrivals: Option<Arrivals>,
    /// Those who are there, and until when they wait.
    there: BTreeMap<ContactId, (Customer, EpochMs)>,
    /// Those who nobody has answered yet, as far as is known.
    unanswered: BTreeSet<ContactId>,
    due: BTreeSet<(EpochMs, ContactId)>,
    figures: Figures,
}

impl Customers {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            chance: Chance::new(seed),
            arrivals: None,
            there: BTreeMap::new(),
            unanswered: BTreeSet::new(),
            due: BTreeSet::new(),
            figures: Figures::default(),
        }
    }

    /// From now on they come so. A seed begins the draws anew; without one they go on.
    pub(super) fn come(&mut self, plan: Plan, seed: Option<u64>, now: EpochMs) {
        if let Some(seed) = seed {
            self.chance = Chance::new(seed);
        }
        let mut arrivals = Arrivals { plan, next_ms: 0.0 };
        arrivals.draw_next_after(now, &mut self.chance);
        self.arrivals = Some(arrivals);
    }

    /// No more of them come. Who is there stays as long as they would have.
    pub(super) fn stop(&mut self) {
        self.arrivals = None;
    }

    /// When there is something to do.
    pub(super) fn next(&self) -> Option<EpochMs> {
        let arrival = self.arrivals.as_ref().map(Arrivals::next);
        let due = self.due.first().map(|(at, _)| *at);
        arrival.into_iter().chain(due).min()
    }

    /// The next thing to do, if it is time for it.
    pub(super) fn deed(&mut self, now: EpochMs) -> Option<Deed> {
        let look = self.due.first().copied().filter(|(at, _)| *at <= now);
        let arrival = self.arrivals.as_ref().map(Arrivals::next).filter(|at| *at <= now);
        match (look, arrival) {
            (Some((at, id)), arrival) if arrival.is_none_or(|arrival| at <= arrival) => {
                self.due.remove(&(at, id));
                Some(Deed::Look(id))
            }
            (_, Some(_)) => self.draw(now).map(Deed::Arrive),
            _ => None,
        }
    }

    fn draw(&mut self, now: EpochMs) -> Option<Customer> {
        let Self { chance, arrivals: Some(arrivals), .. } = self else { return None };
        let customer = Customer::draw(&arrivals.plan, chance);
        if arrivals.next() < now.plus(-LATEST_MS) {
            arrivals.draw_next_after(now, chance);
        } else {
            arrivals.draw_next(chance);
        }
        Some(customer)
    }

    pub(super) fn arrived(&mut self, id: ContactId, customer: Customer, now: EpochMs) {
        let gives_up = now.plus(customer.patience_ms.into());
        self.figures.made += 1;
        self.unanswered.insert(id);
        self.due.insert((customer.earliest(now).min(gives_up), id));
        self.there.insert(id, (customer, gives_up));
    }

    /// Says whether the customer now hangs up.
    pub(super) fn looked(&mut self, id: ContactId, standing: Standing, now: EpochMs) -> bool {
        let Some((customer, gives_up)) = self.there.get(&id) else { return false };
        let next = match standing {
            Standing::Waiting if *gives_up <= now => Next::HangUp,
            Standing::Waiting => Next::Look((*gives_up).min(customer.earliest(now))),
            Standing::Accepted => Next::Look(now.plus(GLANCE_MS.into())),
            // Nobody is at the other end of a task or an e-mail: the agent says when it is done.
            Standing::Talking { .. } if !customer.hears() => Next::Forget,
            Standing::Talking { since } => {
                let end = since.plus(customer.talk_ms.into());
                if end > now { Next::Look(end) } else { Next::HangUp }
            }
            Standing::Over { .. } => Next::Forget,
        };
        if matches!(standing, Standing::Talking { .. } | Standing::Over { was_answered: true }) {
            self.note_answered(id);
        }
        if let Next::Look(at) = next {
            self.due.insert((at, id));
        } else {
            self.there.remove(&id);
            if self.unanswered.remove(&id) {
                self.figures.abandoned += 1;
            }
        }
        next == Next::HangUp
    }

    /// Somebody has taken this one.
    pub(super) fn note_answered(&mut self, id: ContactId) {
        if self.unanswered.remove(&id) {
            self.figures.answered += 1;
        }
    }

    /// Those of whom it is not known that somebody has taken them.
    pub(super) fn unanswered(&self) -> impl Iterator<Item = ContactId> {
        self.unanswered.iter().copied()
    }

    pub(super) fn figures(&self) -> Figures {
        self.figures
    }
}

impl Arrivals {
    #[expect(clippy::cast_possible_truncation, reason = "a moment of any year before 287396 fits")]
    fn next(&self) -> EpochMs {
        EpochMs(self.next_ms as i64)
    }

    fn draw_next(&mut self, chance: &mut Chance) {
        self.next_ms += chance.exponential(self.plan.mean_ms);
    }

    fn draw_next_after(&mut self, now: EpochMs, chance: &mut Chance) {
        self.next_ms = now.as_seconds() * 1000.0;
        self.draw_next(chance);
    }
}

impl Customer {
    fn draw(plan: &Plan, chance: &mut Chance) -> Self {
        let total = plan.channels.iter().map(|(_, weight)| *weight as usize).sum();
        let mut left = chance.below(total);
        let mut channel = Channel::Voice;
        for (listed, weight) in &plan.channels {
            channel = *listed;
            match left.checked_sub(*weight as usize) {
                Some(rest) => left = rest,
                None => break,
            }
        }
        Self {
            channel,
            queue: plan.queues[chance.below(plan.queues.len())],
            who: chance.below(usize::MAX),
            patience_ms: chance.lognormal(plan.patience_ms, SPREAD).max(1),
            talk_ms: chance.lognormal(plan.talk_ms, SPREAD).max(1),
        }
    }

    /// When they hang up if somebody answers right now. Before, there is nothing to look for.
    fn earliest(&self, now: EpochMs) -> EpochMs {
        now.plus(self.talk_ms.max(GLANCE_MS).into())
    }

    fn hears(&self) -> bool {
        !matches!(self.channel, Channel::Task | Channel::Email)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::order::{Span, Traffic};
    use super::*;
    use crate::instance::Instance;

    const MORNING: EpochMs = EpochMs(1_700_000_000_000);

    fn traffic(per_minute: f64) -> Traffic {
        let span = |median| Some(Span { median });
        Traffic {
            contacts_per_minute: per_minute,
            channels: Some([(Channel::Voice, 3), (Channel::Chat, 1)].into()),
            queues: None,
            talk_ms: span(30_000),
            patience_ms: span(10_000),
            seed: None,
        }
    }

    fn customers(traffic: &Traffic, seed: u64) -> Customers {
        let mut customers = Customers::new(seed);
        customers.come(traffic.plan(&Instance::built_in().unwrap()).unwrap(), None, MORNING);
        customers
    }

    /// Everybody who comes until then, and when.
    fn arrivals(customers: &mut Customers, until: EpochMs) -> Vec<(EpochMs, Customer)> {
        let mut came = Vec::new();
        while let Some(at) = customers.next().filter(|at| *at <= until) {
            if let Some(Deed::Arrive(customer)) = customers.deed(at) {
                came.push((at, customer));
            }
        }
        came
    }

    fn only(customers: &mut Customers) -> (ContactId, Customer, EpochMs) {
        let at = customers.next().unwrap();
        let Some(Deed::Arrive(customer)) = customers.deed(at) else { panic!("somebody comes first") };
        customers.stop();
        let id = ContactId(Uuid::from_u128(1));
        customers.arrived(id, customer.clone(), at);
        (id, customer, at)
    }

    #[test]
    fn they_come_as_often_as_asked_for_and_independently() {
        let hours = MORNING.plus(10 * 3_600_000);
        let came = arrivals(&mut customers(&traffic(30.0), 7), hours);
        // 18,000 are expected; three standard deviations are 400.
        assert!((17_600..18_400).contains(&came.len()), "{}", came.len());
        // The number in a minute has the variance of its mean: this is what makes it a Poisson process.
        let mut minutes = vec![0_i32; 600];
        for (at, _) in &came {
            minutes[usize::try_from((at.0 - MORNING.0) / 60_000).unwrap().min(599)] += 1;
        }
        let variance = minutes.iter().map(|number| f64::from(number - 30).powi(2)).sum::<f64>() / 600.0;
        assert!((25.0..36.0).contains(&variance), "{variance}");
        let chats = came.iter().filter(|(_, customer)| customer.channel == Channel::Chat).count();
        assert!((4_300..4_700).contains(&(chats * 18_000 / came.len())), "a quarter are chats: {chats}");
        for queue in 0..3 {
            let index = Instance::built_in()
                .unwrap()
                .queue_named(["BasicQueue", "Billing", "Support"][queue])
                .unwrap();
            let share = came.iter().filter(|(_, customer)| customer.queue == index).count();
            assert!((5_700..6_300).contains(&share), "a third in each queue: {share}");
        }
        let mut talks: Vec<_> = came.iter().map(|(_, customer)| customer.talk_ms).collect();
        talks.sort_unstable();
        assert!((29_000..31_000).contains(&talks[talks.len() / 2]));
    }

    #[test]
    fn the_same_seed_brings_the_same_people_at_the_same_moments() {
        let until = MORNING.plus(600_000);
        let of = |seed| arrivals(&mut customers(&traffic(30.0), seed), until);
        assert_eq!(of(7), of(7));
        assert_ne!(of(7), of(8));
        let mut again = customers(&traffic(30.0), 8);
        again.come(traffic(30.0).plan(&Instance::built_in().unwrap()).unwrap(), Some(7), MORNING);
        assert_eq!(arrivals(&mut again, until), of(7));
    }

    #[test]
    fn nobody_comes_after_a_stop_and_a_change_is_felt_at_once() {
        let mut customers = customers(&traffic(0.1), 7);
        assert!(customers.next().unwrap() > MORNING.plus(2_000));
        customers.come(traffic(60_000.0).plan(&Instance::built_in().unwrap()).unwrap(), None, MORNING);
        assert!(customers.next().unwrap() < MORNING.plus(20));
        customers.stop();
        assert_eq!(customers.next(), None);
        assert_eq!(customers.deed(MORNING.plus(1_000_000)), None);
    }

    #[test]
    fn who_has_slept_does_not_make_up_for_it() {
        let mut customers = customers(&traffic(60.0), 7);
        let late = MORNING.plus(3_600_000);
        assert!(matches!(customers.deed(late), Some(Deed::Arrive(_))));
        assert!(customers.next().unwrap() >= late);
    }

    #[test]
    fn who_is_not_answered_gives_up_when_their_patience_ends() {
        let mut customers = customers(&traffic(30.0), 7);
        let (id, customer, at) = only(&mut customers);
        let gives_up = at.plus(customer.patience_ms.into());
        loop {
            let now = customers.next().unwrap();
            assert_eq!(customers.deed(now), Some(Deed::Look(id)));
            if customers.looked(id, Standing::Waiting, now) {
                assert_eq!(now, gives_up);
                break;
            }
        }
        assert_eq!(customers.next(), None);
        assert_eq!(customers.figures(), Figures { made: 1, answered: 0, abandoned: 1 });
    }

    #[test]
    fn who_is_answered_hangs_up_when_all_is_said() {
        let mut customers = customers(&traffic(30.0), 7);
        let (id, customer, at) = only(&mut customers);
        let since = at.plus(i64::from(customer.patience_ms) - 1);
        let end = since.plus(customer.talk_ms.into());
        loop {
            let now = customers.next().unwrap();
            assert_eq!(customers.deed(now), Some(Deed::Look(id)));
            let standing = if now < since { Standing::Waiting } else { Standing::Talking { since } };
            if customers.looked(id, standing, now) {
                assert_eq!(now, end);
                break;
            }
        }
        assert_eq!(customers.figures(), Figures { made: 1, answered: 1, abandoned: 0 });
    }

    #[test]
    fn a_task_in_somebodys_hands_is_left_there() {
        let mut order = traffic(30.0);
        order.channels = Some([(Channel::Task, 1)].into());
        let mut customers = customers(&order, 7);
        let (id, _, at) = only(&mut customers);
        let much_later = at.plus(10_000_000);
        assert!(!customers.looked(id, Standing::Talking { since: at }, much_later));
        assert_eq!(customers.figures(), Figures { made: 1, answered: 1, abandoned: 0 });
    }
}
