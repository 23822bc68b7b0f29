//! The answers that describe the instance to an agent: configuration, statuses, queues, permissions.

use serde_json::{Map, Value, json};

use super::paging::page;
use super::requests::List;
use super::{Caller, Operation, ServiceError};
use crate::instance::{AgentProfile, Instance, Medium, Queue, Status};

pub(super) fn describe(
    caller: &Caller<'_>,
    operation: Operation,
    wanted: &List,
) -> Result<Value, ServiceError> {
    let instance = &caller.simulator.instance;
    let profile = instance.agent(&caller.agent).ok_or(ServiceError::Unauthorized)?;
    let texts = |texts: &[String]| texts.iter().map(|text| json!(text)).collect::<Vec<_>>();
    match operation {
        Operation::GetAgentConfiguration => configuration(caller, profile),
        Operation::GetAgentPermissions => page("permissions", texts(&profile.permissions), wanted),
        Operation::GetAgentStates => page("states", instance.statuses().iter().map(state), wanted),
        Operation::GetDialableCountryCodes => {
            page("countryCodes", texts(&instance.dialable_countries), wanted)
        }
        Operation::GetRoutingProfileQueues => queues(instance, profile, wanted),
        other => Err(ServiceError::UnknownOperation(format!("{other:?}"))),
    }
}

fn configuration(caller: &Caller<'_>, profile: &AgentProfile) -> Result<Value, ServiceError> {
    let instance = &caller.simulator.instance;
    let settings = caller
        .simulator
        .live
        .read(|centre| centre.agent(&caller.agent).map(|agent| agent.settings.clone()))?;
    let routing = instance.profile_of(profile);
    let concurrency: Map<_, _> = Medium::ALL
        .into_iter()
        .map(|medium| (medium.as_key().to_owned(), json!(routing.room(medium))))
        .collect();
    Ok(json!({
        "configuration": {
            "name": profile.name,
            "username": profile.username,
            "softphoneEnabled": settings.softphone,
            "softphoneAutoAccept": settings.auto_accept,
            "softphonePersistentConnection": false,
            "extension": settings.extension,
            "routingProfile": {
                "name": routing.name,
                "routingProfileARN": routing.arn,
                "defaultOutboundQueue": queue(instance.queue(routing.default_outbound_queue)),
                "channelConcurrencyMap": concurrency,
            },
            "agentPreferences": settings.preferences,
            "voiceEnhancementMode": settings.voice_enhancement_mode,
            "agentARN": profile.arn,
        }
    }))
}

/// The queues that the agent serves and their own, in one page whatever is asked for.
fn queues(instance: &Instance, profile: &AgentProfile, wanted: &List) -> Result<Value, ServiceError> {
    let routing = instance.profile_of(profile);
    match &wanted.routing_profile_arn {
        None => return Err(ServiceError::Validation("missing field `routingProfileARN`".to_owned())),
        Some(arn) if *arn != routing.arn => {
            return Err(ServiceError::NotFound(format!("there is no routing profile `{arn}`")));
        }
        Some(_) => {}
    }
    let served = routing.queues.iter().map(|served| instance.queue(served.queue));
    let queues: Vec<_> = served.chain([&profile.own_queue]).map(queue).collect();
    Ok(json!({ "queues": queues }))
}

fn state(status: &Status) -> Value {
    json!({
        "agentStateARN": status.arn,
        "type": status.kind.as_str(),
        "name": status.name,
        "startTimestamp": null,
    })
}

fn queue(queue: &Queue) -> Value {
    json!({ "queueARN": queue.arn, "name": queue.name })
}
