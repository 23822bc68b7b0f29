//! Watches over the CCP: is it there, is somebody signed in, and if not, why not. Pure.
//!
//! The browser tells a page nothing about a frame of another origin: a CCP that wants a sign-in, one that refuses to
//! be framed and one whose server is down all look the same, silent. So the watch collects evidence: what Streams
//! reports, how the CCP's own calls go, and what our server is answered at the same address.

use connect_streams::{ApiCall, CcpEvent, EpochMs};

use super::rounds::Rounds;
use crate::api::{CcpCheck, Framing};

/// A CCP that is silent for so long is looked into. A healthy one answers within a second or two.
const PATIENCE_MS: i64 = 2_500;
/// While something is wrong, it is looked into as often.
const CHECK_EVERY_MS: i64 = 5_000;
/// An answer that takes longer is slow.
const SLOW_MS: i64 = 2_000;
/// The service confirms the state of things at least every 30 seconds; after this it is looked into.
const STALE_MS: i64 = 45_000;
/// While the sign-in window is open, the frame is loaded anew: it cannot know otherwise that the sign-in succeeded.
/// First after this pause, then ever more slowly, so that a CCP that loads slowly gets its time.
const SIGN_IN_RELOAD_MS: std::ops::RangeInclusive<i64> = 3_000..=15_000;
/// A CCP that answers, but names no agent for so long, has failed to start its polling and never will.
const AGENT_PATIENCE_MS: i64 = 15_000;
/// After so many polls that were answered "who are you", the sign-in has expired.
const UNAUTHORISED_POLLS: u32 = 2;
/// A sign-in that is not accepted for so long is said to be so: often a frame that is loaded anew gets another at once.
const SIGN_OUT_GRACE_MS: i64 = 3_000;

/// As it is noted here; whether somebody is at work is looked up when it is asked for, because that changes meanwhile.
const SLOW: CcpStatus = CcpStatus::Slow { at_work: false };

/// How things stand with the CCP.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CcpStatus {
    /// It is being loaded.
    #[default]
    Loading,
    /// It works.
    Ready,
    /// It worked, then stopped answering, and is loaded anew.
    Stopped,
    /// The agent must sign in to Amazon Connect.
    SignInNeeded,
    /// The agent was signed in and no longer is.
    SignInExpired,
    /// The agent logged out.
    LoggedOut,
    /// Signed in, but this agent may not use the CCP.
    AccessDenied,
    /// Signing in leads to the sign-in, again and again. Nothing more happens by itself.
    LoginLoop,
    /// The instance does not let this page frame its CCP.
    NotApproved,
    /// Nothing answers at the CCP's address.
    Unreachable,
    /// The instance answers with errors.
    Failing(u16),
    /// The instance answers, but slowly.
    Slow {
        /// Whether an agent works with it all the same.
        at_work: bool,
    },
    /// The CCP sent something that this version cannot read. Says what.
    Unreadable(String),
    /// The Streams library is missing. Says why.
    LibraryMissing(String),
}

impl CcpStatus {
    /// Whether nobody is signed in, as far as anybody knows.
    pub fn is_signed_out(&self) -> bool {
        matches!(
            self,
            Self::SignInNeeded | Self::SignInExpired | Self::LoggedOut | Self::AccessDenied | Self::LoginLoop
        )
    }
}

/// What the watch wants done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Ask our server how the CCP answers.
    Check,
    /// Load the CCP's frame anew.
    ReloadFrame,
    /// Take the CCP out of the page and start it again.
    Restart,
    /// Close the sign-in window.
    CloseSignIn,
}

/// The evidence and the verdict.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    status: CcpStatus,
    /// Whether the frame answers.
    alive: bool,
    /// Whether an agent was seen since the frame answered.
    agent_known: bool,
    /// When the service last confirmed the state of things, or when waiting began.
    heard: EpochMs,
    next_check: Option<EpochMs>,
    /// When the sign-in window was opened, while it is open.
    signing_in: Option<EpochMs>,
    next_reload: Option<EpochMs>,
    unauthorised: u32,
    /// What the verdict becomes, and when, if nobody is signed in again before.
    soon: Option<(CcpStatus, EpochMs)>,
    rounds: Rounds,
}

impl Watch {
    /// The CCP is being started.
    pub fn started(&mut self, now: EpochMs) {
        let rounds = std::mem::take(&mut self.rounds);
        *self = Self { heard: now, next_check: Some(after(now, PATIENCE_MS)), rounds, ..Self::default() };
    }

    /// The library did not arrive.
    pub fn library_missing(&mut self, reason: String) {
        *self = Self { status: CcpStatus::LibraryMissing(reason), ..Self::default() };
    }

    /// The verdict.
    pub fn status(&self) -> CcpStatus {
        match &self.status {
            CcpStatus::Slow { .. } => CcpStatus::Slow { at_work: self.is_at_work() },
            other => other.clone(),
        }
    }

    /// Whether the frame answers and an agent works with it.
    fn is_at_work(&self) -> bool {
        self.alive && self.agent_known
    }

    /// The sign-in window was opened.
    pub fn sign_in_opened(&mut self, now: EpochMs) {
        if !self.agent_known {
            self.rounds.told_again(now);
        }
        self.rounds.tried(now);
        self.signing_in = Some(now);
        // A frame in which somebody works is not loaded anew for a sign-in: their call would lose its sound.
        self.next_reload = (!self.is_at_work()).then(|| after(now, *SIGN_IN_RELOAD_MS.start()));
    }

    /// The sign-in window was closed by hand: perhaps after the sign-in.
    pub fn sign_in_closed(&mut self, now: EpochMs) -> Option<Order> {
        self.signing_in = None;
        self.next_reload = None;
        if self.alive || self.status == CcpStatus::LoginLoop {
            return None;
        }
        self.rounds.tried(now);
        self.next_check = Some(after(now, PATIENCE_MS));
        Some(Order::ReloadFrame)
    }

    /// The agent looks at the page again, perhaps after signing in elsewhere.
    pub fn looked_at(&mut self) -> Option<Order> {
        let signed_out =
            matches!(self.status, CcpStatus::SignInNeeded | CcpStatus::SignInExpired | CcpStatus::LoggedOut);
        (signed_out && self.signing_in.is_none()).then_some(Order::ReloadFrame)
    }

    /// The agent wants everything anew.
    pub fn restart(&mut self, now: EpochMs) -> Option<Order> {
        self.rounds = Rounds::default();
        self.started(now);
        Some(Order::Restart)
    }

    /// Time passes.
    pub fn tick(&mut self, now: EpochMs) -> Vec<Order> {
        let mut orders = Vec::new();
        if let Some((status, _)) = self.soon.take_if(|(_, at)| now >= *at)
            // A frame that answers has a sign-in; only who it is comes next.
            && !(self.alive && status == CcpStatus::SignInExpired)
        {
            self.status = status;
        }
        if self.status == CcpStatus::LoginLoop {
            return orders;
        }
        if self.agent_known {
            self.rounds.well(now);
        }
        let silence = now.since(self.heard);
        if self.agent_known && silence > STALE_MS {
            self.next_check.get_or_insert(now);
        }
        if self.alive && !self.agent_known && silence > AGENT_PATIENCE_MS {
            self.heard = now;
            self.next_check.get_or_insert(now);
            orders.push(Order::ReloadFrame);
        }
        if let (Some(opened), Some(at)) = (self.signing_in, self.next_reload)
            && now >= at
        {
            let pause = (now.since(opened) / 2).clamp(*SIGN_IN_RELOAD_MS.start(), *SIGN_IN_RELOAD_MS.end());
            self.next_reload = Some(after(now, pause));
            orders.push(Order::ReloadFrame);
        }
        if self.next_check.is_some_and(|at| now >= at) {
            if !self.alive && self.agent_known {
                // It died. A frame that is loaded anew is there again in a moment, if somebody is still signed in.
                self.agent_known = false;
                self.next_check = Some(after(now, PATIENCE_MS));
                orders.push(Order::ReloadFrame);
            } else {
                self.next_check = Some(after(now, CHECK_EVERY_MS));
                orders.push(Order::Check);
            }
        }
        orders
    }

    /// Takes in what Streams reported.
    pub fn heard(&mut self, event: &CcpEvent, now: EpochMs) -> Option<Order> {
        match event {
            CcpEvent::Acknowledged => self.acknowledged(now),
            CcpEvent::AgentUpdated(_) => {
                if !self.agent_known {
                    self.rounds.tried(now);
                }
                self.alive = true;
                self.agent_known = true;
                self.next_reload = None;
                self.healthy(now);
                return self.signing_in.take().map(|_| Order::CloseSignIn);
            }
            // What is said in a loop is what led into it.
            _ if self.status == CcpStatus::LoginLoop => {}
            CcpEvent::ApiCalled(call) => return self.called(call, now),
            CcpEvent::CcpSilent => self.lost(now),
            CcpEvent::PushLost => self.next_check = Some(now),
            CcpEvent::RetriesExhausted => return Some(Order::Restart),
            CcpEvent::SignInExpired => return self.expired(now),
            // The library loads the frame anew by itself.
            CcpEvent::LoggedOut => {
                // Who leaves has not signed in in vain.
                self.rounds = Rounds::default();
                self.signed_out(CcpStatus::LoggedOut);
            }
            CcpEvent::AccessDenied => self.turned_away(CcpStatus::AccessDenied, now),
            CcpEvent::Undecodable(error) => self.status = CcpStatus::Unreadable(error.to_string()),
            CcpEvent::ContactAccepted { .. }
            | CcpEvent::ContactViewed { .. }
            | CcpEvent::MuteToggled { .. }
            | CcpEvent::SoftphoneFailed(_)
            | CcpEvent::PushGained
            | CcpEvent::FailoverDetected(_)
            | CcpEvent::FailoverPending(_)
            | CcpEvent::FailoverCompleted(_)
            | CcpEvent::OneRegionOnly(_) => {}
        }
        None
    }

    /// Takes in how the CCP answered our server; none if our server itself did not answer.
    pub fn checked(&mut self, check: Option<CcpCheck>, now: EpochMs) -> Option<Order> {
        let check = check?;
        if self.status == CcpStatus::LoginLoop || self.soon.is_some() {
            return None;
        }
        if let Some(fault) = fault(check) {
            self.status = fault;
            return None;
        }
        if self.is_at_work() {
            // That a call failed is over when a call succeeds; that calls were slow is over when an answer is quick.
            if matches!(self.status, CcpStatus::Slow { .. }) {
                self.status = CcpStatus::Ready;
                self.next_check = None;
            }
            return None;
        }
        let allowed = check.framing != Framing::Refused;
        let was_faulty = matches!(
            self.status,
            CcpStatus::Unreachable | CcpStatus::Failing(_) | CcpStatus::Slow { .. } | CcpStatus::NotApproved
        );
        if allowed && !was_faulty && !self.alive && self.signing_in.is_none() {
            self.rounds.silent_again(now);
            if self.rounds.is_loop() {
                self.signed_out(CcpStatus::LoginLoop);
                return None;
            }
        }
        match &self.status {
            _ if was_faulty && allowed => {
                // It is over, but the frame still shows what it was given before.
                self.status = CcpStatus::Loading;
                return Some(Order::ReloadFrame);
            }
            // These say more than "sign in".
            CcpStatus::SignInExpired
            | CcpStatus::LoggedOut
            | CcpStatus::AccessDenied
            | CcpStatus::Unreadable(_)
                if allowed => {}
            _ if self.alive => {}
            _ if allowed => self.status = CcpStatus::SignInNeeded,
            _ => self.status = CcpStatus::NotApproved,
        }
        None
    }

    fn acknowledged(&mut self, now: EpochMs) {
        if self.alive {
            return;
        }
        self.alive = true;
        self.next_reload = None;
        if self.agent_known {
            self.healthy(now);
        } else {
            self.heard = now;
        }
    }

    fn called(&mut self, call: &ApiCall, now: EpochMs) -> Option<Order> {
        let long_poll = call.operation == "getAgentSnapshot";
        match call.status {
            // Only the long poll is counted: it is repeated after five seconds, while other calls come in bursts.
            Some(401) if long_poll && self.agent_known => {
                self.unauthorised += 1;
                if self.unauthorised == UNAUTHORISED_POLLS {
                    return self.expired(now);
                }
            }
            None => self.faulty(CcpStatus::Unreachable, now),
            Some(status @ 500..) => self.faulty(CcpStatus::Failing(status), now),
            Some(_) if !call.succeeded() => {}
            Some(_) if !long_poll && call.took_ms > SLOW_MS => self.faulty(SLOW, now),
            // That the service answered does not make its answer readable.
            Some(_) if self.agent_known && !matches!(self.status, CcpStatus::Unreadable(_)) => {
                self.healthy(now);
            }
            Some(_) => {}
        }
        None
    }

    fn faulty(&mut self, status: CcpStatus, now: EpochMs) {
        self.status = status;
        self.next_check.get_or_insert(now);
    }

    /// Something went as it should. Slowness is not disproved by that: a long poll may take its time.
    fn healthy(&mut self, now: EpochMs) {
        self.heard = now;
        self.unauthorised = 0;
        self.soon = None;
        if !matches!(self.status, CcpStatus::Slow { .. }) {
            self.status = CcpStatus::Ready;
            self.next_check = None;
        }
    }

    fn lost(&mut self, now: EpochMs) {
        self.alive = false;
        if self.status == CcpStatus::Ready && self.soon.is_none() {
            self.status = CcpStatus::Stopped;
        }
        // After a laptop's sleep the answer is only late.
        self.next_check = Some(after(now, PATIENCE_MS));
    }

    fn signed_out(&mut self, status: CcpStatus) {
        self.alive = false;
        self.agent_known = false;
        self.status = status;
        self.next_check = None;
        self.soon = None;
    }

    /// The sign-in is not accepted any more. If only the tokens were withdrawn, a frame that is loaded anew gets others;
    /// else it shows the sign-in. After logging out that is no news.
    fn expired(&mut self, now: EpochMs) -> Option<Order> {
        if self.status == CcpStatus::LoggedOut || self.soon.is_some() {
            return None;
        }
        self.turned_away(CcpStatus::SignInExpired, now);
        (self.status != CcpStatus::LoginLoop).then_some(Order::ReloadFrame)
    }

    /// Nobody is signed in any more. That is said only when it lasts, unless it was said already.
    fn turned_away(&mut self, status: CcpStatus, now: EpochMs) {
        if let Some((pending, _)) = &mut self.soon {
            *pending = status;
            return;
        }
        self.rounds.told_again(now);
        if self.rounds.is_loop() {
            return self.signed_out(CcpStatus::LoginLoop);
        }
        let shown = self.status.clone();
        let at_once = shown.is_signed_out();
        self.signed_out(if at_once { status.clone() } else { shown });
        self.soon = (!at_once).then(|| (status, after(now, SIGN_OUT_GRACE_MS)));
    }
}

/// What the answer says is wrong with the instance itself.
fn fault(check: CcpCheck) -> Option<CcpStatus> {
    match check.status {
        None => Some(CcpStatus::Unreachable),
        Some(status @ 500..) => Some(CcpStatus::Failing(status)),
        Some(_) if i64::from(check.took_ms) > SLOW_MS => Some(SLOW),
        Some(_) => None,
    }
}

fn after(now: EpochMs, milliseconds: i64) -> EpochMs {
    EpochMs::new(now.get() + milliseconds)
}

#[cfg(test)]
#[path = "watch_tests.rs"]
mod tests;
