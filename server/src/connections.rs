//! The connections under the routes: how long a client may take over the head of a request, how large that may be, how many
//! connections there are, and how they end.
//!
//! In the place of `axum::serve`, which waits for ever for a client that says nothing, or that does not take what it asked for.
//! Many of those must not keep out who does: where there is no room, the oldest connection goes that is idle, or that nothing
//! of its answer can be sent on.

use std::{
    collections::BTreeMap,
    io,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    task::{Context, Poll, ready},
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
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::{oneshot, watch},
    time::{Sleep, sleep},
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
    /// So long a client may take nothing of its answer.
    pub taken_within: Duration,
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
                    converse(stream, peer, router.clone(), limits, stopping.clone(), Arc::clone(&seat.state));
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
                sleep(NO_ROOM).await;
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
    state: Arc<State>,
) {
    // An answer that is ready is not held back until there is more to send. Where this fails, it comes a little later.
    let _ = stream.set_nodelay(true);
    let stream = Taking { stream, within: limits.taken_within, late: None, state: Arc::clone(&state) };
    let service_of_routes = TowerToHyperService::new(router);
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        let (work, answer) = (Work::begin(&state), service_of_routes.call(request));
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
    seats: BTreeMap<u64, (Arc<State>, oneshot::Sender<()>)>,
}

/// What a connection does.
#[derive(Debug, Default)]
struct State {
    /// How many requests are under way on it.
    busy: AtomicUsize,
    /// Whether something is to be sent, and cannot be: the client takes nothing.
    stalled: AtomicBool,
}

impl State {
    /// Whether nobody would miss it.
    fn is_idle(&self) -> bool {
        self.busy.load(Ordering::Relaxed) == 0 || self.stalled.load(Ordering::Relaxed)
    }
}

/// One connection's place. Dropped, it is free.
#[derive(Debug)]
struct Seat {
    seats: Seats,
    number: u64,
    state: Arc<State>,
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
        let state = Arc::<State>::default();
        let number = self.with(|taken| {
            taken.next += 1;
            taken.seats.insert(taken.next, (Arc::clone(&state), go));
            taken.next
        });
        (Seat { seats: self.clone(), number, state }, gone)
    }

    /// Has whoever came first and does nothing, or takes nothing, go. Answers whether there was anybody.
    fn free_one(&self) -> bool {
        self.with(|taken| {
            let mut idle = taken.seats.iter().filter(|(_, (state, _))| state.is_idle());
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
struct Work(Arc<State>);

impl Work {
    fn begin(state: &Arc<State>) -> Self {
        state.busy.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(state))
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.0.busy.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A client's stream, which fails when the client takes nothing for too long.
struct Taking {
    stream: TcpStream,
    within: Duration,
    /// Runs out when nothing could be sent for so long. There is none while all is taken.
    late: Option<Pin<Box<Sleep>>>,
    state: Arc<State>,
}

impl Taking {
    fn taken<T>(&mut self, sent: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if sent.is_ready() {
            self.late = None;
            self.state.stalled.store(false, Ordering::Relaxed);
            return sent;
        }
        self.state.stalled.store(true, Ordering::Relaxed);
        let within = self.within;
        ready!(self.late.get_or_insert_with(|| Box::pin(sleep(within))).as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Taking {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Taking {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.taken(sent, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.taken(sent, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let sent = Pin::new(&mut self.stream).poll_flush(context);
        self.taken(sent, context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
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
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Self::Data>, Self::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
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

    const QUICK: Limits = Limits {
        connections: 2_500,
        head_within: Duration::from_secs(2),
        taken_within: Duration::from_secs(2),
    };

    async fn server(limits: Limits) -> (SocketAddr, watch::Sender<bool>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let slow = get(|| async {
            sleep(Duration::from_millis(500)).await;
            "slow"
        });
        // More than a kernel takes off a server's hands.
        let large = get(|| async { vec![b'x'; 32 << 20] });
        let router =
            Router::new().route("/", get(|| async { "hello" })).route("/slow", slow).route("/large", large);
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
        sleep(Duration::from_millis(100)).await;
        assert_eq!(ask(addr, HELLO).await, "", "there is no place");
        for one in working {
            assert!(one.await.unwrap().ends_with("slow"));
        }
        assert!(ask(addr, HELLO).await.ends_with("hello"));
    }

    /// A client that asks for much and reads nothing of it.
    async fn takes_nothing(addr: SocketAddr) -> TcpStream {
        let mut stream = TcpStream::connect(addr).await.unwrap();
        stream.write_all(b"GET /large HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
        stream
    }

    #[tokio::test]
    async fn who_takes_nothing_of_an_answer_goes_before_who_comes_is_turned_away() {
        let patient = Limits { connections: 2, taken_within: Duration::from_mins(10), ..QUICK };
        let (addr, _stop) = server(patient).await;
        let _held = [takes_nothing(addr).await, takes_nothing(addr).await];
        // Until the kernel takes no more off the server's hands, they are at work.
        let answered = async {
            while !ask(addr, HELLO).await.ends_with("hello") {
                sleep(Duration::from_millis(50)).await;
            }
        };
        assert!(tokio::time::timeout(Duration::from_secs(20), answered).await.is_ok());
    }

    #[tokio::test]
    async fn who_takes_nothing_of_an_answer_is_let_go_after_a_while_and_who_is_slow_is_not() {
        let (addr, _stop) = server(QUICK).await;
        let (mut slow, mut stalled) = (takes_nothing(addr).await, takes_nothing(addr).await);
        let (mut some, mut taken) = (vec![0; 1 << 20], 0);
        for _ in 0..20 {
            sleep(Duration::from_millis(200)).await;
            slow.read_exact(&mut some).await.unwrap();
            taken += some.len();
        }
        let mut rest = Vec::new();
        // What the kernel had taken is still there, and then it ends.
        let _ = stalled.read_to_end(&mut rest).await;
        assert!(rest.len() < 32 << 20, "{}", rest.len());
        while taken < 32 << 20 {
            taken += slow.read(&mut some).await.unwrap();
        }
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
        sleep(Duration::from_millis(100)).await;
        stop.send(true).unwrap();
        assert!(under_way.await.unwrap().ends_with("slow"), "and then its connection is closed");
        assert!(TcpStream::connect(addr).await.is_err());
        drop(idle);
    }
}
