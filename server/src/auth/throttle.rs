//! How often somebody may try. Pure: what was counted goes in, what is to be counted comes out.

use std::time::Duration;

use connect_streams::EpochMs;

/// What was tried in vain, by one account or from one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries {
    /// How often, and not forgotten yet.
    pub failures: i64,
    /// When the last time was.
    pub last_at: EpochMs,
}

/// How often something may be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    /// So often without a pause.
    free: i64,
    /// The first pause in milliseconds. Each is twice as long as the one before.
    first_ms: i64,
    /// None is longer.
    longest_ms: i64,
    /// After so long one of them is forgotten.
    forget_ms: i64,
}

/// For an account: whoever guesses one person's password gets a few tries, then fewer and fewer.
pub const ACCOUNT: Throttle =
    Throttle { free: 5, first_ms: 30_000, longest_ms: 15 * 60_000, forget_ms: 3_600_000 };

/// For an address: whoever tries one password with many names. Many people can be behind one address, so it takes more, and
/// is forgotten sooner.
pub const ADDRESS: Throttle =
    Throttle { free: 50, first_ms: 30_000, longest_ms: 15 * 60_000, forget_ms: 60_000 };

impl Throttle {
    /// One more try, which counts as one in vain until it is known to be right.
    ///
    /// # Errors
    /// With how long to wait, when it comes too soon; then it does not count.
    pub fn attempt(self, before: Option<Tries>, now: EpochMs) -> Result<Tries, Duration> {
        let mut failures = 0;
        if let Some(before) = before {
            let since = (now.get() - before.last_at.get()).max(0);
            if let Ok(wait @ 1..) = u64::try_from(self.pause(before.failures) - since) {
                return Err(Duration::from_millis(wait));
            }
            failures = (before.failures - since / self.forget_ms).max(0);
        }
        Ok(Tries { failures: failures + 1, last_at: now })
    }

    fn pause(self, failures: i64) -> i64 {
        let Ok(over @ 0..) = u32::try_from(failures - self.free) else { return 0 };
        self.first_ms.checked_shl(over.min(20)).unwrap_or(self.longest_ms).min(self.longest_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    /// Tries as fast as is allowed for so long. Answers how often that was.
    fn greedy(throttle: Throttle, milliseconds: i64) -> i64 {
        let (mut before, mut now, mut tried) = (None, 0, 0);
        while now < milliseconds {
            match throttle.attempt(before, EpochMs::new(now)) {
                Ok(counted) => {
                    before = Some(counted);
                    tried += 1;
                    now += 1;
                }
                Err(wait) => now += i64::try_from(wait.as_millis()).unwrap(),
            }
        }
        tried
    }

    #[test]
    fn a_few_tries_are_free_then_the_pauses_grow() {
        let mut before = None;
        for _ in 0..5 {
            before = Some(ACCOUNT.attempt(before, EpochMs::new(0)).unwrap());
        }
        let mut now = 0;
        for seconds in [30, 60, 120, 240, 480, 900, 900] {
            let wait = ACCOUNT.attempt(before, EpochMs::new(now)).unwrap_err();
            assert_eq!(wait, Duration::from_secs(seconds));
            now += i64::try_from(wait.as_millis()).unwrap();
            before = Some(ACCOUNT.attempt(before, EpochMs::new(now)).unwrap());
        }
    }

    #[test]
    fn what_comes_too_soon_does_not_make_the_pause_longer() {
        let before = Some(Tries { failures: 5, last_at: EpochMs::new(0) });
        for now in 0..10 {
            let left = Duration::from_millis(30_000 - u64::try_from(now).unwrap());
            assert_eq!(ACCOUNT.attempt(before, EpochMs::new(now)), Err(left));
        }
    }

    #[test]
    fn what_was_long_ago_is_forgotten() {
        let before = Some(Tries { failures: 9, last_at: EpochMs::new(0) });
        let later = EpochMs::new(9 * 60 * MINUTE);
        assert_eq!(ACCOUNT.attempt(before, later), Ok(Tries { failures: 1, last_at: later }));
    }

    #[test]
    fn a_clock_that_is_put_back_locks_nobody_out_for_longer_than_the_pause() {
        let before = Some(Tries { failures: 5, last_at: EpochMs::new(100 * MINUTE) });
        assert_eq!(ACCOUNT.attempt(before, EpochMs::new(0)), Err(Duration::from_secs(30)));
    }

    #[test]
    fn whoever_tries_all_day_does_not_get_far() {
        let day = 24 * 60 * MINUTE;
        assert!(greedy(ACCOUNT, day) < 150, "{}", greedy(ACCOUNT, day));
        assert!(greedy(ADDRESS, day) < 1_600, "{}", greedy(ADDRESS, day));
    }

    #[test]
    fn many_who_mistype_in_the_morning_do_not_shut_each_other_out() {
        let mut before = None;
        for second in 0..45 {
            before = Some(ADDRESS.attempt(before, EpochMs::new(second * 1_000)).unwrap());
        }
    }
}
