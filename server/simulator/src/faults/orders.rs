//! Which fault hits which request, and how often: plain Rust, counted under one lock, so that "the next three" are
//! three however many requests come at once.

use super::fault::{Disorder, Effect, Fault};
use super::snapshots::{Given, Histories};
use crate::centre::Username;
use crate::service::Operation;

/// What a fault goes by.
#[derive(Debug, Clone, Default)]
pub(super) struct Target {
    /// The operation of the service; a page has none.
    pub(super) operation: Option<Operation>,
    /// Nobody before the sign-in.
    pub(super) agent: Option<Username>,
}

/// What happens to one request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Strike {
    pub(super) latency_ms: Option<u32>,
    pub(super) effect: Option<Effect>,
}

#[derive(Debug, Default)]
pub(super) struct Orders {
    faults: Vec<Fault>,
    pub(super) histories: Histories,
}

impl Orders {
    pub(super) fn list(&self) -> &[Fault] {
        &self.faults
    }

    pub(super) fn replace(&mut self, faults: Vec<Fault>) {
        self.faults = faults;
        self.histories = Histories::default();
    }

    pub(super) fn add(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// The first fault that says what becomes of the answer decides; a later one keeps its times. Of several
    /// latencies the longest is felt, and each counts.
    pub(super) fn strike(&mut self, target: &Target) -> Strike {
        let mut strike = Strike::default();
        for fault in self.faults.iter_mut().filter(|fault| fault.snapshots.is_none() && fault.hits(target)) {
            let effect = fault.effect();
            if effect.is_some() && strike.effect.is_some() {
                continue;
            }
            strike.effect = strike.effect.or(effect);
            strike.latency_ms = strike.latency_ms.max(fault.latency_ms);
            fault.times = fault.times.map(|times| times.saturating_sub(1));
        }
        self.forget_spent();
        strike
    }

    /// The fault by which this agent's snapshots come out of turn now, if there is one.
    pub(super) fn disorder(&self, agent: &Username) -> Option<(Disorder, Option<u32>)> {
        let found = self.faults.iter().find(|fault| fault.snapshots.is_some() && fault.concerns(agent))?;
        Some((found.snapshots?, found.latency_ms))
    }

    /// Whether it matters what this agent is given.
    pub(super) fn wants_history(&self, agent: &Username) -> bool {
        let ordered = |fault: &Fault| fault.snapshots == Some(Disorder::OutOfOrder) && fault.concerns(agent);
        self.faults.iter().any(ordered)
    }

    /// Counts one snapshot out of turn and says which it is; none if others have had all there were.
    pub(super) fn take_out_of_turn(
        &mut self,
        agent: &Username,
        disorder: Disorder,
        latest: &Given,
    ) -> Option<Given> {
        let mut faults = self.faults.iter_mut();
        let fault = faults.find(|fault| fault.snapshots == Some(disorder) && fault.concerns(agent))?;
        let given = match disorder {
            Disorder::Duplicate => latest.clone(),
            Disorder::OutOfOrder => self.histories.take_before(agent)?,
        };
        fault.times = fault.times.map(|times| times.saturating_sub(1));
        self.forget_spent();
        Some(given)
    }

    fn forget_spent(&mut self) {
        self.faults.retain(|fault| fault.times != Some(0));
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::*;

    fn orders(faults: Value) -> Orders {
        let faults: Vec<Fault> = serde_json::from_value(faults).unwrap();
        assert!(faults.iter().all(|fault| fault.check().is_ok()));
        let mut orders = Orders::default();
        orders.replace(faults);
        orders
    }

    fn target(operation: Option<Operation>, agent: Option<&str>) -> Target {
        Target { operation, agent: agent.map(Username::new) }
    }

    const ACCEPT: Option<Operation> = Some(Operation::AcceptContact);
    const REJECT: Option<Operation> = Some(Operation::RejectContact);

    #[rstest]
    #[case::everything(json!({}), [true, true, true, true])]
    #[case::an_operation(json!({ "operations": ["AcceptContact"] }), [true, true, false, false])]
    #[case::an_agent(json!({ "agents": ["anna"] }), [true, false, true, false])]
    #[case::both(json!({ "operations": ["AcceptContact"], "agents": ["anna"] }), [true, false, false, false])]
    #[case::nothing(json!({ "operations": [], "agents": [] }), [false, false, false, false])]
    fn a_fault_hits_what_it_lists(#[case] mut scope: Value, #[case] hit: [bool; 4]) {
        let requests = [
            target(ACCEPT, Some("anna")),
            target(ACCEPT, Some("ben")),
            target(REJECT, Some("anna")),
            target(None, None),
        ];
        scope["status"] = json!(500);
        let found = requests.map(|request| orders(json!([scope])).strike(&request).effect.is_some());
        assert_eq!(found, hit);
    }

    #[test]
    fn three_times_are_three_and_what_is_spent_is_gone() {
        let mut orders = orders(json!([{ "status": 500, "times": 3, "operations": ["AcceptContact"] }]));
        for left in [Some(2), Some(1), None] {
            assert_eq!(orders.strike(&target(REJECT, None)), Strike::default());
            assert_eq!(orders.strike(&target(ACCEPT, None)).effect, Some(Effect::Status(500)));
            assert_eq!(orders.list().first().and_then(|fault| fault.times), left);
        }
        assert_eq!(orders.strike(&target(ACCEPT, None)), Strike::default());
    }

    #[test]
    fn the_first_to_decide_does_and_the_longest_latency_is_felt() {
        let mut orders = orders(json!([
            { "latency_ms": 10, "times": 1 },
            { "status": 500, "latency_ms": 30, "times": 1 },
            { "reset": true, "times": 1 },
            { "latency_ms": 20, "times": 1 },
        ]));
        let first = orders.strike(&Target::default());
        assert_eq!(first, Strike { latency_ms: Some(30), effect: Some(Effect::Status(500)) });
        assert_eq!(
            orders.strike(&Target::default()),
            Strike { latency_ms: None, effect: Some(Effect::Reset) }
        );
        assert!(orders.list().is_empty());
    }

    #[rstest]
    #[case(json!({}))]
    #[case(json!({ "agents": ["anna"] }))]
    #[case(json!({ "status": 200 }))]
    #[case(json!({ "status": 600 }))]
    #[case(json!({ "latency_ms": 120_001 }))]
    #[case(json!({ "status": 500, "times": 0 }))]
    #[case(json!({ "status": 500, "truncate": true }))]
    #[case(json!({ "reset": true, "snapshots": "duplicate" }))]
    #[case(json!({ "snapshots": "duplicate", "operations": ["AcceptContact"] }))]
    fn what_cannot_be_had_is_not_ordered(#[case] fault: Value) {
        assert!(serde_json::from_value::<Fault>(fault).unwrap().check().is_err());
    }
}
