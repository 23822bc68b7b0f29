//! What was confirmed is in the store once, whatever fails in between. The tests run the real program, and each prints what
//! it tried, how many revisions were confirmed to a client, how many of these were lost and how many records doubled.
//! `STREAMDESK_SOAK=1` has them try it at length.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what it expects by failing"
)]

mod answers;
mod client;
mod connections;
mod disk;
mod kill;
mod ledger;
mod load;
mod postgres;
mod power;
mod program;
mod proxy;
#[path = "../../src/store/postgres/testing.rs"]
mod testing;

use std::{
    fmt::Display,
    hash::{BuildHasher as _, RandomState},
    io::Write as _,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// How often something is tried: a few times in every run, and at length.
fn times(few: u32, soak: u32) -> u32 {
    if std::env::var_os("STREAMDESK_SOAK").is_some() { soak } else { few }
}

/// A number below `limit`, another one in each run.
fn random(limit: u64) -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    RandomState::new().hash_one(NEXT.fetch_add(1, Ordering::Relaxed)) % limit
}

/// A while between the two, another one each time.
fn a_while(least_ms: u64, most_ms: u64) {
    std::thread::sleep(Duration::from_millis(least_ms + random(most_ms - least_ms)));
}

/// Says it even where the tests' output is kept back.
#[expect(clippy::explicit_write, reason = "what a test prints is shown only when it fails")]
fn say(line: impl Display) {
    writeln!(std::io::stdout(), "{line}").unwrap();
}

/// Does it outside of any other runtime.
fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Runtime::new().unwrap().block_on(future)
}
