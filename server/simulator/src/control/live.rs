//! The bell that the console hears: server-sent events that say that something shown by the control API has changed.
//!
//! They carry no data. Whoever hears one reads again what they show, so an event that is missed costs nothing as long as
//! a later one comes; and a stream begins with one, so that what happened before it is not missed either.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::sync::Semaphore;

use super::{ControlError, Shared};
use crate::service::{self, Operation};
use crate::simulator::Simulator;

/// More than people look at one instance, few enough that reading for all of them is no work.
const MOST_STREAMS: usize = 32;

/// Ten a second: faster than anybody reads.
const AT_MOST_EVERY: Duration = Duration::from_millis(100);

/// Proxies and browsers give up a connection that says nothing for long.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);

/// The room for listeners.
#[derive(Debug)]
pub(crate) struct Streams(Arc<Semaphore>);

impl Default for Streams {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MOST_STREAMS)))
    }
}

pub(super) async fn listen(State(simulator): Shared) -> Result<Response, ControlError> {
    let room = Arc::clone(&simulator.streams.0)
        .try_acquire_owned()
        .map_err(|_| ControlError::TooMany(MOST_STREAMS))?;
    let mut changes = simulator.live.any_change();
    changes.mark_changed();
    let listener = (changes, simulator.stopping(), room);
    let events =
        stream::unfold((listener, Duration::ZERO), async |((mut changes, mut stopping, room), pause)| {
            // What rings meanwhile is one event.
            let next = async {
                tokio::time::sleep(pause).await;
                changes.changed().await
            };
            tokio::select! {
                rung = next => rung.ok()?,
                _ = stopping.wait_for(|stopping| *stopping) => return None,
            }
            // A browser passes over an event without data.
            let ring = Event::default().event("changed").data("{}");
            Some((Ok::<_, Infallible>(ring), ((changes, stopping, room), AT_MOST_EVERY)))
        });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(SIGN_OF_LIFE)).into_response())
}

/// Rings after each request that may have changed something. What happens without one, the centre notes by itself.
pub(crate) async fn ring_after(
    State(simulator): State<Arc<Simulator>>,
    request: Request,
    next: Next,
) -> Response {
    let reads = match *request.method() {
        Method::GET | Method::HEAD | Method::OPTIONS => true,
        // The service's long polls are POSTs, and there is one for every change and every agent.
        _ => service::operation_in(request.headers()).is_ok_and(Operation::only_reads),
    };
    let response = next.run(request).await;
    if !reads {
        simulator.live.note_change();
    }
    response
}
