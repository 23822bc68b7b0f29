//! What only a real connection shows: answers that break off, clients that say too much, too little or come in crowds.
//!
//! These run in real time; each waits for what it wants to see and not for the clock.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use super::*;
use crate::connections;

/// Much longer than anything takes here; a test that gets there has failed.
const PATIENCE: Duration = Duration::from_secs(20);

impl Running {
    async fn listen(&self, head_within: Duration) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let (router, stopping) = (self.router.clone(), self.simulator.stopping());
        tokio::spawn(connections::serve(listener, router, stopping, head_within));
        addr
    }
}

/// A thousand, or as many as the machine lets one program have at both ends.
fn crowd() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let files = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let files: Option<usize> = files.and_then(|line| line.split_whitespace().next()?.parse().ok());
    files.map_or(60, |files| (files / 4).min(1000))
}

/// One connection, kept alive from answer to answer.
struct Line(TcpStream);

impl Line {
    async fn open(addr: SocketAddr) -> Self {
        Self(TcpStream::connect(addr).await.unwrap())
    }

    async fn say(&mut self, head: &str) {
        self.0.write_all(format!("{head}\r\nhost: localhost\r\n\r\n").as_bytes()).await.unwrap();
    }

    /// Everything up to the end of the connection, and how it ended.
    async fn rest(&mut self) -> (String, Option<ErrorKind>) {
        let mut bytes = Vec::new();
        let end = timeout(PATIENCE, self.0.read_to_end(&mut bytes)).await.expect("the connection ends");
        (String::from_utf8(bytes).unwrap(), end.err().map(|error| error.kind()))
    }

    /// The head of an answer; the body is left.
    async fn head(&mut self) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(timeout(PATIENCE, self.0.read_u8()).await.expect("an answer").unwrap());
        }
        String::from_utf8(head).unwrap()
    }

    async fn answer(&mut self) -> (u16, String) {
        let head = self.head().await;
        let mut body = vec![0; length_in(&head)];
        timeout(PATIENCE, self.0.read_exact(&mut body)).await.expect("the whole answer").unwrap();
        (status_in(&head), String::from_utf8(body).unwrap())
    }
}

fn status_in(head: &str) -> u16 {
    head.split(' ').nth(1).unwrap().parse().unwrap()
}

fn length_in(head: &str) -> usize {
    let line =
        head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
    line.map_or(0, |length| length.parse().unwrap())
}

async fn ticket(desk: &Desk<'_>) -> String {
    let answer = desk.done("CreateTransport", json!({ "transportType": "web_socket" })).await;
    let url = answer["webSocketTransport"]["url"].as_str().unwrap().to_owned();
    url.split_once("/ws?").map(|(_, query)| format!("/ws?{query}")).unwrap()
}

async fn knock(addr: SocketAddr, path: &str) -> (Line, u16) {
    let mut line = Line::open(addr).await;
    line.say(&format!(
        "GET {path} HTTP/1.1\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ=="
    ))
    .await;
    let status = status_in(&line.head().await);
    (line, status)
}

#[tokio::test]
async fn a_reset_is_no_answer_and_a_cut_one_keeps_its_length() {
    let instance = Running::start();
    let addr = instance.listen(PATIENCE).await;
    let whole = instance.get("/login").await.body;

    let fault = json!({ "reset": true, "times": 1 });
    instance.control(Method::POST, "/faults", Some(fault)).await;
    let mut line = Line::open(addr).await;
    line.say("GET /login HTTP/1.1").await;
    assert_eq!(line.rest().await, (String::new(), Some(ErrorKind::ConnectionReset)));

    let fault = json!({ "truncate": true, "times": 1 });
    instance.control(Method::POST, "/faults", Some(fault)).await;
    let mut line = Line::open(addr).await;
    line.say("GET /login HTTP/1.1").await;
    let head = line.head().await;
    assert_eq!((status_in(&head), length_in(&head)), (200, whole.len()));
    assert_eq!(line.rest().await.0, whole[..whole.len() / 2]);

    let mut line = Line::open(addr).await;
    for _ in 0..2 {
        line.say("GET /login HTTP/1.1").await;
        assert_eq!(line.answer().await, (200, whole.clone()), "and the line stays open");
    }
}

#[tokio::test]
async fn too_much_is_told_so_and_the_line_stays_open() {
    let instance = Running::start();
    let addr = instance.listen(PATIENCE).await;
    let anna = instance.desk("anna").await;
    let bearer = &anna.bearer;
    let mut line = Line::open(addr).await;
    let piece = vec![b' '; 1024 * 1024];
    for _ in 0..2 {
        line.say(&format!(
            "POST /api HTTP/1.1\r\nx-amz-bearer: {bearer}\r\n\
             x-amz-target: AmazonConnectCTIService.AcceptContact\r\ncontent-length: {}",
            10 * piece.len()
        ))
        .await;
        for _ in 0..10 {
            line.0.write_all(&piece).await.unwrap();
        }
        let (status, body) = line.answer().await;
        assert_eq!(status, 413);
        assert!(body.contains("RequestEntityTooLargeException"), "{body}");
    }
    // The control API, and without a length.
    line.say(
        "POST /control/v1/contacts HTTP/1.1\r\ncontent-type: application/json\r\ntransfer-encoding: chunked",
    )
    .await;
    for _ in 0..10 {
        line.0.write_all(b"100000\r\n").await.unwrap();
        line.0.write_all(&piece).await.unwrap();
        line.0.write_all(b"\r\n").await.unwrap();
    }
    line.0.write_all(b"0\r\n\r\n").await.unwrap();
    let (status, body) = line.answer().await;
    assert_eq!((status, body.contains("bad_request")), (413, true), "{body}");
}

#[tokio::test]
async fn who_says_nothing_keeps_nobody_waiting_and_is_let_go() {
    let instance = Running::start();
    let addr = instance.listen(Duration::from_millis(500)).await;
    let mut silent = Vec::new();
    for number in 0..crowd() {
        let mut line = Line::open(addr).await;
        if number % 2 == 0 {
            line.0.write_all(b"GET /login HTTP/1.1\r\nhost: lo").await.unwrap();
        }
        silent.push(line);
    }
    let mut line = Line::open(addr).await;
    line.say("GET /login HTTP/1.1").await;
    assert_eq!(line.answer().await.0, 200);
    for mut line in silent {
        // A head that was begun may be answered with 408 or not at all.
        line.rest().await;
    }
}

#[tokio::test]
async fn an_agent_has_only_so_many_sockets_and_other_agents_have_theirs() {
    let instance = Running::start();
    let addr = instance.listen(PATIENCE).await;
    let (anna, ben) = (instance.desk("anna").await, instance.desk("ben").await);
    let (hers, his) = (ticket(&anna).await, ticket(&ben).await);
    let mut lines = Vec::new();
    let (mut open, mut refused) = (0, 0);
    for _ in 0..1000 {
        let (line, status) = knock(addr, &hers).await;
        match status {
            101 => {
                open += 1;
                lines.push(line);
            }
            429 => refused += 1,
            other => panic!("{other}"),
        }
    }
    assert_eq!((open, refused), (64, 936));
    assert_eq!(knock(addr, &his).await.1, 101);
    assert_eq!(knock(addr, "/ws?ticket=guessed").await.1, 401);
    assert_eq!(knock(addr, "/ws").await.1, 401);
    anna.snapshot().await;
}

#[tokio::test]
async fn one_agents_sockets_are_lost_and_stay_away_as_long_as_ordered() {
    let instance = Running::start();
    let addr = instance.listen(PATIENCE).await;
    let (anna, ben) = (instance.desk("anna").await, instance.desk("ben").await);
    let (hers, his) = (ticket(&anna).await, ticket(&ben).await);
    let (mut lost, _) = knock(addr, &hers).await;
    let (mut kept, _) = knock(addr, &his).await;
    let order = json!({ "agents": ["anna"], "refuse_ms": 60_000 });
    let dropped = instance.control(Method::POST, "/websockets/drop", Some(order)).await;
    assert_eq!(dropped.json(), json!({ "dropped": 1 }));
    lost.rest().await;
    assert_eq!(knock(addr, &hers).await.1, 503);
    assert_eq!(knock(addr, &his).await.1, 101);
    assert!(timeout(Duration::from_millis(50), kept.0.read_u8()).await.is_err(), "ben's is open");
    let order = json!({ "agents": ["anna"] });
    instance.control(Method::POST, "/websockets/drop", Some(order)).await;
    assert_eq!(knock(addr, &hers).await.1, 101);
}

#[tokio::test]
async fn a_stopped_instance_gives_its_last_answers_and_closes() {
    let instance = Running::start();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let serving = tokio::spawn(connections::serve(
        listener,
        instance.router.clone(),
        instance.simulator.stopping(),
        PATIENCE,
    ));
    let anna = instance.desk("anna").await;
    let mut idle = Line::open(addr).await;
    let (mut socket, _) = knock(addr, &ticket(&anna).await).await;
    idle.say("GET /login HTTP/1.1").await;
    assert_eq!(idle.answer().await.0, 200);
    instance.simulator.stop();
    idle.rest().await;
    socket.rest().await;
    timeout(PATIENCE, serving).await.expect("the server ends").unwrap();
}
