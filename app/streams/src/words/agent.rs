//! Words about the agent.

use super::words;

words! {
    /// What an agent's state means for routing (`connect.AgentStateType`).
    AgentStateType as "AgentStateType" {
        /// Not known yet.
        Init = "init",
        /// Contacts are offered.
        Routable = "routable",
        /// At work, but nothing is offered.
        NotRoutable = "not_routable",
        /// Not at work.
        Offline = "offline",
        /// Handling a contact, set by the service.
        System = "system",
        /// Needs the agent: a missed contact, a failed call.
        Error = "error",
    }
}

words! {
    /// Names of the states that the service puts an agent into while there is a contact (`connect.AgentAvailStates`).
    AgentAvailState as "AgentAvailStates" {
        /// Not known yet.
        Init = "Init",
        /// On a contact.
        Busy = "Busy",
        /// Wrapping up.
        AfterCallWork = "AfterCallWork",
        /// The customer is being called.
        CallingCustomer = "CallingCustomer",
        /// A call is being placed.
        Dialing = "Dialing",
        /// Entering a call.
        Joining = "Joining",
        /// About to be available.
        PendingAvailable = "PendingAvailable",
        /// A contact is offered.
        PendingBusy = "PendingBusy",
    }
}

words! {
    /// Names of the states that mean something went wrong (`connect.AgentErrorStates`).
    AgentErrorState as "AgentErrorStates" {
        /// Nothing more is known.
        Error = "Error",
        /// The agent hung up before the contact was connected.
        AgentHungUp = "AgentHungUp",
        /// The agent's number cannot be called.
        BadAddressAgent = "BadAddressAgent",
        /// The customer's number cannot be called.
        BadAddressCustomer = "BadAddressCustomer",
        /// The service gave no reason.
        Default = "Default",
        /// The agent could not be connected.
        FailedConnectAgent = "FailedConnectAgent",
        /// The customer could not be connected.
        FailedConnectCustomer = "FailedConnectCustomer",
        /// The language asked for is none that the CCP has. `agent.setConfiguration` fails with it.
        InvalidLocale = "InvalidLocale",
        /// The agent's line is engaged.
        LineEngagedAgent = "LineEngagedAgent",
        /// The customer's line is engaged.
        LineEngagedCustomer = "LineEngagedCustomer",
        /// The agent did not answer.
        MissedCallAgent = "MissedCallAgent",
        /// The customer did not answer.
        MissedCallCustomer = "MissedCallCustomer",
        /// A CCP is open in another window.
        MultipleCcpWindows = "MultipleCcpWindows",
        /// Sound could not be exchanged.
        RealtimeCommunicationError = "RealtimeCommunicationError",
    }
}

words! {
    /// What can happen to the agent (`connect.AgentEvents`).
    AgentEvent as "AgentEvents" {
        /// The agent is known for the first time (`connect.agent`).
        Init = "init",
        /// New data came from the CCP. Carries the data itself.
        Update = "update",
        /// The data was taken over (`agent.onRefresh`).
        Refresh = "refresh",
        /// Contacts are offered from now on (`agent.onRoutable`).
        Routable = "routable",
        /// No contacts are offered any more (`agent.onNotRoutable`).
        NotRoutable = "not_routable",
        /// A state is about to change.
        Pending = "pending",
        /// A contact is about to be offered.
        ContactPending = "contact_pending",
        /// The agent left (`agent.onOffline`).
        Offline = "offline",
        /// The agent got into one of [`AgentErrorState`] (`agent.onError`).
        Error = "error",
        /// The softphone failed (`agent.onSoftphoneError`).
        SoftphoneError = "softphone_error",
        /// The service cannot push changes any more (`agent.onWebSocketConnectionLost`).
        WebsocketConnectionLost = "websocket_connection_lost",
        /// It can again (`agent.onWebSocketConnectionGained`).
        WebsocketConnectionGained = "websocket_connection_gained",
        /// The name of the state changed (`agent.onStateChange`).
        StateChange = "state_change",
        /// Wrapping up began (`agent.onAfterCallWork`).
        Acw = "acw",
        /// The microphone was muted or unmuted (`agent.onMuteToggle`).
        MuteToggle = "mute_toggle",
        /// The softphone has a microphone (`agent.onLocalMediaStreamCreated`).
        LocalMediaStreamCreated = "local_media_stream_created",
        /// A state was asked for after the contact (`agent.onEnqueuedNextState`).
        EnqueuedNextState = "enqueued_next_state",
        /// That state was taken or withdrawn (`agent.onClearedNextState`).
        ClearedNextState = "cleared_next_state",
        /// The page asks the CCP for the agent's data. The library has it, its declarations lack it.
        FetchAgentDataFromCcp = "fetch_agent_data_from_ccp",
    }
}

impl AgentEvent {
    /// The event's name on the library's bus, for example `agent::refresh`.
    pub fn topic(&self) -> String {
        format!("agent::{self}")
    }
}

words! {
    /// What an agent may do (`connect.AgentPermissions`, `agent.getPermissions()`). `voiceId` is left out: Amazon has
    /// retired Voice ID. It is kept as [`Other`](Self::Other), as are all permissions that the declarations do not name.
    AgentPermission as "AgentPermissions" {
        /// Place calls.
        OutboundCall = "outboundCall",
    }
}

words! {
    /// What is done to the agent's voice before it is sent (`VoiceEnhancementMode`).
    VoiceEnhancementMode as "VoiceEnhancementMode" {
        /// Everything but the agent's voice is taken out.
        VoiceIsolation = "VOICE_ISOLATION",
        /// Noise is taken out.
        NoiseSuppression = "NOISE_SUPPRESSION",
        /// Nothing.
        None = "NONE",
    }
}
