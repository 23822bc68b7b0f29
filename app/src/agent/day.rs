//! The agent's day: which status from when to when, so that the time in each adds up to the day without gap or overlap.
//! Pure.

use connect_streams::{AgentState, AgentStateType, EpochMs, record};
use serde::Serialize;

use super::{Author, Place};
use crate::{
    api::{ActivityKind, ActivityRecord, TimeSource},
    contact::Now,
    sorted::sorted,
};

/// The most entries that are kept. A day has far fewer.
const MOST: usize = 2_000;

/// One status and when it began; signed out where it has no name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// The status' name.
    pub state: String,
    /// What it means for routing, as the library writes it.
    pub kind: String,
    /// When it began, on the service's clock.
    pub since: EpochMs,
    /// Who says so.
    pub source: TimeSource,
    /// Grows with what is known of it.
    pub revision: u64,
    /// Whether the page that saw it begin went, and the agent's next page goes on with it.
    pub recovered: bool,
    /// At which instance.
    pub instance: String,
}

record! { Stretch {
    "state" => state: Required,
    "kind" => kind: Required,
    "since" => since: Required,
    "source" => source: Required,
    "revision" => revision: Required,
    "recovered" => recovered,
    "instance" => instance,
} }

/// The statuses of one agent, in order. Each lasts until the next begins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Day {
    /// Whose day.
    pub agent: String,
    /// The statuses.
    pub stretches: Vec<Stretch>,
    /// The instance at which statuses begin.
    pub instance: String,
}

record! { Day {
    "agent" => agent: Required,
    "stretches" => stretches,
    "instance" => instance,
} }

/// How long the agent was in one status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spent {
    /// The status' name.
    pub state: String,
    /// What it means for routing.
    pub kind: AgentStateType,
    /// How long, in milliseconds.
    pub ms: i64,
}

impl Day {
    /// From now on statuses begin at this instance. Those of before stay where they are.
    pub fn move_to(&mut self, place: &Place) {
        // Data without a name of AWS do not say where they are from.
        if place.instance.is_empty() {
            return;
        }
        self.instance.clone_from(&place.instance);
        // What an earlier version noted says nothing of where; it was here.
        for stretch in self.stretches.iter_mut().filter(|stretch| stretch.instance.is_empty()) {
            stretch.instance.clone_from(&place.instance);
        }
    }

    /// Takes in the present state. Answers whether it is another than before. A reason that changes elsewhere is a new
    /// stretch as well as one that changes here, and the same status at another instance is another one.
    pub fn observe(&mut self, state: &AgentState, now: Now) -> bool {
        let last = self.stretches.last();
        let has_moved = last.is_some_and(|last| last.instance != self.instance);
        if !has_moved && last.is_some_and(|last| last.state == state.name) {
            return false;
        }
        // Who comes back, or from elsewhere, is in a status since then, whatever the service shows of before.
        let is_new = has_moved || last.is_some_and(|last| last.state.is_empty());
        let since = now.or_service(state.start_timestamp.filter(|_| !is_new));
        self.begin(Stretch {
            state: state.name.clone(),
            kind: state.kind.to_string(),
            since: since.at,
            source: since.source,
            revision: 1,
            recovered: false,
            instance: self.instance.clone(),
        });
        true
    }

    /// The agent signed out, or was. Answers whether that is news.
    pub fn sign_out(&mut self, now: Now) -> bool {
        if self.stretches.last().is_none_or(|last| last.state.is_empty()) {
            return false;
        }
        self.begin(Stretch {
            state: String::new(),
            kind: String::new(),
            since: now.service(),
            source: TimeSource::Local,
            revision: 1,
            recovered: false,
            // They sign out where they were, not where they would be next.
            instance: self.stretches.last().map_or_else(String::new, |last| last.instance.clone()),
        });
        true
    }

    fn begin(&mut self, mut stretch: Stretch) {
        if let Some(last) = self.stretches.last_mut() {
            // The service's word may come late or be of before the page; what was noted before stays in order.
            stretch.since = stretch.since.max(last.since);
            // It is known when it ended.
            last.revision += 1;
            if last.since == stretch.since && last.instance == stretch.instance {
                // It lasted no time: the new one takes its place.
                stretch.revision = last.revision;
                *last = stretch;
                return;
            }
        }
        self.stretches.push(stretch);
        if self.stretches.len() > MOST {
            self.stretches.remove(0);
        }
    }

    /// Goes on with what an earlier page noted.
    #[must_use]
    pub fn recovered(mut self) -> Self {
        if let Some(last) = self.stretches.last_mut() {
            last.recovered = true;
        }
        self
    }

    /// The records of the last status and of the one before it, which is over: what a change made news.
    pub fn news(&self, author: &Author) -> Vec<ActivityRecord> {
        let from = self.stretches.len().saturating_sub(2);
        let record = |(index, stretch): (usize, &Stretch)| ActivityRecord {
            instance: stretch.instance.clone(),
            agent: author.login.clone(),
            kind: if stretch.state.is_empty() { ActivityKind::SignedOut } else { ActivityKind::Status },
            state: stretch.state.clone(),
            state_kind: stretch.kind.clone(),
            started_at: stretch.since,
            ended_at: self.stretches.get(index + 1).map(|next| next.since),
            source: stretch.source,
            recovered: stretch.recovered,
            revision: stretch.revision,
        };
        self.stretches.iter().enumerate().skip(from).map(record).collect()
    }

    /// Forgets what ended before `start`.
    pub fn forget_before(&mut self, start: EpochMs) {
        while self.stretches.get(1).is_some_and(|second| second.since <= start) {
            self.stretches.remove(0);
        }
    }

    /// How long the agent was in each status from `start` until `now`, the longest first.
    pub fn spent(&self, start: EpochMs, now: EpochMs) -> Vec<Spent> {
        let mut spent: Vec<Spent> = Vec::new();
        for (index, stretch) in self.stretches.iter().enumerate() {
            if stretch.state.is_empty() {
                continue;
            }
            let until = self.stretches.get(index + 1).map_or(now, |next| next.since);
            let ms = until.max(start).since(stretch.since.max(start));
            match spent.iter_mut().find(|one| one.state == stretch.state) {
                Some(one) => one.ms += ms,
                // The present one is listed from its first moment on, whatever the clock of this computer thinks of it.
                None if ms > 0 || index + 1 == self.stretches.len() => spent.push(Spent {
                    state: stretch.state.clone(),
                    kind: AgentStateType::from(stretch.kind.clone()),
                    ms,
                }),
                None => {}
            }
        }
        sorted(spent, &|one, other| other.ms.cmp(&one.ms))
    }
}

#[cfg(test)]
mod tests {
    use connect_streams::SkewMs;

    use super::*;

    fn state(name: &str, since: i64) -> AgentState {
        AgentState {
            agent_state_arn: None,
            name: name.to_owned(),
            kind: AgentStateType::NotRoutable,
            start_timestamp: Some(EpochMs::new(since)),
        }
    }

    fn now(milliseconds: i64) -> Now {
        Now { local: EpochMs::new(milliseconds), skew: SkewMs(0) }
    }

    fn day(states: &[(&str, i64)]) -> Day {
        let mut day = Day::default();
        for (name, since) in states {
            day.observe(&state(name, *since), now(*since));
        }
        day
    }

    fn spent(day: &Day, start: i64, now: i64) -> Vec<(String, i64)> {
        let spent = day.spent(EpochMs::new(start), EpochMs::new(now));
        spent.into_iter().map(|one| (one.state, one.ms)).collect()
    }

    fn news(day: &Day) -> Vec<(String, i64, Option<i64>, u64)> {
        let author = Author { login: "anna".to_owned(), ..Author::default() };
        let records = day.news(&author);
        assert!(records.iter().all(|record| record.validate().is_ok()));
        let tuple = |record: ActivityRecord| {
            (record.state, record.started_at.get(), record.ended_at.map(EpochMs::get), record.revision)
        };
        records.into_iter().map(tuple).collect()
    }

    #[test]
    fn the_time_in_each_status_adds_up_to_the_day() {
        let day = day(&[("Available", 0), ("Lunch", 400), ("Available", 1_000)]);
        let spent = spent(&day, 0, 2_000);
        assert_eq!(spent, [("Available".to_owned(), 1_400), ("Lunch".to_owned(), 600)]);
        assert_eq!(spent.iter().map(|(_, ms)| ms).sum::<i64>(), 2_000);
    }

    #[test]
    fn a_status_stays_at_the_instance_at_which_it_began() {
        let place = |instance: &str| Place { instance: instance.to_owned(), region: String::new() };
        let mut day = day(&[("Available", 0)]);
        day.move_to(&place("east"));
        assert!(!day.observe(&state("Available", 0), now(500)), "what says nothing of where was here");
        day.move_to(&place("west"));
        // The other instance knows the agent from before the move.
        assert!(day.observe(&state("Available", 0), now(1_000)));
        assert!(!day.observe(&state("Available", 0), now(1_100)));
        let author = Author { login: "anna".to_owned(), place: place("west") };
        let told = day.news(&author).into_iter();
        let told: Vec<_> =
            told.map(|one| (one.instance, one.started_at.get(), one.ended_at.map(EpochMs::get))).collect();
        assert_eq!(told, [("east".to_owned(), 0, Some(1_000)), ("west".to_owned(), 1_000, None)]);
        assert_eq!(spent(&day, 0, 2_000), [("Available".to_owned(), 2_000)]);
        day.sign_out(now(3_000));
        assert_eq!(day.news(&author)[1].instance, "west");
    }

    #[test]
    fn yesterday_does_not_count() {
        let mut day = day(&[("Offline", 0), ("Available", 900)]);
        assert_eq!(spent(&day, 500, 1_000), [("Offline".to_owned(), 400), ("Available".to_owned(), 100)]);
        day.forget_before(EpochMs::new(950));
        assert_eq!(day.stretches.len(), 1);
    }

    #[test]
    fn the_same_status_again_is_no_news() {
        let mut day = day(&[("Available", 0)]);
        assert!(!day.observe(&state("Available", 5), now(5)));
        assert!(day.observe(&state("Break", 3), now(6)), "another reason is");
    }

    #[test]
    fn a_clock_that_goes_back_makes_no_overlap() {
        let day = day(&[("Available", 1_000), ("Break", 400), ("Available", 2_000)]);
        assert_eq!(spent(&day, 0, 3_000), [("Break".to_owned(), 1_000), ("Available".to_owned(), 1_000)]);
        assert_eq!(
            news(&day),
            [("Break".to_owned(), 1_000, Some(2_000), 3), ("Available".to_owned(), 2_000, None, 1)],
            "what lasted no time gave its place away"
        );
    }

    #[test]
    fn a_status_is_told_when_it_begins_and_when_it_is_over() {
        let mut day = day(&[("Available", 100)]);
        assert_eq!(news(&day), [("Available".to_owned(), 100, None, 1)]);
        day.observe(&state("Lunch", 400), now(450));
        assert_eq!(
            news(&day),
            [("Available".to_owned(), 100, Some(400), 2), ("Lunch".to_owned(), 400, None, 1)]
        );
    }

    #[test]
    fn signing_out_ends_the_status_and_signing_in_begins_one_then() {
        let mut day = day(&[("Available", 100), ("Offline", 400)]);
        assert!(day.sign_out(now(500)));
        assert!(!day.sign_out(now(510)), "once");
        assert!(day.observe(&state("Offline", 400), now(900)));
        assert_eq!(news(&day), [(String::new(), 500, Some(900), 2), ("Offline".to_owned(), 900, None, 1)]);
        let spent = spent(&day, 0, 1_000);
        assert_eq!(spent.iter().map(|(_, ms)| ms).sum::<i64>(), 500, "the time between belongs to nobody");
    }

    #[test]
    fn the_next_page_says_that_it_went_on_with_what_it_found() {
        let day = day(&[("Available", 100)]).recovered();
        assert!(day.news(&Author { login: "anna".to_owned(), ..Author::default() })[0].recovered);
    }
}
