//! Web origins, and the list of those that may frame the instance.
//!
//! Amazon Connect calls them approved origins and refuses to be framed by any other; the browser enforces it through
//! `Content-Security-Policy: frame-ancestors`, which is why nothing that could break out of that header gets in here.

use std::net::Ipv6Addr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A scheme, a host and perhaps a port, as a browser writes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin(String);

/// Whoever wrote the origin can mend it; the control API answers 422.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "`{0}` is no origin: write it as a browser does, such as https://desk.example.com or http://localhost:3000"
)]
pub struct NotAnOrigin(String);

impl Origin {
    /// Takes `http` or `https`, a host in lower case and an optional port; no path, no wildcard.
    ///
    /// # Errors
    ///
    /// Fails on anything else, so that what is approved is exactly what a browser compares with.
    pub fn parse(text: &str) -> Result<Self, NotAnOrigin> {
        let refused = || NotAnOrigin(text.to_owned());
        let authority =
            text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or_else(refused)?;
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (authority, None),
        };
        let bracketed = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
        let host_fits = bracketed.map_or_else(
            || !host.is_empty() && host.bytes().all(name),
            |address| address.parse::<Ipv6Addr>().is_ok(),
        );
        let port_fits = port.is_none_or(|port| !port.starts_with(['0', '+']) && port.parse::<u16>().is_ok());
        if host_fits && port_fits { Ok(Self(text.to_owned())) } else { Err(refused()) }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Origin {
    type Error = NotAnOrigin;

    fn try_from(text: String) -> Result<Self, NotAnOrigin> {
        Self::parse(&text)
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.0
    }
}

/// The header's directive for a list of approved origins.
pub(crate) fn frame_ancestors(approved: &[Origin]) -> String {
    if approved.is_empty() {
        return "frame-ancestors 'none'".to_owned();
    }
    let origins: Vec<_> = approved.iter().map(Origin::as_str).collect();
    format!("frame-ancestors 'self' {}", origins.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_what_a_browser_writes() {
        for good in
            ["http://localhost:3000", "https://desk.example.com", "http://[::1]:8080", "http://127.0.0.1"]
        {
            assert_eq!(Origin::parse(good).unwrap().as_str(), good);
        }
        for bad in [
            "",
            "localhost:3000",
            "ftp://example.com",
            "https://",
            "https://example.com/",
            "https://example.com/path",
            "https://*.example.com",
            "https://Example.com",
            "https://example.com; script-src *",
            "https://a b",
            "http://localhost:70000",
            "http://localhost:",
            "http://[::1",
        ] {
            assert!(Origin::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn nobody_frames_an_instance_that_approves_of_nobody() {
        assert_eq!(frame_ancestors(&[]), "frame-ancestors 'none'");
        let two =
            ["http://localhost:3000", "https://desk.example.com"].map(|text| Origin::parse(text).unwrap());
        assert_eq!(
            frame_ancestors(&two),
            "frame-ancestors 'self' http://localhost:3000 https://desk.example.com"
        );
    }
}
