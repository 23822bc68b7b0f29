//! Customers who call and hang up by the control API, and agents who see that on their long polls.
//!
//! Both are in this one process, so one clock measures: from the moment before the request is sent to the moment at which
//! an agent's client has the snapshot that shows it.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use connect_simulator::headless::{self, Options, Seen, Sight, Watch};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio::sync::{Notify, oneshot};
use tokio::task::{JoinHandle, JoinSet};

use crate::program::Program;

/// How long a customer stays: agents answer before, and talk until then.
const STAY: Duration = Duration::from_secs(3);

#[derive(Default)]
struct Board {
    available: HashSet<String>,
    /// When a contact was seen to have come into a state.
    seen: HashMap<(String, String), Instant>,
}

/// Agents at work.
pub struct Crowd {
    board: Arc<Mutex<Board>>,
    go_home: oneshot::Sender<()>,
    working: JoinHandle<Result<headless::Counts, headless::HeadlessError>>,
}

impl Crowd {
    /// Comes when all of them are available.
    pub async fn sign_in(program: &Program, count: usize) -> Result<Self, Box<dyn Error>> {
        let options = Options {
            at: program.address.parse()?,
            count,
            answer: Duration::from_millis(300),
            talk: None,
            wrap_up: Duration::from_secs(1),
            records_to: None,
            seed: 1,
        };
        let board = Arc::<Mutex<Board>>::default();
        let all_there = Arc::<Notify>::default();
        let (noted, told) = (Arc::clone(&board), Arc::clone(&all_there));
        let watch: Watch = Box::new(move |sight: &Sight<'_>| {
            let mut board = noted.lock().unwrap_or_else(PoisonError::into_inner);
            match sight.seen {
                Seen::Agent { state: "Available" } => {
                    if board.available.insert(sight.agent.to_owned()) && board.available.len() == count {
                        told.notify_one();
                    }
                }
                Seen::Agent { .. } => {}
                Seen::Contact { id, state } => {
                    board.seen.entry((id.to_owned(), state.to_owned())).or_insert(sight.at);
                }
            }
        });
        let (go_home, until) = oneshot::channel::<()>();
        let until = async { _ = until.await };
        let working =
            tokio::spawn(async move { headless::run(&options, until, watch, &mut io::sink()).await });
        all_there.notified().await;
        Ok(Self { board, go_home, working })
    }

    pub async fn go_home(self) -> Result<headless::Counts, Box<dyn Error>> {
        // Whoever has gone already is not told.
        let _ = self.go_home.send(());
        Ok(self.working.await??)
    }

    fn saw(&self, contact: &str, state: &str) -> Option<Instant> {
        let board = self.board.lock().unwrap_or_else(PoisonError::into_inner);
        board.seen.get(&(contact.to_owned(), state.to_owned())).copied()
    }
}

/// One customer's call: what they did, and when.
struct Call {
    contact: String,
    offered: Instant,
    hung_up: Instant,
}

/// How long changes took to reach a polling client.
#[derive(Default)]
pub struct Delays {
    pub offered: Vec<Duration>,
    pub hung_up: Vec<Duration>,
    /// Changes that no agent saw.
    pub unseen: usize,
}

/// So many customers call, one every `pace`, whether or not the ones before have been served. `after` hears of each
/// that has called.
pub async fn customers(
    program: &Program,
    crowd: &Crowd,
    calls: usize,
    pace: Duration,
    mut after: impl FnMut(usize) -> Result<(), Box<dyn Error>>,
) -> Result<Delays, Box<dyn Error>> {
    let control = Control::of(program);
    let mut pacing = tokio::time::interval(pace);
    let mut under_way = JoinSet::new();
    for n in 0..calls {
        pacing.tick().await;
        let control = control.clone();
        under_way.spawn(async move { control.call(n).await });
        after(n + 1)?;
    }
    let mut delays = Delays::default();
    let mut made = Vec::new();
    while let Some(call) = under_way.join_next().await {
        made.push(call?.map_err(|problem| problem.to_string())?);
    }
    // The last of them hung up just now.
    tokio::time::sleep(Duration::from_secs(2)).await;
    for Call { contact, offered, hung_up } in made {
        for (state, since, kept) in
            [("connecting", offered, &mut delays.offered), ("ended", hung_up, &mut delays.hung_up)]
        {
            match crowd.saw(&contact, state) {
                Some(at) => kept.push(at.saturating_duration_since(since)),
                None => delays.unseen += 1,
            }
        }
    }
    delays.offered.sort_unstable();
    delays.hung_up.sort_unstable();
    Ok(delays)
}

#[derive(Clone)]
struct Control {
    client: Client<HttpConnector, Body>,
    at: Arc<str>,
}

type Problem = Box<dyn Error + Send + Sync>;

impl Control {
    fn of(program: &Program) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new()).build(connector);
        Self { client, at: program.address.as_str().into() }
    }

    async fn call(&self, n: usize) -> Result<Call, Problem> {
        let queue = ["BasicQueue", "Billing", "Support"][n % 3];
        let wanted = json!({ "channel": "voice", "customer": "+12065550100", "queue": queue });
        let offered = Instant::now();
        let made = self.post("/contacts", Some(&wanted)).await?;
        let contact = made["contact_id"].as_str().ok_or("no contact")?.to_owned();
        tokio::time::sleep(STAY).await;
        let hung_up = Instant::now();
        self.post(&format!("/contacts/{contact}/customer-hangup"), None).await?;
        Ok(Call { contact, offered, hung_up })
    }

    async fn post(&self, path: &str, body: Option<&Value>) -> Result<Value, Problem> {
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("{}/control/v1{path}", self.at))
            .header(header::CONTENT_TYPE, "application/json")
            .body(body.map_or_else(Body::empty, |body| Body::from(body.to_string())))?;
        let response = self.client.request(request).await?;
        let status = response.status();
        let body = to_bytes(Body::new(response.into_body()), 1024 * 1024).await?;
        if !status.is_success() {
            return Err(format!("{path}: {status} {}", String::from_utf8_lossy(&body)).into());
        }
        Ok(serde_json::from_slice(&body)?)
    }
}
