//! Everything a request can reach: the live centre, the sessions, and the switches of the control API.
//!
//! It only holds these together. What a contact may do is [`crate::centre`]'s, what a request means is for the module
//! of its route.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use axum::body::Bytes;
use tokio::sync::watch;
use uuid::Uuid;

use crate::centre::{Command, EpochMs, Refusal, Username};
use crate::chat::Chats;
use crate::control::Streams;
use crate::faults::{Fault, Faults, Sockets};
use crate::instance::Instance;
use crate::live::{LiveCentre, ReadClock};
use crate::origin::Origin;
use crate::push::Pushes;
use crate::regions::Regions;
use crate::scenario::Plays;
use crate::service::{Reports, Tally};
use crate::session::{SessionId, Sessions};
use crate::traffic::TrafficControl;
use crate::voice_id::VoiceId;

pub(crate) struct Simulator {
    pub(crate) instance: Arc<Instance>,
    pub(crate) live: LiveCentre,
    pub(crate) sessions: Sessions,
    /// Ordered through [`Simulator::order_faults`] and [`Simulator::add_fault`].
    pub(crate) faults: Faults,
    pub(crate) sockets: Sockets,
    /// What the browsers sent for the record.
    pub(crate) reports: Reports,
    pub(crate) tally: Tally,
    pub(crate) pushes: Pushes,
    pub(crate) chats: Chats,
    pub(crate) regions: Regions,
    pub(crate) voice_id: Mutex<VoiceId>,
    pub(crate) plays: Plays,
    pub(crate) traffic: TrafficControl,
    pub(crate) streams: Streams,
    pub(crate) library: Library,
    pub(crate) port: u16,
    /// Tells this run's long-poll tokens from those of the run before.
    pub(crate) run: Uuid,
    approved: RwLock<Arc<[Origin]>>,
    skew_ms: AtomicI64,
    stopping: watch::Sender<bool>,
}

/// The library as it was published, and the tag by which a browser knows that it has it.
pub(crate) struct Library {
    pub(crate) text: Bytes,
    pub(crate) etag: String,
}

impl Library {
    pub(crate) fn new(text: impl Into<Bytes>) -> Self {
        use std::hash::{DefaultHasher, Hash, Hasher};

        let text = text.into();
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let etag = format!("\"{:x}-{:016x}\"", text.len(), hasher.finish());
        Self { text, etag }
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator").field("port", &self.port).finish_non_exhaustive()
    }
}

impl Simulator {
    pub(crate) fn new(
        instance: Instance,
        mut approved: Vec<Origin>,
        library: Library,
        port: u16,
        read_clock: ReadClock,
    ) -> Self {
        approved.extend(instance.approve.iter().cloned());
        let instance = Arc::new(instance);
        let run = Uuid::new_v4();
        Self {
            live: LiveCentre::new(Arc::clone(&instance), read_clock, run.as_u64_pair().0),
            sessions: Sessions::new(instance.timing.token_ms.into()),
            reports: Reports::default(),
            tally: Tally::default(),
            faults: Faults::default(),
            sockets: Sockets::default(),
            pushes: Pushes::default(),
            chats: Chats::default(),
            regions: Regions::default(),
            voice_id: Mutex::default(),
            plays: Plays::default(),
            traffic: TrafficControl::new(run.as_u64_pair().1),
            streams: Streams::default(),
            library,
            instance,
            port,
            run,
            approved: RwLock::new(approved.into()),
            skew_ms: AtomicI64::new(0),
            stopping: watch::Sender::new(false),
        }
    }

    /// Has everything random about contacts follow from this seed. To be called before anything has happened.
    pub(crate) fn seed(&self, seed: u64) {
        self.live.seed(seed);
        self.traffic.seed(seed);
    }

    pub(crate) fn approved(&self) -> Arc<[Origin]> {
        Arc::clone(&self.approved.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn approve(&self, origins: Vec<Origin>) {
        *self.approved.write().unwrap_or_else(PoisonError::into_inner) = origins.into();
    }

    /// How far the service's clock is ahead of this machine's.
    pub(crate) fn skew_ms(&self) -> i64 {
        self.skew_ms.load(Ordering::Relaxed)
    }

    pub(crate) fn shift_clock(&self, skew_ms: i64) {
        self.skew_ms.store(skew_ms, Ordering::Relaxed);
        self.live.renew_snapshots();
    }

    /// These faults and no others. A long poll would hide both the beginning and the end of trouble for as long as it
    /// waits, so none does.
    pub(crate) fn order_faults(&self, faults: Vec<Fault>) {
        self.faults.replace(faults);
        self.live.renew_snapshots();
    }

    /// One fault more.
    pub(crate) fn add_fault(&self, fault: Fault) {
        self.faults.add(fault);
        self.live.renew_snapshots();
    }

    pub(crate) fn service_now(&self) -> EpochMs {
        self.live.now().plus(self.skew_ms())
    }

    pub(crate) fn sign_in(&self, agent: Username) -> Result<SessionId, Refusal> {
        self.live.command(Command::SignIn(agent.clone()))?;
        Ok(self.sessions.open(agent))
    }

    /// Ends one browser's login; the agent is signed out with the last of them.
    pub(crate) fn end_session(&self, session: SessionId) {
        if let Some(agent) = self.sessions.close(session) {
            // The session's agent exists, and signing out is never refused to one who does.
            let _ = self.live.command(Command::SignOut(agent));
        }
    }

    pub(crate) fn sign_out(&self, agent: Username) -> Result<(), Refusal> {
        self.sessions.close_all(&agent);
        self.live.command(Command::SignOut(agent)).map(|_| ())
    }

    /// Has every bearer of an agent refused, those of polls that wait among them. The logins stay, and give new ones.
    pub(crate) fn expire_tokens(&self, agent: &Username) -> Result<usize, Refusal> {
        self.live.read(|centre| centre.agent(agent).map(|_| ()))?;
        let expired = self.sessions.expire_tokens(agent);
        self.live.renew_snapshots();
        Ok(expired)
    }

    /// Drops the sockets of these agents, or all, and refuses new ones for so long. Tells how many were open.
    pub(crate) fn drop_sockets(&self, agents: Option<&[Username]>, refuse_ms: Option<u32>) -> usize {
        self.sockets.drop(agents, refuse_ms.map(|refuse| self.live.now().plus(refuse.into())))
    }

    /// Whoever waits for something else waits for this too.
    pub(crate) fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }

    pub(crate) fn stop(&self) {
        self.stopping.send_replace(true);
    }
}
