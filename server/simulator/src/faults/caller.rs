//! Whose request it is, by whatever it carries: a bearer, a ticket in the address, a login's cookie.
//!
//! A guess for faults to go by. It lets nobody in.

use axum::extract::Request;
use axum::http::HeaderMap;
use serde_json::Value;

use crate::centre::Username;
use crate::session::{cookie_in, cookie_name};
use crate::simulator::Simulator;

pub(super) fn agent_of(simulator: &Simulator, request: &Request) -> Option<Username> {
    let now = simulator.live.now();
    let holder = |token: &str| {
        let of_session = simulator.sessions.bearer(token, now).map(|(_, agent)| agent);
        of_session.or_else(|| simulator.chats.agent_of(token, now))
    };
    let headers = request.headers();
    bearer(headers)
        .and_then(|text| holder(text).or_else(|| holder(token_of_agent_app(text, simulator.port)?.as_str())))
        .or_else(|| holder(ticket(request.uri().query()?)?))
        .or_else(|| simulator.sessions.agent(cookie_in(headers, simulator.port)?))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-amz-bearer").and_then(|value| value.to_str().ok())
}

/// There the bearer is an object with the token under the name of the login's cookie.
fn token_of_agent_app(text: &str, port: u16) -> Option<String> {
    let bearer: Value = serde_json::from_str(text).ok()?;
    Some(bearer[cookie_name(port)].as_str()?.to_owned())
}

/// Tickets are letters and digits, so nothing in them is escaped.
fn ticket(query: &str) -> Option<&str> {
    query.split('&').find_map(|pair| pair.strip_prefix("ticket="))
}
