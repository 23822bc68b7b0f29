// The small things that every section is made of.

import { h } from "./dom.js";
import { openPanel, order, state } from "./state.js";

export const AGENT_TONES = { routable: "good", not_routable: "warn", offline: "", system: "accent", error: "bad" };

export const CONTACT_TONES = {
  scheduled: "",
  queued: "warn",
  incoming: "accent",
  connecting: "accent",
  connected: "good",
  paused: "warn",
  ended: "warn",
  missed: "bad",
  rejected: "bad",
  error: "bad",
};

export const CHANNELS = { voice: "Call", queue_callback: "Callback", chat: "Chat", task: "Task", email: "E-mail" };

/** The service's names for its own states are one word each. */
export const spaced = (name) => name.replace(/([a-z])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`);

export const tag = (text, tone = "") => h("span.tag", { "data-tone": tone }, text);

export const button = (label, press, { kind = "", ...props } = {}) =>
  h(`button${kind && `.${kind}`}`, { type: "button", onclick: press, ...props }, label);

/** A button that gives an order. */
export const orders = (where, label, method, path, body, { done = "", ...props } = {}) =>
  button(label, () => order(where, done, method, path, body), props);

export const outcome = (where) =>
  state.outcome.where === where && state.outcome.text && h("p.outcome", { "data-tone": state.outcome.tone }, state.outcome.text);

export const field = (id, label, control) => [h("label", { for: id }, label), control];

export const options = (choices) => choices.map(([value, label]) => h("option", { key: value, value }, label));

/** The fields of a form that were filled in. */
export const filled = (form) => Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));

export const since = (moment, now = Date.now()) => now - Date.parse(moment);

/** Opens the panel of a contact, by what it is known as. */
export function openers(id) {
  const contact = state.contacts.find((known) => known.contact_id === id);
  const label = contact ? `${CHANNELS[contact.channel]}: ${titleOf(contact)}` : id;
  return button(label, () => openPanel("contact", id), { kind: "link" });
}

export const titleOf = (contact) => contact.name ?? contact.customer ?? (contact.monitors ? "Monitoring" : "Unknown");
