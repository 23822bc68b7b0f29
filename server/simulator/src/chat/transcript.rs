//! Paging through a transcript, as the participant service has it.
//!
//! A page is a run of lines and where to go on. Choices that Amazon's documentation leaves open: the start position
//! itself belongs to the page, and a token remembers the direction it was given for.

use std::fmt;

use uuid::Uuid;

use super::item::Item;
use crate::centre::EpochMs;

const DEFAULT_PAGE: usize = 10;
const LARGEST_PAGE: usize = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Forward,
    Backward,
}

/// From where to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    /// The latest line when reading backward, the earliest when reading forward.
    End,
    Id(Uuid),
    Time(EpochMs),
    /// The n-th line counted from the latest, which is the first.
    MostRecent(usize),
    /// Where an earlier page stopped.
    Index(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Query {
    pub(crate) start: Start,
    pub(crate) direction: Direction,
    pub(crate) descending: bool,
    pub(crate) most: Option<usize>,
}

/// Where the next page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) index: usize,
    pub(crate) direction: Direction,
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let direction = if self.direction == Direction::Forward { 'f' } else { 'b' };
        write!(f, "{direction}{}", self.index)
    }
}

impl Token {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (direction, index) = match text.split_at_checked(1)? {
            ("f", index) => (Direction::Forward, index),
            ("b", index) => (Direction::Backward, index),
            _ => return None,
        };
        Some(Self { index: index.parse().ok()?, direction })
    }
}

/// A page of the lines, or nothing if the start is not among them.
pub(crate) fn page<'a>(items: &'a [Item], query: &Query) -> Option<(Vec<&'a Item>, Option<Token>)> {
    let most = query.most.unwrap_or(DEFAULT_PAGE).clamp(1, LARGEST_PAGE);
    if items.is_empty() {
        return (!matches!(query.start, Start::Id(_))).then(|| (Vec::new(), None));
    }
    let last = items.len() - 1;
    let backward = query.direction == Direction::Backward;
    let start = match query.start {
        Start::End => Some(if backward { last } else { 0 }),
        Start::Id(id) => Some(items.iter().position(|item| item.id == id)?),
        Start::Time(at) if backward => items.iter().rposition(|item| item.at <= at),
        Start::Time(at) => items.iter().position(|item| item.at >= at),
        Start::MostRecent(n) => Some(last.saturating_sub(n.saturating_sub(1))),
        Start::Index(index) => Some(index).filter(|index| *index <= last),
    };
    let Some(start) = start else { return Some((Vec::new(), None)) };
    let (from, to) = if backward {
        ((start + 1).saturating_sub(most), start + 1)
    } else {
        (start, (start + most).min(items.len()))
    };
    let next = if backward { from.checked_sub(1) } else { (to < items.len()).then_some(to) };
    let mut found: Vec<_> = items[from..to].iter().collect();
    if query.descending {
        found.reverse();
    }
    Some((found, next.map(|index| Token { index, direction: query.direction })))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::super::item::{Body, Event};
    use super::*;
    use crate::centre::ContactId;

    /// Lines 1, 2, 3… at 10, 20, 30….
    fn lines(count: u32) -> Vec<Item> {
        (1..=count)
            .map(|n| Item {
                id: Uuid::from_u128(n.into()),
                at: EpochMs(i64::from(n) * 10),
                contact: ContactId(Uuid::nil()),
                author: None,
                body: Body::Event(Event::Joined),
                receipts: Vec::new(),
            })
            .collect()
    }

    fn numbers(items: &[&Item]) -> Vec<u128> {
        items.iter().map(|item| item.id.as_u128()).collect()
    }

    use Direction::{Backward, Forward};

    #[rstest]
    #[case::the_latest(Start::End, Backward, false, &[4, 5], Some("b2"))]
    #[case::the_latest_first(Start::End, Backward, true, &[5, 4], Some("b2"))]
    #[case::the_earliest(Start::End, Forward, false, &[1, 2], Some("f2"))]
    #[case::from_a_line_on(Start::Id(Uuid::from_u128(4)), Forward, false, &[4, 5], None)]
    #[case::from_a_line_back(Start::Id(Uuid::from_u128(2)), Backward, false, &[1, 2], None)]
    #[case::from_a_moment_on(Start::Time(EpochMs(25)), Forward, false, &[3, 4], Some("f4"))]
    #[case::from_a_moment_back(Start::Time(EpochMs(25)), Backward, false, &[1, 2], None)]
    #[case::after_it_all(Start::Time(EpochMs(99)), Forward, false, &[], None)]
    #[case::before_it_all(Start::Time(EpochMs(5)), Backward, false, &[], None)]
    #[case::the_third_latest(Start::MostRecent(3), Forward, false, &[3, 4], Some("f4"))]
    #[case::more_than_there_are(Start::MostRecent(50), Forward, false, &[1, 2], Some("f2"))]
    #[case::an_old_token(Start::Index(9), Forward, false, &[], None)]
    fn a_page_is_two_lines(
        #[case] start: Start,
        #[case] direction: Direction,
        #[case] descending: bool,
        #[case] expected: &[u128],
        #[case] next: Option<&str>,
    ) {
        let items = lines(5);
        let query = Query { start, direction, descending, most: Some(2) };
        let (found, token) = page(&items, &query).unwrap();
        assert_eq!(numbers(&found), expected);
        assert_eq!(token.map(|token| token.to_string()).as_deref(), next);
    }

    #[test]
    fn a_line_that_does_not_exist_is_no_start() {
        let query =
            Query { start: Start::Id(Uuid::max()), direction: Forward, descending: false, most: None };
        assert_eq!(page(&lines(3), &query), None);
        assert_eq!(page(&[], &query), None);
    }

    #[rstest]
    #[case("f0", true)]
    #[case("b17", true)]
    #[case("", false)]
    #[case("x1", false)]
    #[case("f", false)]
    #[case("ä1", false)]
    fn a_token_is_ours_or_refused(#[case] text: &str, #[case] good: bool) {
        let token = Token::parse(text);
        assert_eq!(token.is_some(), good);
        assert!(token.is_none_or(|token| token.to_string() == text));
    }

    proptest! {
        #[test]
        fn page_after_page_shows_each_line_once(count in 0_u32..60, most in 0_usize..20, backward: bool) {
            let items = lines(count);
            let direction = if backward { Backward } else { Forward };
            let mut query = Query { start: Start::End, direction, descending: backward, most: Some(most) };
            let mut seen = Vec::new();
            while let Some((found, next)) = page(&items, &query) {
                seen.extend(numbers(&found));
                let Some(token) = next else { break };
                query.start = Start::Index(token.index);
            }
            let mut expected: Vec<u128> = (1..=u128::from(count)).collect();
            if backward {
                expected.reverse();
            }
            prop_assert_eq!(seen, expected);
        }
    }
}
