//! What traffic is asked for, and whether it can be had.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::centre::Channel;
use crate::instance::{Instance, QueueIndex};

const MOST_PER_MINUTE: f64 = 60_000.0;
const LONGEST_MS: u32 = 86_400_000;

/// Customers who turn up at random moments, so many a minute on average.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Traffic {
    /// On average; above 0, at most 60000.
    pub(crate) contacts_per_minute: f64,
    /// The channels and how often each is chosen, relative to the others. Calls alone if left out.
    pub(crate) channels: Option<BTreeMap<Channel, u32>>,
    /// The queues they come through, each as often. All of the instance if left out.
    pub(crate) queues: Option<Vec<String>>,
    /// How long they talk before they hang up; three minutes if left out.
    pub(crate) talk_ms: Option<Span>,
    /// How long they wait for somebody before they give up; one minute if left out.
    pub(crate) patience_ms: Option<Span>,
    /// Decides everything random. With the same one the same customers come.
    pub(crate) seed: Option<u64>,
}

/// A length of time that differs from one to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Span {
    /// Half of all are shorter.
    pub(crate) median: u32,
}

/// Traffic that has been checked, with nothing left open.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    /// The mean time from one customer to the next.
    pub(super) mean_ms: f64,
    pub(super) channels: Vec<(Channel, u32)>,
    pub(super) queues: Vec<QueueIndex>,
    pub(super) talk_ms: u32,
    pub(super) patience_ms: u32,
}

impl Traffic {
    /// As the control API is asked for it with nothing but a rate.
    pub(crate) fn at(Rate { contacts_per_minute }: Rate) -> Self {
        Self {
            contacts_per_minute,
            channels: None,
            queues: None,
            talk_ms: None,
            patience_ms: None,
            seed: None,
        }
    }

    /// The same with every choice made, except for the seed.
    pub(crate) fn filled(self, instance: &Instance) -> Self {
        let queues = || instance.queues().iter().map(|queue| queue.name.clone()).collect();
        Self {
            channels: Some(self.channels.unwrap_or_else(|| [(Channel::Voice, 1)].into())),
            queues: Some(self.queues.unwrap_or_else(queues)),
            talk_ms: Some(self.talk_ms.unwrap_or(Span { median: 180_000 })),
            patience_ms: Some(self.patience_ms.unwrap_or(Span { median: 60_000 })),
            ..self
        }
    }

    /// Says what is wrong with traffic that cannot be had.
    /// Says what is wrong with an order that cannot be had in this instance.
    pub(crate) fn check(&self, instance: &Instance) -> Result<(), String> {
        self.plan(instance).map(|_| ())
    }

    pub(super) fn plan(&self, instance: &Instance) -> Result<Plan, String> {
        let Self { channels, queues, talk_ms, patience_ms, .. } = self.clone().filled(instance);
        let rate = self.contacts_per_minute;
        if !(rate > 0.0 && rate <= MOST_PER_MINUTE) {
            return Err(format!("`contacts_per_minute` is above 0 and at most {MOST_PER_MINUTE}"));
        }
        let channels: Vec<_> = channels.into_iter().flatten().filter(|(_, weight)| *weight > 0).collect();
        if channels.is_empty() {
            return Err("`channels` gives no channel any weight".to_owned());
        }
        let index =
            |name: &String| instance.queue_named(name).ok_or_else(|| format!("there is no queue `{name}`"));
        let queues: BTreeSet<_> = queues.iter().flatten().map(index).collect::<Result<_, _>>()?;
        if queues.is_empty() {
            return Err("`queues` names no queue".to_owned());
        }
        let span = |name: &str, span: Option<Span>| match span {
            Some(Span { median }) if (1..=LONGEST_MS).contains(&median) => Ok(median),
            _ => Err(format!("the median of `{name}` is from 1 to {LONGEST_MS} milliseconds")),
        };
        Ok(Plan {
            mean_ms: 60_000.0 / rate,
            channels,
            queues: queues.into_iter().collect(),
            talk_ms: span("talk_ms", talk_ms)?,
            patience_ms: span("patience_ms", patience_ms)?,
        })
    }
}

/// How many customers turn up in which time, as the command line says it: `30/min`, `2/s`, `500/h`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    pub(crate) contacts_per_minute: f64,
}

/// Whoever typed it can mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write how many contacts in which time: 30/min, 2/s or 500/h")]
pub struct NotARate;

impl FromStr for Rate {
    type Err = NotARate;

    fn from_str(text: &str) -> Result<Self, NotARate> {
        let (number, time) = text.split_once('/').ok_or(NotARate)?;
        let number: f64 = number.trim().parse().map_err(|_| NotARate)?;
        let contacts_per_minute = match time.trim() {
            "s" => number * 60.0,
            "min" => number,
            "h" => number / 60.0,
            _ => return Err(NotARate),
        };
        let had = contacts_per_minute > 0.0 && contacts_per_minute <= MOST_PER_MINUTE;
        if had { Ok(Self { contacts_per_minute }) } else { Err(NotARate) }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case("30/min", 30.0)]
    #[case("2/s", 120.0)]
    #[case("600/h", 10.0)]
    #[case("0.5/min", 0.5)]
    fn a_rate_is_read(#[case] text: &str, #[case] per_minute: f64) {
        assert_eq!(text.parse::<Rate>().map(|rate| rate.contacts_per_minute), Ok(per_minute));
    }

    #[rstest]
    fn what_is_no_rate_is_refused(
        #[values("", "30", "/min", "x/min", "30/year", "-1/min", "0/s", "nan/s", "inf/min", "2000/s")]
        text: &str,
    ) {
        assert_eq!(text.parse::<Rate>(), Err(NotARate));
    }

    #[rstest]
    #[case(json!({ "contacts_per_minute": 0 }), "contacts_per_minute")]
    #[case(json!({ "contacts_per_minute": 60_001 }), "contacts_per_minute")]
    #[case(json!({ "contacts_per_minute": 1, "channels": {} }), "channels")]
    #[case(json!({ "contacts_per_minute": 1, "channels": { "voice": 0 } }), "channels")]
    #[case(json!({ "contacts_per_minute": 1, "queues": [] }), "queues")]
    #[case(json!({ "contacts_per_minute": 1, "queues": ["Nowhere"] }), "`Nowhere`")]
    #[case(json!({ "contacts_per_minute": 1, "talk_ms": { "median": 0 } }), "talk_ms")]
    #[case(json!({ "contacts_per_minute": 1, "patience_ms": { "median": 86_400_001 } }), "patience_ms")]
    fn what_cannot_be_had_is_named(#[case] order: serde_json::Value, #[case] part: &str) {
        let traffic: Traffic = serde_json::from_value(order).unwrap();
        let problem = traffic.plan(&Instance::built_in().unwrap()).unwrap_err();
        assert!(problem.contains(part), "{problem}");
    }

    #[test]
    fn a_rate_is_enough() {
        let instance = Instance::built_in().unwrap();
        let traffic = Traffic::at("30/min".parse().unwrap());
        let plan = traffic.plan(&instance).unwrap();
        assert_eq!((plan.channels.len(), plan.queues.len()), (1, 3));
        assert!((plan.mean_ms - 2_000.0).abs() < 1e-9);
        assert_eq!(traffic.filled(&instance).plan(&instance), Ok(plan));
    }
}
