//! Whose records they are. Pure.

use connect_streams::{AgentConfiguration, record};
use serde::Serialize;

/// The agent at the desk, as records name them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    /// Where the agent works.
    pub place: Place,
    /// The sign-in name.
    pub login: String,
}

/// An Amazon Connect instance. With a second region an agent is moved from one to another within a shift; what began at one
/// stays there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Its identifier.
    pub instance: String,
    /// Its AWS region.
    pub region: String,
}

record! { Place {
    "instance" => instance,
    "region" => region,
} }

impl Author {
    /// The agent with this configuration. Instance and region stand in the names that AWS gives its resources.
    pub fn of(configuration: &AgentConfiguration) -> Self {
        let profile =
            configuration.routing_profile.as_ref().and_then(|one| one.routing_profile_arn.as_deref());
        let arn = configuration.agent_arn.as_deref().or(profile).unwrap_or_default();
        let (region, instance) = place(arn).unwrap_or_default();
        let place = Place { instance: instance.to_owned(), region: region.to_owned() };
        Self { place, login: configuration.login().to_owned() }
    }
}

/// Region and instance in `arn:aws:connect:REGION:ACCOUNT:instance/INSTANCE/...`.
fn place(arn: &str) -> Option<(&str, &str)> {
    let mut parts = arn.splitn(6, ':');
    let region = parts.nth(3)?;
    let resource = parts.nth(1)?.strip_prefix("instance/")?;
    Some((region, resource.split('/').next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instance_and_region_are_read_from_a_name_of_aws() {
        let arn = "arn:aws:connect:eu-central-1:111122223333:instance/5f1e9c04/agent/0a";
        assert_eq!(place(arn), Some(("eu-central-1", "5f1e9c04")));
        for other in ["", "arn:aws:s3:::bucket", "5f1e9c04"] {
            assert_eq!(place(other), None);
        }
    }
}
