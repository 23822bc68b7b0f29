//! The connections under the routes: how long a client may take over the head of a request, how large that may be, how many
//! connections there are, and how they end.
//!
//! In the place of `axum::serve`, which waits for ever for a client that says nothing. Many who say nothing must not keep
//! out those who do: where there is no room, the connection that has been idle longest goes.

use std::{
    collections::BTreeMap,
    io,
    net::SocketAddr,
    pin::pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{
    Request,
    body::Incoming,
    server::conn::http1,
    service::{Service as _, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{oneshot, watch},
};

/// The machine has no room for another connection: some end within this time.
const NO_ROOM: Duration = Duration::from_millis(50);

/// The largest head of a request. Far more than a browser sends with every cookie and the longest address.
const LARGEST_HEAD: usize = 32 * 1024;

/// The most header fields of a request.
const MOST_FIELDS: usize = 100;

/// What clients may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// So many connections at a time.
    pub connections: usize,
    /// So long the head of a request may take, counted from the end of the one before.
    pub head_within: Duration,
}

/// Serves until told to stop, and then until the last answer is given.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    mut stopping: watch::Receiver<bool>,
) {
    // Each connection has an end of this; when all are gone, so are the connections.
    let (last, open) = watch::channel(());
    let seats = Seats::default();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopping.wait_for(|stopping| *stopping) => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                if seats.count() >= limits.connections && !seats.free_one() {
                    // Everybody is at work: whoever comes now may come again.
                    continue;
                }
                let (seat, gone) = seats.take();
                let talk =
                    converse(stream, peer, router.clone(), limits, stopping.clone(), Arc::clone(&seat.busy));
                let open = open.clone();
                tokio::spawn(async move {
                    tokio::select! {
                        () = talk => {}
                        _ = gone => {}
                    }
                    drop((seat, open));
                });
            }
            // The client has gone again.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(error) => {
                tracing::warn!(%error, "Cannot accept a connection");
                seats.free_one();
                tokio::time::sleep(NO_ROOM).await;
            }
        }
    }
    drop((listener, open));
    last.closed().await;
}

async fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: Limits,
    mut stopping: watch::Receiver<bool>,
    busy: Arc<AtomicUsize>,
) {
    // An answer that is ready is not held back until there is more to send. Where this fails, it comes a little later.
    let _ = stream.set_nodelay(true);
    let service_of_routes = TowerToHyperService::new(router);
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        let (work, answer) = (Work::begin(&busy), service_of_routes.call(request));
        async move {
            // Until the last of the answer is sent, or given up.
            answer.await.map(|response| response.map(|body| Body::new(Held { body, _work: work })))
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_within)
        .max_buf_size(LARGEST_HEAD)
        .max_headers(MOST_FIELDS)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    // How a connection ended is the client's business: it left, or was late.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = stopping.wait_for(|stopping| *stopping) => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// Every open connection, the oldest first.
#[derive(Clone, Debug, Default)]
struct Seats(Arc<Mutex<Taken>>);

#[derive(Debug, Default)]
struct Taken {
    next: u64,
    seats: BTreeMap<u64, (Arc<AtomicUsize>, oneshot::Sender<()>)>,
}

/// One connection's place. Dropped, it is free.
#[derive(Debug)]
struct Seat {
    seats: Seats,
    number: u64,
    /// How many requests are under way on it.
    busy: Arc<AtomicUsize>,
}

impl Seats {
    fn with<R>(&self, change: impl FnOnce(&mut Taken) -> R) -> R {
        // Each change is one step, so even after a panic elsewhere it is whole.
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn count(&self) -> usize {
        self.with(|taken| taken.seats.len())
    }

    /// Takes one. Whoever sits there must go when the other end says so.
    fn take(&self) -> (Seat, oneshot::Receiver<()>) {
        let (go, gone) = oneshot::channel();
        let busy = Arc::new(AtomicUsize::new(0));
        let number = self.with(|taken| {
            taken.next += 1;
            taken.seats.insert(taken.next, (Arc::clone(&busy), go));
            taken.next
        });
        (Seat { seats: self.clone(), number, busy }, gone)
    }

    /// Has whoever came first and does nothing go. Answers whether there was anybody.
    fn free_one(&self) -> bool {
        self.with(|taken| {
            let mut idle = taken.seats.iter().filter(|(_, (busy, _))| busy.load(Ordering::Relaxed) == 0);
            let Some(number) = idle.next().map(|(number, _)| *number) else { return false };
            // Dropping the end tells it.
            taken.seats.remove(&number).is_some()
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.seats.with(|taken| taken.seats.remove(&self.number));
    }
}

/// A request that is under way.
#[derive(Debug)]
struct Work(Arc<AtomicUsize>);

impl Work {
    fn begin(busy: &Arc<AtomicUsize>) -> Self {
        busy.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(busy))
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The body of an answer, and what ends with it.
struct Held {
    body: Body,
    _work: Work,
}

impl hyper::body::Body for Held {
    type Data = axum::body::Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<hyper::body::Frame<Self::Data>, Self::Error>>> {
        std::pin::Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    const QUICK: Limits = Limits { connections: 2_500, head_within: Duration::from_secs(2) };

    async fn server(limits: Limits) -> (SocketAddr, watch::Sender<bool>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let slow = get(|| async {
            tokio::time::sleep(Duration::from_millis(500)).await;
            "slow"
        });
        let router = Router::new().route("/", get(|| async { "hello" })).route("/slow", slow);
        let (stop, stopping) = watch::channel(false);
        tokio::spawn(serve(listener, router, limits, stopping));
        (addr, stop)
    }

    async fn ask(addr: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(addr).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    }

    const HELLO: &str = "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

    /// Clients that begin a request and never end it. `make soak` has ten thousand of them.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn thousands_who_never_finish_keep_nobody_out() {
        let soak = std::env::var_os("STREAMDESK_SOAK").is_some();
        let slow = if soak { 9_000 } else { 2_000 };
        // Fewer places than there are who want them.
        let (addr, _stop) = server(Limits { connections: slow / 2, ..QUICK }).await;
        let mut held = Vec::new();
        for _ in 0..slow {
            let mut stream = TcpStream::connect(addr).await.unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\nhost: local").await.unwrap();
            held.push(stream);
        }
        let mut longest = Duration::ZERO;
        for _ in 0..50 {
            let begun = Instant::now();
            assert!(ask(addr, HELLO).await.ends_with("hello"));
            longest = longest.max(begun.elapsed());
        }
        eprintln!("{slow} slow clients, 50 others answered, the slowest in {longest:?}");
        assert!(longest < Duration::from_secs(2), "{longest:?}");
        // And those who never finish are let go.
        let mut rest = Vec::new();
        let mut last = held.pop().unwrap();
        tokio::time::timeout(Duration::from_secs(20), last.read_to_end(&mut rest)).await.unwrap().ok();
    }

    #[tokio::test]
    async fn who_is_at_work_is_not_sent_away_for_who_comes() {
        let (addr, _stop) = server(Limits { connections: 2, ..QUICK }).await;
        let slow = "GET /slow HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        let working = [tokio::spawn(ask(addr, slow)), tokio::spawn(ask(addr, slow))];
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(ask(addr, HELLO).await, "", "there is no place");
        for one in working {
            assert!(one.await.unwrap().ends_with("slow"));
        }
        assert!(ask(addr, HELLO).await.ends_with("hello"));
    }

    #[tokio::test]
    async fn a_head_that_is_too_large_or_has_too_many_fields_is_refused() {
        let (addr, _stop) = server(QUICK).await;
        let long = format!("GET / HTTP/1.1\r\nhost: x\r\nlong: {}\r\n\r\n", "x".repeat(4 * LARGEST_HEAD));
        // Who goes on sending may see the connection break before the answer.
        let answer = ask(addr, &long).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431 "), "{answer}");
        let fields = "field: x\r\n".repeat(MOST_FIELDS + 1);
        let answer = ask(addr, &format!("GET / HTTP/1.1\r\n{fields}\r\n")).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431 "), "{answer}");
        for nonsense in
            ["GET / HTTP/1.1\r\nhost: a\r\n b: c\r\n\r\n", "\0\r\n\r\n", "GET /\r\n x HTTP/1.1\r\n\r\n"]
        {
            assert!(ask(addr, nonsense).await.starts_with("HTTP/1.1 400 "), "{nonsense:?}");
        }
    }

    #[tokio::test]
    async fn told_to_stop_it_answers_what_is_under_way() {
        let (addr, stop) = server(QUICK).await;
        let idle = TcpStream::connect(addr).await.unwrap();
        let under_way = tokio::spawn(ask(addr, "GET /slow HTTP/1.1\r\nhost: localhost\r\n\r\n"));
        tokio::time::sleep(Duration::from_millis(100)).await;
        stop.send(true).unwrap();
        assert!(under_way.await.unwrap().ends_with("slow"), "and then its connection is closed");
        assert!(TcpStream::connect(addr).await.is_err());
        drop(idle);
    }
}
