//! Days as people count them, in the time zone of the page. Pure: what the clocks show is passed in.

use std::{fmt, str::FromStr};

use connect_streams::EpochMs;

const DAY_MS: i64 = 86_400_000;

/// A day of the calendar, whatever the time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(i64);

impl Day {
    /// The day that a clock shows, given as the milliseconds since 1970 at which one in UTC shows the same.
    pub(super) fn of_wall(wall_ms: i64) -> Self {
        Self(wall_ms.div_euclid(DAY_MS))
    }

    /// So many days later; earlier if it is negative.
    pub(super) fn plus(self, days: i64) -> Self {
        Self(self.0 + days)
    }

    /// When the day begins: the first moment at which the clocks, `wall_ms`, show it. In some places clocks are put forward
    /// at midnight, so that there is none.
    pub(super) fn begins(self, wall_ms: impl Fn(EpochMs) -> i64) -> EpochMs {
        let wanted = self.0 * DAY_MS;
        // By how far the clocks are ahead of UTC, a day before and a day after.
        let ahead = |at: i64| {
            let at = EpochMs::new(at);
            wall_ms(at) - at.get()
        };
        let (before, after) =
            (EpochMs::new(wanted - ahead(wanted - DAY_MS)), EpochMs::new(wanted - ahead(wanted + DAY_MS)));
        let shown = |at: EpochMs| wall_ms(at) == wanted;
        let earliest = before.min(after);
        if shown(earliest) || (!shown(before) && !shown(after)) {
            // Where clocks are put back at midnight, it comes twice; where they are put forward, never.
            return if shown(earliest) { earliest } else { before };
        }
        before.max(after)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = EpochMs::new(self.0.saturating_mul(DAY_MS)).to_string();
        formatter.write_str(moment.split('T').next().unwrap_or_default())
    }
}

/// What was read is not a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoDay;

impl FromStr for Day {
    type Err = NoDay;

    /// Reads `yyyy-mm-dd`.
    fn from_str(text: &str) -> Result<Self, NoDay> {
        let moment: EpochMs = format!("{text}T00:00:00Z").parse().map_err(|_| NoDay)?;
        Ok(Self(moment.get() / DAY_MS))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const HOUR_MS: i64 = 3_600_000;

    fn at(text: &str) -> EpochMs {
        text.parse().unwrap()
    }

    #[rstest]
    #[case("2026-11-21")]
    #[case("2024-02-29")]
    #[case("1970-01-01")]
    fn a_day_is_read_as_it_is_written(#[case] text: &str) {
        assert_eq!(text.parse::<Day>().unwrap().to_string(), text);
    }

    #[rstest]
    #[case("")]
    #[case("today")]
    #[case("2026-13-01")]
    #[case("2026-02-30")]
    #[case("2026-1-1")]
    fn what_is_no_day_is_none(#[case] text: &str) {
        assert_eq!(text.parse::<Day>(), Err(NoDay));
    }

    #[rstest]
    #[case(0, "2026-11-21T00:00:00Z")]
    #[case(9, "2026-11-20T15:00:00Z")]
    #[case(-8, "2026-11-21T08:00:00Z")]
    #[case(14, "2026-11-20T10:00:00Z")]
    fn a_day_begins_at_midnight_of_its_zone(#[case] ahead: i64, #[case] begins: &str) {
        let wall = |at: EpochMs| at.get() + ahead * HOUR_MS;
        let day: Day = "2026-11-21".parse().unwrap();
        assert_eq!(day.begins(wall), at(begins));
        assert_eq!(Day::of_wall(wall(at(begins))), day);
        assert_eq!(day.plus(1).begins(wall).since(at(begins)), DAY_MS);
        assert_eq!(day.plus(-30).to_string(), "2026-10-22");
    }

    /// Clocks that are `before` hours ahead of UTC until a moment, and `after` from then on.
    fn changing(change: &str, before: i64, after: i64) -> impl Fn(EpochMs) -> i64 {
        let change = at(change);
        move |at| at.get() + HOUR_MS * if at < change { before } else { after }
    }

    #[rstest]
    // Forward in the night: Berlin.
    #[case("2026-03-29T01:00:00Z", 1, 2, "2026-03-28T23:00:00Z", 23)]
    // Back in the night.
    #[case("2026-10-25T01:00:00Z", 2, 1, "2026-10-24T22:00:00Z", 25)]
    // Forward at midnight, which does not come: Beirut.
    #[case("2026-03-28T22:00:00Z", 2, 3, "2026-03-28T22:00:00Z", 23)]
    // Back at midnight to eleven, so that midnight comes an hour later.
    #[case("2026-10-24T21:00:00Z", 3, 2, "2026-10-24T22:00:00Z", 24)]
    // Back at one to midnight, which comes twice: Havana.
    #[case("2026-11-01T05:00:00Z", -4, -5, "2026-11-01T04:00:00Z", 25)]
    fn a_day_on_which_clocks_are_changed_begins_once(
        #[case] change: &str,
        #[case] before: i64,
        #[case] after: i64,
        #[case] begins: &str,
        #[case] hours: i64,
    ) {
        let wall = changing(change, before, after);
        let day = Day::of_wall(wall(at(begins)));
        assert_eq!(day.begins(&wall), at(begins));
        assert_eq!(day.plus(1).begins(&wall).since(at(begins)), hours * HOUR_MS);
    }
}
