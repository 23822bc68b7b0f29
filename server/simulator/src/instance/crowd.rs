//! The crowd: many agents alike, for load, whom nobody wants to list one by one.
//!
//! Each becomes an entry like those that are written out, `agent-0001` and on, so that nothing behind the instance file
//! knows the difference.

use std::collections::HashSet;

use toml::Spanned;

use super::build::Check;
use super::file::{AgentEntry, CrowdEntry, InstanceFile, locale};
use super::{InstanceError, LARGEST_CROWD};

/// The crowd's agents after those that are listed, each with the key to name in an error.
pub(super) fn everybody(
    file: &InstanceFile,
    check: Check<'_>,
) -> Result<Vec<(String, AgentEntry)>, InstanceError> {
    let listed = file.agents.get_ref().iter().cloned().enumerate();
    let mut agents: Vec<_> = listed.map(|(n, entry)| (format!("agents[{n}]"), entry)).collect();
    let Some(crowd) = &file.crowd else { return Ok(agents) };
    let size = *crowd.agents.get_ref();
    if !(1..=LARGEST_CROWD).contains(&size) {
        let problem = format!("a crowd is of 1 to {LARGEST_CROWD} agents");
        return Err(check.wrong(&crowd.agents, "crowd.agents", problem));
    }
    let known: HashSet<_> = file.agents.get_ref().iter().map(|agent| agent.username.get_ref()).collect();
    let members = (1..=size).map(|n| member(crowd, n)).collect::<Vec<_>>();
    if let Some(twice) = members.iter().find(|member| known.contains(member.username.get_ref())) {
        let problem = format!("`{}` is in the list of agents already", twice.username.get_ref());
        return Err(check.wrong(&crowd.agents, "crowd.agents", problem));
    }
    agents.extend(members.into_iter().map(|entry| ("crowd".to_owned(), entry)));
    Ok(agents)
}

fn member(crowd: &CrowdEntry, n: usize) -> AgentEntry {
    AgentEntry {
        username: Spanned::new(crowd.agents.span(), format!("agent-{n:04}")),
        name: format!("Agent {n:04}"),
        routing_profile: crowd.routing_profile.clone(),
        softphone: false,
        auto_accept: false,
        extension: String::new(),
        locale: locale(),
        after_contact_work_ms: crowd.after_contact_work_ms,
        permissions: None,
    }
}
