//! An agent's day as stretches of time that follow each other, and the contacts above them. Pure.
//!
//! They tile the shift, from the first status that is known to the end of the last one: what is not known is a stretch
//! too. So the sums add up to the shift.

use connect_streams::{AgentStateType, EpochMs};

use crate::{
    api::{ActivityKind, ActivityRecord},
    sorted::sorted,
};

/// What an agent was in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// In this status, and what it means for routing.
    Status(String, AgentStateType),
    /// Signed out between two statuses.
    SignedOut,
    /// Nobody knows.
    Unknown,
}

/// One stretch of a shift, never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// What the agent was in.
    pub what: What,
    /// When it began.
    pub from: EpochMs,
    /// When the next one began.
    pub to: EpochMs,
}

/// The shift between two moments, by the statuses that are stored. Where two of them overlap, the next one's start ends the
/// one before; the last one lasts until `now` while nobody knows of its end. Being signed out before and after is no part
/// of the shift.
pub(super) fn shift(
    activities: &[ActivityRecord],
    [since, until]: [EpochMs; 2],
    now: EpochMs,
) -> Vec<Stretch> {
    let until = until.min(now);
    let activities = sorted(activities.iter().collect(), &|one: &&ActivityRecord, other| {
        one.started_at.cmp(&other.started_at)
    });
    let mut stretches: Vec<Stretch> = Vec::new();
    for (index, activity) in activities.iter().enumerate() {
        let next = activities.get(index + 1).map_or(until, |next| next.started_at);
        let from = activity.started_at.max(since);
        let to = activity.ended_at.unwrap_or(next).min(next).min(until);
        let what = match activity.kind {
            ActivityKind::Status => {
                What::Status(activity.state.clone(), AgentStateType::from(activity.state_kind.clone()))
            }
            ActivityKind::SignedOut => What::SignedOut,
        };
        if to <= from {
            continue;
        }
        if let Some(last) = stretches.last_mut() {
            if last.to < from {
                let gap = Stretch { what: What::Unknown, from: last.to, to: from };
                stretches.push(gap);
            } else if last.what == what {
                last.to = to;
                continue;
            }
        }
        stretches.push(Stretch { what, from, to });
    }
    let worked = |stretch: &Stretch| matches!(stretch.what, What::Status(..));
    let first = stretches.iter().position(worked).unwrap_or(stretches.len());
    let after = stretches.iter().rposition(worked).map_or(first, |last| last + 1);
    stretches.truncate(after);
    stretches.drain(..first);
    stretches
}

/// How long the agent was in what, in milliseconds, the longest first. By clocks that show whole seconds, so that what is
/// shown adds up to what is shown of the shift.
pub(super) fn sums(stretches: &[Stretch]) -> Vec<(What, i64)> {
    let mut sums: Vec<(What, i64)> = Vec::new();
    for stretch in stretches {
        let ms = shown_ms([stretch.from, stretch.to]);
        match sums.iter_mut().find(|(what, _)| *what == stretch.what) {
            Some((_, sum)) => *sum += ms,
            None => sums.push((stretch.what.clone(), ms)),
        }
    }
    sorted(sums, &|(_, one), (_, other)| other.cmp(one))
}

/// The milliseconds between two moments as clocks show them that show whole seconds.
pub(super) fn shown_ms([from, to]: [EpochMs; 2]) -> i64 {
    (to.get().div_euclid(1_000) - from.get().div_euclid(1_000)) * 1_000
}

/// A row for each of these, so that in no row two overlap. They are in the order in which they begin.
pub(super) fn rows(spans: &[[EpochMs; 2]]) -> Vec<usize> {
    let mut ends: Vec<EpochMs> = Vec::new();
    let mut row_of = |[from, to]: &[EpochMs; 2]| {
        let free = ends.iter().position(|end| end <= from);
        let row = free.unwrap_or_else(|| {
            ends.push(EpochMs::default());
            ends.len() - 1
        });
        ends[row] = *to;
        row
    };
    spans.iter().map(&mut row_of).collect()
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, option, prelude::*};

    use super::*;
    use crate::api::TimeSource;

    fn at(milliseconds: i64) -> EpochMs {
        EpochMs::new(milliseconds)
    }

    /// A status from then until then; signed out where it has no name.
    fn activity(state: &str, from: i64, to: Option<i64>) -> ActivityRecord {
        ActivityRecord {
            instance: String::new(),
            agent: "anna".to_owned(),
            kind: if state.is_empty() { ActivityKind::SignedOut } else { ActivityKind::Status },
            state: state.to_owned(),
            state_kind: if state.is_empty() { String::new() } else { "routable".to_owned() },
            started_at: at(from),
            ended_at: to.map(EpochMs::new),
            source: TimeSource::Service,
            recovered: false,
            revision: 1,
        }
    }

    fn drawn(activities: &[ActivityRecord], now: i64) -> Vec<(String, i64, i64)> {
        let name = |what| match what {
            What::Status(state, _) => state,
            What::SignedOut => "(out)".to_owned(),
            What::Unknown => "(unknown)".to_owned(),
        };
        let stretches = shift(activities, [at(0), at(1_000)], at(now));
        stretches.into_iter().map(|one| (name(one.what), one.from.get(), one.to.get())).collect()
    }

    fn expected(stretches: &[(&str, i64, i64)]) -> Vec<(String, i64, i64)> {
        stretches.iter().map(|(name, from, to)| ((*name).to_owned(), *from, *to)).collect()
    }

    #[test]
    fn statuses_follow_each_other_and_what_is_not_known_is_said() {
        let day = [
            activity("", 0, Some(100)),
            activity("Available", 100, Some(300)),
            activity("Lunch", 300, Some(400)),
            activity("Available", 450, Some(500)),
            activity("", 500, Some(600)),
            activity("Available", 600, Some(700)),
            activity("", 700, None),
        ];
        let shown = [
            ("Available", 100, 300),
            ("Lunch", 300, 400),
            ("(unknown)", 400, 450),
            ("Available", 450, 500),
            ("(out)", 500, 600),
            ("Available", 600, 700),
        ];
        assert_eq!(drawn(&day, 900), expected(&shown));
    }

    #[test]
    fn what_is_shown_adds_up_to_the_second() {
        let day = [
            activity("Available", 1_400, Some(2_800)),
            activity("Lunch", 2_800, Some(4_300)),
            activity("Available", 4_300, Some(9_100)),
        ];
        let stretches = shift(&day, [at(0), at(10_000)], at(9_500));
        let sums: Vec<_> = sums(&stretches).into_iter().map(|(_, ms)| ms).collect();
        assert_eq!(sums, [6_000, 2_000]);
        assert_eq!(sums.iter().sum::<i64>(), shown_ms([at(1_400), at(9_100)]));
    }

    #[test]
    fn the_next_start_ends_what_lasts_too_long() {
        let day = [
            activity("Available", 100, Some(500)),
            activity("Lunch", 300, None),
            activity("Break", 350, None),
        ];
        let shown = [("Available", 100, 300), ("Lunch", 300, 350), ("Break", 350, 600)];
        assert_eq!(drawn(&day, 600), expected(&shown));
    }

    #[test]
    fn a_day_has_its_part_of_what_goes_on_over_midnight() {
        let now = 5_000;
        let night = [activity("Available", 0, Some(2_000))];
        let stretches = shift(&night, [at(500), at(1_000)], at(now));
        assert_eq!((stretches[0].from, stretches[0].to), (at(500), at(1_000)));
        assert_eq!(shift(&[], [at(0), at(1_000)], at(now)), []);
        assert_eq!(drawn(&[activity("", 0, None)], 900), []);
    }

    fn activities() -> impl Strategy<Value = Vec<ActivityRecord>> {
        let state = prop_oneof![Just(""), Just("Available"), Just("Lunch")];
        let one = (state, 0_i64..1_200, option::of(0_i64..1_200));
        vec(one.prop_map(|(state, from, to)| activity(state, from, to.map(|to| to.max(from)))), 0..12)
    }

    proptest! {
        #[test]
        fn stretches_tile_the_shift(activities in activities(), now in 0_i64..1_500) {
            let stretches = shift(&activities, [at(100), at(1_000)], at(now));
            for stretch in &stretches {
                prop_assert!(stretch.from < stretch.to);
                prop_assert!(at(100) <= stretch.from && stretch.to <= at(1_000).min(at(now)));
            }
            for pair in stretches.windows(2) {
                prop_assert_eq!(pair[0].to, pair[1].from);
            }
            let whole = stretches.first().zip(stretches.last()).map_or(0, |(first, last)| shown_ms([first.from, last.to]));
            prop_assert_eq!(sums(&stretches).iter().map(|(_, ms)| ms).sum::<i64>(), whole);
        }

        #[test]
        fn in_no_row_two_contacts_overlap(mut spans in vec((0_i64..1_000, 0_i64..100), 0..30)) {
            spans.sort_unstable();
            let spans: Vec<_> = spans.into_iter().map(|(from, ms)| [at(from), at(from + ms)]).collect();
            let rows = rows(&spans);
            for (index, span) in spans.iter().enumerate() {
                for (other, earlier) in spans[..index].iter().enumerate() {
                    prop_assert!(rows[index] != rows[other] || earlier[1] <= span[0]);
                }
            }
        }
    }
}
