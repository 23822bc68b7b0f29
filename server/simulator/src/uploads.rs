//! What clients send: no more than fits, and not for ever.
//!
//! A handler that is sent too much answers with 413 as soon as it notices, and the client, which is still sending, sees a
//! broken connection instead of the answer. So the rest is read and thrown away first, within limits of its own.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use hyper::body::{Frame, SizeHint};
use tokio::time::{Sleep, sleep};

/// The most that a handler takes.
pub(crate) const LARGEST: usize = 1024 * 1024;

/// Who sends more than this is not waited for.
const MOST_THROWN_AWAY: usize = 64 * 1024 * 1024;

/// From when it is first asked for. A megabyte takes less over any line.
pub(crate) const WITHIN: Duration = Duration::from_secs(20);

pub(crate) async fn limit(request: Request, next: Next) -> Response {
    let request = request.map(|body| {
        if body.is_end_stream() {
            return body;
        }
        Body::new(Upload { body, deadline: None, taken: 0, thrown_away: 0, beyond: None })
    });
    next.run(request).await
}

struct Upload {
    body: Body,
    deadline: Option<Pin<Box<Sleep>>>,
    taken: usize,
    thrown_away: usize,
    /// The piece that is too much. The handler gets it last, and learns by it that there was too much.
    beyond: Option<Bytes>,
}

impl Upload {
    fn end(&mut self) -> Option<Result<Frame<Bytes>, axum::Error>> {
        self.beyond.take().map(|beyond| Ok(Frame::data(beyond)))
    }
}

impl HttpBody for Upload {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        loop {
            let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) else { break };
            let data = match frame {
                None => return Poll::Ready(self.end()),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                // Trailers say nothing that anybody here wants to know.
                Some(Ok(frame)) => frame.into_data().unwrap_or_default(),
            };
            if self.beyond.is_some() {
                self.thrown_away += data.len();
                if self.thrown_away > MOST_THROWN_AWAY {
                    return Poll::Ready(self.end());
                }
                continue;
            }
            self.taken += data.len();
            if self.taken <= LARGEST {
                return Poll::Ready(Some(Ok(Frame::data(data))));
            }
            self.beyond = Some(data);
        }
        let deadline = self.deadline.get_or_insert_with(|| Box::pin(sleep(WITHIN)));
        match deadline.as_mut().poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(()) => {
                let late = || Some(Err(axum::Error::new(io::Error::from(io::ErrorKind::TimedOut))));
                Poll::Ready(self.end().or_else(late))
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
