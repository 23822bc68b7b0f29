//! What the instance says to an agent's browsers without being asked.
//!
//! Each of the agent's sockets hears each push; a socket that is too slow misses the oldest. What a push means is
//! for whoever sends it. Who is an agent is not known here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::sync::broadcast::{self, Receiver, Sender};

use crate::centre::Username;

/// More than a chat of a busy minute, little enough to forget.
const KEPT_FOR_THE_SLOW: usize = 256;

/// A browser has one; somebody who opens more than this is not a browser.
const MOST_SOCKETS: usize = 64;

#[derive(Debug, Default)]
pub(crate) struct Pushes(Mutex<HashMap<Username, Sender<Arc<str>>>>);

impl Pushes {
    /// What is pushed to this agent from now on, or nothing if there are too many sockets already.
    pub(crate) fn hear(&self, agent: &Username) -> Option<Receiver<Arc<str>>> {
        let mut senders = self.lock();
        let sender = senders.entry(agent.clone()).or_insert_with(|| broadcast::channel(KEPT_FOR_THE_SLOW).0);
        (sender.receiver_count() < MOST_SOCKETS).then(|| sender.subscribe())
    }

    /// Tells how many sockets it went to.
    pub(crate) fn push(&self, agent: &Username, topic: &str, content: &Value) -> usize {
        let frame = json!({ "topic": topic, "contentType": "application/json", "content": content });
        let frame: Arc<str> = frame.to_string().into();
        self.lock().get(agent).map_or(0, |sender| sender.send(frame).unwrap_or(0))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Username, Sender<Arc<str>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_socket_of_the_agent_hears_it_and_nobody_elses() {
        let pushes = Pushes::default();
        let (anna, ben) = (Username::new("anna"), Username::new("ben"));
        let mut sockets = [pushes.hear(&anna).unwrap(), pushes.hear(&anna).unwrap()];
        let mut other = pushes.hear(&ben).unwrap();
        assert_eq!(pushes.push(&anna, "aws/chat", &json!("x")), 2);
        for socket in &mut sockets {
            let frame: Value = serde_json::from_str(&socket.try_recv().unwrap()).unwrap();
            assert_eq!((frame["topic"].as_str(), frame["content"].as_str()), (Some("aws/chat"), Some("x")));
        }
        assert!(other.try_recv().is_err());
        assert_eq!(pushes.push(&Username::new("nobody"), "aws/chat", &json!("x")), 0);
    }

    #[test]
    fn an_agent_has_only_so_many_sockets_at_a_time() {
        let pushes = Pushes::default();
        let anna = Username::new("anna");
        let mut sockets: Vec<_> = (0..MOST_SOCKETS).map(|_| pushes.hear(&anna).unwrap()).collect();
        assert!(pushes.hear(&anna).is_none());
        sockets.pop();
        assert!(pushes.hear(&anna).is_some());
    }
}
