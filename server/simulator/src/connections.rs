//! The connections under the routes: how long a client may say nothing, how one ends, and how one breaks.
//!
//! In the place of `axum::serve`, which waits for ever for a client that says nothing and answers every request. Here a
//! connection on which no request begins in time is closed, and an answer that is a [`Reset`] breaks its connection.

use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::faults::Reset;

/// How long a client may take to begin a request and finish its head, between requests too. Browsers open connections
/// ahead of need and leave them; one that is closed they open again.
pub(crate) const HEAD_WITHIN: Duration = Duration::from_secs(30);

/// The machine has no room for another connection: some end within this time.
const NO_ROOM: Duration = Duration::from_millis(100);

/// Serves until told to stop, and then until the last answer is given.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    mut stopping: watch::Receiver<bool>,
    head_within: Duration,
) {
    // Each connection has an end of this; when all are gone, so are the connections.
    let (last, open) = watch::channel(());
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopping.wait_for(|stopping| *stopping) => break,
        };
        match accepted {
            Ok((stream, _)) => {
                let talk = converse(stream, router.clone(), stopping.clone(), head_within);
                let open = open.clone();
                tokio::spawn(async move {
                    talk.await;
                    drop(open);
                });
            }
            // The client has gone again.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(error) => {
                tracing::warn!(%error, "Cannot accept a connection");
                tokio::time::sleep(NO_ROOM).await;
            }
        }
    }
    drop((listener, open));
    last.closed().await;
}

async fn converse(
    stream: TcpStream,
    router: Router,
    mut stopping: watch::Receiver<bool>,
    head_within: Duration,
) {
    // An answer that is ready is not held back until there is more to send. Where this fails, it comes a little later.
    let _ = stream.set_nodelay(true);
    let breaks = Arc::new(AtomicBool::new(false));
    let line = Line { stream, breaks: Arc::clone(&breaks) };
    let instance = TowerToHyperService::new(router);
    let service = service_fn(move |request: Request<Incoming>| {
        let (answer, breaks) = (instance.call(request.map(Body::new)), Arc::clone(&breaks));
        async move {
            let Ok(response): Result<Response, _> = answer.await;
            if response.extensions().get::<Reset>().is_some() {
                breaks.store(true, Ordering::Relaxed);
                return Err(io::Error::from(io::ErrorKind::ConnectionReset));
            }
            Ok(response)
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head_within)
        .serve_connection(TokioIo::new(line), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    // How a connection ended is the client's business: it left, was late, or was broken by order.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = stopping.wait_for(|stopping| *stopping) => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// A stream that can break: then the client sees a reset where it would see an end.
struct Line {
    stream: TcpStream,
    breaks: Arc<AtomicBool>,
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.breaks.load(Ordering::Relaxed) {
            // Where this fails the connection ends all the same, without an answer.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
