//! The long poll for an agent's snapshot.
//!
//! A caller without a token, or with an old one, is answered at once; one who has seen the latest waits for the next
//! change of this very agent. The token is the run and the version, so one from before a restart counts as old.

use std::time::Duration;

use serde_json::Value;
use tokio::time::{Instant, sleep_until};

use super::requests::GetAgentSnapshot;
use super::{Caller, ServiceError, authenticate};
use crate::centre::Username;
use crate::chat;
use crate::faults::Given;
use crate::simulator::Simulator;

const LONGEST: Duration = Duration::from_secs(30);

pub(super) async fn snapshot(caller: &Caller<'_>, request: GetAgentSnapshot) -> Result<Value, ServiceError> {
    let Caller { simulator, headers, agent, .. } = caller;
    // Listening starts before looking, or a change between the two would go unheard.
    let mut bell = simulator.live.bell(agent).ok_or(ServiceError::Unauthorized)?;
    let mut stopping = simulator.stopping();
    let wait = request.timeout.map_or(LONGEST, |timeout| LONGEST.min(Duration::from_millis(timeout)));
    let patience = Instant::now() + wait;

    let seen = current(simulator, agent)?;
    if request.next_token.as_deref() != Some(seen.token.as_str()) || *stopping.borrow_and_update() {
        return Ok(answer(simulator, agent, seen));
    }
    tokio::select! {
        given = simulator.faults.out_of_turn(agent, &seen) => {
            simulator.live.note_change();
            authenticate(simulator, headers)?;
            return Ok(given.into_answer());
        }
        _ = bell.changed() => {}
        _ = stopping.changed() => {}
        () = sleep_until(patience) => {}
    }
    // The change may have been that the agent was signed out.
    authenticate(simulator, headers)?;
    let seen = current(simulator, agent)?;
    Ok(answer(simulator, agent, seen))
}

fn answer(simulator: &Simulator, agent: &Username, seen: Given) -> Value {
    simulator.faults.note_given(agent, &seen);
    seen.into_answer()
}

fn current(simulator: &Simulator, agent: &Username) -> Result<Given, ServiceError> {
    let skew = simulator.skew_ms();
    let seen: Result<_, ServiceError> = simulator.live.read(|centre| {
        let token = format!("{}-{}", simulator.run.simple(), centre.agent(agent)?.version);
        Ok(Given { snapshot: centre.snapshot(agent, skew)?, token })
    });
    seen.inspect(|_| chat::follow(simulator, agent))
}
