// The SDK's voice commands. What the service has no place for is kept here, for as long as the page lives: the voice
// enhancement mode, and who may be taken off hold.

import { CONTACT, SdkError, VOICE } from "./hub.js";
import { agentData, call, contactOf, participantOf, selfIn } from "./lookup.js";

const MODES = new Set(["VOICE_ISOLATION", "NOISE_SUPPRESSION", "NONE"]);

const api = () => connect.ClientMethods;

const line = (contact, connection) => ({ contactId: contact.contactId, connectionId: connection.connectionId });

const onParticipant = (method) => async ({ participantId }) => {
  const { contact, connection } = participantOf(participantId);
  await call(api()[method], line(contact, connection));
  return {};
};

const onSelf = (method) => async ({ contactId }) => {
  const contact = contactOf(contactId);
  await call(api()[method], line(contact, selfIn(contact)));
  return {};
};

const isOnHold = (connection) => connection.state.type === "hold";

function phoneNumber({ contactId }) {
  const contact = contactOf(contactId);
  const initial = contact.connections.find((known) => known.initial);
  return { phoneNumber: initial?.endpoint?.phoneNumber ?? contact.customerEndpoint?.phoneNumber ?? null };
}

async function createOutboundCall({ phoneNumber, options = {} }) {
  const before = new Set(agentData().snapshot.contacts.map((known) => known.contactId));
  const endpoint = { endpointARN: null, type: "phone_number", name: null, phoneNumber };
  const queueARN = options?.queueARN ?? agentData().configuration.routingProfile.defaultOutboundQueue.queueARN;
  const params = { endpoint, queueARN };
  if (options?.relatedContactId) params.relatedContactId = options.relatedContactId;
  await call(api().CREATE_OUTBOUND_CONTACT, params);
  const created = agentData().snapshot.contacts.find((known) => !before.has(known.contactId));
  return created ? { contactId: created.contactId } : {};
}

const CALLING_CODES = { us: "+1", ca: "+1", gb: "+44", de: "+49", fr: "+33", jp: "+81", au: "+61", se: "+46", fi: "+358", hu: "+36" };

function dialableCountries() {
  const names = new Intl.DisplayNames("en", { type: "region" });
  return (agentData().configuration.dialableCountries ?? []).map((code) => ({
    countryCode: code,
    callingCode: CALLING_CODES[code] ?? "",
    label: names.of(code.toUpperCase()),
  }));
}

export function answerVoice(hub) {
  let mode = null;
  const resumable = new Map();

  const currentMode = () => mode ?? agentData().configuration.voiceEnhancementMode ?? "NONE";
  // Whoever is on hold may come back, unless the outside has said otherwise.
  const canResume = (connection) => resumable.get(connection.connectionId) ?? isOnHold(connection);

  function setMode({ voiceEnhancementMode }) {
    if (!MODES.has(voiceEnhancementMode)) throw new SdkError("invalidRequest", `There is no mode ${voiceEnhancementMode}`);
    const previous = { voiceEnhancementMode: currentMode() };
    mode = voiceEnhancementMode;
    if (previous.voiceEnhancementMode !== mode) {
      hub.publish(VOICE, "voice/voiceEnhancementModeChanged", undefined, { voiceEnhancementMode: mode, previous });
    }
    return {};
  }

  hub.handle(CONTACT, { "contact/getPhoneNumber": phoneNumber });
  hub.handle(VOICE, {
    "contact/getPhoneNumber": phoneNumber,
    "voice/getInitialCustomerPhoneNumber": phoneNumber,
    "voice/listDialableCountries": dialableCountries,
    "voice/createOutboundCall": createOutboundCall,
    "voice/getOutboundCallPermission": () => ({
      outboundCallPermission: agentData().configuration.permissions.includes("outboundCall"),
    }),
    "voice/conferenceParticipants": async ({ contactId }) => {
      contactOf(contactId);
      await call(api().CONFERENCE_CONNECTIONS, { contactId });
      return {};
    },
    "voice/holdParticipant": onParticipant("HOLD_CONNECTION"),
    "voice/resumeParticipant": onParticipant("RESUME_CONNECTION"),
    "voice/holdSelf": onSelf("HOLD_CONNECTION"),
    "voice/resumeSelf": onSelf("RESUME_CONNECTION"),
    "voice/isParticipantOnHold": ({ participantId }) => ({ isOnHold: isOnHold(participantOf(participantId).connection) }),
    "voice/isSelfOnHold": ({ contactId }) => ({ isOnHold: isOnHold(selfIn(contactOf(contactId))) }),
    "voice/canResumeParticipant": ({ participantId }) => ({
      canResumeParticipant: canResume(participantOf(participantId).connection),
    }),
    "voice/canResumeSelf": ({ contactId }) => ({ canResumeSelf: canResume(selfIn(contactOf(contactId))) }),
    "voice/getVoiceEnhancementMode": () => ({ voiceEnhancementMode: currentMode() }),
    "voice/setVoiceEnhancementMode": setMode,
    // There are no models to be had, so the library goes on with the microphone as it is.
    "voice/getVoiceEnhancementPaths": () => Promise.reject(new SdkError("noResult", "No Result Found")),
  });

  return {
    /** Keeps step with an event from outside, which is on its way to the subscribers already. */
    observe(key, parameter, data) {
      if (key === "voice/voiceEnhancementModeChanged" && MODES.has(data?.voiceEnhancementMode)) mode = data.voiceEnhancementMode;
      const participantId = data?.participantId ?? parameter;
      if (key === "voice/onCanResumeParticipantChanged" && participantId) {
        resumable.set(participantId, Boolean(data?.canResumeConnection));
      }
    },
    canResume,
  };
}
