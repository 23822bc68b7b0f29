//! Clients that send records: connections that are kept alive, and as little work as can be, because they share the cores.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use app::api::{CONTACT_RECORDS, ContactRecord, RECORDS, RecordBatch};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
    time::{MissedTickBehavior, interval, interval_at},
};

use super::{Outcome, sample, serving::Serving};

/// A request as it goes over the wire, and how many records are in it.
pub struct Request {
    bytes: Vec<u8>,
    records: usize,
}

impl Request {
    fn post(path: &str, body: &[u8], records: usize) -> Self {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        Self { bytes: [head.as_bytes(), body].concat(), records }
    }
}

/// The records in requests of so many.
pub fn batches(records: &[ContactRecord], size: usize) -> Outcome<Vec<Request>> {
    let request = |records: &[ContactRecord]| {
        let batch = RecordBatch { contacts: records.to_vec(), activities: Vec::new() };
        Ok(Request::post(RECORDS, &serde_json::to_vec(&batch)?, records.len()))
    };
    records.chunks(size).map(request).collect()
}

struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::new() })
    }

    /// Sends records. Answers when all of them are confirmed.
    async fn keep(&mut self, request: &Request) -> Outcome<()> {
        self.stream.write_all(&request.bytes).await?;
        self.read.clear();
        let (head, length) = loop {
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Err("the server closed the connection".into());
            }
            if let Some(end) = self.read.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                let head = std::str::from_utf8(&self.read[..end])?;
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
                break (end + 4, length.ok_or("an answer without a length")?.parse::<usize>()?);
            }
        };
        while self.read.len() < head + length {
            self.stream.read_buf(&mut self.read).await?;
        }
        let text = std::str::from_utf8(&self.read)?;
        let confirmed = match text.get(9..12) {
            Some("201") => 1,
            Some("200") => text.matches("\"stored\"").count(),
            _ => 0,
        };
        if confirmed == request.records { Ok(()) } else { Err(format!("not all is kept: {text}").into()) }
    }
}

pub struct Clients(Vec<Connection>);

impl Clients {
    pub async fn connect(serving: &Serving, count: usize) -> Outcome<Self> {
        let mut connections = Vec::new();
        for _ in 0..count {
            connections.push(Connection::open(serving.address).await?);
        }
        Ok(Self(connections))
    }

    /// Sends all, each client the next as soon as its last is confirmed. Answers how long that took.
    pub async fn send(&mut self, requests: Vec<Request>) -> Outcome<Duration> {
        let (requests, next) = (Arc::new(requests), Arc::new(AtomicUsize::new(0)));
        let began = Instant::now();
        let mut working = JoinSet::new();
        for mut connection in self.0.drain(..) {
            let (requests, next) = (Arc::clone(&requests), Arc::clone(&next));
            working.spawn(async move {
                while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
                    connection.keep(request).await?;
                }
                Outcome::Ok(connection)
            });
        }
        while let Some(connection) = working.join_next().await {
            self.0.push(connection??);
        }
        Ok(began.elapsed())
    }
}

/// Sends batches at a rate and single records beside them, and tells how long each of the single ones took.
pub async fn singles_at(
    serving: &Serving,
    rate: f64,
    batch: usize,
    clients: usize,
    count: usize,
) -> Outcome<Vec<Duration>> {
    let prepared = sample::records(0, count);
    let singles =
        prepared.iter().map(|record| Ok(Request::post(CONTACT_RECORDS, &serde_json::to_vec(record)?, 1)));
    let singles = singles.collect::<Outcome<Vec<_>>>()?;
    let over = Arc::new(AtomicBool::new(false));
    let mut working = JoinSet::new();
    let share = f64::from(u32::try_from(clients * batch)?) / rate;
    for client in 0..clients {
        let mut connection = Connection::open(serving.address).await?;
        let over = Arc::clone(&over);
        working.spawn(async move {
            // One after the other, not all at once.
            let first_at = share * f64::from(u32::try_from(client)?) / f64::from(u32::try_from(clients)?);
            let first_at = tokio::time::Instant::now() + Duration::from_secs_f64(first_at);
            let mut pace = interval_at(first_at, Duration::from_secs_f64(share));
            pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
            let mut first = (client + 1) * 100_000_000;
            while !over.load(Ordering::Relaxed) {
                let requests = batches(&sample::records(first, batch), batch)?;
                first += batch;
                pace.tick().await;
                for request in &requests {
                    connection.keep(request).await?;
                }
            }
            Outcome::Ok(())
        });
    }
    let mut connection = Connection::open(serving.address).await?;
    let mut pace = interval(Duration::from_millis(10));
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut took = Vec::new();
    for single in &singles {
        pace.tick().await;
        let began = Instant::now();
        connection.keep(single).await?;
        took.push(began.elapsed());
    }
    over.store(true, Ordering::Relaxed);
    while let Some(client) = working.join_next().await {
        client??;
    }
    Ok(took)
}
