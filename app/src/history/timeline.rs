//! One contact as stretches of time that follow each other: offered, talking, on hold, wrap-up. Pure.
//!
//! They tile the contact: the first begins where it began, each other where the one before it ends, the last ends where the
//! contact does, and none is empty.

use connect_streams::EpochMs;

use crate::api::{ContactRecord, Direction};

/// What was going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// It was offered to the agent, until the two were connected or it was over.
    Offered,
    /// The customer was called.
    Calling,
    /// Agent and customer talked, or the agent worked on it.
    Talking,
    /// The customer was on hold.
    OnHold,
    /// The agent had work with it after its end.
    WrapUp,
    /// It had not taken place and was still on the desk.
    Uncleared,
}

impl Part {
    /// All of them, in the order in which they usually come.
    pub(super) const ALL: [Self; 6] =
        [Self::Offered, Self::Calling, Self::Talking, Self::OnHold, Self::WrapUp, Self::Uncleared];

    /// The word for styles and tests.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Calling => "calling",
            Self::Talking => "talking",
            Self::OnHold => "on-hold",
            Self::WrapUp => "wrap-up",
            Self::Uncleared => "uncleared",
        }
    }
}

/// One stretch of a contact, never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    /// What was going on.
    pub part: Part,
    /// When it began.
    pub from: EpochMs,
    /// When the next one began.
    pub to: EpochMs,
}

impl Segment {
    /// How long it was, in milliseconds.
    pub(super) fn ms(self) -> i64 {
        self.to.since(self.from)
    }
}

/// A contact from its first known moment to its last; until `now` while it goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Timeline {
    /// When it began.
    pub from: EpochMs,
    /// When it was over.
    pub to: EpochMs,
    /// What it is made of. Nothing where it took no time.
    pub segments: Vec<Segment>,
}

impl Timeline {
    /// What a record says. None where it says no moment at all.
    pub(super) fn of(record: &ContactRecord, now: EpochMs) -> Option<Self> {
        let from = record.moments().into_iter().filter_map(|(_, at)| at).min()?;
        let last = record.moments().into_iter().filter_map(|(_, at)| at).max()?;
        let to = if record.cleared_at.is_some() { last } else { now.max(last) };
        let ended = record.ended_at.unwrap_or(to);
        let talks_from = talks_from(record);
        let before = if record.direction == Direction::Outbound && record.connected_at.is_some() {
            Part::Calling
        } else {
            Part::Offered
        };
        let after = if record.connected_at.is_some() { Part::WrapUp } else { Part::Uncleared };
        let mut tiles = Tiles { at: from, to, segments: Vec::new() };
        // A callback is offered, and then the customer is called.
        if before == Part::Calling
            && let Some(connected) = record.connected_at.filter(|_| record.offered_at.is_some())
        {
            tiles.until(connected.min(ended), Part::Offered);
        }
        tiles.until(talks_from.unwrap_or(ended).min(ended), before);
        for hold in &record.holds {
            let between =
                if talks_from.is_some_and(|talks| talks <= tiles.at) { Part::Talking } else { before };
            tiles.until(hold.started_at.min(ended), between);
            tiles.until(hold.ended_at.unwrap_or(ended).min(ended), Part::OnHold);
        }
        tiles.until(ended, if talks_from.is_some() { Part::Talking } else { before });
        tiles.until(to, after);
        Some(Self { from, to, segments: tiles.segments })
    }

    /// For how many milliseconds this was going on, all in all.
    pub(super) fn sum(&self, part: Part) -> i64 {
        self.segments.iter().filter(|segment| segment.part == part).map(|segment| segment.ms()).sum()
    }

    /// Where a moment lies, from 0 at the beginning to `width` at the end. What lies outside is brought to the nearer end.
    pub(super) fn place(&self, at: EpochMs, width: i64) -> i64 {
        scaled(at, [self.from, self.to], width)
    }
}

/// Where a moment lies between two others, from 0 to `width`.
pub(super) fn scaled(at: EpochMs, [from, to]: [EpochMs; 2], width: i64) -> i64 {
    let whole = i128::from(to.since(from).max(1));
    let part = i128::from(at.min(to).since(from));
    i64::try_from(part * i128::from(width) / whole).unwrap_or(width)
}

/// From when on they talked, by the rule by which the talk time is counted.
fn talks_from(record: &ContactRecord) -> Option<EpochMs> {
    match record.direction {
        Direction::Inbound => record.connected_at,
        Direction::Outbound => {
            record.customer_answered_at.or(record.connected_at.filter(|_| !record.holds.is_empty()))
        }
    }
}

/// Segments that are laid one after the other.
struct Tiles {
    at: EpochMs,
    to: EpochMs,
    segments: Vec<Segment>,
}

impl Tiles {
    /// From where the last one ended until then. What would be empty or go back is left out.
    fn until(&mut self, until: EpochMs, part: Part) {
        let until = until.min(self.to);
        if until <= self.at {
            return;
        }
        match self.segments.last_mut() {
            Some(last) if last.part == part => last.to = until,
            _ => self.segments.push(Segment { part, from: self.at, to: until }),
        }
        self.at = until;
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::{collection::vec, option, prelude::*};

    use super::*;
    use crate::api::HoldRecord;

    pub(in crate::history) fn record() -> ContactRecord {
        serde_json::from_str(include_str!("../../tests/record.json")).unwrap()
    }

    fn at(milliseconds: i64) -> EpochMs {
        EpochMs::new(milliseconds)
    }

    /// A record with these moments: offered, accepted, connected, answered, ended, cleared.
    fn with(moments: [Option<i64>; 6], holds: &[(i64, Option<i64>)]) -> ContactRecord {
        let [offered, accepted, connected, answered, ended, cleared] = moments.map(|at| at.map(EpochMs::new));
        let hold = |(from, to): &(i64, Option<i64>)| HoldRecord {
            started_at: at(*from),
            ended_at: to.map(EpochMs::new),
            by: None,
        };
        ContactRecord {
            offered_at: offered,
            accepted_at: accepted,
            connected_at: connected,
            customer_answered_at: answered,
            ended_at: ended,
            cleared_at: cleared,
            holds: holds.iter().map(hold).collect(),
            ..record()
        }
    }

    fn parts(record: &ContactRecord, now: i64) -> Vec<(&'static str, i64, i64)> {
        let timeline = Timeline::of(record, at(now)).unwrap();
        timeline.segments.iter().map(|one| (one.part.word(), one.from.get(), one.to.get())).collect()
    }

    #[test]
    fn a_call_is_offered_talked_in_held_and_wrapped_up() {
        let record = with(
            [Some(0), Some(4), Some(5), None, Some(100), Some(130)],
            &[(20, Some(30)), (50, Some(60)), (60, Some(70))],
        );
        let expected = [
            ("offered", 0, 5),
            ("talking", 5, 20),
            ("on-hold", 20, 30),
            ("talking", 30, 50),
            ("on-hold", 50, 70),
            ("talking", 70, 100),
            ("wrap-up", 100, 130),
        ];
        assert_eq!(parts(&record, 0), expected);
        let timeline = Timeline::of(&record, at(0)).unwrap();
        assert_eq!(timeline.sum(Part::Talking), 65);
    }

    #[test]
    fn what_goes_on_goes_on_until_now() {
        let mut record = with([Some(0), None, Some(5), None, None, None], &[(20, None)]);
        assert_eq!(parts(&record, 40), [("offered", 0, 5), ("talking", 5, 20), ("on-hold", 20, 40)]);
        record.holds[0].ended_at = Some(at(30));
        assert_eq!(parts(&record, 40).last(), Some(&("talking", 30, 40)));
        assert_eq!(
            parts(&record, 3),
            [("offered", 0, 5)],
            "a clock that is behind shows no less than is known"
        );
    }

    #[test]
    fn what_did_not_take_place_was_offered_and_is_cleared() {
        let missed = with([Some(0), None, None, None, Some(20), Some(25)], &[]);
        assert_eq!(parts(&missed, 0), [("offered", 0, 20), ("uncleared", 20, 25)]);
    }

    #[test]
    fn whom_we_call_is_called_first() {
        let mut call = with([None, None, Some(0), Some(8), Some(50), Some(60)], &[]);
        call.direction = Direction::Outbound;
        assert_eq!(parts(&call, 0), [("calling", 0, 8), ("talking", 8, 50), ("wrap-up", 50, 60)]);
        call.customer_answered_at = None;
        assert_eq!(parts(&call, 0), [("calling", 0, 50), ("wrap-up", 50, 60)]);
        call.offered_at = Some(at(0));
        call.connected_at = Some(at(5));
        call.customer_answered_at = Some(at(8));
        assert_eq!(parts(&call, 0)[..2], [("offered", 0, 5), ("calling", 5, 8)]);
    }

    #[test]
    fn one_moment_is_no_stretch_and_none_is_no_timeline() {
        let alone = with([Some(7), None, None, None, Some(7), Some(7)], &[]);
        let timeline = Timeline::of(&alone, at(0)).unwrap();
        assert_eq!((timeline.from, timeline.to, timeline.segments.len()), (at(7), at(7), 0));
        assert_eq!(timeline.place(at(7), 1_000), 0);
        assert_eq!(Timeline::of(&with([None; 6], &[]), at(0)), None);
    }

    proptest! {
        #[test]
        fn segments_tile_the_contact(
            moments in proptest::array::uniform6(option::of(0_i64..500)),
            holds in vec((0_i64..500, option::of(0_i64..500)), 0..6),
            outbound in any::<bool>(),
            now in 0_i64..600,
        ) {
            let mut record = with(moments, &holds);
            if outbound {
                record.direction = Direction::Outbound;
            }
            let Some(timeline) = Timeline::of(&record, at(now)) else {
                prop_assert!(record.moments().iter().all(|(_, at)| at.is_none()));
                return Ok(());
            };
            let mut end = timeline.from;
            for segment in &timeline.segments {
                prop_assert_eq!(segment.from, end);
                prop_assert!(segment.from < segment.to);
                end = segment.to;
            }
            prop_assert_eq!(end, timeline.to);
            // As they are drawn they tile the picture too.
            let places = timeline.segments.iter().map(|one| (timeline.place(one.from, 1_000), timeline.place(one.to, 1_000)));
            let drawn: i64 = places.map(|(from, to)| to - from).sum();
            prop_assert_eq!(drawn, if timeline.segments.is_empty() { 0 } else { 1_000 });
        }

        #[test]
        fn the_sums_are_those_of_the_record(
            steps in proptest::array::uniform6(0_i64..100),
            holds in vec((1_i64..20, 1_i64..20), 0..4),
        ) {
            let mut moments = [0; 6];
            let mut sum = 1_000;
            for (moment, step) in moments.iter_mut().zip(steps) {
                sum += step;
                *moment = sum;
            }
            let [offered, accepted, connected, _, ended, cleared] = moments;
            let mut from = connected;
            let mut spans = Vec::new();
            for (gap, length) in holds {
                let (start, end) = (from + gap, from + gap + length);
                if end <= ended {
                    spans.push((start, Some(end)));
                    from = end;
                }
            }
            let moments = [Some(offered), Some(accepted), Some(connected), None, Some(ended), Some(cleared)];
            let record = with(moments, &spans);
            prop_assert_eq!(record.validate(), Ok(()));
            let timeline = Timeline::of(&record, at(0)).unwrap();
            prop_assert_eq!(Some(timeline.sum(Part::Talking)), record.talked_ms());
            prop_assert_eq!(Some(timeline.sum(Part::OnHold)), record.hold_ms());
            prop_assert_eq!(Some(timeline.sum(Part::WrapUp)), record.wrap_up_ms());
        }
    }
}
