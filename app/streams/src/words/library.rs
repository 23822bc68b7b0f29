//! Words of the library itself: what travels over its bus, what it refuses with, what it logs.

use super::words;

words! {
    /// What travels over the library's bus (`connect.EventType`). [`as_str`](Self::as_str) is the topic.
    EventType as "EventType" {
        /// The CCP answered.
        Acknowledge = "acknowledge",
        /// The CCP did not answer in time.
        AckTimeout = "ack_timeout",
        /// The library started.
        Init = "init",
        /// The page asks the CCP to call the service.
        ApiRequest = "api_request",
        /// How that went.
        ApiResponse = "api_response",
        /// The sign-in is no longer valid (`connect.core.onAuthFail`).
        AuthFail = "auth_fail",
        /// Signed in, but not allowed to use the CCP (`connect.core.onAccessDenied`).
        AccessDenied = "access_denied",
        /// A window closes.
        Close = "close",
        /// The page tells the CCP what it wants.
        Configure = "configure",
        /// A line of the log.
        Log = "log",
        /// The page asks to be the one that does something for all windows.
        MasterRequest = "master_request",
        /// Which one it is.
        MasterResponse = "master_response",
        /// The page asks whether the CCP is there.
        Synchronize = "synchronize",
        /// The page logs the agent out.
        Terminate = "terminate",
        /// The agent logged out. Reported twice.
        Terminated = "terminated",
        /// The log is sent to the service.
        SendLogs = "send_logs",
        /// The agent's configuration changed and is fetched anew.
        ReloadAgentConfiguration = "reload_agent_configuration",
        /// Goes to all windows.
        Broadcast = "broadcast",
        /// How a call of the service went.
        ApiMetric = "api_metric",
        /// A measurement.
        ClientMetric = "client_metric",
        /// Measurements of a running call.
        SoftphoneStats = "softphone_stats",
        /// Measurements of a call that is over.
        SoftphoneReport = "softphone_report",
        /// Lines of the log for the service.
        ClientSideLogs = "client_side_logs",
        /// Lines of the library's own log for the service.
        ServerBoundInternalLog = "server_bound_internal_log",
        /// The microphone is muted or unmuted.
        Mute = "mute",
        /// How the frame is to look.
        IframeStyle = "iframe_style",
        /// The frame was replaced ten times in vain (`connect.core.onIframeRetriesExhausted`).
        IframeRetriesExhausted = "iframe_retries_exhausted",
        /// How many CCPs there are.
        UpdateConnectedCcps = "update_connected_ccps",
        /// Where the page is.
        OuterContextInfo = "outer_context_info",
        /// The page asks which devices the frame can use (`connect.core.getFrameMediaDevices`).
        MediaDeviceRequest = "media_device_request",
        /// Which those are.
        MediaDeviceResponse = "media_device_response",
        /// The number of a window.
        TabId = "tab_id",
        /// The sign-in is valid (`connect.core.onAuthorizeSuccess`).
        AuthorizeSuccess = "authorize_success",
        /// The sign-in was refused too often (`connect.core.onAuthorizeRetriesExhausted`).
        AuthorizeRetriesExhausted = "authorize_retries_exhausted",
        /// The service refused the sign-in too often (`connect.core.onCTIAuthorizeRetriesExhausted`).
        CtiAuthorizeRetriesExhausted = "cti_authorize_retries_exhausted",
        /// The agent clicked. See [`ClickType`].
        ClickStreamData = "click_stream_data",
        /// The next snapshot is to come at once.
        SetQuickGetAgentSnapshotFlag = "set_quick_get_agent_snapshot_flag",
        /// The declarations have it, the library does not.
        ApiProxy = "api_proxy",
        /// The page asks the CCP's page to do something (`connect.QuickResponses`, screen sharing).
        ApiProxyRequest = "api_proxy_request",
        /// How that went.
        ApiProxyResponse = "api_proxy_response",
        /// The CCP's log is to be saved. The library has it, its declarations lack it.
        DownloadLogFromCcp = "download_log_from_ccp",
        /// The CCP asks what the page wants. The library has it, its declarations lack it.
        RequestConfigure = "request_configure",
        /// Where measurements of another region go. The library has it, its declarations lack it.
        CrossRegionCsmConfig = "cross_region_csm_config",
    }
}

words! {
    /// What only one of several windows does (`connect.MasterTopics`).
    MasterTopic as "MasterTopics" {
        /// Opens the sign-in window.
        LoginPopup = "loginPopup",
        /// Sends the log.
        SendLogs = "sendLogs",
        /// Has the softphone.
        Softphone = "softphone",
        /// Rings.
        Ringtone = "ringtone",
        /// Sends measurements.
        Metrics = "metrics",
        /// Changes the region. The library has it, its declarations lack it.
        Failover = "failover",
    }
}

impl MasterTopic {
    /// The topic as the library sends it, for example `connect::loginPopup`.
    pub fn topic(&self) -> String {
        format!("connect::{self}")
    }
}

words! {
    /// The health of the connection to the service (`connect.NetworkConnectionStatus`).
    NetworkConnectionStatus as "NetworkConnectionStatus" {
        /// It works.
        Connected = "connected",
        /// It is being made.
        Connecting = "connecting",
        /// It is broken.
        Disconnected = "disconnected",
        /// It cannot be made.
        Failed = "failed",
    }
}

words! {
    /// What an agent clicked (`connect.ClickType`).
    ClickType as "ClickType" {
        /// Accept.
        Accept = "Accept",
        /// Reject.
        Reject = "Reject",
        /// Hang up.
        Hangup = "Hangup",
    }
}

words! {
    /// What the service refuses with (`connect.CTIExceptions`).
    CtiException as "CTIExceptions" {
        /// Signed in, but not allowed.
        AccessDenied = "AccessDeniedException",
        /// Not now: the contact or the agent is not in a state for it.
        InvalidState = "InvalidStateException",
        /// Nobody can be reached there.
        BadEndpoint = "BadEndpointException",
        /// No such agent.
        InvalidAgentArn = "InvalidAgentARNException",
        /// The configuration cannot be taken.
        InvalidConfiguration = "InvalidConfigurationException",
        /// Not with a contact of this kind.
        InvalidContactType = "InvalidContactTypeException",
        /// No such page.
        Pagination = "PaginationException",
        /// The sign-in can no longer be prolonged.
        RefreshTokenExpired = "RefreshTokenExpiredException",
        /// The data could not be sent.
        SendDataFailed = "SendDataFailedException",
        /// Not signed in.
        Unauthorized = "UnauthorizedException",
        /// More than the instance's quota allows. The library has it, the declarations lack it.
        QuotaExceeded = "QuotaExceededException",
    }
}

words! {
    /// How much a line of the log matters, the least first (`connect.LogLevel`).
    LogLevel as "LogLevel" {
        /// For tests.
        Test = "TEST",
        /// Every step.
        Trace = "TRACE",
        /// For those who search for a fault.
        Debug = "DEBUG",
        /// What happened.
        Info = "INFO",
        /// What happened, in any case.
        Log = "LOG",
        /// Something that should not be.
        Warn = "WARN",
        /// Something failed.
        Error = "ERROR",
        /// Nothing works any more.
        Critical = "CRITICAL",
    }
}

words! {
    /// Whose banner asks for access to third-party cookies (`StorageAccessParameters.mode`).
    StorageAccessMode as "StorageAccessParameters.mode" {
        /// Amazon Connect's.
        Default = "default",
        /// The page's own.
        Custom = "custom",
    }
}
