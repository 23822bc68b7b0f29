//! Running the simulator: what it needs from the machine, and how it comes to an end.
//!
//! It listens on loopback only, because it has no passwords. It stops within a second of being told to, however many
//! long polls and sockets are waiting.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use thiserror::Error;
use tokio::net::TcpListener;

use crate::centre::EpochMs;
use crate::connections;
use crate::http::router;
use crate::instance::Instance;
use crate::limits;
use crate::live::ReadClock;
use crate::origin::Origin;
use crate::simulator::{Library, Simulator};
use crate::traffic::{self, Rate, Traffic};

/// How long answers under way may take once the simulator is told to stop.
const LAST_WORDS: Duration = Duration::from_millis(700);

/// How the simulator is to run.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where it listens. Port 0 takes any free one.
    pub addr: SocketAddr,
    /// Who works there.
    pub instance: Instance,
    /// The origins that may frame it, beside those that the instance lists.
    pub approve: Vec<Origin>,
    /// The published library, `connect-streams-min.js`.
    pub streams: PathBuf,
    /// What identities and everything random follows from. Another one each time, if there is none.
    pub seed: Option<u64>,
    /// How many customers turn up by themselves from the start.
    pub traffic: Option<Rate>,
}

/// Why the simulator does not run. Each message is a line for whoever started it.
#[derive(Debug, Error)]
pub enum ServeError {
    /// Another address was asked for.
    #[error("{0} is not a loopback address; the simulator has no passwords and listens on loopback only")]
    NotLoopback(SocketAddr),
    /// The library is not where it was said to be.
    #[error("cannot read {}: {source}; `--streams FILE` names another; `npm install amazon-connect-streams` brings it, in release/", path.display())]
    Library {
        /// Where it was looked for.
        path: PathBuf,
        /// What the machine said.
        source: io::Error,
    },
    /// Mostly: another program has the port.
    #[error("cannot listen on {addr}: {source}")]
    Listen {
        /// Where it tried to.
        addr: SocketAddr,
        /// What the machine said.
        source: io::Error,
    },
    /// The network failed later on.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Serves until the process is told to stop. Writes one line to `announce` as soon as it listens.
///
/// # Errors
///
/// Fails if the address is not loopback or not free, or the library cannot be read.
pub async fn serve(options: Options, announce: &mut dyn Write) -> Result<(), ServeError> {
    let Options { addr, instance, approve, streams, seed, traffic } = options;
    if !addr.ip().is_loopback() {
        return Err(ServeError::NotLoopback(addr));
    }
    let library = std::fs::read(&streams).map_err(|source| ServeError::Library { path: streams, source })?;
    limits::raise();
    let listener = TcpListener::bind(addr).await.map_err(|source| ServeError::Listen { addr, source })?;
    let port = listener.local_addr()?.port();

    let simulator = Arc::new(Simulator::new(instance, approve, Library::new(library), port, system_clock()));
    if let Some(seed) = seed {
        simulator.seed(seed);
    }
    if let Some(rate) = traffic {
        let Simulator { traffic, live, instance, .. } = &*simulator;
        traffic.order(Traffic::at(rate), live, instance).map_err(io::Error::other)?;
    }
    let told_to_stop = stop_signal()?;
    writeln!(announce, "Simulated Amazon Connect instance: http://localhost:{port}/")?;
    announce.flush()?;

    let stopping = simulator.stopping();
    let server =
        connections::serve(listener, router(Arc::clone(&simulator)), stopping, connections::HEAD_WITHIN);
    let shutdown = async {
        told_to_stop.await;
        tracing::info!("Stopping");
        simulator.stop();
        tokio::time::sleep(LAST_WORDS).await;
    };
    tokio::select! {
        () = server => {}
        () = simulator.live.keep_deadlines() => {}
        () = traffic::keep(&simulator) => {}
        () = shutdown => {}
    }
    Ok(())
}

fn system_clock() -> ReadClock {
    Box::new(|| {
        let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        EpochMs(since_epoch.as_millis().try_into().unwrap_or(i64::MAX))
    })
}

/// Comes to an end when the process is told to: by Ctrl-C, or as a service manager does it.
///
/// # Errors
///
/// Fails if the machine does not let the process hear of it.
#[cfg(unix)]
pub fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Comes to an end when the process is told to, by Ctrl-C.
///
/// # Errors
///
/// None here.
#[cfg(not(unix))]
pub fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async { _ = tokio::signal::ctrl_c().await })
}
