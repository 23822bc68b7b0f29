//! Answers that break off.
//!
//! A body that fails makes the server close the connection, and what has left by then is all that the client gets. An
//! answer that carries [`Reset`] is not to be given at all: [`crate::serve`] breaks the connection instead.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::header;
use axum::response::Response;
use hyper::body::Frame;
use tokio::time::{Sleep, sleep};

/// Long enough for the first half to leave; what is still in the server's buffer when the body fails is not sent.
const FIRST_HALF_LEAVES_IN: Duration = Duration::from_millis(50);

/// Marks an answer in the place of which the connection breaks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reset;

pub(super) fn reset() -> Response {
    let body = Body::new(BreaksOff { first: None, pause: Box::pin(sleep(Duration::ZERO)) });
    let mut response = Response::new(body);
    response.extensions_mut().insert(Reset);
    response
}

/// Announces the whole and gives the first half. What has no body stays as it is.
pub(super) async fn truncate(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    // Every body here is made by this program and in memory already.
    let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
    if whole.is_empty() {
        return Response::from_parts(parts, Body::empty());
    }
    parts.headers.insert(header::CONTENT_LENGTH, whole.len().into());
    let first = Some(whole.slice(..whole.len() / 2));
    let body = BreaksOff { first, pause: Box::pin(sleep(FIRST_HALF_LEAVES_IN)) };
    Response::from_parts(parts, Body::new(body))
}

/// Some bytes, a moment, then an error.
struct BreaksOff {
    first: Option<Bytes>,
    pause: Pin<Box<Sleep>>,
}

impl hyper::body::Body for BreaksOff {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        ready!(self.pause.as_mut().poll(context));
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into())))
    }
}
