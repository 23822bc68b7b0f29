//! Several clients that send batches all the time, and again what was not confirmed, as the page does.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU16, AtomicU64, Ordering},
    },
    thread::{JoinHandle, sleep},
    time::{Duration, Instant},
};

use super::{
    client::Client,
    ledger::{Batch, Ledger},
    random,
};

const CLIENTS: u32 = 4;

/// How long a server may take until it works again.
const RECOVERY: Duration = Duration::from_secs(30);

/// Clients at work, until this is stopped.
pub(super) struct Load {
    pub(super) ledger: Arc<Ledger>,
    shared: Arc<Shared>,
    clients: Vec<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    port: AtomicU16,
    /// How often other agents came.
    shift: AtomicU64,
    stopped: AtomicBool,
    refusals: AtomicU64,
    /// How many of these said that the disk is full.
    full: AtomicU64,
}

impl Load {
    /// Begins to send to the server on this port.
    pub(super) fn start(port: u16) -> Self {
        let ledger = Arc::new(Ledger::default());
        let shared = Arc::new(Shared { port: port.into(), ..Shared::default() });
        let client = |index| {
            let (ledger, shared) = (Arc::clone(&ledger), Arc::clone(&shared));
            std::thread::spawn(move || work(index, &ledger, &shared))
        };
        let clients = (0..CLIENTS).map(client).collect();
        Self { ledger, shared, clients }
    }

    /// Where the server is now.
    pub(super) fn turn_to(&self, port: u16) {
        self.shared.port.store(port, Ordering::Relaxed);
    }

    /// From now on all records are of other agents, and take room that the server does not have yet.
    pub(super) fn change_shift(&self) {
        self.shared.shift.fetch_add(1, Ordering::Relaxed);
    }

    /// How many batches the server said it could not keep.
    pub(super) fn refusals(&self) -> u64 {
        self.shared.refusals.load(Ordering::Relaxed)
    }

    /// How many of them because its disk is full.
    pub(super) fn full(&self) -> u64 {
        self.shared.full.load(Ordering::Relaxed)
    }

    /// Waits until so many more batches were refused.
    pub(super) fn wait_for_refusals(&self, more: u64) {
        let before = self.refusals();
        wait("the server to say that it cannot", || self.refusals() >= before + more);
    }

    /// Waits until so much more was confirmed that the server is at work. Answers how long that took.
    pub(super) fn wait_for_more(&self) -> Duration {
        let (before, since) = (self.ledger.answered(), Instant::now());
        wait("records to be confirmed", || self.ledger.answered() >= before + 40);
        since.elapsed()
    }

    /// Ends the load. What was sent and not confirmed stays open.
    pub(super) fn stop(&mut self) {
        self.shared.stopped.store(true, Ordering::Relaxed);
        for client in self.clients.drain(..) {
            client.join().unwrap();
        }
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::Relaxed);
    }
}

fn wait(what: &str, until: impl Fn() -> bool) {
    let since = Instant::now();
    while !until() {
        assert!(since.elapsed() < RECOVERY, "waited in vain for {what}");
        sleep(Duration::from_millis(5));
    }
}

fn work(index: u32, ledger: &Ledger, shared: &Shared) {
    let mut client = Client::default();
    let mut again: Option<Batch> = None;
    while !shared.stopped.load(Ordering::Relaxed) {
        // Now and then a newer revision overtakes one that was not confirmed.
        let batch = again.take().filter(|_| random(4) > 0).unwrap_or_else(|| {
            let shift = shared.shift.load(Ordering::Relaxed);
            ledger.next(&format!("agent{index}-{shift}"))
        });
        match client.post(shared.port.load(Ordering::Relaxed), &batch.body) {
            Ok((200, answer)) => ledger.confirm(&batch, &answer),
            Ok((status, answer)) => {
                // Whatever happens to the server, it is never the client's fault.
                assert!(status >= 500, "{status} {answer}");
                let typed = status == 503 || answer.starts_with(r#"{"error":{"code":""#);
                assert!(typed, "{status} {answer}");
                shared.refusals.fetch_add(1, Ordering::Relaxed);
                shared.full.fetch_add(u64::from(status == 507), Ordering::Relaxed);
                again = Some(batch);
                sleep(Duration::from_millis(10));
            }
            Err(_) => {
                again = Some(batch);
                sleep(Duration::from_millis(10));
            }
        }
    }
}
