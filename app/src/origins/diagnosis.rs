//! Tells the causes of a CCP that does not come up apart: evidence in, findings out. Pure.
//!
//! A browser shows the same empty frame for all of them. So each cause is told by what only it leaves behind, and of those
//! that hide one another the first to meet on the way from the page to the agent is named alone.

use crate::api::DoctorCheck;

/// A clock that is off by so many milliseconds is wrong. Signatures and sign-ins allow for a few minutes.
pub const CLOCK_TOLERANCE_MS: i64 = 60_000;

/// A sign-in page that takes longer is slow: what it sends back may come too late.
pub const SLOW_SIGN_IN_MS: u32 = 4_000;

/// Paths at an instance that are pages of it, but not the CCP.
const OTHER_PATHS: [&str; 11] = [
    "",
    "/ccp",
    "/connect",
    "/connect/ccp",
    "/login",
    "/connect/login",
    "/home",
    "/connect/home",
    "/logout",
    "/agent-app-v2",
    "/connect/agent-app-v2",
];

/// What is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The page's origin.
    pub page: String,
    /// The address of the CCP.
    pub ccp_url: String,
    /// Where agents sign in.
    pub login_url: String,
    /// The AWS region.
    pub region: String,
    /// What the server saw. None when it did not answer.
    pub check: Option<DoctorCheck>,
    /// By how many milliseconds this computer's clock is ahead of the server's.
    pub ahead_ms: Option<i64>,
    /// Whether the browser keeps anything for this page: cookies and storage.
    pub stores: Option<bool>,
    /// Whether the page may hand the microphone to the CCP.
    pub microphone: Option<bool>,
    /// What a policy kept from being loaded.
    pub policy: Option<Policy>,
    /// Whether the browser itself gets an answer from the CCP's address.
    pub reaches: Option<bool>,
    /// What the frame with the CCP said.
    pub frame: Frame,
    /// Whether the connection by which the service pushes changes came up.
    pub push: Option<bool>,
    /// How signing in went.
    pub sign_in: SignIn,
}

/// Whose `Content-Security-Policy` forbids the CCP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// The one that this server sends.
    Ours,
    /// One that somebody between this server and the browser adds.
    Another,
}

/// What the frame with the CCP said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Frame {
    /// Nobody has looked.
    #[default]
    NotLooked,
    /// Nothing.
    Silent,
    /// That it is there, and who is signed in.
    Speaks,
    /// The library that loads it is missing.
    NoLibrary,
}

/// How signing in went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignIn {
    /// It was not tried.
    #[default]
    NotTried,
    /// The browser blocked the window.
    Blocked,
    /// Whoever signed in sees the panel in the window.
    SeesPanel,
    /// They see something else there.
    SeesOther,
}

/// Why the CCP does not come up, or will not work as it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The desktop's own server does not answer.
    ServerSilent,
    /// The Streams library is missing.
    NoLibrary,
    /// Nothing answers at the CCP's address, for the server either.
    Unreachable,
    /// The instance answers with errors.
    Failing,
    /// The address is not that of a CCP.
    WrongPath,
    /// A policy forbids the frame.
    Policy,
    /// The page is not on the instance's list.
    NotApproved,
    /// A page around this one is not on a list.
    Ancestor,
    /// Something in the browser, or between it and the instance, keeps it from the CCP: tracking protection, for example.
    BrowserBlocks,
    /// The browser keeps nothing for this page.
    StorageBlocked,
    /// The frame does not get the instance's cookies.
    CookiesWithheld,
    /// The browser blocked the sign-in window.
    PopupBlocked,
    /// The company's sign-in comes back late, or leads elsewhere.
    SamlSlow,
    /// Nobody is signed in to Amazon Connect.
    NotSignedIn,
    /// The page has no microphone to hand on.
    NoMicrophone,
    /// This computer's clock is wrong.
    Clock,
    /// The server's clock is wrong.
    ServerClock,
    /// The connection by which the service pushes changes does not come up.
    PushBlocked,
}

/// A cause, and what stands in the gaps of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The cause.
    pub cause: Cause,
    /// What is different from case to case.
    pub values: Vec<String>,
    /// Origins that the instance has to list.
    pub missing: Vec<String>,
}

impl Finding {
    fn of(cause: Cause, values: &[&str]) -> Self {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        Self { cause, values, missing: Vec::new() }
    }
}

/// Names every cause that the evidence shows; none when all is well.
pub fn diagnose(evidence: &Evidence) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(clocks(evidence));
    if evidence.microphone == Some(false) {
        findings.push(Finding::of(Cause::NoMicrophone, &[origin_of(&evidence.ccp_url)]));
    }
    findings.extend(strangers(evidence));
    match evidence.frame {
        Frame::Speaks => {
            if evidence.push == Some(false) {
                findings.push(Finding::of(Cause::PushBlocked, &[&evidence.region]));
            }
        }
        Frame::NoLibrary => findings.push(Finding::of(Cause::NoLibrary, &[])),
        Frame::NotLooked | Frame::Silent => findings.extend(why_silent(evidence)),
    }
    if evidence.stores == Some(false) {
        findings.push(Finding::of(Cause::StorageBlocked, &[&evidence.page]));
    }
    findings
}

/// Of the three clocks, the one that is wrong by itself.
fn clocks(evidence: &Evidence) -> Option<Finding> {
    let is_off = |by: i64| by.abs() > CLOCK_TOLERANCE_MS;
    let check = evidence.check.as_ref()?;
    let server_ahead = check.instance_now.map(|instance| check.now.get() - instance.get());
    let here_ahead = evidence.ahead_ms.map(|ahead| ahead + server_ahead.unwrap_or(0));
    match (here_ahead, server_ahead) {
        (Some(by), _) if is_off(by) => Some(Finding::of(Cause::Clock, &[&minutes(by)])),
        (_, Some(by)) if is_off(by) => Some(Finding::of(Cause::ServerClock, &[&minutes(by)])),
        _ => None,
    }
}

/// To five seconds: it is not known more exactly, since an instance tells whole seconds and its answers have a way to go, and
/// who looks twice reads the same.
fn minutes(by_ms: i64) -> String {
    let seconds = (by_ms + by_ms.signum() * 2_500) / 5_000 * 5;
    format!("{}{}:{:02}", if seconds < 0 { "-" } else { "+" }, seconds.abs() / 60, seconds.abs() % 60)
}

/// Pages around this one that nobody here knows. The browser would not have shown this page in them, had its answer come
/// through unchanged.
fn strangers(evidence: &Evidence) -> Option<Finding> {
    let around = evidence.check.as_ref()?.origins.get(1..)?;
    let strangers: Vec<&str> =
        around.iter().filter(|check| !check.listed).map(|check| check.origin.as_str()).collect();
    (!strangers.is_empty()).then(|| Finding {
        missing: around.iter().filter(|check| check.is_refused()).map(|check| check.origin.clone()).collect(),
        ..Finding::of(Cause::Ancestor, &[&strangers.join(", ")])
    })
}

/// The first thing on the way from the page to the agent that keeps the CCP away.
fn why_silent(evidence: &Evidence) -> Option<Finding> {
    let ccp_url = evidence.ccp_url.as_str();
    let Some(check) = &evidence.check else { return Some(Finding::of(Cause::ServerSilent, &[])) };
    match check.status {
        None => return Some(Finding::of(Cause::Unreachable, &[ccp_url])),
        Some(status @ 500..) => return Some(Finding::of(Cause::Failing, &[&status.to_string()])),
        Some(404 | 410) => return Some(Finding::of(Cause::WrongPath, &[ccp_url])),
        Some(_) if OTHER_PATHS.contains(&path_of(ccp_url)) => {
            return Some(Finding::of(Cause::WrongPath, &[ccp_url]));
        }
        Some(_) => {}
    }
    if let Some(policy) = evidence.policy {
        let whose = if policy == Policy::Ours { "ours" } else { "another" };
        return Some(Finding::of(Cause::Policy, &[origin_of(ccp_url), whose]));
    }
    let refused: Vec<String> =
        check.origins.iter().filter(|check| check.is_refused()).map(|check| check.origin.clone()).collect();
    if let Some(first) = refused.first() {
        let listed_all = check.origins.iter().skip(1).all(|check| check.listed);
        if *first == evidence.page {
            return Some(Finding {
                missing: refused.clone(),
                ..Finding::of(Cause::NotApproved, &[&refused.join(", ")])
            });
        }
        // A stranger around the page is named already.
        return listed_all.then(|| Finding {
            missing: refused.clone(),
            ..Finding::of(Cause::Ancestor, &[&refused.join(", ")])
        });
    }
    if evidence.frame == Frame::NotLooked {
        return None;
    }
    if evidence.reaches == Some(false) {
        return Some(Finding::of(Cause::BrowserBlocks, &[host_of(ccp_url)]));
    }
    if evidence.stores == Some(false) {
        return None;
    }
    let login = host_of(&evidence.login_url);
    let is_elsewhere = origin_of(&evidence.login_url) != origin_of(ccp_url);
    let is_slow = check.login_status.is_none() || check.login_took_ms > SLOW_SIGN_IN_MS;
    Some(match evidence.sign_in {
        SignIn::Blocked => Finding::of(Cause::PopupBlocked, &[&evidence.page]),
        SignIn::SeesPanel => Finding::of(Cause::CookiesWithheld, &[host_of(ccp_url)]),
        SignIn::SeesOther if is_elsewhere => Finding::of(Cause::SamlSlow, &[login]),
        SignIn::NotTried if is_elsewhere && is_slow => Finding::of(Cause::SamlSlow, &[login]),
        SignIn::SeesOther | SignIn::NotTried => Finding::of(Cause::NotSignedIn, &[login]),
    })
}

/// `https://host:port` of an address.
pub(super) fn origin_of(url: &str) -> &str {
    let behind = url.find("://").map_or(0, |at| at + 3);
    let length = url[behind..].find(['/', '?', '#']).unwrap_or(url.len() - behind);
    &url[..behind + length]
}

fn host_of(url: &str) -> &str {
    origin_of(url).split_once("://").map_or(url, |(_, host)| host)
}

fn path_of(url: &str) -> &str {
    let path = &url[origin_of(url).len()..];
    path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/')
}

#[cfg(test)]
#[path = "diagnosis_tests.rs"]
mod tests;
