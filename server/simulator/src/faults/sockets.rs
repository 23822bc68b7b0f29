//! The sockets that are open, by agent, so that they can be dropped and kept from coming back for a while.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::centre::{EpochMs, Username};

#[derive(Debug, Default)]
struct Records {
    bells: HashMap<Username, watch::Sender<()>>,
    /// Until when new ones are refused, to everybody or to one agent.
    refused: HashMap<Option<Username>, EpochMs>,
}

#[derive(Debug, Default)]
pub(crate) struct Sockets(Mutex<Records>);

impl Sockets {
    /// Rings when a socket of this agent that opens now is to be dropped. Nothing while new ones are refused.
    pub(crate) fn open(&self, agent: &Username, now: EpochMs) -> Option<watch::Receiver<()>> {
        let mut records = self.lock();
        records.refused.retain(|_, until| *until > now);
        if records.refused.contains_key(&None) || records.refused.contains_key(&Some(agent.clone())) {
            return None;
        }
        Some(records.bells.entry(agent.clone()).or_default().subscribe())
    }

    /// Drops the sockets of these agents, or all; until the given moment, or the next call, they get no new ones.
    /// Tells how many were open.
    pub(crate) fn drop(&self, agents: Option<&[Username]>, until: Option<EpochMs>) -> usize {
        let mut records = self.lock();
        let concerned: Vec<_> = match agents {
            None => vec![None],
            Some(agents) => agents.iter().cloned().map(Some).collect(),
        };
        for whom in concerned {
            match until {
                Some(until) => records.refused.insert(whom, until),
                None => records.refused.remove(&whom),
            };
        }
        let hit = |agent: &Username| agents.is_none_or(|agents| agents.contains(agent));
        let bells = records.bells.iter().filter(|(agent, _)| hit(agent));
        bells
            .map(|(_, bell)| {
                let open = bell.receiver_count();
                bell.send_replace(());
                open
            })
            .sum()
    }

    fn lock(&self) -> MutexGuard<'_, Records> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: EpochMs = EpochMs(1_000);

    #[test]
    fn one_agents_sockets_drop_and_stay_away_for_a_while() {
        let sockets = Sockets::default();
        let (anna, ben) = (Username::new("anna"), Username::new("ben"));
        let (hers, his) = (sockets.open(&anna, NOW).unwrap(), sockets.open(&ben, NOW).unwrap());
        assert_eq!(sockets.drop(Some(std::slice::from_ref(&anna)), Some(NOW.plus(500))), 1);
        assert!(hers.has_changed().unwrap() && !his.has_changed().unwrap());
        assert!(sockets.open(&anna, NOW.plus(499)).is_none());
        assert!(sockets.open(&ben, NOW).is_some());
        assert!(sockets.open(&anna, NOW.plus(500)).is_some());
    }

    #[test]
    fn dropping_without_a_time_lets_them_come_back_at_once() {
        let sockets = Sockets::default();
        let anna = Username::new("anna");
        let _first = sockets.open(&anna, NOW).unwrap();
        assert_eq!(sockets.drop(None, Some(NOW.plus(500))), 1);
        assert!(sockets.open(&anna, NOW).is_none());
        sockets.drop(None, None);
        assert!(sockets.open(&anna, NOW).is_some());
    }
}
