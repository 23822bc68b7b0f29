//! How the simulator does with two thousand agents: `cargo bench -p connect-simulator`.
//!
//! It starts the real program and talks to it over real HTTP, client and server on the same machine, and prints a table
//! for the README. Linux only, because memory and processor time come from `/proc`. `-- --quick` tries it out with few
//! agents and little time.

mod load;
mod program;

use std::error::Error;
use std::fs;
use std::io::{Write, stdout};
use std::time::{Duration, Instant};

use self::load::{Crowd, Delays, customers};
use self::program::{Files, Program};

struct Size {
    agents: usize,
    starts: usize,
    /// At twenty calls a second.
    calls: usize,
    /// At a hundred calls a second, in windows of a tenth of them.
    many_calls: usize,
}

const FULL: Size = Size { agents: 2_000, starts: 20, calls: 1_200, many_calls: 10_000 };
const QUICK: Size = Size { agents: 200, starts: 3, calls: 100, many_calls: 1_000 };

/// After signing in, everybody's first lists and polls are over.
const SETTLED: Duration = Duration::from_secs(3);
const IDLE: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let size = if quick { QUICK } else { FULL };
    let files = Files::write(size.agents)?;
    let load = fs::read_to_string("/proc/loadavg")?;
    let cores = std::thread::available_parallelism()?;
    say(format_args!(
        "{} agents on long polls, {cores} cores for client and server together, load before: {}\n",
        size.agents,
        load.split(' ').next().unwrap_or_default()
    ))?;
    say("| | measured | goal |\n| --- | --- | --- |")?;
    starting(&files, &size)?;
    steady(&files, &size).await?;
    ten_thousand(&files, &size).await
}

fn say(line: impl std::fmt::Display) -> Result<(), Box<dyn Error>> {
    writeln!(stdout(), "{line}")?;
    Ok(())
}

fn starting(files: &Files, size: &Size) -> Result<(), Box<dyn Error>> {
    let mut times = (0..size.starts)
        .map(|_| Program::start(files).map(|program| program.ready_after))
        .collect::<Result<Vec<_>, _>>()?;
    times.sort_unstable();
    let worst = millis(times.last().copied().unwrap_or_default());
    say(format_args!(
        "| start to ready, median and worst of {} | {}, {worst} | 100 ms |",
        size.starts,
        millis(percentile(&times, 50))
    ))
}

/// Twenty calls a second for a minute.
async fn steady(files: &Files, size: &Size) -> Result<(), Box<dyn Error>> {
    let program = Program::start(files)?;
    let began = Instant::now();
    let crowd = Crowd::sign_in(&program, size.agents).await?;
    let signed_in_after = began.elapsed();
    tokio::time::sleep(SETTLED).await;
    let before = program.processor_time()?;
    tokio::time::sleep(IDLE).await;
    let idle = share(program.processor_time()?.saturating_sub(before), IDLE);
    let (began, before) = (Instant::now(), program.processor_time()?);
    let delays = customers(&program, &crowd, size.calls, Duration::from_millis(50), |_| Ok(())).await?;
    let busy = share(program.processor_time()?.saturating_sub(before), began.elapsed());
    let resident = program.resident_mb()?;
    let counts = crowd.go_home().await?;
    let Delays { offered, hung_up, unseen } = &delays;
    say(format_args!(
        "| a call rings at the polling client, p50 and p99 | {} | 20 ms, 100 ms |",
        half_and_most(offered)
    ))?;
    say(format_args!(
        "| a hang-up is seen there, p50 and p99 | {} | 20 ms, 100 ms |",
        half_and_most(hung_up)
    ))?;
    say(format_args!(
        "| changes that nobody saw, requests that failed | {unseen}, {} | 0, 0 |",
        counts.failed
    ))?;
    say(format_args!("| everybody signed in and available | {} | |", millis(signed_in_after)))?;
    say(format_args!(
        "| processor of the simulator, idle and with 20 calls a second | {idle:.1} %, {busy:.1} % of a core | |"
    ))?;
    say(format_args!("| memory of the simulator, with {} calls kept | {resident} MB | 400 MB |", size.calls))
}

/// What a call costs at the beginning and at the end of many.
async fn ten_thousand(files: &Files, size: &Size) -> Result<(), Box<dyn Error>> {
    let program = Program::start(files)?;
    let crowd = Crowd::sign_in(&program, size.agents).await?;
    tokio::time::sleep(SETTLED).await;
    let window = size.many_calls / 10;
    let mut marks = vec![program.processor_time()?];
    let pace = Duration::from_millis(10);
    let delays = customers(&program, &crowd, size.many_calls, pace, |called| {
        if called % window == 0 {
            marks.push(program.processor_time()?);
        }
        Ok(())
    })
    .await?;
    let resident = program.resident_mb()?;
    crowd.go_home().await?;
    let costs: Vec<_> = marks
        .windows(2)
        .map(|pair| pair[1].saturating_sub(pair[0]) / u32::try_from(window).unwrap_or(1))
        .collect();
    let micros = |index: usize| costs.get(index).copied().unwrap_or_default().as_micros();
    let each: Vec<_> = costs.iter().map(|cost| cost.as_micros().to_string()).collect();
    // The first window begins with nobody in a call, and ends with as many as the others have all along.
    let (first, last) = (micros(1).max(1), micros(9));
    say(format_args!(
        "| processor time per call at 100 a second, calls {}–{} and {}–{} | {first} µs, {last} µs: {:.2} times | about 1 |",
        window + 1,
        2 * window,
        9 * window + 1,
        10 * window,
        ratio(last, first)
    ))?;
    say(format_args!("| the same for each tenth of the calls | {} µs | |", each.join(", ")))?;
    say(format_args!("| a call rings at that pace, p50 and p99 | {} | |", half_and_most(&delays.offered)))?;
    say(format_args!(
        "| memory of the simulator, with {} calls kept | {resident} MB | 400 MB |",
        size.many_calls
    ))
}

/// So many of a hundred are at most this.
fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let index = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(index).copied().unwrap_or_default()
}

fn half_and_most(sorted: &[Duration]) -> String {
    let worst = sorted.last().copied().unwrap_or_default();
    let (half, most) = (percentile(sorted, 50), percentile(sorted, 99));
    format!("{}, {} (worst of {}: {})", millis(half), millis(most), sorted.len(), millis(worst))
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

fn share(part: Duration, whole: Duration) -> f64 {
    100.0 * part.as_secs_f64() / whole.as_secs_f64()
}

#[expect(clippy::cast_precision_loss, reason = "microseconds of a call fit")]
fn ratio(one: u128, other: u128) -> f64 {
    one as f64 / other as f64
}
