//! What must be added to the local clock to get the service's. Pure.

use connect_streams::SkewMs;

/// An answer that says the service's clock is so much further behind came late, or a clock was set.
const LATE_MS: i64 = 2_000;

/// What the service's answers say of its clock. An answer is under way for a while, so the clock it tells is behind by that:
/// one that is late is no reason to put every time on the page right.
#[derive(Debug, Default)]
pub(super) struct ServiceClock {
    skew: Option<SkewMs>,
    /// What the answer before said, if it seemed late.
    late: Option<SkewMs>,
}

impl ServiceClock {
    /// What must be added to the local clock.
    pub(super) fn skew(&self) -> SkewMs {
        self.skew.unwrap_or(SkewMs(0))
    }

    /// What the newest answer says. Two that say the same are believed: a clock was set.
    pub(super) fn told(&mut self, told: SkewMs) {
        let is_late = |than: SkewMs| than.0 - told.0 > LATE_MS;
        let is_again = |before: SkewMs| (before.0 - told.0).abs() <= LATE_MS;
        if self.skew.is_some_and(is_late) && !self.late.is_some_and(is_again) {
            self.late = Some(told);
        } else {
            (self.skew, self.late) = (Some(told), None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(told: &[i64]) -> i64 {
        let mut clock = ServiceClock::default();
        for told in told {
            clock.told(SkewMs(*told));
        }
        clock.skew().0
    }

    #[test]
    fn the_newest_answer_holds() {
        assert_eq!(after(&[]), 0);
        assert_eq!(after(&[-300_000]), -300_000);
        assert_eq!(after(&[-300_000, -299_500, -300_700]), -300_700);
    }

    #[test]
    fn an_answer_that_is_late_says_nothing_of_the_clock() {
        assert_eq!(after(&[50, -7_000]), 50);
        assert_eq!(after(&[50, -7_000, 40]), 40);
        assert_eq!(after(&[50, -7_000, -20_000]), 50, "each was late by as much as it was");
    }

    #[test]
    fn a_clock_that_was_set_is_believed_at_once_or_with_the_second_answer() {
        assert_eq!(after(&[50, 60_000]), 60_000, "no answer comes early");
        assert_eq!(after(&[50, -60_000, -60_100]), -60_100);
    }
}
