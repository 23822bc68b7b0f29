//! Who was called into a contact and to whom it was handed over: when, how and with what outcome. Pure.
//!
//! Streams forgets whom the agent chose: it shows a line without a name. So the choice is remembered and given to the next
//! line that appears.

use connect_streams::{
    ConnectionSnapshot, ConnectionState, ConnectionType, ContactSnapshot, Endpoint, EpochMs, record,
};
use serde::Serialize;

use super::{Now, Stamp, derived::fitting};
use crate::api::{MAX_TRANSFERS, TransferKind, TransferOutcome, TransferRecord};

/// For so many milliseconds a line that appears is the one that was asked for. One that appears later is somebody
/// else's doing, because what was asked for was refused.
const APPEARS_WITHIN_MS: i64 = 60_000;

/// One call to somebody else from within a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Transfer {
    /// The other one's line; none for a task or an e-mail, which goes without one.
    connection_id: Option<String>,
    /// What the other one is called, as far as is known.
    pub to: String,
    /// Whether the agent left without talking to them.
    pub kind: TransferKind,
    /// When they were called.
    pub at: Stamp,
    /// When they answered.
    pub answered: Option<Stamp>,
    /// When they left, or the contact went over to them.
    pub ended: Option<Stamp>,
    /// How it came out; none while it goes on.
    pub outcome: Option<TransferOutcome>,
}

record! { Transfer {
    "connection_id" => connection_id,
    "to" => to: Required,
    "kind" => kind: Required,
    "at" => at: Required,
    "answered" => answered,
    "ended" => ended,
    "outcome" => outcome,
} }

/// Whom the agent asked for, until their line appears.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Asked {
    to: String,
    cold: bool,
    at: EpochMs,
}

impl Asked {
    fn is_recent(&self, now: EpochMs) -> bool {
        now.since(self.at) <= APPEARS_WITHIN_MS
    }
}

record! { Asked {
    "to" => to: Required,
    "cold" => cold,
    "at" => at,
} }

/// The calls to others within one contact, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Transfers {
    list: Vec<Transfer>,
    asked: Option<Asked>,
}

record! { Transfers {
    "list" => list,
    "asked" => asked,
} }

impl Transfers {
    /// The agent asked for somebody.
    pub fn ask(&mut self, to: &str, cold: bool, now: Now) {
        self.asked = Some(Asked { to: named(to), cold, at: now.service() });
    }

    /// The agent leaves instead: whoever was asked for does not come any more.
    pub fn withdraw(&mut self) {
        self.asked = None;
    }

    /// Takes in who is on the line. `over` is when the contact ended, if it has: lines that went then did not leave it.
    pub fn observe(&mut self, contact: &ContactSnapshot, now: Now, over: Option<EpochMs>) {
        let customer = contact.customer().map(|customer| customer.connection_id.as_str());
        for line in &contact.connections {
            // Who is alone on the line passes for the customer; who was called in is known by then.
            let known = self.position(line);
            let other = !matches!(line.kind, ConnectionType::Agent | ConnectionType::Monitoring)
                && (known.is_some() || Some(line.connection_id.as_str()) != customer);
            if other && (known.is_some() || self.list.len() < MAX_TRANSFERS) {
                self.observe_line(line, known, now, over);
            }
        }
    }

    fn position(&self, line: &ConnectionSnapshot) -> Option<usize> {
        self.list.iter().position(|one| one.connection_id.as_deref() == Some(&line.connection_id))
    }

    fn observe_line(
        &mut self,
        line: &ConnectionSnapshot,
        known: Option<usize>,
        now: Now,
        over: Option<EpochMs>,
    ) {
        let since = now.or_service(line.state.timestamp);
        let index = known.unwrap_or_else(|| {
            let asked = self.asked.take().filter(|asked| asked.is_recent(now.service()));
            let cold = asked.as_ref().is_some_and(|asked| asked.cold);
            self.list.push(Transfer {
                connection_id: Some(line.connection_id.clone()),
                to: asked.map_or_else(|| name(line), |asked| asked.to),
                kind: if cold { TransferKind::Cold } else { TransferKind::Consult },
                at: since,
                answered: None,
                ended: None,
                outcome: None,
            });
            self.list.len() - 1
        });
        let transfer = &mut self.list[index];
        match line.state.kind {
            // Nobody is back on a line that was over.
            _ if transfer.outcome.is_some() => {}
            ConnectionState::Connected | ConnectionState::Hold => {
                transfer.answered.get_or_insert(not_before(since, transfer.at.at));
            }
            ConnectionState::Disconnected if over.is_none_or(|over| since.at < over) => {
                transfer.leave(since);
            }
            _ => {}
        }
    }

    /// The contact is over for this agent. Where the customer stayed it went over to whoever was still there; `alone`
    /// says that a contact of its channel goes over without a line. Answers whether it was handed over.
    pub fn end(&mut self, at: Stamp, customer_stayed: bool, alone: bool) -> bool {
        let asked = self.asked.take().filter(|asked| asked.cold && alone && asked.is_recent(at.at));
        if let Some(asked) = asked.filter(|_| self.list.len() < MAX_TRANSFERS) {
            self.list.push(Transfer {
                connection_id: None,
                to: asked.to,
                kind: TransferKind::Cold,
                at,
                answered: None,
                ended: None,
                outcome: None,
            });
        }
        let mut handed_over = false;
        for transfer in self.list.iter_mut().filter(|transfer| transfer.outcome.is_none()) {
            transfer.leave(at);
            if customer_stayed {
                handed_over = true;
                transfer.outcome = Some(TransferOutcome::HandedOver);
                // Who leaves while it still rings has talked to nobody, whatever they meant to do.
                if transfer.answered.is_none() {
                    transfer.kind = TransferKind::Cold;
                }
            }
        }
        handed_over
    }

    /// The calls, in order.
    pub fn list(&self) -> &[Transfer] {
        &self.list
    }

    /// What the one on this line is called, if the agent chose them here.
    pub fn name_of(&self, connection_id: &str) -> Option<&str> {
        let of_line = |one: &&Transfer| one.connection_id.as_deref() == Some(connection_id);
        self.list.iter().find(of_line).map(|transfer| transfer.to.as_str())
    }

    /// Whether the one on this line was called and did not answer.
    pub fn missed(&self, connection_id: &str) -> bool {
        let of_line = |one: &&Transfer| one.connection_id.as_deref() == Some(connection_id);
        self.list.iter().find(of_line).is_some_and(|one| one.outcome == Some(TransferOutcome::NotReached))
    }

    /// The calls as a record has them.
    pub fn records(&self) -> Vec<TransferRecord> {
        let record = |transfer: &Transfer| TransferRecord {
            to: transfer.to.clone(),
            kind: transfer.kind,
            started_at: transfer.at.at,
            answered_at: transfer.answered.map(|answered| answered.at),
            ended_at: transfer.ended.map(|ended| ended.at),
            outcome: transfer.outcome,
        };
        self.list.iter().map(record).collect()
    }
}

impl Transfer {
    /// They are gone, or the contact is.
    fn leave(&mut self, at: Stamp) {
        let answered = self.answered.map(|answered| answered.at);
        self.ended = Some(not_before(at, answered.unwrap_or(self.at.at)));
        self.outcome =
            Some(if answered.is_some() { TransferOutcome::Left } else { TransferOutcome::NotReached });
    }
}

/// A moment that follows another, whatever the service says: one that does not would keep the record from being stored.
fn not_before(stamp: Stamp, floor: EpochMs) -> Stamp {
    Stamp { at: stamp.at.max(floor), ..stamp }
}

/// What the service calls the one on this line.
fn name(line: &ConnectionSnapshot) -> String {
    let of_endpoint = |endpoint: &Endpoint| {
        let name = endpoint.name.clone().filter(|name| !name.is_empty());
        name.or_else(|| endpoint.address().map(str::to_owned))
    };
    let told = line.quick_connect_name.clone().filter(|name| !name.is_empty());
    named(&told.or_else(|| line.endpoint.as_ref().and_then(of_endpoint)).unwrap_or_default())
}

/// A name as a record may hold it. Somebody without one is there all the same.
fn named(name: &str) -> String {
    Some(fitting(name)).filter(|name| !name.is_empty()).unwrap_or_else(|| "?".to_owned())
}

#[cfg(test)]
#[path = "transfers_tests.rs"]
mod tests;
