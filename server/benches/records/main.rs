//! How well records are kept and read: `make bench`. It prints a table of figures, each ratio of which was taken in one
//! run, for SQLite and for PostgreSQL, both of which wait for the disk as they do at work.
//!
//! `-- sqlite` or `-- postgres` runs one of them, `-- --quick` a short run. `STREAMDESK_BENCH_ROWS` is how many records are
//! read from.

mod bare;
mod export;
mod fill;
mod load;
mod pages;
mod place;
mod sample;
mod serving;
mod table;

/// What the tests start a PostgreSQL with.
#[path = "../../src/store/postgres/testing.rs"]
#[expect(clippy::unwrap_used, clippy::expect_used, dead_code, reason = "it is the tests' own")]
mod postgres;

use std::{error::Error, fs, time::Duration};

use place::{Kind, Place};
use table::Table;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// How much is done.
struct Size {
    /// Records of one round, of which each side has as many.
    round: usize,
    rounds: usize,
    /// Single records whose way is measured.
    singles: usize,
    /// Records that are read from.
    rows: i64,
}

/// Requests of so many records.
const BATCH: usize = 50;

/// So many clients send at a time.
const CLIENTS: usize = 32;

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments: Vec<_> = std::env::args().collect();
    let given = |name: &str| arguments.iter().any(|argument| argument == name);
    let rows = std::env::var("STREAMDESK_BENCH_ROWS").ok().map(|rows| rows.parse()).transpose()?;
    let mut size = Size { round: 10_000, rounds: 15, singles: 1_000, rows: 1_000_000 };
    if given("--quick") {
        size = Size { round: 4_000, rounds: 3, singles: 100, rows: 20_000 };
    }
    size.rows = rows.unwrap_or(size.rows);
    let kinds = match (given("sqlite"), given("postgres")) {
        (true, false) => vec![Kind::Sqlite],
        (false, true) => vec![Kind::Postgres],
        _ => vec![Kind::Sqlite, Kind::Postgres],
    };
    let load = fs::read_to_string("/proc/loadavg")?;
    let commits = serving::count_commits()?;
    let mut table = Table::new(format!(
        "{} cores for clients, server and database together, load before: {}; {CLIENTS} clients, {BATCH} records a request, {} records to read from",
        std::thread::available_parallelism()?,
        load.split(' ').next().unwrap_or_default(),
        size.rows
    ));
    for kind in kinds {
        table.begin(kind.name());
        let place = Place::new(kind)?;
        place.wear_in().await?;
        let rate = throughput(&place, &size, commits, &mut table).await?;
        latency(&place, &size, rate, &mut table).await?;
        let filled = place.database("filled").await?;
        table.progress("Filling a database");
        fill::fill(kind, &filled, size.rows).await?;
        pages::pages(&filled, size.rows, &mut table).await?;
        export::exports(&place, &filled, size.rows, &mut table).await?;
    }
    table.print()
}

/// Records that are confirmed in a second, by HTTP and by the bare database in turns.
async fn throughput(
    place: &Place,
    size: &Size,
    commits: &serving::Commits,
    table: &mut Table,
) -> Outcome<f64> {
    let (by_http, by_itself) = (place.database("http").await?, place.database("bare").await?);
    let serving = serving::Serving::start(place, &by_http).await?;
    let mut bare = bare::Bare::open(place.kind, &by_itself).await?;
    let mut clients = load::Clients::connect(&serving, CLIENTS).await?;
    let (mut served, mut bared, mut ratios, mut grouped) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for round in 0..=size.rounds {
        table.progress(&format!("Confirmed records, round {round} of {}", size.rounds));
        let records = sample::records(round * size.round, size.round);
        let requests = load::batches(&records, BATCH)?;
        let rows = bare::rows(place.kind, &records)?;
        commits.reset();
        let one = rate(size.round, clients.send(requests).await?);
        let together = commits.records_each();
        let other = rate(size.round, bare.keep(rows, together).await?);
        // The first round warms both up.
        if round > 0 {
            served.push(one);
            bared.push(other);
            ratios.push(one / other);
            grouped.push(f64::from(u32::try_from(together)?));
        }
    }
    serving.stop().await;
    bare.close().await;
    let kept = bare::equal(place.kind, &by_http, &by_itself).await?;
    if kept != i64::try_from(size.round * (size.rounds + 1))? {
        return Err(format!("{kept} records were kept").into());
    }
    let [served, bared, ratio, grouped] = [served, bared, ratios, grouped].map(table::median);
    table.add("confirmed records a second by HTTP", format!("{served:.0}"), "");
    table.add("records a second of the bare database, in as large transactions", format!("{bared:.0}"), "");
    table.add("records of a transaction", format!("{grouped:.0}"), "");
    table.add("**by HTTP, of what the bare database does**", format!("{:.0} %", ratio * 100.0), "80 %");
    Ok(served)
}

/// How long a single record takes while others send half of what was confirmed at most.
async fn latency(place: &Place, size: &Size, rate: f64, table: &mut Table) -> Outcome<()> {
    table.progress("Single records at half that load");
    let serving = serving::Serving::start(place, &place.database("half").await?).await?;
    let took = load::singles_at(&serving, rate / 2.0, BATCH, CLIENTS, size.singles).await?;
    serving.stop().await;
    let [half, most] = [50, 99].map(|percent| table::percentile(&took, percent));
    table.add(
        "**a single record confirmed, at half that load**, p50, p99",
        format!("{}, {}", table::millis(half), table::millis(most)),
        "20 ms (p99)",
    );
    Ok(())
}

fn rate(records: usize, took: Duration) -> f64 {
    f64::from(u32::try_from(records).unwrap_or(u32::MAX)) / took.as_secs_f64()
}
