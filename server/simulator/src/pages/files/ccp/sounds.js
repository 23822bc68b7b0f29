// What the agent hears besides the customer: ringtones, and the faults of the softphone that are ordered from outside.

const FAULT = "streamdesk/softphone-fault";

const RING = { ringtoneUrl: "/assets/ring.wav" };
const CHIME = { ringtoneUrl: "/assets/chime.wav" };

/** The embedding page may turn them off or bring its own. A desk phone rings by itself, and the library knows. */
export const RINGTONES = {
  voice: RING,
  queue_callback: RING,
  additionalVoice: CHIME,
  chat: CHIME,
  task: CHIME,
  email: CHIME,
  autoAcceptTone: CHIME,
};

const REASONS = {
  ice_collection_timeout: "ICE_COLLECTION_TIMEOUT",
  user_busy: "USER_BUSY",
  signalling_connection_failure: "SIGNALLING_CONNECTION_FAILURE",
  signalling_handshake_failure: "SIGNALLING_HANDSHAKE_FAILURE",
  microphone_not_shared: "GUM_OTHER_FAILURE",
  call_not_found: "CALL_NOT_FOUND",
};

export function heedSoftphoneFaults() {
  connect.core.getWebSocketManager().onMessage(FAULT, ({ content: { reason } }) => {
    connect.RTCSession.order(connect.RTCErrors[REASONS[reason]] ?? "WebRTC Error");
  });
}
