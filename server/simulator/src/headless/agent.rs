//! One agent at work: the long poll on one side, one thing after the other on the other side.
//!
//! It speaks the service as the library's worker does: the five lists every half a minute, a poll 100 ms after each
//! answer, a new bearer in good time. What to do about contacts is decided in [`super::work`]. Whatever goes wrong is
//! counted and tried again later; only the end of the whole population ends an agent.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};

use super::client::Trouble;
use super::desk::{Desk, epoch_ms};
use super::outbox::Outbox;
use super::snapshot::{Polled, Snapshot};
use super::work::{Deed, Work};
use super::{Population, Seen, Sight};

/// As the library's worker.
const BETWEEN_POLLS: Duration = Duration::from_millis(100);
const AFTER_A_FAILED_POLL: Duration = Duration::from_secs(5);
pub(super) const BETWEEN_CONFIGURATIONS: Duration = Duration::from_secs(30);
/// How long the service is asked to hold a poll.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// What an agent's browser does beside waiting for the next snapshot.
#[derive(Debug, Clone)]
enum Errand {
    Deed(Deed),
    Configure,
    Renew,
}

type Polling = Pin<Box<dyn Future<Output = Result<Polled, Trouble>> + Send>>;
type Doing = Pin<Box<dyn Future<Output = (Errand, Result<Option<Desk>, Trouble>)> + Send>>;

pub(super) struct Agent {
    pub(super) population: Arc<Population>,
    pub(super) username: Arc<str>,
    pub(super) work: Work,
    pub(super) outbox: Outbox,
    /// Half a minute at most: people do not come to work at the same instant, and nor do their polls.
    pub(super) stagger: Duration,
}

impl Agent {
    /// Works until told to stop, and signs out then.
    pub(super) async fn live(mut self, mut stopping: watch::Receiver<bool>) {
        let mut desk = None;
        tokio::select! {
            () = self.work_on(&mut desk) => {}
            _ = stopping.wait_for(|stopping| *stopping) => {}
        }
        if let Some(desk) = desk {
            // Nothing is left to be done about a logout that fails.
            let _ = desk.sign_out().await;
        }
    }

    async fn work_on(&mut self, desk: &mut Option<Desk>) {
        let mut pause = Duration::from_secs(1);
        loop {
            let began = Instant::now();
            let trouble = match self.sign_in(desk).await {
                Ok(()) => {
                    self.population.figures.note(|figures| figures.signed_in += 1);
                    let trouble = self.shift(desk).await;
                    self.population.figures.note(|figures| figures.signed_in -= 1);
                    trouble
                }
                Err(trouble) => trouble,
            };
            self.note(&trouble);
            if began.elapsed() > LONGEST_PAUSE {
                pause = Duration::from_secs(1);
            }
            sleep(pause).await;
            pause = LONGEST_PAUSE.min(pause * 2);
        }
    }

    /// A login that is still good gives a new bearer; else it takes the form again. Not everybody at once.
    async fn sign_in(&self, desk: &mut Option<Desk>) -> Result<(), Trouble> {
        let _turn = self.population.door.acquire().await;
        let renewed = match desk {
            Some(desk) => desk.authorized().await.ok(),
            None => None,
        };
        let Population { client, at, .. } = &*self.population;
        *desk = Some(match renewed {
            Some(renewed) => renewed,
            None => Desk::sign_in(client, at, &self.username).await?,
        });
        Ok(())
    }

    /// Works at this desk until the login is no longer good.
    async fn shift(&mut self, desk: &mut Option<Desk>) -> Trouble {
        let Some(mut now_at) = desk.clone() else { return Trouble::SignedOut };
        if let Err(trouble) = configure(&now_at).await {
            return trouble;
        }
        let mut configure_at = Instant::now() + self.stagger;
        let mut renew_at = Instant::now() + now_at.good_for / 2;
        let mut first = true;
        let mut wait = LONGEST_WAIT.min(self.stagger + BETWEEN_POLLS);
        let mut polling = poll(&now_at, None, Duration::ZERO, wait);
        let mut doing: Option<Doing> = None;
        loop {
            let next = self.next(configure_at, renew_at);
            tokio::select! {
                polled = &mut polling => match polled {
                    Ok(Polled { snapshot, next_token }) => {
                        polling = poll(&now_at, Some(next_token), BETWEEN_POLLS, wait);
                        if !first {
                            wait = LONGEST_WAIT;
                        }
                        self.look_at(&snapshot, first);
                        first = false;
                    }
                    Err(Trouble::SignedOut) => return Trouble::SignedOut,
                    Err(trouble) => {
                        self.note(&trouble);
                        polling = poll(&now_at, None, AFTER_A_FAILED_POLL, wait);
                    }
                },
                (errand, outcome) = running(&mut doing), if doing.is_some() => {
                    doing = None;
                    let now = Instant::now();
                    match (&errand, &outcome) {
                        (_, Err(Trouble::SignedOut)) => return Trouble::SignedOut,
                        (Errand::Deed(deed), Ok(_)) => self.did(deed, now),
                        (Errand::Deed(deed), Err(_)) => self.work.failed(deed, now),
                        (Errand::Configure, _) => configure_at = now + BETWEEN_CONFIGURATIONS,
                        (Errand::Renew, Ok(Some(renewed))) => {
                            renew_at = now + renewed.good_for / 2;
                            now_at = renewed.clone();
                            *desk = Some(renewed.clone());
                        }
                        (Errand::Renew, _) => renew_at = now + LONGEST_PAUSE,
                    }
                    if let Err(trouble) = &outcome {
                        self.note(trouble);
                    }
                }
                () = sleep_until(next.0), if doing.is_none() => doing = Some(run(next.1, now_at.clone())),
            }
        }
    }

    fn next(&self, configure_at: Instant, renew_at: Instant) -> (Instant, Errand) {
        let errands = [(configure_at, Errand::Configure), (renew_at, Errand::Renew)];
        let deed = self.work.next().map(|(at, deed)| (at, Errand::Deed(deed)));
        let soonest = (renew_at, Errand::Renew);
        deed.into_iter().chain(errands).min_by_key(|(at, _)| *at).unwrap_or(soonest)
    }

    fn look_at(&mut self, snapshot: &Snapshot, first: bool) {
        let (at, clock) = (std::time::Instant::now(), epoch_ms());
        let before = self.work.in_hand();
        let changes = self.work.see(snapshot, Instant::now());
        let after = self.work.in_hand();
        self.population.figures.note(|figures| {
            figures.in_hand = figures.in_hand + after - before;
            // What is there at the beginning has not just come about.
            for change in changes.iter().filter(|_| !first) {
                let late = u64::try_from(clock - change.since).unwrap_or(0);
                figures.seen_after.add(Duration::from_millis(late));
            }
        });
        let agent = &self.username;
        (self.population.watch)(&Sight { agent, at, seen: Seen::Agent { state: &snapshot.state.name } });
        for change in &changes {
            let seen = Seen::Contact { id: &change.contact, state: &change.state };
            (self.population.watch)(&Sight { agent, at, seen });
        }
    }

    fn did(&mut self, deed: &Deed, now: Instant) {
        self.work.did(deed, now);
        for mut record in self.work.records() {
            self.population.figures.note(|figures| match record.outcome {
                "handled" => figures.handled += 1,
                _ => figures.missed += 1,
            });
            self.username.as_ref().clone_into(&mut record.agent);
            self.outbox.put(record);
        }
    }

    fn note(&self, trouble: &Trouble) {
        self.population.figures.note(|figures| figures.failed += 1);
        tracing::debug!(agent = &*self.username, "{trouble}");
    }
}

async fn running(doing: &mut Option<Doing>) -> (Errand, Result<Option<Desk>, Trouble>) {
    match doing {
        Some(doing) => doing.await,
        None => std::future::pending().await,
    }
}

fn poll(desk: &Desk, token: Option<String>, after: Duration, wait: Duration) -> Polling {
    let desk = desk.clone();
    Box::pin(async move {
        if !after.is_zero() {
            sleep(after).await;
        }
        desk.poll(token.as_deref(), wait).await
    })
}

fn run(errand: Errand, desk: Desk) -> Doing {
    Box::pin(async move {
        let outcome = match &errand {
            Errand::Deed(deed) => carry_out(deed, &desk).await.map(|()| None),
            Errand::Configure => configure(&desk).await.map(|()| None),
            Errand::Renew => desk.authorized().await.map(Some),
        };
        (errand, outcome)
    })
}

#[derive(Debug, Deserialize)]
struct States {
    states: Vec<Value>,
}

async fn carry_out(deed: &Deed, desk: &Desk) -> Result<(), Trouble> {
    let of = |contact: &str| json!({ "contactId": contact });
    let (operation, body) = match deed {
        Deed::Accept { contact } => ("AcceptContact", of(contact)),
        Deed::Clear { contact } => ("ClearContact", of(contact)),
        Deed::HangUp { contact, connection } => {
            ("DestroyConnection", json!({ "contactId": contact, "connectionId": connection }))
        }
        Deed::BecomeAvailable => {
            let States { states } = desk.call("GetAgentStates", &json!({})).await?;
            let routable = states.into_iter().find(|state| state["type"] == "routable");
            let state = routable.ok_or_else(|| Trouble::Nonsense("no status is routable".to_owned()))?;
            ("PutAgentState", json!({ "state": state }))
        }
    };
    desk.call::<Value>(operation, &body).await.map(|_| ())
}

/// What the library's worker asks for every half a minute, whether anything has changed or not.
async fn configure(desk: &Desk) -> Result<(), Trouble> {
    let configuration: Value = desk.call("GetAgentConfiguration", &json!({})).await?;
    let profile = &configuration["configuration"]["routingProfile"]["routingProfileARN"];
    for operation in ["GetAgentPermissions", "GetAgentStates", "GetDialableCountryCodes"] {
        desk.call::<Value>(operation, &json!({})).await?;
    }
    desk.call::<Value>("GetRoutingProfileQueues", &json!({ "routingProfileARN": profile })).await.map(|_| ())
}
