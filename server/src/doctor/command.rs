//! `streamdesk doctor URL`: looks at a desktop's page from where the server stands.
//!
//! It runs with the rights of whoever types it, so it asks whatever address it is given. Where that leads is chosen by
//! somebody else: an address of an internal network is not followed to.

use std::net::IpAddr;

use anyhow::{Context as _, bail};
use app::origins::{Evidence, Policy, diagnose};
use tokio::net::lookup_host;
use url::Url;

use super::{Answer, Probe, look, microphone_for, shows_frames_of};
use crate::{
    aws::Aws,
    config::Config,
    instances::{Instance, InstanceName},
    store,
};

/// So many times an answer may lead elsewhere.
const HOPS: usize = 5;

/// What is to be looked at.
#[derive(Clone, Debug)]
pub struct Look {
    /// The address of the desktop's page, as agents open it.
    pub url: String,
    /// Which instance is shown there; the first, if none is named.
    pub instance: Option<String>,
    /// The origins of the pages around it, from the inside out.
    pub around: Vec<String>,
}

/// Looks. Answers what was found, a line for each, and whether anything is wrong.
///
/// # Errors
/// When the address is none, the database cannot be opened or there is no such instance.
pub async fn run(
    config: &Config,
    Look { url, instance, around }: Look,
) -> anyhow::Result<(Vec<String>, bool)> {
    let url = Url::parse(&url).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let url = url.context("the address of a page begins with https:// or http://")?;
    let store = store::open(config.storage.url.as_str())
        .await
        .with_context(|| format!("cannot open {}", config.storage.url))?;
    let kept = store.estate().await;
    store.close().await;
    let estate = kept?.estate;
    let name = InstanceName::parse(instance.as_deref().unwrap_or(InstanceName::default_one().as_str()))?;
    let instance = match estate.added(&name) {
        Some(added) => Instance::check(&added.settings)
            .ok()
            .with_context(|| format!("the settings of the instance {name} are not valid"))?,
        None if name.is_default() => config.connect.clone(),
        None => bail!("there is no instance {name}; GET /api/v1/instances lists those there are"),
    };

    let probe = Probe::new()?;
    let mut lines = Vec::new();
    let Some(page) = open(&probe, url, &mut lines).await? else { return Ok((lines, true)) };
    let origin = page.url.origin().ascii_serialization();
    let is_listed = |origin: &str| {
        estate.origins_of(&name).is_some_and(|list| list.iter().any(|listed| listed.as_str() == origin))
    };
    let origins = std::iter::once((origin.clone(), true))
        .chain(around.into_iter().map(|around| (around.clone(), around == origin || is_listed(&around))));
    let check = look(&probe, &Aws::default(), &instance, origins.collect()).await;
    let ccp = instance.ccp_url.origin().ascii_serialization();
    let evidence = Evidence {
        page: origin,
        ccp_url: instance.ccp_url.to_string(),
        login_url: instance.login_url.to_string(),
        region: instance.region.clone(),
        policy: (!shows_frames_of(&page.answer.headers, &ccp)).then(|| whose(&page.answer)),
        microphone: Some(microphone_for(&page.answer.headers, &ccp)),
        check: Some(check.clone()),
        ..Evidence::default()
    };
    lines.push(format!("page: {} (instance {name})", page.url));
    lines.push(format!("panel: {}", instance.ccp_url));
    for origin in &check.origins {
        let approved = match (origin.approved, origin.is_refused()) {
            (Some(true), _) => "approved",
            (_, true) => "not approved",
            (_, false) => "not refused",
        };
        let listed = if origin.listed { "listed" } else { "not listed" };
        let whence = if origin.approved.is_some() { " by its own list" } else { "" };
        lines.push(format!("origin: {}: here {listed}, by the instance {approved}{whence}", origin.origin));
    }
    if let Some(trouble) = check.list_trouble {
        lines.push(format!("list: {}", trouble.said(&instance.region)));
        lines.extend(
            trouble.command(&check.instance_id, &instance.region).into_iter().map(|line| format!("  {line}")),
        );
    }
    let findings = diagnose(&evidence);
    for finding in &findings {
        lines.push(format!("{}: {}. {}", finding.cause.word(), finding.cause.title().get(), finding.said()));
        lines.extend(
            finding
                .commands(&check.instance_id, &instance.region)
                .into_iter()
                .map(|line| format!("  {line}")),
        );
    }
    if findings.is_empty() {
        lines.push("Nothing is wrong that can be seen from here. What only a browser sees is told by its page /doctor.".to_owned());
    }
    Ok((lines, !findings.is_empty()))
}

/// A page that answered.
struct Page {
    url: Url,
    answer: Answer,
}

/// Opens the page, wherever its address leads. None where it cannot be opened, which is said.
async fn open(probe: &Probe, first: Url, lines: &mut Vec<String>) -> anyhow::Result<Option<Page>> {
    let mut url = first.clone();
    let mut answer = probe.ask(url.clone()).await;
    for _ in 0..HOPS {
        let Some(next) = answer.leads_to(&url) else { break };
        lines.push(format!("leads to: {next}"));
        answer = if next.origin() == first.origin() {
            probe.ask(next.clone()).await
        } else {
            let Some(addresses) = public_addresses(&next).await else {
                lines.push(format!(
                    "{next} is an address of an internal network, or none; it is not followed"
                ));
                return Ok(None);
            };
            probe.ask_at(next.clone(), &addresses).await?
        };
        url = next;
    }
    match answer.status {
        None => lines.push(format!("{url} does not answer")),
        Some(status @ 400..) => lines.push(format!("{url} answers with error {status}")),
        Some(_) => return Ok(Some(Page { url, answer })),
    }
    Ok(None)
}

/// The addresses behind a name, all of which are the internet's. They are asked afterwards: the name may mean others by then.
async fn public_addresses(url: &Url) -> Option<Vec<std::net::SocketAddr>> {
    let (host, port) = (url.host_str()?.trim_matches(['[', ']']), url.port_or_known_default()?);
    let addresses: Vec<_> = lookup_host((host, port)).await.ok()?.collect();
    let sound = matches!(url.scheme(), "http" | "https") && !addresses.is_empty();
    (sound && addresses.iter().all(|address| is_public(address.ip()))).then_some(addresses)
}

/// Whether an address is one of the internet, and not of this machine or a network behind it.
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            // Between a provider and its customers.
            let is_shared = first == 100 && (64..128).contains(&second);
            !(address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.is_multicast()
                || address.is_broadcast()
                || first == 0
                || is_shared)
        }
        IpAddr::V6(address) => {
            !(address.is_loopback()
                || address.is_unspecified()
                || address.is_multicast()
                || address.is_unique_local()
                || address.is_unicast_link_local())
        }
    }
}

/// Whose policy it is, as far as the answer shows.
fn whose(page: &Answer) -> Policy {
    let policies = page.headers.get_all(reqwest::header::CONTENT_SECURITY_POLICY);
    let ours =
        policies.iter().all(|policy| policy.to_str().is_ok_and(|text| text.contains("'wasm-unsafe-eval'")));
    if ours { Policy::Ours } else { Policy::Another }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("8.8.8.8", true)]
    #[case("2606:4700::1111", true)]
    #[case("127.0.0.1", false)]
    #[case("10.1.2.3", false)]
    #[case("172.16.0.1", false)]
    #[case("192.168.1.1", false)]
    #[case("169.254.169.254", false)]
    #[case("100.64.0.1", false)]
    #[case("0.0.0.0", false)]
    #[case("::1", false)]
    #[case("::ffff:169.254.169.254", false)]
    #[case("fd00:ec2::254", false)]
    #[case("fe80::1", false)]
    fn what_is_behind_a_network_is_not_the_internet(#[case] address: &str, #[case] public: bool) {
        assert_eq!(is_public(address.parse().unwrap()), public);
    }
}
