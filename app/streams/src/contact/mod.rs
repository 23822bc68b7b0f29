//! One contact: what the library knows about it ([`Contact`]'s getters here), what can be done with it (`commands`),
//! what can happen to it (`events`) and who takes part (`participants`).

mod commands;
mod events;
mod participants;

use wasm_bindgen::JsValue;

use crate::{
    Attribute, ChannelContext, Command, ContactEvent, ContactSnapshot, ContactState, ContactType, Dictionary,
    Endpoint, EpochMs, InitiationMethod, InstanceDetails, Queue, Reference, SegmentAttribute, StreamsError,
    Subscription, TimedState,
    api::{Api, Target, api, library, part},
    command::read_data,
    data::place::Place,
};

/// One contact of the agent (`connect.Contact`). Contacts come and go: keep the identifier, not this, and look the
/// contact up again. What it tells is of this moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Contact(pub(crate) Target);

/// Calls `handler` with each contact when it first appears, those that were there before the page included
/// (`connect.contact`).
///
/// # Errors
/// [`StreamsError::NotInitialised`] before the CCP was started. An event without a contact is handed over as an error.
pub fn on_contact(
    handler: impl FnMut(Result<Contact, StreamsError>) + 'static,
) -> Result<Subscription, StreamsError> {
    let read = |contact: JsValue| {
        if contact.is_object() {
            Ok(Contact(Target(contact)))
        } else {
            Err(StreamsError::Gone { call: "contact" })
        }
    };
    Subscription::by(&library()?, api!("contact"), &[], read, handler)
}

/// The contacts of a list that the library returns.
pub(crate) fn contacts_of(
    target: &Target,
    api: Api,
    arguments: &[JsValue],
) -> Result<Vec<Contact>, StreamsError> {
    Ok(target.list(api, arguments)?.into_iter().map(Contact).collect())
}

/// What can be read.
///
/// # Errors
/// Every one of these fails with [`StreamsError::Gone`] when the agent no longer has the contact, with
/// [`StreamsError::NotInitialised`] while the library has no agent data, and with [`StreamsError::Undecodable`] when
/// the data has another shape than this version knows.
#[expect(clippy::missing_errors_doc, reason = "said once for all above")]
impl Contact {
    /// The contact of this identifier, if the agent has it.
    pub fn with_id(contact_id: &str) -> Result<Self, StreamsError> {
        let contact = Self(part(api!("Contact"))?.construct(api!("Contact"), &[contact_id.into()])?);
        contact.state()?;
        Ok(contact)
    }

    /// Everything at once. [`Contact::to_snapshot`] gives a copy that can still be asked.
    pub fn data(&self) -> Result<ContactSnapshot, StreamsError> {
        self.to_snapshot()?.0.get(api!("ContactSnapshot.contactData"))
    }

    /// A copy that no longer changes and stays when the contact is gone (`contact.toSnapshot`).
    pub fn to_snapshot(&self) -> Result<Self, StreamsError> {
        let api = api!("Contact.toSnapshot");
        self.0.object(api, &[])?.map(Self).ok_or(StreamsError::Gone { call: api.0 })
    }

    /// Which contact (`contact.getContactId`).
    pub fn id(&self) -> Result<String, StreamsError> {
        self.read(api!("Contact.getContactId"))
    }

    /// Which contact, from what the handle itself holds, which works without a library function (`contact.contactId`).
    pub(crate) fn own_id(&self) -> Option<String> {
        self.0.get(api!("Contact.contactId")).ok()
    }

    /// The first contact of a chain of transfers (`contact.getInitialContactId`, also `getOriginalContactId`); none
    /// where there was none.
    pub fn initial_id(&self) -> Result<Option<String>, StreamsError> {
        self.read(api!("Contact.getInitialContactId"))
    }

    /// The contact that this one belongs to (`contact.getRelatedContactId`).
    pub fn related_id(&self) -> Result<Option<String>, StreamsError> {
        self.read(api!("Contact.getRelatedContactId"))
    }

    /// What associates contacts of one conversation (`contact.getContactAssociationId`).
    pub fn association_id(&self) -> Result<Option<String>, StreamsError> {
        self.read(api!("Contact.getContactAssociationId"))
    }

    /// The channel (`contact.getType`).
    pub fn kind(&self) -> Result<ContactType, StreamsError> {
        self.read(api!("Contact.getType"))
    }

    /// The kind within the channel, for example `connect:WebRTC` (`contact.getContactSubtype`).
    pub fn subtype(&self) -> Result<Option<String>, StreamsError> {
        self.read(api!("Contact.getContactSubtype"))
    }

    /// Where it stands and since when (`contact.getState`).
    pub fn state(&self) -> Result<TimedState<ContactState>, StreamsError> {
        self.read(api!("Contact.getState"))
    }

    /// How long it has stood there, in milliseconds on the service's clock (`contact.getStateDuration`).
    pub fn state_duration_ms(&self) -> Result<f64, StreamsError> {
        self.read(api!("Contact.getStateDuration"))
    }

    /// How long the contact lasted, as the service says it (`contact.getContactDuration`).
    pub fn duration(&self) -> Result<Option<serde_json::Value>, StreamsError> {
        self.read(api!("Contact.getContactDuration"))
    }

    /// How it came about (`contact.getInitiationMethod`).
    pub fn initiation_method(&self) -> Result<Option<InitiationMethod>, StreamsError> {
        self.read(api!("Contact.getInitiationMethod"))
    }

    /// The name of a task (`contact.getName`).
    pub fn name(&self) -> Result<Option<String>, StreamsError> {
        self.read(api!("Contact.getName"))
    }

    /// The description of a task (`contact.getDescription`).
    pub fn description(&self) -> Result<Option<String>, StreamsError> {
        self.read(api!("Contact.getDescription"))
    }

    /// What a task refers to, by name (`contact.getReferences`).
    pub fn references(&self) -> Result<Dictionary<Reference>, StreamsError> {
        self.map(api!("Contact.getReferences"))
    }

    /// What flows have noted about it, by name (`contact.getAttributes`). May be personal.
    pub fn attributes(&self) -> Result<Dictionary<Attribute>, StreamsError> {
        self.map(api!("Contact.getAttributes"))
    }

    /// What the service has noted about it, by name (`contact.getSegmentAttributes`).
    pub fn segment_attributes(&self) -> Result<Dictionary<SegmentAttribute>, StreamsError> {
        self.map(api!("Contact.getSegmentAttributes"))
    }

    /// When a task is due and from which template it is (`contact.getChannelContext`).
    pub fn channel_context(&self) -> Result<Option<ChannelContext>, StreamsError> {
        self.read(api!("Contact.getChannelContext"))
    }

    /// What the service attaches beyond all that; its shape is not documented (`contact.getContactMetadata`).
    pub fn metadata(&self) -> Result<Option<serde_json::Value>, StreamsError> {
        self.read(api!("Contact.getContactMetadata"))
    }

    /// The queue it came through (`contact.getQueue`).
    pub fn queue(&self) -> Result<Option<Queue>, StreamsError> {
        self.read(api!("Contact.getQueue"))
    }

    /// When it was put into that queue (`contact.getQueueTimestamp`).
    pub fn queued_at(&self) -> Result<Option<EpochMs>, StreamsError> {
        self.read(api!("Contact.getQueueTimestamp"))
    }

    /// The customer's address, where the service names it apart from the connections (`contact.getCustomerEndpoint`).
    pub fn customer_endpoint(&self) -> Result<Option<Endpoint>, StreamsError> {
        self.read(api!("Contact.getCustomerEndpoint"))
    }

    /// Our address that the customer used (`contact.getConnectSystemEndpoint`).
    pub fn system_endpoint(&self) -> Result<Option<Endpoint>, StreamsError> {
        self.read(api!("Contact.getConnectSystemEndpoint"))
    }

    /// Whether it is connected (`contact.isConnected`).
    pub fn is_connected(&self) -> Result<bool, StreamsError> {
        self.read(api!("Contact.isConnected"))
    }

    /// Whether more than three may talk (`contact.isMultiPartyConferenceEnabled`).
    pub fn is_multi_party_enabled(&self) -> Result<bool, StreamsError> {
        self.read(api!("Contact.isMultiPartyConferenceEnabled"))
    }

    /// Whether it is accepted without the agent (`contact.isAutoAcceptEnabled`).
    pub fn is_auto_accept_enabled(&self) -> Result<bool, StreamsError> {
        self.read(api!("Contact.isAutoAcceptEnabled"))
    }

    /// Where the instance is that the contact belongs to (`contact.getInstanceDetails`).
    pub fn instance_details(&self) -> Command<InstanceDetails> {
        let contact = self.0.clone();
        let api = api!("Contact.getInstanceDetails");
        Command::promised(api, read_data, move || contact.promise(api, &[]))
    }

    /// The name of an event of this contact on the event bus (`contact.getEventName`).
    pub fn event_name(&self, event: &ContactEvent) -> Result<String, StreamsError> {
        // The library wants the name with its prefix, whatever its declarations say.
        self.0.read(api!("Contact.getEventName"), &[event.topic().into()])
    }

    fn read<T: Place>(&self, api: Api) -> Result<T, StreamsError> {
        self.0.read(api, &[])
    }

    /// A map that may be missing.
    fn map<T: Place>(&self, api: Api) -> Result<Dictionary<T>, StreamsError> {
        self.read::<Option<_>>(api).map(Option::unwrap_or_default)
    }
}
