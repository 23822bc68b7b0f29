//! Where the server is reached from, and by which name: `http.addr`, `http.public_url` and `http.trusted_proxies`.

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;

use super::{AuthMode, ConfigError, Mistakes, invalid};
use crate::origin::Origin;

/// Where it listens. Where nobody signs in, only this machine may call.
pub(super) fn addr(text: &str, mode: &AuthMode) -> Result<SocketAddr, ConfigError> {
    let addr: SocketAddr = text
        .parse()
        .map_err(|_| invalid("http.addr", "is an address and a port, for example 127.0.0.1:3000"))?;
    if *mode == AuthMode::None && !addr.ip().is_loopback() {
        return Err(invalid(
            "http.addr",
            "must be loopback (127.0.0.1 or [::1]) while nobody signs in; with auth.mode = \"local\" or \
             \"oidc\" it can be any",
        ));
    }
    Ok(addr)
}

/// The origin by which people reach it. None: localhost.
pub(super) fn public_url(
    text: &str,
    addr: SocketAddr,
    mode: &AuthMode,
) -> Result<Option<Origin>, ConfigError> {
    const KEY: &str = "http.public_url";
    if text.is_empty() {
        if matches!(mode, AuthMode::Oidc(_)) {
            return Err(invalid(
                KEY,
                "is missing; it is the origin of this server to which the provider sends people back, for example \
                 https://desk.example.com",
            ));
        }
        if addr.ip().is_loopback() {
            return Ok(None);
        }
        return Err(invalid(
            KEY,
            "is missing; it is the origin by which people reach this server, for example https://desk.example.com",
        ));
    }
    let origin = Origin::parse(text.strip_suffix('/').unwrap_or(text));
    let origin = origin.map_err(|reason| invalid(KEY, reason.to_string()))?;
    if *mode == AuthMode::None && !origin.is_local() {
        return Err(invalid(
            KEY,
            "must be localhost while nobody signs in: whoever reaches that name could do everything; with auth.mode = \
             \"local\" or \"oidc\" it can be any",
        ));
    }
    Ok(Some(origin))
}

/// Whose word counts about where a request came from.
pub(super) fn proxies(texts: &[String], mistakes: &mut Mistakes) -> Vec<IpNet> {
    let network = |(index, text): (usize, &String)| {
        let network = text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        mistakes.take(network.ok().filter(|network| network.prefix_len() > 0).ok_or_else(|| {
            let key = format!("http.trusted_proxies[{index}]");
            invalid(&key, "is an address or a network, for example 10.0.0.7 or 10.0.0.0/24")
        }))
    };
    texts.iter().enumerate().filter_map(network).collect()
}
