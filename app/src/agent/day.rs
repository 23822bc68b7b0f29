//! The agent's day: which status from when to when, so that the time in each adds up to the day without gap or overlap.
//! Pure.

use connect_streams::{AgentState, AgentStateType, EpochMs, record};
use serde::Serialize;

/// The most entries that are kept. A day has far fewer.
const MOST: usize = 2_000;

/// One status and when it began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// The status' name.
    pub state: String,
    /// What it means for routing, as the library writes it.
    pub kind: String,
    /// When it began, on the service's clock.
    pub since: EpochMs,
}

record! { Stretch {
    "state" => state: Required,
    "kind" => kind: Required,
    "since" => since: Required,
} }

/// The statuses of one agent, in order. Each lasts until the next begins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Day {
    /// Whose day.
    pub agent: String,
    /// The statuses.
    pub stretches: Vec<Stretch>,
}

record! { Day {
    "agent" => agent: Required,
    "stretches" => stretches,
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
    /// Takes in the present state. Answers whether it is another than before. A reason that changes elsewhere is a new
    /// stretch as well as one that changes here.
    pub fn observe(&mut self, state: &AgentState, now: EpochMs) -> bool {
        let since = state.start_timestamp.unwrap_or(now);
        if let Some(last) = self.stretches.last()
            && last.state == state.name
        {
            return false;
        }
        // The service's word may come late or be of before the page; what was noted before stays in order.
        let floor = self.stretches.last().map_or(since, |last| last.since);
        self.stretches.push(Stretch {
            state: state.name.clone(),
            kind: state.kind.to_string(),
            since: since.max(floor),
        });
        if self.stretches.len() > MOST {
            self.stretches.remove(0);
        }
        true
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
        spent.sort_by_key(|one| std::cmp::Reverse(one.ms));
        spent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(name: &str, since: i64) -> AgentState {
        AgentState {
            agent_state_arn: None,
            name: name.to_owned(),
            kind: AgentStateType::NotRoutable,
            start_timestamp: Some(EpochMs::new(since)),
        }
    }

    fn day(states: &[(&str, i64)]) -> Day {
        let mut day = Day::default();
        for (name, since) in states {
            day.observe(&state(name, *since), EpochMs::new(*since));
        }
        day
    }

    fn spent(day: &Day, start: i64, now: i64) -> Vec<(String, i64)> {
        let spent = day.spent(EpochMs::new(start), EpochMs::new(now));
        spent.into_iter().map(|one| (one.state, one.ms)).collect()
    }

    #[test]
    fn the_time_in_each_status_adds_up_to_the_day() {
        let day = day(&[("Available", 0), ("Lunch", 400), ("Available", 1_000)]);
        let spent = spent(&day, 0, 2_000);
        assert_eq!(spent, [("Available".to_owned(), 1_400), ("Lunch".to_owned(), 600)]);
        assert_eq!(spent.iter().map(|(_, ms)| ms).sum::<i64>(), 2_000);
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
        assert!(!day.observe(&state("Available", 5), EpochMs::new(5)));
        assert!(day.observe(&state("Break", 3), EpochMs::new(6)), "another reason is");
    }

    #[test]
    fn a_clock_that_goes_back_makes_no_overlap() {
        let day = day(&[("Available", 1_000), ("Break", 400), ("Available", 2_000)]);
        assert_eq!(spent(&day, 0, 3_000), [("Break".to_owned(), 1_000), ("Available".to_owned(), 1_000)]);
    }
}
