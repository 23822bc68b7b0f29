//! Of two regions the page hears one.
//!
//! While a page starts, the library hands on what the CCP of the region that stands by tells of the agent, until that CCP is
//! told that it stands by. Whoever took it for the agent's would show states that the other region does not know.

use crate::AgentData;

/// Tells what comes from the region where the agent works from what comes from the other.
#[derive(Debug, Default)]
pub(crate) struct OneRegion {
    /// The active region that told of the agent last.
    told: Option<String>,
}

impl OneRegion {
    /// Whether data of the agent are to be heard while this region is the active one. Before that has told anything itself,
    /// everything is.
    pub(crate) fn hears(&mut self, active: Option<String>, data: &AgentData) -> bool {
        // The region stands in the names that AWS gives its resources.
        let region = data.configuration.agent_arn.as_deref().and_then(|arn| arn.split(':').nth(3));
        if active.is_none() || region == active.as_deref() {
            self.told = active;
            return true;
        }
        self.told != active
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_region_that_stands_by_is_not_heard_once_the_active_one_was() {
        let of = |region: &str| {
            let mut data = AgentData::from_json(include_str!("../tests/agent-data/idle.json")).unwrap();
            data.configuration.agent_arn = Some(format!("arn:aws:connect:{region}:1:instance/i/agent/a"));
            data
        };
        let mut regions = OneRegion::default();
        for (active, region, heard) in [
            (None, "east", true),
            (Some("west"), "east", true), // better than nothing
            (Some("west"), "west", true),
            (Some("west"), "east", false),
            (Some("east"), "west", true), // it has just been moved
            (Some("east"), "east", true),
            (Some("east"), "west", false),
        ] {
            assert_eq!(regions.hears(active.map(str::to_owned), &of(region)), heard, "{active:?}: {region}");
        }
    }
}
