//! What a snapshot says of the sound of a call that the agent's browser carries.
//!
//! With this in it, the library's softphone manager makes a media session as soon as the phone rings, and ringtones
//! play. The media session of the CCP page talks to itself, so the addresses lead nowhere.

use serde_json::{Value, json};

use super::ids::{ConnectionId, ContactId};

/// The agent's own line of a voice contact.
pub(super) fn media_info(contact: ContactId, connection: ConnectionId, auto_accept: bool) -> Value {
    let call = json!({
        "useWebSocketProvider": true,
        "signalingEndpoint": "wss://rtc.invalid/LilyRTC",
        "iceServers": [{ "urls": ["turn:turn.invalid:3478?transport=udp"], "username": "", "credential": "" }],
    });
    json!({
        "callType": "audio_only",
        "autoAccept": auto_accept,
        "mediaLegContextToken": connection,
        "callContextToken": contact,
        "callConfigJson": call.to_string(),
    })
}
