//! Quick connects as endpoints, and endpoints as somewhere to call.

use serde_json::{Value, json};

use super::paging::page;
use super::requests::{List, WantedEndpoint};
use super::{Caller, ServiceError};
use crate::centre::{Destination, Endpoint, PhoneNumber, Username};
use crate::instance::{Instance, QuickConnect, QuickConnectTarget};

/// The quick connects of the queues that are named. An agent's own queue has those that are everybody's.
pub(super) fn list(caller: &Caller<'_>, wanted: &List) -> Result<Value, ServiceError> {
    let instance = &caller.simulator.instance;
    let missing = || ServiceError::Validation("queueARNs is required".to_owned());
    let wanted_arns = wanted.queue_arns.as_ref().ok_or_else(missing)?;
    let queues: Vec<_> = wanted_arns.iter().filter_map(|arn| instance.queue_by_arn(arn)).collect();
    let fits = |quick_connect: &&QuickConnect| match &quick_connect.queues {
        None => !queues.is_empty(),
        Some(listed) => listed.iter().any(|queue| queues.contains(queue)),
    };
    let mut found: Vec<_> = instance.quick_connects.iter().filter(fits).collect();
    found.sort_by(|one, other| one.name.cmp(&other.name));
    page("endpoints", found.into_iter().map(|quick_connect| endpoint(instance, quick_connect)), wanted)
}

fn endpoint(instance: &Instance, quick_connect: &QuickConnect) -> Value {
    let mut endpoint = json!({
        "endpointARN": quick_connect.arn,
        "type": null,
        "name": quick_connect.name,
        "phoneNumber": null,
        "agentLogin": null,
        "queue": null,
    });
    let (kind, member, value) = match &quick_connect.target {
        QuickConnectTarget::Phone(number) => ("phone_number", "phoneNumber", json!(number)),
        QuickConnectTarget::Agent(agent) => ("agent", "agentLogin", json!(agent)),
        QuickConnectTarget::Queue(index) => {
            let queue = instance.queue(*index);
            ("queue", "queue", json!({ "queueARN": queue.arn, "name": queue.name }))
        }
    };
    endpoint["type"] = kind.into();
    endpoint[member] = value;
    endpoint
}

/// Where an endpoint leads. The ARN of a quick connect says it all; one made by hand says what it is.
pub(super) fn resolve(instance: &Instance, wanted: &WantedEndpoint) -> Result<Destination, ServiceError> {
    if let Some(quick_connect) = wanted.arn.as_deref().and_then(|arn| instance.quick_connect_by_arn(arn)) {
        let endpoint = match &quick_connect.target {
            QuickConnectTarget::Phone(number) => Endpoint::Phone(number.clone()),
            QuickConnectTarget::Agent(agent) => Endpoint::Agent(agent.clone()),
            QuickConnectTarget::Queue(queue) => Endpoint::Queue(*queue),
        };
        return Ok(Destination { endpoint, quick_connect: Some(quick_connect.name.clone()) });
    }
    let missing = |what: &str| ServiceError::NotFound(format!("the endpoint leads to no {what}"));
    let endpoint = match wanted.kind.as_deref() {
        Some("phone_number") => {
            let number = wanted.phone_number.as_deref().unwrap_or_default();
            let number =
                PhoneNumber::parse(number).map_err(|error| ServiceError::Validation(error.to_string()))?;
            Endpoint::Phone(number)
        }
        Some("agent") => {
            let by_login =
                wanted.agent_login.as_deref().and_then(|login| instance.agent(&Username::new(login)));
            let by_arn = || wanted.arn.as_deref().and_then(|arn| instance.agent_by_arn(arn));
            let profile = by_login.or_else(by_arn).ok_or_else(|| missing("agent"))?;
            Endpoint::Agent(profile.username.clone())
        }
        Some("queue") => {
            let queue = wanted.queue.as_ref();
            let arn = queue.and_then(|queue| queue.arn.as_deref()).or(wanted.arn.as_deref());
            let by_arn = arn.and_then(|arn| instance.queue_by_arn(arn));
            let name = queue.and_then(|queue| queue.name.as_deref());
            let found = by_arn.or_else(|| name.and_then(|name| instance.queue_named(name)));
            Endpoint::Queue(found.ok_or_else(|| missing("queue"))?)
        }
        _ => {
            let problem = "an endpoint is of type `phone_number`, `agent` or `queue`";
            return Err(ServiceError::Validation(problem.to_owned()));
        }
    };
    Ok(Destination { endpoint, quick_connect: wanted.name.clone().filter(|name| !name.is_empty()) })
}
