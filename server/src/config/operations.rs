//! `[limits]`, `[metrics]` and `[log]`: what clients may do, and how whoever runs the server sees what it does.

use std::{net::SocketAddr, time::Duration};

use serde::Deserialize;

use super::{ConfigError, Mistakes, error::invalid};

/// How the server is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operations {
    /// `limits.connections`: so many connections at a time.
    pub connections: usize,
    /// `limits.head_s`: so long the head of a request may take.
    pub head_within: Duration,
    /// `limits.requests_per_s`: so often an address may ask. 0: without limit.
    pub requests_per_s: u32,
    /// `limits.caller_requests_per_s`: so often somebody who is signed in, or a token, may ask. 0: without limit.
    pub caller_requests_per_s: u32,
    /// `limits.drain_s`: so long it is said that no more requests are wanted, before none is taken.
    pub drain: Duration,
    /// `metrics.addr`: where the figures are. None where nobody wants them.
    pub metrics: Option<SocketAddr>,
    /// `log.format`
    pub log: LogFormat,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// A JSON object in each line.
    Json,
}

/// As the defaults say.
impl Default for Operations {
    fn default() -> Self {
        Self {
            connections: 12_000,
            head_within: Duration::from_secs(10),
            requests_per_s: 1_000,
            caller_requests_per_s: 200,
            drain: Duration::ZERO,
            metrics: None,
            log: LogFormat::Text,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenLimits {
    connections: i64,
    head_s: i64,
    requests_per_s: i64,
    caller_requests_per_s: i64,
    drain_s: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenMetrics {
    addr: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenLog {
    format: String,
}

/// What was written, if all of it is sound.
pub(super) fn check(
    limits: &WrittenLimits,
    metrics: &WrittenMetrics,
    log: &WrittenLog,
    mistakes: &mut Mistakes,
) -> Option<Operations> {
    let connections = mistakes.take(whole("limits.connections", limits.connections, 10, 1_000_000));
    let head_s = mistakes.take(whole("limits.head_s", limits.head_s, 1, 300));
    let requests = mistakes.take(whole("limits.requests_per_s", limits.requests_per_s, 0, 1_000_000));
    let of_caller =
        mistakes.take(whole("limits.caller_requests_per_s", limits.caller_requests_per_s, 0, 1_000_000));
    let drain_s = mistakes.take(whole("limits.drain_s", limits.drain_s, 0, 3_600));
    let metrics = mistakes.take(match metrics.addr.as_str() {
        "" => Ok(None),
        addr => addr.parse().map(Some).map_err(|_| {
            invalid("metrics.addr", "is an address and a port, for example 127.0.0.1:9464, or empty")
        }),
    });
    let log = mistakes.take(match log.format.as_str() {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err(invalid("log.format", "is text or json")),
    });
    Some(Operations {
        connections: usize::try_from(connections?).ok()?,
        head_within: Duration::from_secs(head_s?.into()),
        requests_per_s: requests?,
        caller_requests_per_s: of_caller?,
        drain: Duration::from_secs(drain_s?.into()),
        metrics: metrics?,
        log: log?,
    })
}

fn whole(key: &str, number: i64, least: u32, most: u32) -> Result<u32, ConfigError> {
    u32::try_from(number)
        .ok()
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| invalid(key, format!("is a whole number from {least} to {most}")))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::tests::{MINIMAL, read};
    use super::*;

    #[test]
    fn the_defaults_are_those_of_the_file() {
        assert_eq!(read(MINIMAL, &[]).unwrap().operations, Operations::default());
    }

    #[rstest]
    #[case("[limits]\nconnections = 0", "limits.connections")]
    #[case("[limits]\nhead_s = 301", "limits.head_s")]
    #[case("[limits]\nrequests_per_s = -1", "limits.requests_per_s")]
    #[case("[limits]\ndrain_s = 3601", "limits.drain_s")]
    #[case("[metrics]\naddr = \"localhost\"", "metrics.addr")]
    #[case("[log]\nformat = \"xml\"", "log.format")]
    fn what_cannot_be_is_named(#[case] file: &str, #[case] key: &str) {
        assert_eq!(read(&format!("{file}\n{MINIMAL}"), &[]).unwrap_err().key, key);
    }

    #[test]
    fn figures_and_logs_are_as_they_are_wanted() {
        let environment =
            [("STREAMDESK__METRICS__ADDR", "127.0.0.1:9464"), ("STREAMDESK__LOG__FORMAT", "json")];
        let operations = read(MINIMAL, &environment).unwrap().operations;
        assert_eq!(operations.metrics.map(|addr| addr.port()), Some(9464));
        assert_eq!(operations.log, LogFormat::Json);
    }
}
