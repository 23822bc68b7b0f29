//! Who takes part in a contact.
//!
//! The library makes a media controller for each participant of a task, which throws on a page without the library
//! for tasks. Who takes part does not depend on media, so what the library cannot say there is found out here.

use wasm_bindgen::JsValue;

use super::Contact;
use crate::{
    Connection, ConnectionState, ConnectionType, ContactType, InitiationMethod, StreamsError,
    api::{Api, Target, api, part},
    connection::{BaseConnection, kind_of},
    data::place::Place,
};

/// Who takes part.
///
/// # Errors
/// As for everything that can be read of a contact.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl Contact {
    /// Everybody who takes or took part (`contact.getConnections`).
    pub fn connections(&self) -> Result<Vec<Connection>, StreamsError> {
        self.several(api!("Contact.getConnections"), |_| true)
    }

    /// Those who are still there (`contact.getActiveConnections`).
    pub fn active_connections(&self) -> Result<Vec<Connection>, StreamsError> {
        self.several(api!("Contact.getActiveConnections"), is_active)
    }

    /// Those who are neither the agent nor the customer (`contact.getThirdPartyConnections`).
    pub fn third_parties(&self) -> Result<Vec<Connection>, StreamsError> {
        self.several(api!("Contact.getThirdPartyConnections"), is_third_party)
    }

    /// With whom the contact began (`contact.getInitialConnection`).
    pub fn initial_connection(&self) -> Result<Option<Connection>, StreamsError> {
        self.one(api!("Contact.getInitialConnection"), is_initial)
    }

    /// With whom the contact began, if still there (`contact.getActiveInitialConnection`).
    pub fn active_initial_connection(&self) -> Result<Option<Connection>, StreamsError> {
        self.one(api!("Contact.getActiveInitialConnection"), |connection| {
            is_initial(connection) && is_active(connection)
        })
    }

    /// The first third party that is still there (`contact.getSingleActiveThirdPartyConnection`).
    pub fn active_third_party(&self) -> Result<Option<Connection>, StreamsError> {
        self.one(api!("Contact.getSingleActiveThirdPartyConnection"), |connection| {
            is_third_party(connection) && is_active(connection)
        })
    }

    /// The agent, or the supervisor that the agent is (`contact.getAgentConnection`).
    pub fn agent_connection(&self) -> Result<Option<Connection>, StreamsError> {
        self.one(api!("Contact.getAgentConnection"), |connection| {
            !is_third_party(connection) && !is_customer(connection)
        })
    }

    /// Whether two are there, no fewer and no more (`contact.hasTwoActiveParticipants`).
    pub fn has_two_active_participants(&self) -> Result<bool, StreamsError> {
        self.answer(api!("Contact.hasTwoActiveParticipants"), |contact| {
            Ok(contact.active_connections()?.len() == 2)
        })
    }

    /// Whether the customer came to us (`contact.isInbound`).
    pub fn is_inbound(&self) -> Result<bool, StreamsError> {
        self.answer(api!("Contact.isInbound"), |contact| {
            Ok(contact.initiation_method()? != Some(InitiationMethod::Outbound))
        })
    }

    /// Whether the call is in the browser (`contact.isSoftphoneCall`).
    pub fn is_softphone_call(&self) -> Result<bool, StreamsError> {
        self.answer(api!("Contact.isSoftphoneCall"), |_| Ok(false))
    }

    /// Whether a supervisor has joined the talk (`contact.isUnderSupervision`).
    pub fn is_under_supervision(&self) -> Result<bool, StreamsError> {
        self.answer(api!("Contact.isUnderSupervision"), |_| Ok(false))
    }

    /// Whether anybody may send video (`contact.hasVideoRTCCapabilities`).
    pub fn has_video_capabilities(&self) -> Result<bool, StreamsError> {
        self.capability(api!("Contact.hasVideoRTCCapabilities"))
    }

    /// Whether anybody may share a screen (`contact.hasScreenShareCapability`).
    pub fn has_screen_share_capability(&self) -> Result<bool, StreamsError> {
        self.capability(api!("Contact.hasScreenShareCapability"))
    }

    /// Whether the agent may send video (`contact.canAgentSendVideo`).
    pub fn can_agent_send_video(&self) -> Result<bool, StreamsError> {
        self.capability(api!("Contact.canAgentSendVideo"))
    }

    /// Whether the agent may see the customer's video (`contact.canAgentReceiveVideo`).
    pub fn can_agent_receive_video(&self) -> Result<bool, StreamsError> {
        self.capability(api!("Contact.canAgentReceiveVideo"))
    }

    /// Whether the agent may share a screen (`contact.canAgentSendScreenShare`).
    pub fn can_agent_share_screen(&self) -> Result<bool, StreamsError> {
        self.capability(api!("Contact.canAgentSendScreenShare"))
    }

    /// Whether the customer may share a screen (`contact.canCustomerSendScreenShare`).
    pub fn can_customer_share_screen(&self) -> Result<bool, StreamsError> {
        self.capability(api!("Contact.canCustomerSendScreenShare"))
    }

    /// The library answers these with null where it has no data to answer from. A task has no such capability.
    fn capability(&self, api: Api) -> Result<bool, StreamsError> {
        self.answer::<Option<bool>>(api, |_| Ok(None)).map(Option::unwrap_or_default)
    }

    fn several(
        &self,
        api: Api,
        belongs: impl Fn(&BaseConnection) -> bool,
    ) -> Result<Vec<Connection>, StreamsError> {
        let kind = self.kind()?;
        match self.0.list(api, &[]) {
            Ok(list) => Ok(list.into_iter().map(|target| Connection::of(&kind, target)).collect()),
            Err(StreamsError::Threw { .. }) if kind == ContactType::Task => {
                Ok(self.without_media(&kind)?.into_iter().filter(|connection| belongs(connection)).collect())
            }
            Err(error) => Err(error),
        }
    }

    fn one(
        &self,
        api: Api,
        belongs: impl Fn(&BaseConnection) -> bool,
    ) -> Result<Option<Connection>, StreamsError> {
        let kind = self.kind()?;
        match self.0.object(api, &[]) {
            Ok(found) => Ok(found.map(|target| Connection::of(&kind, target))),
            Err(StreamsError::Threw { .. }) if kind == ContactType::Task => {
                Ok(self.without_media(&kind)?.into_iter().find(|connection| belongs(connection)))
            }
            Err(error) => Err(error),
        }
    }

    fn answer<T: Place>(
        &self,
        api: Api,
        otherwise: impl Fn(&Self) -> Result<T, StreamsError>,
    ) -> Result<T, StreamsError> {
        match self.read(api) {
            Err(StreamsError::Threw { .. }) if self.kind()? == ContactType::Task => otherwise(self),
            answer => answer,
        }
    }

    /// The participants as objects of the library that were made without their constructor, which makes the media.
    fn without_media(&self, kind: &ContactType) -> Result<Vec<Connection>, StreamsError> {
        let data = self.data()?;
        let prototype = part(api!("TaskConnection"))?.property(api!("TaskConnection.prototype"))?;
        let prototype = js_sys::Object::from(prototype);
        let connections = data.connections.iter().map(|connection| {
            let made: JsValue = js_sys::Object::create(&prototype).into();
            crate::api::set_option(&made, api!("BaseConnection.contactId"), &data.contact_id.as_str().into());
            crate::api::set_option(
                &made,
                api!("BaseConnection.connectionId"),
                &connection.connection_id.as_str().into(),
            );
            Connection::of(kind, Target(made))
        });
        Ok(connections.collect())
    }
}

fn is_initial(connection: &BaseConnection) -> bool {
    connection.is_initial().unwrap_or_default()
}

fn is_customer(connection: &BaseConnection) -> bool {
    kind_of(connection) == Some(ConnectionType::Inbound)
}

fn is_third_party(connection: &BaseConnection) -> bool {
    !is_initial(connection) && kind_of(connection).is_some_and(|kind| kind != ConnectionType::Agent)
}

fn is_active(connection: &BaseConnection) -> bool {
    connection
        .state()
        .is_ok_and(|state| !matches!(state.kind, ConnectionState::Disconnected | ConnectionState::Init))
}
