// The SDK's contact and participant commands.

import { CONTACT, SdkError } from "./hub.js";
import { agentData, call, contactOf, contacts, isOver, participant, participantOf, participantState, queue, selfIn, subtypeOf } from "./lookup.js";

const api = () => connect.ClientMethods;

function attributes({ contactId, attributes: wanted = "*" }) {
  const all = Object.entries(contactOf(contactId).attributes ?? {});
  const picked = wanted === "*" ? all : all.filter(([key]) => wanted.includes(key));
  return Object.fromEntries(picked.map(([key, { value }]) => [key, value]));
}

const summary = (contact) => ({
  contactId: contact.contactId,
  type: contact.type,
  subtype: subtypeOf(contact),
  initialContactId: contact.initialContactId ?? undefined,
});

/** Gives up the agent's own part in it. A call that still rings is rejected by that. */
function leave(contact, connection) {
  if (isOver(contact)) throw new SdkError("invalidState", "The contact is over");
  return call(api().DESTROY_CONNECTION, { contactId: contact.contactId, connectionId: connection.connectionId });
}

/** The fields of a quick connect that the service takes as an endpoint. */
function endpointOf(quickConnect) {
  const { endpointARN = null, type = "phone_number", name = null, phoneNumber = null } = quickConnect ?? {};
  return { endpointARN, type, name, phoneNumber };
}

async function addParticipant({ contactId, quickConnect }) {
  const before = new Set(contactOf(contactId).connections.map((known) => known.connectionId));
  await call(api().CREATE_ADDITIONAL_CONNECTION, { contactId, endpoint: endpointOf(quickConnect) });
  const patience = Date.now() + 5000;
  while (Date.now() < patience) {
    const added = contactOf(contactId).connections.find((known) => !before.has(known.connectionId));
    if (added) return { participantId: added.connectionId };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new SdkError("timeout", "The participant was added and does not show");
}

/** Hands the contact over: the other party is added, and the agent leaves. */
async function transfer({ contactId, quickConnect }) {
  const contact = contactOf(contactId);
  await call(api().CREATE_ADDITIONAL_CONNECTION, { contactId, endpoint: endpointOf(quickConnect) });
  await leave(contact, selfIn(contact)).catch((error) => {
    // A contact that went over at once has no place left to leave.
    if (contacts().some((known) => known.contactId === contactId && !isOver(known))) throw error;
  });
  return {};
}

const onContact = (method) => async ({ contactId }) => {
  contactOf(contactId);
  await call(api()[method], { contactId });
  return {};
};

export function answerContact(hub) {
  hub.handle(CONTACT, {
    "contact/getAttributes": attributes,
    "contact/getInitialContactId": ({ contactId }) => ({ initialContactId: contactOf(contactId).initialContactId }),
    "contact/getType": ({ contactId }) => ({ type: contactOf(contactId).type }),
    "contact/getChannelType": ({ contactId }) => {
      const contact = contactOf(contactId);
      return { type: contact.type, subtype: subtypeOf(contact) };
    },
    "contact/getStateDuration": ({ contactId }) => {
      const since = contactOf(contactId).state.timestamp;
      return { stateDuration: Date.now() - since.getTime() + connect.core.getSkew() };
    },
    "contact/getQueue": ({ contactId }) => queue(contactOf(contactId).queue),
    "contact/getQueueTimestamp": ({ contactId }) => ({ queueTimestamp: contactOf(contactId).queueTimestamp }),
    "contact/getDescription": ({ contactId }) => ({ description: contactOf(contactId).description }),
    "contact/getReferences": ({ contactId }) => ({ references: contactOf(contactId).references ?? {} }),
    "contact/getContact": ({ contactId }) => {
      const contact = contactOf(contactId);
      return { ...summary(contact), queue: queue(contact.queue) };
    },
    "contact/listContacts": () => contacts().map(summary),
    "contact/accept": onContact("ACCEPT_CONTACT"),
    "contact/reject": onContact("REJECT_CONTACT"),
    "contact/clear": onContact("CLEAR_CONTACT"),
    "contact/disconnectSelf": ({ contactId }) => {
      const contact = contactOf(contactId);
      return leave(contact, selfIn(contact));
    },
    "contact/isAutoAcceptEnabled": ({ contactId }) => {
      const { softphoneMediaInfo: voice, chatMediaInfo: chat } = selfIn(contactOf(contactId));
      return { isAutoAcceptEnabled: Boolean(voice?.autoAccept ?? chat?.chatAutoAccept) };
    },
    "contact/addParticipant": addParticipant,
    "contact/transfer": transfer,
    // No contact of this instance is a preview.
    "contact/isPreviewMode": ({ contactId }) => {
      contactOf(contactId);
      return { isPreviewMode: false };
    },
    "contact/getPreviewConfiguration": () => Promise.reject(new SdkError("noResult", "No Result Found")),
    "contact/engagePreviewContact": () => Promise.reject(new SdkError("invalidState", "The contact is no preview")),
    "contact/getContactRegion": ({ contactId }) => ({ region: regionOf(contactId) }),
    "contact/getInstanceDetails": ({ contactId }) => ({ origin: location.origin, region: regionOf(contactId) }),
    "contact/listParticipants": ({ contactId }) => {
      const contact = contactOf(contactId);
      return contact.connections.map((connection) => participant(contact, connection));
    },
    "contact/getParticipant": ({ participantId }) => {
      const { contact, connection } = participantOf(participantId);
      return participant(contact, connection);
    },
    "contact/getParticipantState": ({ participantId }) => participantState(participantOf(participantId).connection),
    "contact/disconnectParticipant": async ({ participantId }) => {
      const { contact, connection } = participantOf(participantId);
      await leave(contact, connection);
      return {};
    },
  });
}

function regionOf(contactId) {
  contactOf(contactId);
  return agentData().configuration.agentARN?.split(":")[3] ?? document.body.dataset.region;
}
