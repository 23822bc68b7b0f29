//! What a population of agents has done, in figures.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Kept by all agents together.
#[derive(Debug, Default)]
pub(super) struct Figures(Mutex<Counts>);

/// The figures at one moment.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    /// The agents who are signed in.
    pub signed_in: usize,
    /// The contacts that are before them and not over.
    pub in_hand: usize,
    /// The contacts that were connected and have been cleared.
    pub handled: u64,
    /// The contacts that were cleared without having been connected.
    pub missed: u64,
    /// The requests that went wrong, for whatever reason.
    pub failed: u64,
    /// The contact records that the desktop server has taken.
    pub records: u64,
    /// How long after a change of a contact an agent saw it, by the clocks of both sides.
    pub seen_after: Times,
}

impl Figures {
    pub(super) fn note(&self, note: impl FnOnce(&mut Counts)) {
        note(&mut self.lock());
    }

    pub(super) fn now(&self) -> Counts {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { signed_in, in_hand, handled, missed, failed, records, seen_after } = self;
        write!(
            f,
            "{signed_in} signed in, {in_hand} in hand, {handled} handled, {missed} missed, {failed} failed"
        )?;
        if *records > 0 {
            write!(f, ", {records} records")?;
        }
        let (half, most) = (seen_after.percentile(50), seen_after.percentile(99));
        write!(f, "; changes seen after {} ms (p50), {} ms (p99)", half.as_millis(), most.as_millis())
    }
}

/// By so many bits the steps within an octave are told apart.
const STEPS: u32 = 5;

/// Lengths of time, as many as there are, in little room: each is known to three parts in a hundred.
#[derive(Debug, Clone, Default)]
pub struct Times {
    counts: Vec<u64>,
}

impl Times {
    pub(super) fn add(&mut self, time: Duration) {
        let step = step_of(time.as_micros().try_into().unwrap_or(u64::MAX));
        if self.counts.len() <= step {
            self.counts.resize(step + 1, 0);
        }
        self.counts[step] += 1;
    }

    /// So many of a hundred are at most this. Of none, nothing.
    pub fn percentile(&self, percent: u64) -> Duration {
        let total: u64 = self.counts.iter().sum();
        let mut left = (total * percent).div_ceil(100).max(1);
        for (step, count) in self.counts.iter().enumerate() {
            if *count >= left {
                return Duration::from_micros(end_of(step));
            }
            left -= count;
        }
        Duration::ZERO
    }
}

/// Up to 64 µs each has a step of its own; from there on each octave has 32.
fn step_of(micros: u64) -> usize {
    let octave = micros.max(1).ilog2();
    let steps = if octave <= STEPS {
        micros
    } else {
        let within = (micros >> (octave - STEPS)) - (1 << STEPS);
        (u64::from(octave - STEPS + 1) << STEPS) + within
    };
    usize::try_from(steps).unwrap_or(usize::MAX)
}

/// The longest time of a step.
fn end_of(step: usize) -> u64 {
    let step = step as u64;
    let octave = step >> STEPS;
    if octave <= 1 {
        return step;
    }
    let within = (step & ((1 << STEPS) - 1)) + (1 << STEPS);
    let shift = octave - 1;
    ((within + 1) << shift) - 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn percentiles_are_near_the_truth() {
        let mut times = Times::default();
        assert_eq!(times.percentile(50), Duration::ZERO);
        for millis in 1..=1000 {
            times.add(Duration::from_millis(millis));
        }
        for (percent, truth) in [(50, 500_u128), (99, 990), (100, 1000)] {
            let found = times.percentile(percent).as_millis();
            assert!(found >= truth && found <= truth + truth / 30, "{percent}: {found}");
        }
    }

    proptest! {
        #[test]
        fn a_time_is_in_the_step_that_ends_after_it(micros in 0..1_u64 << 50) {
            let step = step_of(micros);
            prop_assert!(end_of(step) >= micros && end_of(step) <= micros + micros / 31);
            prop_assert!(step == 0 || end_of(step - 1) < micros);
        }
    }

    #[test]
    fn the_line_says_it_in_words() {
        let mut counts = Counts { signed_in: 50, in_hand: 3, handled: 7, missed: 1, ..Counts::default() };
        counts.seen_after.add(Duration::from_millis(2));
        let line = "50 signed in, 3 in hand, 7 handled, 1 missed, 0 failed; changes seen after 2 ms (p50), 2 ms (p99)";
        assert_eq!(counts.to_string(), line);
    }
}
