//! Who and what can be reached.

use serde::Serialize;

use super::record;
use crate::EndpointType;

/// A queue (`contact.getQueue()`, `agent.getRoutingProfile().queues`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Queue {
    /// The name to show. Missing for an agent's own queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Which queue.
    #[serde(rename = "queueARN", skip_serializing_if = "Option::is_none")]
    pub queue_arn: Option<String>,
    /// The same again. The library adds it to what the service sends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<String>,
}

record! { Queue {
    "name" => name,
    "queueARN" => queue_arn,
    "queueId" => queue_id,
} }

/// Somebody or something that can be reached (`connection.getEndpoint()`, `agent.getEndpoints`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Endpoint {
    /// Which endpoint. Missing for a telephone number that no quick connect has.
    #[serde(rename = "endpointARN", skip_serializing_if = "Option::is_none")]
    pub endpoint_arn: Option<String>,
    /// The same again. The library adds it to what the service sends, and takes it away before it sends it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint_id: Option<String>,
    /// What it is.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<EndpointType>,
    /// The name to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The name of somebody with an e-mail address. The service has it, the declarations lack it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The telephone number in E.164, or what stands for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// The sign-in name of an agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_login: Option<String>,
    /// The queue that is reached, or the agent's. The declarations say that it is a text, the service sends a queue;
    /// a text is taken for the queue's ARN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<Queue>,
    /// The e-mail address. The service has it, the declarations lack it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_address: Option<String>,
}

record! { Endpoint {
    "endpointARN" => endpoint_arn,
    "endpointId" => endpoint_id,
    "type" => kind,
    "name" => name,
    "displayName" => display_name,
    "phoneNumber" => phone_number,
    "agentLogin" => agent_login,
    "queue" => queue: TextAs("queueARN"),
    "emailAddress" => email_address,
} }

impl Endpoint {
    /// A telephone number in E.164 (`connect.Endpoint.byPhoneNumber`).
    pub fn by_phone_number(phone_number: impl Into<String>) -> Self {
        Self {
            kind: Some(EndpointType::PhoneNumber),
            phone_number: Some(phone_number.into()),
            ..Self::default()
        }
    }

    /// The number, else the e-mail address; never the name, which is not an address.
    pub fn address(&self) -> Option<&str> {
        [&self.phone_number, &self.email_address]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .find(|text| !text.is_empty())
    }
}

/// Whom the agent can reach from some queues (`agent.getEndpoints`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndpointsPage {
    /// All of them; the library has put the service's pages together.
    pub endpoints: Vec<Endpoint>,
    /// The same again.
    pub addresses: Vec<Endpoint>,
}

record! { EndpointsPage {
    "endpoints" => endpoints,
    "addresses" => addresses,
} }
