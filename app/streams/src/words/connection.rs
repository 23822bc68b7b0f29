//! Words about those who take part in a contact.

use super::words;

words! {
    /// Where one participant stands (`connect.ConnectionStateType`).
    ConnectionState as "ConnectionStateType" {
        /// Not known yet.
        Init = "init",
        /// Being called.
        Connecting = "connecting",
        /// On the line.
        Connected = "connected",
        /// Put on hold.
        Hold = "hold",
        /// Gone.
        Disconnected = "disconnected",
        /// A supervisor listens.
        SilentMonitor = "silent_monitor",
        /// A supervisor talks.
        Barge = "barge",
    }
}

words! {
    /// Who a participant is (`connect.ConnectionType`).
    ConnectionType as "ConnectionType" {
        /// The agent.
        Agent = "agent",
        /// Who called us.
        Inbound = "inbound",
        /// Whom we called.
        Outbound = "outbound",
        /// A supervisor.
        Monitoring = "monitoring",
    }
}

words! {
    /// What can be reached (`connect.EndpointType`).
    EndpointType as "EndpointType" {
        /// A telephone number.
        PhoneNumber = "phone_number",
        /// An agent of the same instance.
        Agent = "agent",
        /// A queue of the same instance.
        Queue = "queue",
    }
}

words! {
    /// How a supervisor takes part (`connect.MonitoringMode`).
    MonitoringMode as "MonitoringMode" {
        /// Listens and is not seen.
        SilentMonitor = "SILENT_MONITOR",
        /// Talks and is seen.
        Barge = "BARGE",
    }
}

words! {
    /// Why a supervisor's mode was not changed (`connect.MonitoringErrorTypes`).
    MonitoringErrorType as "MonitoringErrorTypes" {
        /// The mode asked for is none.
        InvalidTargetState = "invalid_target_state",
    }
}

words! {
    /// What a participant can do with video (`connect.VideoCapability`).
    VideoCapability as "VideoCapability" {
        /// Send it. Everybody can receive it.
        Send = "SEND",
    }
}

words! {
    /// What a participant can do with a shared screen (`connect.ScreenShareCapability`).
    ScreenShareCapability as "ScreenShareCapability" {
        /// Share one.
        Send = "SEND",
    }
}

words! {
    /// How the sign-in of a customer in a chat went (`connect.CustomerAuthenticationStatus`).
    CustomerAuthenticationStatus as "CustomerAuthenticationStatus" {
        /// The customer is who the account says.
        Authenticated = "AUTHENTICATED",
        /// The customer could not sign in.
        Failed = "FAILED",
        /// The customer did not sign in in time.
        Timeout = "TIMEOUT",
    }
}

words! {
    /// Who manages the sign-in of customers (`CustomerAuthenticationMethod`).
    CustomerAuthenticationMethod as "CustomerAuthenticationMethod" {
        /// Amazon Connect.
        Connect = "CONNECT",
        /// The owner of the instance.
        Custom = "CUSTOM",
    }
}
