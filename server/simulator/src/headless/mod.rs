//! Agents without a browser: they sign in, take what comes, talk, wrap up and clear, as many as one process can hold.
//!
//! To load an instance, or a desktop server with the records of what they did. They know the instance by HTTP alone and
//! speak to it as the library's worker does, except that they open no WebSocket: nothing that an agent needs comes
//! that way.

mod agent;
mod client;
mod desk;
mod figures;
mod outbox;
mod record;
mod snapshot;
#[cfg(test)]
mod tests;
mod work;

use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use serde::Deserialize;
use thiserror::Error;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use self::agent::{Agent, BETWEEN_CONFIGURATIONS};
use self::client::{Client, Trouble};
use self::desk::{PROMPT, made};
pub use self::figures::{Counts, Times};
use self::outbox::Outbox;
use self::work::{Habits, Work};
use crate::chance::{Chance, mix};
use crate::limits;
use crate::origin::Origin;

/// How often a line of figures is written.
const BETWEEN_LINES: Duration = Duration::from_secs(5);
/// How many sign in at the same moment.
const DOOR: usize = 32;
/// How long signing out and sending the last records may take.
const LAST_WORDS: Duration = Duration::from_secs(10);

/// A population of agents, and what they are like.
#[derive(Debug, Clone)]
pub struct Options {
    /// The instance at which they work.
    pub at: Origin,
    /// How many of its agents, those of the crowd first.
    pub count: usize,
    /// How long they let it ring. This and the following are medians.
    pub answer: Duration,
    /// How long they talk before they hang up; without it, the customer does.
    pub talk: Option<Duration>,
    /// How long their after-contact work takes.
    pub wrap_up: Duration,
    /// The desktop server that gets a record of each contact.
    pub records_to: Option<Origin>,
    /// What their habits follow from.
    pub seed: u64,
}

/// Why a population cannot begin. Each message is a line for whoever started it.
#[derive(Debug, Error)]
pub enum HeadlessError {
    /// There is nothing at the address, or no simulator.
    #[error("cannot ask {at} for its agents: {problem}")]
    NoInstance {
        /// The address.
        at: String,
        /// What came of asking.
        problem: String,
    },
    /// More agents are wanted than there are.
    #[error(
        "{at} has {free} agents who are not signed in, and {wanted} are wanted; `[crowd]` in its instance file makes more"
    )]
    TooFew {
        /// The address.
        at: String,
        /// How many there are.
        free: usize,
        /// How many are wanted.
        wanted: usize,
    },
    /// There is no TLS here.
    #[error("{0} is not http")]
    NotHttp(String),
    /// The figures cannot be written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// What an agent sees, as soon as they see it.
#[derive(Debug, Clone, Copy)]
pub struct Sight<'a> {
    /// Whose snapshot it was in.
    pub agent: &'a str,
    /// When it was there.
    pub at: Instant,
    /// What was in it.
    pub seen: Seen<'a>,
}

/// Something in a snapshot.
#[derive(Debug, Clone, Copy)]
pub enum Seen<'a> {
    /// The agent's state, in every snapshot.
    Agent {
        /// Such as `Available`.
        state: &'a str,
    },
    /// A contact that has come into a state, once.
    Contact {
        /// Its identity.
        id: &'a str,
        /// Such as `connecting`.
        state: &'a str,
    },
}

/// Hears of everything that agents see, from many threads at once.
pub type Watch = Box<dyn Fn(&Sight<'_>) + Send + Sync>;

/// What all agents share.
struct Population {
    client: Client,
    at: Arc<str>,
    figures: Arc<figures::Figures>,
    door: Semaphore,
    watch: Watch,
}

impl fmt::Debug for Population {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Population").field("at", &self.at).finish_non_exhaustive()
    }
}

/// Has a population of agents work until `until`, and sign out then. Writes a line of figures every few seconds.
///
/// # Errors
///
/// Fails if there are no such agents. Once they are at work, what fails is tried again.
pub async fn run(
    options: &Options,
    until: impl Future<Output = ()>,
    watch: Watch,
    report: &mut (dyn Write + Send),
) -> Result<Counts, HeadlessError> {
    limits::raise();
    let client = Client::new();
    let at = address(&options.at)?;
    let records_to = options.records_to.as_ref().map(address).transpose()?;
    let usernames = free_agents(&client, &at, options.count).await?;
    let figures = Arc::<figures::Figures>::default();
    let (outbox, mut sending) = match records_to {
        None => (Outbox::nowhere(), JoinSet::new()),
        Some(server) => {
            let (outbox, sending) = Outbox::to(server, client.clone(), Arc::clone(&figures));
            let mut tasks = JoinSet::new();
            tasks.spawn(sending);
            (outbox, tasks)
        }
    };
    let door = Semaphore::new(DOOR);
    let population = Arc::new(Population { client, at, figures: Arc::clone(&figures), door, watch });
    let stopping = watch::Sender::new(false);
    let mut agents = JoinSet::new();
    let habits = Habits { answer: options.answer, talk: options.talk, wrap_up: options.wrap_up };
    for (n, username) in (0..).zip(usernames) {
        let population = Arc::clone(&population);
        let seed = mix(options.seed ^ mix(n));
        let stagger = BETWEEN_CONFIGURATIONS.mul_f64(Chance::new(seed).unit());
        let (work, outbox) = (Work::new(habits, seed), outbox.clone());
        let agent = Agent { population, username: username.into(), work, outbox, stagger };
        agents.spawn(agent.live(stopping.subscribe()));
    }
    drop(outbox);

    let began = Instant::now();
    let mut lines = tokio::time::interval(BETWEEN_LINES);
    lines.tick().await;
    tokio::pin!(until);
    loop {
        tokio::select! {
            () = &mut until => break,
            _ = lines.tick() => writeln!(report, "{:>5} s  {}", began.elapsed().as_secs(), figures.now())?,
        }
    }
    stopping.send_replace(true);
    let last_words = async {
        while agents.join_next().await.is_some() {}
        while sending.join_next().await.is_some() {}
    };
    // Whoever does not come to an end by themselves is ended with the sets.
    let _ = tokio::time::timeout(LAST_WORDS, last_words).await;
    let counts = figures.now();
    writeln!(report, "In all: {}", summary(&counts, began.elapsed()))?;
    Ok(counts)
}

fn summary(counts: &Counts, time: Duration) -> String {
    let Counts { handled, missed, failed, records, seen_after, .. } = counts;
    let (half, most) = (seen_after.percentile(50), seen_after.percentile(99));
    format!(
        "{handled} contacts handled and {missed} missed in {} s, {records} records taken, {failed} requests failed; \
         changes seen after {} ms (p50), {} ms (p99)",
        time.as_secs(),
        half.as_millis(),
        most.as_millis()
    )
}

fn address(origin: &Origin) -> Result<Arc<str>, HeadlessError> {
    let text = origin.as_str();
    if text.starts_with("http://") { Ok(text.into()) } else { Err(HeadlessError::NotHttp(text.to_owned())) }
}

#[derive(Debug, Deserialize)]
struct Listed {
    agents: Vec<ListedAgent>,
}

#[derive(Debug, Deserialize)]
struct ListedAgent {
    username: String,
    signed_in: bool,
}

/// The agents as whom nobody is signed in, those first who have no name of their own.
async fn free_agents(client: &Client, at: &Arc<str>, count: usize) -> Result<Vec<String>, HeadlessError> {
    let listed = async {
        let request = made(Request::get(format!("{at}/control/v1/agents")).body(Body::empty()))?;
        client.send(request, PROMPT).await?.json::<Listed>()
    };
    let no_instance =
        |trouble: Trouble| HeadlessError::NoInstance { at: at.to_string(), problem: trouble.to_string() };
    let Listed { agents } = listed.await.map_err(no_instance)?;
    let free = agents.into_iter().filter(|agent| !agent.signed_in);
    let mut free: Vec<_> = free.map(|agent| agent.username).collect();
    if free.len() < count {
        return Err(HeadlessError::TooFew { at: at.to_string(), free: free.len(), wanted: count });
    }
    free.sort_by_key(|username| !username.starts_with("agent-"));
    free.truncate(count);
    Ok(free)
}
