//! Who and what can be reached.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};

use super::lenient::list;
use crate::EndpointType;

/// A queue (`contact.getQueue()`, `agent.getRoutingProfile().queues`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

/// Somebody or something that can be reached (`connection.getEndpoint()`, `agent.getEndpoints`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    #[serde(default, deserialize_with = "queue_or_arn", skip_serializing_if = "Option::is_none")]
    pub queue: Option<Queue>,
    /// The e-mail address. The service has it, the declarations lack it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_address: Option<String>,
}

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
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct EndpointsPage {
    /// All of them; the library has put the service's pages together.
    #[serde(default, deserialize_with = "list")]
    pub endpoints: Vec<Endpoint>,
    /// The same again.
    #[serde(default, deserialize_with = "list")]
    pub addresses: Vec<Endpoint>,
}

fn queue_or_arn<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Queue>, D::Error> {
    struct QueueOrArn;
    impl<'de> Visitor<'de> for QueueOrArn {
        type Value = Option<Queue>;
        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a queue or its ARN")
        }
        fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
            deserializer.deserialize_any(self)
        }
        fn visit_str<E: de::Error>(self, arn: &str) -> Result<Self::Value, E> {
            Ok(Some(Queue { queue_arn: Some(arn.to_owned()), ..Queue::default() }))
        }
        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            Queue::deserialize(MapAccessDeserializer::new(map)).map(Some)
        }
    }
    deserializer.deserialize_option(QueueOrArn)
}
