//! The answers that describe the instance to an agent: configuration, statuses, queues, permissions.
//!
//! They come from [`Instance`] and never change while it runs. Every list comes whole, because the library keeps only
//! the last page of a paged list of queues.

use serde_json::{Value, json};

use super::{Operation, ServiceError};
use crate::centre::Username;
use crate::instance::{Instance, Medium, Queue};

pub(super) fn describe(
    instance: &Instance,
    agent: &Username,
    operation: Operation,
) -> Result<Value, ServiceError> {
    match operation {
        Operation::GetAgentConfiguration => configuration(instance, agent),
        Operation::GetAgentPermissions => {
            let permissions = instance.agent(agent).map(|profile| &profile.permissions);
            Ok(json!({ "permissions": permissions }))
        }
        Operation::GetAgentStates => Ok(states(instance)),
        Operation::GetDialableCountryCodes => Ok(json!({ "countryCodes": instance.dialable_countries })),
        Operation::GetRoutingProfileQueues => {
            let own = instance.agent(agent).map(|profile| &profile.own_queue);
            let queues: Vec<_> = instance.queues().iter().chain(own).map(queue).collect();
            Ok(json!({ "queues": queues }))
        }
        Operation::GetEndpoints => Ok(json!({ "endpoints": [] })),
        other => Err(ServiceError::UnknownOperation(format!("{other:?}"))),
    }
}

fn configuration(instance: &Instance, agent: &Username) -> Result<Value, ServiceError> {
    let profile = instance.agent(agent).ok_or(ServiceError::Unauthorized)?;
    let routing = instance.profile_of(profile);
    Ok(json!({
        "configuration": {
            "name": profile.name,
            "username": profile.username,
            "softphoneEnabled": false,
            "softphoneAutoAccept": false,
            "extension": profile.extension,
            "routingProfile": {
                "name": routing.name,
                "routingProfileARN": routing.arn,
                "defaultOutboundQueue": queue(instance.queue(routing.default_outbound_queue)),
                // More channels than calls are not simulated yet.
                "channelConcurrencyMap": { "VOICE": routing.room(Medium::Voice) },
            },
            "agentPreferences": { "locale": profile.locale },
            "agentARN": profile.arn,
        }
    }))
}

fn states(instance: &Instance) -> Value {
    let states: Vec<_> = instance
        .statuses()
        .iter()
        .map(|status| {
            json!({
                "agentStateARN": status.arn,
                "type": status.kind.as_str(),
                "name": status.name,
                "startTimestamp": null,
            })
        })
        .collect();
    json!({ "states": states })
}

fn queue(queue: &Queue) -> Value {
    json!({ "queueARN": queue.arn, "name": queue.name })
}
