//! A page of fifty for every filter, each time with other values, so that what was just read does not help.

use std::time::{Duration, Instant};

use app::api::{Direction, Outcome as Went};
use connect_streams::EpochMs;
use server::store::{self, Filter, Position, Words};

use super::{
    Outcome,
    fill::{EVERY, FIRST},
    table::{Table, millis, percentile},
};

const TIMES: i64 = 20;
const PAGE: u32 = 50;

/// What is asked for the `n`th time.
type Asked = Box<dyn Fn(i64) -> (Filter, Option<Position>) + Send + Sync>;

pub async fn pages(url: &str, rows: i64, table: &mut Table) -> Outcome<()> {
    let store = store::open(url).await?;
    let mut worst = Duration::ZERO;
    for (what, least, asked) in filters(rows) {
        let mut took = Vec::new();
        for n in 0..TIMES {
            let (filter, after) = asked(n);
            let began = Instant::now();
            let page = store.contacts(&filter, after, PAGE).await?;
            took.push(began.elapsed());
            // A short run has few of each kind.
            if page.records.len() < least.min(usize::try_from(rows / 100_000)?) {
                return Err(format!("{what}: {} records, {filter:?}", page.records.len()).into());
            }
            page.records.iter().try_for_each(app::api::ContactRecord::validate)?;
        }
        let most = percentile(&took, 100);
        worst = worst.max(most);
        let figure = format!("{}, {}", millis(percentile(&took, 50)), millis(most));
        table.add(&format!("a page of {PAGE} by {what}, median, worst"), figure, "20 ms");
    }
    table.add("**the slowest page of all**", millis(worst), "20 ms");
    store.close().await;
    Ok(())
}

/// Each filter by its name, with the fewest records that it must find.
fn filters(rows: i64) -> Vec<(&'static str, usize, Asked)> {
    let mut filters = alone(rows);
    filters.extend(together(rows));
    filters
}

fn of(filter: Filter) -> (Filter, Option<Position>) {
    (filter, None)
}

fn moment(rows: i64, n: i64) -> EpochMs {
    EpochMs::new(FIRST + EVERY * (rows * (n + 1) / (TIMES + 1)))
}

/// Those of the number of a record.
fn digits(i: i64) -> String {
    format!("{:07}", (i * 2_654_435_761 % 4_294_967_296 + i * 3_266_489_917 % 4_294_967_296) % 10_000_000)
}

fn agent(n: i64) -> String {
    format!("agent-{:03}", n * 9 + 1)
}

fn queue(n: i64) -> String {
    format!("queue-{n:02}")
}

fn outcome(n: i64) -> Went {
    [Went::Failed, Went::Missed, Went::Handled][usize::try_from(n).unwrap_or_default() % 3]
}

/// One at a time.
fn alone(rows: i64) -> Vec<(&'static str, usize, Asked)> {
    vec![
        ("nothing", 50, Box::new(move |_| of(Filter::default()))),
        (
            "time",
            50,
            Box::new(move |n| {
                of(Filter {
                    since: Some(moment(rows, n - 1)),
                    until: Some(moment(rows, n)),
                    ..Filter::default()
                })
            }),
        ),
        ("agent", 50, Box::new(move |n| of(Filter { agent: Some(agent(n)), ..Filter::default() }))),
        ("queue", 50, Box::new(move |n| of(Filter { queue: Some(queue(n)), ..Filter::default() }))),
        (
            "channel",
            50,
            Box::new(move |n| {
                let channel = ["voice", "chat", "task"][usize::try_from(n).unwrap_or_default() % 3];
                of(Filter {
                    channel: Some(channel.to_owned()),
                    until: Some(moment(rows, n)),
                    ..Filter::default()
                })
            }),
        ),
        (
            "direction",
            50,
            Box::new(move |n| {
                let direction = if n % 2 == 0 { Direction::Inbound } else { Direction::Outbound };
                of(Filter { direction: Some(direction), until: Some(moment(rows, n)), ..Filter::default() })
            }),
        ),
        (
            "outcome",
            50,
            Box::new(move |n| {
                of(Filter { outcome: Some(outcome(n)), until: Some(moment(rows, n)), ..Filter::default() })
            }),
        ),
        (
            "disposition",
            50,
            Box::new(move |n| of(Filter { disposition: Some(format!("code-{n}")), ..Filter::default() })),
        ),
        (
            "whole number",
            1,
            Box::new(move |n| {
                of(Filter { number: Some(format!("+1206{}", digits(rows / (n + 1)))), ..Filter::default() })
            }),
        ),
        (
            "end of a number",
            1,
            Box::new(move |n| of(Filter { number: Some(digits(rows / (n + 1))), ..Filter::default() })),
        ),
        (
            "last four digits",
            1,
            Box::new(move |n| {
                of(Filter { number: Some(digits(rows / (n + 1))[3..].to_owned()), ..Filter::default() })
            }),
        ),
        (
            "a word in one of 1,000",
            20,
            Box::new(move |_| of(Filter { text: Words::parse("urgent"), ..Filter::default() })),
        ),
        (
            "a word in one of 10",
            50,
            Box::new(move |_| of(Filter { text: Words::parse("friday"), ..Filter::default() })),
        ),
        (
            "the first letter of a word",
            50,
            Box::new(move |_| of(Filter { text: Words::parse("f"), ..Filter::default() })),
        ),
    ]
}

/// Several together, and from deep in the list on.
fn together(rows: i64) -> Vec<(&'static str, usize, Asked)> {
    vec![
        (
            "agent and outcome",
            40,
            Box::new(move |n| {
                of(Filter { agent: Some(agent(n)), outcome: Some(Went::Failed), ..Filter::default() })
            }),
        ),
        (
            "agent and disposition",
            50,
            Box::new(move |n| {
                of(Filter {
                    agent: Some(agent(n)),
                    disposition: Some(format!("code-{n}")),
                    ..Filter::default()
                })
            }),
        ),
        (
            "queue and outcome",
            50,
            Box::new(move |n| {
                of(Filter { queue: Some(queue(n)), outcome: Some(Went::Failed), ..Filter::default() })
            }),
        ),
        (
            "disposition and outcome",
            50,
            Box::new(move |n| {
                let (disposition, outcome) = (Some(format!("code-{n}")), Some(Went::Failed));
                of(Filter { disposition, outcome, ..Filter::default() })
            }),
        ),
        (
            "agent and a word in one of 10",
            50,
            Box::new(move |n| {
                of(Filter { agent: Some(agent(n)), text: Words::parse("friday"), ..Filter::default() })
            }),
        ),
        (
            "agent and a word in one of 1,000",
            3,
            Box::new(move |n| {
                of(Filter { agent: Some(agent(n)), text: Words::parse("urgent"), ..Filter::default() })
            }),
        ),
        (
            "a word in one of 10, from deep in the list on",
            50,
            Box::new(move |n| {
                let after = Position { started_at: moment(rows, n), id: i64::MAX };
                (Filter { text: Words::parse("friday"), ..Filter::default() }, Some(after))
            }),
        ),
        (
            "queue, channel and time",
            50,
            Box::new(move |n| {
                of(Filter {
                    queue: Some(queue(n)),
                    channel: Some("task".to_owned()),
                    until: Some(moment(rows, n + 1)),
                    ..Filter::default()
                })
            }),
        ),
        (
            "nothing, from deep in the list on",
            50,
            Box::new(move |n| {
                (Filter::default(), Some(Position { started_at: moment(rows, n), id: i64::MAX }))
            }),
        ),
        (
            "agent, from deep in the list on",
            20,
            Box::new(move |n| {
                (
                    Filter { agent: Some(agent(n)), ..Filter::default() },
                    Some(Position { started_at: moment(rows, n), id: i64::MAX }),
                )
            }),
        ),
    ]
}
