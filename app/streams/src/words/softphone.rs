//! Words about the softphone in the browser.

use super::words;

words! {
    /// What a call carries (`connect.SoftphoneCallType`).
    SoftphoneCallType as "SoftphoneCallType" {
        /// Sound and picture.
        AudioVideo = "audio_video",
        /// Picture.
        VideoOnly = "video_only",
        /// Sound.
        AudioOnly = "audio_only",
        /// Nothing.
        None = "none",
    }
}

words! {
    /// Why the softphone failed (`connect.SoftphoneErrorTypes`).
    SoftphoneErrorType as "SoftphoneErrorTypes" {
        /// This browser cannot do it.
        UnsupportedBrowser = "unsupported_browser",
        /// The page may not use the microphone.
        MicrophoneNotShared = "microphone_not_shared",
        /// The service did not agree to the call.
        SignallingHandshakeFailure = "signalling_handshake_failure",
        /// The service could not be reached for the call.
        SignallingConnectionFailure = "signalling_connection_failure",
        /// No way through the network was found in time.
        IceCollectionTimeout = "ice_collection_timeout",
        /// There is a call already.
        UserBusyError = "user_busy_error",
        /// The browser's part failed.
        WebrtcError = "webrtc_error",
        /// Sound could not be exchanged.
        RealtimeCommunicationError = "realtime_communication_error",
        /// The virtual desktop asked for is not known.
        VdiStrategyNotSupported = "vdi_strategy_not_supported",
        /// The virtual desktop cannot pass sound on.
        VdiRedirNotSupported = "vdi_redir_not_supported",
        /// Something else.
        OtherError = "other",
    }
}

words! {
    /// The virtual desktop that the browser runs in (`connect.VDIPlatformType`).
    VdiPlatformType as "VDIPlatformType" {
        /// Citrix.
        Citrix = "CITRIX",
        /// Amazon `WorkSpaces`.
        AwsWorkspace = "AWS_WORKSPACE",
        /// Omnissa Horizon.
        Omnissa = "OMNISSA",
        /// Citrix from version 4.1.3.
        Citrix413 = "CITRIX_413",
        /// Azure Virtual Desktop.
        Azure = "AZURE",
    }
}
