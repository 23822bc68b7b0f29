// What the phone remembers between two reports of the library: which view is open, and what was just ordered.
// Whoever changes it calls `changed`, and the whole phone is drawn anew.

import { describe } from "./model.js";
import { agentData } from "../sdk/lookup.js";

let draw = () => {};

export const store = {
  /** "home", "contact", "keypad", "connects" or "task". */
  view: "home",
  /** The contact that is open, if any. */
  selected: null,
  /** What the keypad or the quick connects are for: "dial", "digits" or "add". */
  purpose: "dial",
  /** What is dialled so far, or the tones sent since the keypad was opened. */
  typed: "",
  refusal: "",
  /** Orders under way, by their name. */
  busy: new Set(),
  accepting: new Set(),
  locallyMuted: false,
  agent: null,
};

export const onChange = (redraw) => (draw = redraw);

export const changed = () => draw();

export function contacts() {
  if (!store.agent) return [];
  return agentData().snapshot.contacts.map((contact) => describe(contact, store.accepting, store.locallyMuted));
}

export const selected = () => contacts().find((contact) => contact.id === store.selected) ?? null;

export function open(view, purpose) {
  store.view = view;
  if (purpose) store.purpose = purpose;
  store.typed = "";
  store.refusal = "";
  changed();
}

/** Gives an order once at a time and says what came of it. */
export async function order(name, what, work) {
  if (store.busy.has(name)) return false;
  store.busy.add(name);
  store.refusal = "";
  changed();
  try {
    await work();
    return true;
  } catch (error) {
    store.refusal = `${what}: ${error.message}`;
    return false;
  } finally {
    store.busy.delete(name);
    changed();
  }
}

/** Milliseconds since a moment of the service's clock. */
export const since = (moment) => Date.now() - moment.getTime() + connect.core.getSkew();
