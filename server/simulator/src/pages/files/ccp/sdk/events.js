// What the SDK publishes by itself: each snapshot of the library against the one before.
// Comparing is all this does. The first snapshot is taken as known, so a reload does not announce old news.

import { CONTACT, VOICE } from "./hub.js";
import { routingProfile } from "./agent.js";
import { agentData, isSelf, participant, participantState, subtypeOf } from "./lookup.js";

const LIFECYCLE = {
  incoming: "contact/incoming",
  pending: "contact/pending",
  connecting: "contact/connecting",
  connected: "contact/connected",
  missed: "contact/missed",
  error: "contact/error",
  ended: "contact/acw",
};

const copy = (data) => structuredClone({ snapshot: data.snapshot, configuration: data.configuration });

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export function publishChanges(hub, voice) {
  let before = null;

  return () => {
    const now = agentData();
    if (before) {
      publishAgent(hub, before, now);
      publishContacts(hub, voice, before.snapshot.contacts, now.snapshot.contacts);
    }
    before = copy(now);
  };
}

function publishAgent(hub, before, now) {
  const publish = (key, data) => hub.publish(CONTACT, key, undefined, data);
  const [state, was] = [now.snapshot.state, before.snapshot.state];
  if (state.name !== was.name || state.type !== was.type) {
    publish("agent/stateChange", { state: state.name, previous: { state: was.name } });
    publish("agent/availabilityStateChanged", { state, previous: { state: was } });
  }
  const [next, nextWas] = [now.snapshot.nextState ?? null, before.snapshot.nextState ?? null];
  if (next?.name !== nextWas?.name) {
    publish("agent/nextAvailabilityStateChanged", {
      nextState: next,
      ...(nextWas ? { previous: { nextState: nextWas } } : {}),
    });
  }
  const [profile, profileWas] = [routingProfile(now.configuration), routingProfile(before.configuration)];
  if (!same(profile, profileWas)) {
    publish("agent/routingProfileChanged", { routingProfile: profile, previous: { routingProfile: profileWas } });
  }
  const enabled = ({ channelConcurrencyMap: channels }) => Object.keys(channels ?? {}).filter((name) => channels[name] > 0);
  if (!same(enabled(profile), enabled(profileWas))) {
    const previous = { enabledChannels: enabled(profileWas) };
    publish("agent/enabledChannelListChanged", { enabledChannels: enabled(profile), previous });
  }
}

function publishContacts(hub, voice, before, now) {
  const byId = (contacts) => new Map(contacts.map((contact) => [contact.contactId, contact]));
  const [known, current] = [byId(before), byId(now)];
  const lifecycle = (key, contact) => hub.publish(CONTACT, key, contact.contactId, event(contact));

  for (const contact of now) {
    const was = known.get(contact.contactId);
    const key = LIFECYCLE[contact.state.type];
    if (key && contact.state.type !== was?.state.type) lifecycle(key, contact);
    publishParticipants(hub, voice, contact, was?.connections ?? []);
  }
  for (const contact of before) {
    if (current.has(contact.contactId)) continue;
    lifecycle("contact/cleared", contact);
    lifecycle("contact/destroy", contact);
  }
}

const event = (contact) => ({
  contactId: contact.contactId,
  initialContactId: contact.initialContactId ?? undefined,
  type: contact.type,
  subtype: subtypeOf(contact),
});

function publishParticipants(hub, voice, contact, before) {
  const known = new Map(before.map((connection) => [connection.connectionId, connection]));
  const { contactId } = contact;
  for (const connection of contact.connections) {
    const { connectionId: participantId } = connection;
    const was = known.get(participantId);
    if (!was) hub.publish(CONTACT, "contact/participantAdded", contactId, { participant: participant(contact, connection) });
    const [state, wasState] = [connection.state.type, was?.state.type];
    if (state === wasState) continue;
    const changed = { participantId, contactId, state: participantState(connection) };
    hub.publish(CONTACT, "contact/participantStateChanged", participantId, changed);
    if (state === "disconnected") {
      hub.publish(CONTACT, "contact/participantDisconnected", contactId, { participant: participant(contact, connection) });
    }
    if (state === "hold" || (wasState === "hold" && state === "connected")) publishHold(hub, voice, contact, connection);
  }
}

function publishHold(hub, voice, contact, connection) {
  const { contactId } = contact;
  const participantId = connection.connectionId;
  const isOnHold = connection.state.type === "hold";
  const changed = { participantId, contactId, isOnHold };
  const which = isOnHold ? "Hold" : "Resume";
  hub.publish(VOICE, `voice/participant${which}`, participantId, changed);
  const able = { participantId, contactId, canResumeConnection: voice.canResume(connection) };
  hub.publish(VOICE, "voice/onCanResumeParticipantChanged", participantId, able);
  if (!isSelf(connection)) return;
  hub.publish(VOICE, `voice/self${which}`, contactId, changed);
  hub.publish(VOICE, "voice/canResumeSelfChanged", contactId, able);
}
