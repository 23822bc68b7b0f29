//! What is looked for: as somebody chose it, as it stands in the address, and as the server is asked. Pure.

use connect_streams::EpochMs;

use super::{address, calendar::Day};
use crate::{
    api::{Direction, Outcome, Query},
    call::plain_number,
};

/// The fewest digits by whose end a number is looked up.
const FEWEST_DIGITS: usize = 4;

/// The directions that can be chosen.
pub(super) const DIRECTIONS: [Direction; 2] = [Direction::Inbound, Direction::Outbound];
/// The outcomes that can be chosen.
pub(super) const OUTCOMES: [Outcome; 4] =
    [Outcome::Handled, Outcome::Missed, Outcome::Rejected, Outcome::Failed];

/// Which days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Period {
    /// Today.
    #[default]
    Today,
    /// Yesterday.
    Yesterday,
    /// Today and the six days before.
    Week,
    /// From one day to another, both included; without a limit where there is none.
    Range(Option<Day>, Option<Day>),
}

/// What is looked for. Empty is whatever it may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filters {
    /// Whose contacts: a sign-in name; everybody's where it is empty. Not to be cleared: the link gives it.
    pub agent: String,
    /// When they began.
    pub period: Period,
    /// The queue's whole name.
    pub queue: String,
    /// The channel's word.
    pub channel: String,
    /// The direction's word.
    pub direction: String,
    /// The outcome's word.
    pub outcome: String,
    /// The disposition's code, with that of its detail behind a slash.
    pub disposition: String,
    /// The customer's number or address, or its end.
    pub number: String,
    /// What stands in the notes.
    pub text: String,
    /// Whether it is what supervisors listened to, instead of all others.
    pub monitoring: bool,
}

impl Period {
    /// The word in the address and on the page's list.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Yesterday => "yesterday",
            Self::Week => "week",
            Self::Range(..) => "range",
        }
    }

    /// The first and the last of its days.
    pub(super) fn days(self, today: Day) -> [Option<Day>; 2] {
        match self {
            Self::Today => [Some(today); 2],
            Self::Yesterday => [Some(today.plus(-1)); 2],
            Self::Week => [Some(today.plus(-6)), Some(today)],
            // Whoever gives them the wrong way round means the same days.
            Self::Range(Some(from), Some(to)) => [Some(from.min(to)), Some(from.max(to))],
            Self::Range(from, to) => [from, to],
        }
    }

    /// When the days begin and are over.
    pub(super) fn bounds(self, today: Day, begins: impl Fn(Day) -> EpochMs) -> [Option<EpochMs>; 2] {
        let [first, last] = self.days(today);
        [first.map(&begins), last.map(|last| begins(last.plus(1)))]
    }
}

impl Filters {
    /// Nothing is looked for but this agent's contacts of today.
    pub(super) fn of_agent(agent: String) -> Self {
        Self { agent, ..Self::default() }
    }

    /// Whether anything is looked for besides whose contacts and when.
    pub(super) fn are_clear(&self) -> bool {
        *self == Self::of_agent(self.agent.clone())
    }

    /// Reads them from the query of the page's address. What is unknown is passed over.
    pub(super) fn from_address(query: &str) -> Self {
        let mut filters = Self::default();
        let (mut from, mut to) = (None, None);
        let mut period = String::new();
        for (name, value) in address::pairs(query) {
            match name.as_str() {
                "agent" => filters.agent = value,
                "period" => period = value,
                "from" => from = value.parse().ok(),
                "to" => to = value.parse().ok(),
                "queue" => filters.queue = value,
                "channel" => filters.channel = value,
                "direction" if DIRECTIONS.iter().any(|one| one.as_str() == value) => {
                    filters.direction = value;
                }
                "outcome" if OUTCOMES.iter().any(|one| one.as_str() == value) => filters.outcome = value,
                "disposition" => filters.disposition = value,
                "number" => filters.number = value,
                "text" => filters.text = value,
                "monitoring" => filters.monitoring = value == "true",
                _ => {}
            }
        }
        filters.period = match period.as_str() {
            "yesterday" => Period::Yesterday,
            "week" => Period::Week,
            "range" => Period::Range(from, to),
            _ => Period::Today,
        };
        filters
    }

    /// The names and values for the query of the page's address.
    pub(super) fn to_address(&self) -> Query {
        let mut pairs = vec![("agent", self.agent.clone())];
        if self.period != Period::Today {
            pairs.push(("period", self.period.word().to_owned()));
        }
        if let Period::Range(from, to) = self.period {
            let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
            pairs.extend([("from", day(from)), ("to", day(to))]);
        }
        pairs.extend(self.fields());
        pairs.extend([("number", self.number.clone()), ("text", self.text.clone())]);
        pairs.push(("monitoring", if self.monitoring { "true" } else { "" }.to_owned()));
        pairs.retain(|(_, value)| !value.is_empty());
        pairs
    }

    fn fields(&self) -> [(&'static str, String); 5] {
        let trimmed = |text: &str| text.trim().to_owned();
        [
            ("queue", trimmed(&self.queue)),
            ("channel", self.channel.clone()),
            ("direction", self.direction.clone()),
            ("outcome", self.outcome.clone()),
            ("disposition", self.disposition.clone()),
        ]
    }

    /// What the server is asked for records that began within these bounds.
    pub(super) fn to_query(&self, [since, until]: [Option<EpochMs>; 2]) -> Query {
        let moment = |at: Option<EpochMs>| at.map(|at| at.to_string()).unwrap_or_default();
        let mut pairs =
            vec![("agent", self.agent.clone()), ("since", moment(since)), ("until", moment(until))];
        pairs.extend(self.fields());
        pairs.extend([("number", self.asked_number()), ("text", self.asked_text())]);
        pairs.push(("monitoring", if self.monitoring { "true" } else { "" }.to_owned()));
        pairs.retain(|(_, value)| !value.is_empty());
        pairs
    }

    /// The number as it is stored, without what people write between its digits. Nothing while so few digits are there
    /// that they could be the end of any.
    fn asked_number(&self) -> String {
        let number = plain_number(&self.number);
        let is_sign = |letter: char| " ()-./".contains(letter);
        let is_written =
            number.chars().all(|letter| letter.is_ascii_digit() || letter == '+' || is_sign(letter));
        let number: String = if is_written {
            number.chars().filter(|letter| !is_sign(*letter)).collect()
        } else {
            self.number.trim().to_owned()
        };
        let digits = number.chars().filter(char::is_ascii_digit).count();
        if is_written && digits < FEWEST_DIGITS { String::new() } else { number }
    }

    /// What the notes are searched for. Nothing while there is no word in it.
    fn asked_text(&self) -> String {
        let text = self.text.trim();
        if text.chars().any(char::is_alphanumeric) { text.to_owned() } else { String::new() }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn all() -> Filters {
        Filters {
            agent: "anna@example.com".to_owned(),
            period: Period::Range(Some(day("2026-11-01")), Some(day("2026-11-05"))),
            queue: "Zahlungen & mehr".to_owned(),
            channel: "queue_callback".to_owned(),
            direction: "inbound".to_owned(),
            outcome: "missed".to_owned(),
            disposition: "refund/part".to_owned(),
            number: "+1 206 555-0100".to_owned(),
            text: "返金 refund".to_owned(),
            monitoring: true,
        }
    }

    fn written(filters: &Filters) -> String {
        let pairs = filters.to_address();
        address::query(pairs.iter().map(|(name, value)| (*name, value.as_str())))
    }

    #[test]
    fn the_address_shows_the_same_again() {
        let filters = all();
        assert_eq!(Filters::from_address(&written(&filters)), filters);
        for period in [Period::Today, Period::Yesterday, Period::Week, Period::Range(None, None)] {
            let filters = Filters { period, ..Filters::of_agent("anna".to_owned()) };
            assert_eq!(Filters::from_address(&written(&filters)), filters);
        }
        assert_eq!(written(&Filters::default()), "");
        assert_eq!(written(&Filters::of_agent("anna".to_owned())), "?agent=anna");
    }

    #[test]
    fn what_an_address_says_wrongly_is_passed_over() {
        let read =
            Filters::from_address("?period=ever&from=x&direction=up&outcome=lost&colour=blue&monitoring=1");
        assert_eq!(read, Filters::default());
        assert!(read.are_clear());
    }

    #[test]
    fn the_server_is_asked_for_nothing_empty() {
        assert_eq!(Filters::default().to_query([None, None]), []);
        let asked = all().to_query([Some(EpochMs::new(0)), Some(EpochMs::new(86_400_000))]);
        let value = |name: &str| {
            asked
                .iter()
                .find(|(asked, _)| *asked == name)
                .map(|(_, value)| value.as_str())
                .unwrap_or_default()
        };
        assert_eq!(value("since"), "1970-01-01T00:00:00.000Z");
        assert_eq!(value("until"), "1970-01-02T00:00:00.000Z");
        assert_eq!(value("number"), "+12065550100");
        assert_eq!(value("monitoring"), "true");
        assert_eq!(asked.len(), 11);
        assert!(asked.iter().all(|(name, _)| !["period", "from", "to"].contains(name)));
    }

    #[rstest]
    #[case("0100", "0100")]
    #[case("010", "")]
    #[case(" 555-01 00 ", "5550100")]
    #[case("+81 (3) 3555 0123", "+81335550123")]
    #[case("０１００", "0100")]
    #[case("＋８１ー３−３５５５", "+8133555")]
    #[case("jo@example.com", "jo@example.com")]
    #[case("anonymous", "anonymous")]
    fn a_number_is_asked_as_it_is_stored(#[case] number: &str, #[case] asked: &str) {
        let filters = Filters { number: number.to_owned(), ..Filters::default() };
        assert_eq!(filters.asked_number(), asked);
    }

    #[rstest]
    #[case(" refund ", "refund")]
    #[case("!?", "")]
    #[case("昼", "昼")]
    fn notes_are_searched_for_words(#[case] text: &str, #[case] asked: &str) {
        assert_eq!(Filters { text: text.to_owned(), ..Filters::default() }.asked_text(), asked);
    }

    #[test]
    fn a_period_is_whole_days() {
        let today = day("2026-11-21");
        let begins = |day: Day| format!("{day}T00:00:00Z").parse().unwrap();
        let text = |period: Period| {
            period.bounds(today, begins).map(|at| at.map(|at: EpochMs| at.to_string()[..10].to_owned()))
        };
        let some = |from: &str, to: &str| [Some(from.to_owned()), Some(to.to_owned())];
        assert_eq!(text(Period::Today), some("2026-11-21", "2026-11-22"));
        assert_eq!(text(Period::Yesterday), some("2026-11-20", "2026-11-21"));
        assert_eq!(text(Period::Week), some("2026-11-15", "2026-11-22"));
        let range = Period::Range(Some(day("2026-11-05")), Some(day("2026-11-01")));
        assert_eq!(text(range), some("2026-11-01", "2026-11-06"));
        assert_eq!(text(Period::Range(None, None)), [None, None]);
    }
}
