//! What happens at the numbers that agents call.
//!
//! Decided by the number: an order for that very number, else the instance's rules for how it ends, else it answers.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ids::PhoneNumber;
use crate::instance::{DialOutcome, Instance};

/// What comes of a call, and how long that takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dialled {
    pub(crate) outcome: DialOutcome,
    /// Milliseconds.
    #[serde(default = "promptly")]
    pub(crate) after_ms: u32,
}

fn promptly() -> u32 {
    1_000
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct DialPlan {
    pub(crate) ordered: BTreeMap<PhoneNumber, Dialled>,
}

impl DialPlan {
    pub(super) fn call(&self, instance: &Instance, number: &PhoneNumber) -> Dialled {
        let rule = instance.dialling.iter().find(|rule| number.as_str().ends_with(&rule.ends_with));
        let by_rule = || rule.map(|rule| Dialled { outcome: rule.outcome, after_ms: rule.after_ms });
        self.ordered
            .get(number)
            .copied()
            .or_else(by_rule)
            .unwrap_or(Dialled { outcome: DialOutcome::Answer, after_ms: instance.timing.answer_ms })
    }
}
