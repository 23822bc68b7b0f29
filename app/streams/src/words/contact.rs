//! Words about contacts.

use super::words;

words! {
    /// Where a contact stands (`connect.ContactStateType`).
    ContactState as "ContactStateType" {
        /// Not known yet.
        Init = "init",
        /// A callback is offered.
        Incoming = "incoming",
        /// Waiting for something outside.
        Pending = "pending",
        /// Ringing at the agent, or at the other end of an outbound call.
        Connecting = "connecting",
        /// Agent and customer are connected.
        Connected = "connected",
        /// A task was put aside.
        Paused = "paused",
        /// Nobody answered in time, or the customer left before.
        Missed = "missed",
        /// The agent declined.
        Rejected = "rejected",
        /// It could not be connected.
        Error = "error",
        /// Over; the agent wraps up.
        Ended = "ended",
    }
}

words! {
    /// The states in which the library takes a contact to be alive (`connect.CONTACT_ACTIVE_STATES`).
    ContactActiveState as "CONTACT_ACTIVE_STATES" {
        /// See [`ContactState::Incoming`].
        Incoming = "incoming",
        /// See [`ContactState::Pending`].
        Pending = "pending",
        /// See [`ContactState::Connecting`].
        Connecting = "connecting",
        /// See [`ContactState::Connected`].
        Connected = "connected",
        /// See [`ContactState::Paused`]. The library has it, its declarations lack it.
        Paused = "paused",
    }
}

words! {
    /// What a contact is (`connect.ContactType`).
    ContactType as "ContactType" {
        /// A telephone call.
        Voice = "voice",
        /// A call back to a customer who asked for it.
        QueueCallback = "queue_callback",
        /// A chat.
        Chat = "chat",
        /// A task.
        Task = "task",
        /// An e-mail.
        Email = "email",
    }
}

words! {
    /// A channel for which a routing profile sets how many contacts an agent can have at once (`connect.ChannelType`).
    ChannelType as "ChannelType" {
        /// Telephone calls, callbacks included.
        Voice = "VOICE",
        /// Chats.
        Chat = "CHAT",
        /// Tasks.
        Task = "TASK",
        /// E-mails. The declarations lack it, but the map of channels has it.
        Email = "EMAIL",
    }
}

words! {
    /// What a connection carries (`connect.MediaType`).
    MediaType as "MediaType" {
        /// Sound, in the browser or on a desk phone.
        Softphone = "softphone",
        /// Messages.
        Chat = "chat",
        /// A task.
        Task = "task",
        /// Mail.
        Email = "email",
    }
}

words! {
    /// What can happen to a contact (`connect.ContactEvents`).
    ContactEvent as "ContactEvents" {
        /// It appeared (`connect.contact`).
        Init = "init",
        /// Its data was taken over (`contact.onRefresh`).
        Refresh = "refresh",
        /// It is gone (`contact.onDestroy`).
        Destroyed = "destroyed",
        /// A callback is offered (`contact.onIncoming`).
        Incoming = "incoming",
        /// It waits for something outside (`contact.onPending`).
        Pending = "pending",
        /// It rings (`contact.onConnecting`).
        Connecting = "connecting",
        /// Agent and customer are connected (`contact.onConnected`).
        Connected = "connected",
        /// Nobody answered in time (`contact.onMissed`).
        Missed = "missed",
        /// The agent wraps up (`contact.onACW`).
        Acw = "acw",
        /// Another contact is shown (`connect.core.onViewContact`).
        View = "view",
        /// It is over (`contact.onEnded`).
        Ended = "ended",
        /// It could not be connected (`contact.onError`).
        Error = "error",
        /// The agent accepted it (`contact.onAccepted`).
        Accepted = "accepted",
        /// A task was put aside. The declarations have it, the library never reports it.
        Paused = "paused",
        /// It disappeared without having ended. The library has it, its declarations lack it.
        InvalidStateTransition = "invalid_state_transition",
        /// A screen is shared from now on (`contact.onScreenSharingStarted`). The declarations lack the word.
        ScreenSharingStarted = "screen_sharing_started",
        /// No longer (`contact.onScreenSharingStopped`). The declarations lack the word.
        ScreenSharingStopped = "screen_sharing_stopped",
        /// A screen could not be shared (`contact.onScreenSharingError`). The declarations lack the word.
        ScreenSharingError = "screen_sharing_error",
    }
}

impl ContactEvent {
    /// The event's name on the library's bus for all contacts, for example `contact::connected`.
    pub fn topic(&self) -> String {
        format!("contact::{self}")
    }

    /// The event's name on the library's bus for one contact (`contact.getEventName(event)`), for example
    /// `contact::connected::7ce7c7a3-9aaf-41f4-97b9-592838174f78`.
    pub fn topic_of(&self, contact_id: &str) -> String {
        format!("contact::{self}::{contact_id}")
    }
}

words! {
    /// How a contact began (`connect.ContactInitiationMethod`, `contact.getInitiationMethod()`).
    InitiationMethod as "ContactInitiationMethod" {
        /// The customer called.
        Inbound = "inbound",
        /// The agent called.
        Outbound = "outbound",
        /// Another agent handed it over.
        Transfer = "transfer",
        /// It was handed over to a queue.
        QueueTransfer = "queue_transfer",
        /// The customer had asked to be called back.
        Callback = "callback",
        /// A program began it.
        Api = "api",
        /// It follows a contact that was disconnected.
        Disconnect = "disconnect",
        /// The customer called from a browser or an app.
        WebrtcApi = "webrtc_api",
        /// The agent answered an e-mail.
        AgentReply = "agent_reply",
        /// A campaign shows the customer before calling.
        CampaignPreview = "campaign_preview",
        /// Called from outside of the instance.
        ExternalOutbound = "external_outbound",
        /// A supervisor listens.
        Monitor = "monitor",
        /// A flow began it.
        Flow = "flow",
        /// A callback that calls the customer first; the customer is queued.
        CallbackCustomerFirstQueued = "callback_customer_first_queued",
        /// A callback that calls the customer first; the customer was dialled.
        CallbackCustomerFirstDialed = "callback_customer_first_dialed",
    }
}

words! {
    /// What a reference of a contact refers to (`connect.ReferenceType`). The service has more kinds than the
    /// declarations name.
    ReferenceType as "ReferenceType" {
        /// A page on the web.
        Url = "URL",
    }
}
