//! An origin of the web: scheme, host and port, exactly.

use std::fmt;

use url::{Host, Url};

/// An origin that may call this server from a page, and show its page in a frame.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin(String);

/// Why a text is no origin that can be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OriginError {
    /// It cannot be read as an address at all.
    #[error("is not an address; write scheme, host and port, for example https://desk.example.com")]
    NotAnAddress,
    /// A pattern would allow more than anybody means.
    #[error("contains a wildcard; each origin is listed by itself")]
    Wildcard,
    /// Only https can be trusted across a network.
    #[error("must use https; http is allowed on localhost only")]
    NotSecure,
    /// There is more than scheme, host and port.
    #[error(
        "has more than scheme, host and port; write it without path, user name, query and trailing slash"
    )]
    TooMuch,
    /// The host is written so that a reader takes it for another.
    #[error("writes its host in an unusual way; write the name, or an address in its usual form")]
    Disguised,
}

impl Origin {
    /// The one way to an origin. Upper case and a default port are put right; everything else must be exact.
    ///
    /// # Errors
    /// See [`OriginError`].
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        if text.contains('*') {
            return Err(OriginError::Wildcard);
        }
        let url = Url::parse(text).map_err(|_| OriginError::NotAnAddress)?;
        let Some(host) = url.host() else { return Err(OriginError::NotAnAddress) };
        let local = match host {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        match url.scheme() {
            "https" => {}
            "http" if local => {}
            _ => return Err(OriginError::NotSecure),
        }
        let serialized = url.origin().ascii_serialization();
        let default_port = if url.scheme() == "https" { ":443" } else { ":80" };
        let written = text.to_lowercase();
        if written == serialized || written == format!("{serialized}{default_port}") {
            return Ok(Self(serialized));
        }
        let after_scheme = written.split_once("://").map_or("", |(_, rest)| rest);
        if after_scheme.contains(['/', '?', '#', '@', '\\']) {
            return Err(OriginError::TooMuch);
        }
        // A name in another script is the one thing that browsers rewrite for a good reason.
        if matches!(url.host(), Some(Host::Domain(_))) && !after_scheme.is_ascii() {
            return Ok(Self(serialized));
        }
        Err(OriginError::Disguised)
    }

    /// Whether it is this machine.
    pub fn is_local(&self) -> bool {
        Url::parse(&self.0).ok().is_some_and(|url| match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        })
    }

    /// Whether nobody on the way can read along or change anything.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }

    /// The origin as browsers send it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://desk.example.com", "https://desk.example.com")]
    #[case("https://Desk.Example.COM:443", "https://desk.example.com")]
    #[case("https://desk.example.com:8443", "https://desk.example.com:8443")]
    #[case("http://localhost:3000", "http://localhost:3000")]
    #[case("http://127.0.0.1:3000", "http://127.0.0.1:3000")]
    #[case("http://[::1]:3000", "http://[::1]:3000")]
    #[case("https://日本語.jp", "https://xn--wgv71a119e.jp")]
    fn scheme_host_and_port(#[case] text: &str, #[case] origin: &str) {
        assert_eq!(Origin::parse(text).unwrap().as_str(), origin);
    }

    #[rstest]
    #[case("", OriginError::NotAnAddress)]
    #[case("desk.example.com", OriginError::NotAnAddress)]
    #[case("null", OriginError::NotAnAddress)]
    #[case("data:text/html,x", OriginError::NotAnAddress)]
    #[case("*", OriginError::Wildcard)]
    #[case("https://*.example.com", OriginError::Wildcard)]
    #[case("http://desk.example.com", OriginError::NotSecure)]
    #[case("ftp://desk.example.com", OriginError::NotSecure)]
    #[case("http://localhost.example.com", OriginError::NotSecure)]
    #[case("https://desk.example.com/", OriginError::TooMuch)]
    #[case("https://desk.example.com/path", OriginError::TooMuch)]
    #[case("https://user@desk.example.com", OriginError::TooMuch)]
    #[case("https://desk.example.com?x", OriginError::TooMuch)]
    #[case("https://0x7f.1", OriginError::Disguised)]
    #[case("http://2130706433:3000", OriginError::Disguised)]
    #[case(" https://desk.example.com", OriginError::Disguised)]
    fn anything_else_is_refused_with_the_reason(#[case] text: &str, #[case] reason: OriginError) {
        assert_eq!(Origin::parse(text), Err(reason));
    }
}
