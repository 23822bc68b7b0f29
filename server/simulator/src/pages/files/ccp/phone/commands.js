// What the agent can order. Each order is a promise that fails with the service's own words.
// Nothing changes by an order; the screen changes when the library reports so.

import { call } from "../sdk/lookup.js";

/** A command that the service refuses to authorise is never answered at all. */
const PATIENCE_MS = 15000;

function reasonIn(error) {
  try {
    return JSON.parse(error).message ?? String(error);
  } catch {
    // Not every refusal is JSON; then the text itself has to do.
    return String(error?.message ?? error);
  }
}

const ask = (work) =>
  new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("there was no answer")), PATIENCE_MS);
    work({ success: resolve, failure: (error) => reject(new Error(reasonIn(error))) });
  });

const api = () => connect.ClientMethods;
const contact = (id) => new connect.Contact(id);
const agent = () => new connect.Agent();
const line = (contact, connectionId) => ({ contactId: contact.id, connectionId });

export const accept = ({ id }) => ask((callbacks) => contact(id).accept(callbacks));
export const reject = ({ id }) => ask((callbacks) => contact(id).reject(callbacks));
export const clear = ({ id }) => ask((callbacks) => contact(id).clear(callbacks));
export const pause = ({ id }) => ask((callbacks) => contact(id).pause(callbacks));
export const unpause = ({ id }) => ask((callbacks) => contact(id).resume(callbacks));
export const join = ({ id }) => ask((callbacks) => contact(id).conferenceConnections(callbacks));
export const swap = ({ id }) => ask((callbacks) => contact(id).toggleActiveConnections(callbacks));
export const listen = ({ id }) => ask((callbacks) => contact(id).silentMonitor(callbacks));
export const barge = ({ id }) => ask((callbacks) => contact(id).bargeIn(callbacks));
export const add = ({ id }, endpoint) => ask((callbacks) => contact(id).addConnection(endpoint, callbacks));
export const dial = (endpoint) => ask((callbacks) => agent().connect(endpoint, callbacks));

export const hold = (contact, connectionId) => call(api().HOLD_CONNECTION, line(contact, connectionId));
export const resume = (contact, connectionId) => call(api().RESUME_CONNECTION, line(contact, connectionId));
export const hangUp = (contact, connectionId) => call(api().DESTROY_CONNECTION, line(contact, connectionId));
export const leave = (contact) => hangUp(contact, contact.self.connectionId);
export const digits = (contact, connectionId, digits) => call(api().SEND_DIGITS, { ...line(contact, connectionId), digits });

/** A softphone is muted where the sound is; a desk phone by the service. */
export async function mute(contact) {
  if (contact.softphone) agent().mute();
  else await call(api().MUTE_PARTICIPANT, line(contact, contact.self.connectionId));
}

export async function unmute(contact) {
  if (contact.softphone) agent().unmute();
  else await call(api().UNMUTE_PARTICIPANT, line(contact, contact.self.connectionId));
}

export const pick = (state) => ask((callbacks) => agent().setState(state, callbacks, { enqueueNextState: true }));

export const createTask = (task) => call(api().CREATE_TASK_CONTACT, { ...task, idempotencyToken: crypto.randomUUID() });

export async function logOut() {
  await fetch("/logout", { credentials: "include" });
  connect.core.getUpstream().sendUpstream(connect.EventType.TERMINATE);
}

export const phoneNumber = (number) =>
  connect.Endpoint.byPhoneNumber(number);
