// What the library last reported, as plain data. SDK answers are made of it.
// The library's own contact objects are left alone here: for tasks and chats they want libraries that this page lacks.

import { SdkError } from "./hub.js";

const OVER = new Set(["ended", "missed", "rejected", "error"]);

const noResult = () => new SdkError("noResult", "No Result Found");

export const agentData = () => connect.core.getAgentDataProvider().getAgentData();

export const contacts = () => agentData().snapshot.contacts;

export function contactOf(contactId) {
  const contact = contacts().find((known) => known.contactId === contactId);
  if (!contact) throw noResult();
  return contact;
}

/** The contact and connection behind a participant. */
export function participantOf(participantId) {
  for (const contact of contacts()) {
    const connection = contact.connections.find((known) => known.connectionId === participantId);
    if (connection) return { contact, connection };
  }
  throw noResult();
}

export const isSelf = (connection) => connection.type === "agent";

export function selfIn(contact) {
  const connection = contact.connections.find((known) => isSelf(known) || known.type === "monitoring");
  if (!connection) throw noResult();
  return connection;
}

const SUBTYPES = {
  voice: "connect:Telephony",
  queue_callback: "connect:Telephony",
  chat: "connect:Chat",
  task: "connect:Task",
  email: "connect:Email",
};

export const subtypeOf = (contact) =>
  contact.segmentAttributes?.["connect:Subtype"]?.ValueString ?? SUBTYPES[contact.type] ?? "connect:Telephony";

export const isOver = (contact) => OVER.has(contact.state.type);

const KINDS = new Set(["agent", "outbound", "inbound", "monitoring"]);

export const participant = (contact, connection) => ({
  participantId: connection.connectionId,
  contactId: contact.contactId,
  type: KINDS.has(connection.type) ? { value: connection.type } : { value: "other", actual: connection.type },
  isInitial: connection.initial,
  isSelf: isSelf(connection),
});

const STATES = new Set(["connecting", "connected", "hold", "disconnected", "rejected", "silent_monitor", "barge"]);

export const participantState = ({ state }) =>
  STATES.has(state.type) ? { value: state.type } : { value: "other", actual: state.type };

export const queue = (queue) =>
  queue && { name: queue.name, queueARN: queue.queueARN ?? queue.queueId, queueId: queue.queueARN ?? queue.queueId };

/** The library's client as a promise. A failure is JSON text with a message in it. */
export const call = (method, params) =>
  new Promise((resolve, reject) => {
    const failure = (error) => {
      let reason = String(error);
      try {
        reason = JSON.parse(error).message ?? reason;
      } catch {
        // Not every refusal is JSON; then the text itself has to do.
      }
      reject(new SdkError("commandFailed", reason));
    };
    connect.core.getClient().call(method, params, { success: resolve, failure });
  });
