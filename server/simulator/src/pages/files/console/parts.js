// The small things that every section is made of.

import { h } from "./dom.js";
import { changed, openPanel, order, state } from "./state.js";

export const AGENT_TONES = { routable: "good", not_routable: "warn", offline: "", system: "accent", error: "bad" };

export const CONTACT_TONES = {
  scheduled: "",
  queued: "warn",
  incoming: "accent",
  connecting: "accent",
  connected: "good",
  paused: "warn",
  ended: "",
  missed: "bad",
  rejected: "bad",
  error: "bad",
};

export const CHANNELS = { voice: "Call", queue_callback: "Callback", chat: "Chat", task: "Task", email: "E-mail" };

/** What comes of calling a number. */
export const DIALLED = [
  ["answer", "is answered"],
  ["busy", "is busy"],
  ["no_answer", "is not answered"],
  ["invalid", "is invalid"],
  ["failed", "fails"],
  ["ring", "rings until told"],
];

/** The service's names for its own states and operations are one word each. */
export const spaced = (name) => name.replace(/([a-z])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`);

export const tag = (text, tone = "") => h("span.tag", { "data-tone": tone }, text);

export const button = (label, press, { kind = "", ...props } = {}) =>
  h(`button${kind && `.${kind}`}`, { type: "button", onclick: press, ...props }, label);

/** A button that gives an order. */
export const orders = (where, label, method, path, body, { done = "", ...props } = {}) =>
  button(label, () => order(where, done, method, path, body), props);

export const outcome = (where) =>
  state.outcome.where === where && state.outcome.text && h("p.outcome", { "data-tone": state.outcome.tone }, state.outcome.text);

/** A control under its label. */
export const field = (id, label, control) => h("div.field", { key: id }, h("label", { for: id }, label), control);

export const input = (id, name, props) => h("input", { id, name, type: "text", autocomplete: "off", ...props });

export const select = (id, name, choices, props) => h("select", { id, name, ...props }, options(choices));

export const check = (name, label, props) => h("label.check", { key: name }, h("input", { type: "checkbox", name, value: "yes", ...props }), label);

export const options = (choices) => choices.map(([value, label]) => h("option", { key: value, value }, label));

/** The fields of a form that were filled in. */
export const filled = (form) => Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));

/** A form that does something with what was filled in, and is emptied if that went well. */
export const submits = (act, { empties = false } = {}) => async (event) => {
  event.preventDefault();
  const form = event.target;
  if ((await act(filled(form), form)) && empties) form.reset();
};

/** `Name = value`, one a line. */
export function pairs(text = "") {
  const lines = text.split("\n").filter((line) => line.trim());
  return Object.fromEntries(lines.map((line) => [line.split("=", 1)[0].trim(), line.slice(line.indexOf("=") + 1).trim()]));
}

/** The instance's clock may be off on order, and its times with it. */
export const now = () => Date.now() + state.clock.skew_ms;

export const since = (moment, until = now()) => until - Date.parse(moment);

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium", hourCycle: "h23" });

export const clockTime = (moment) => clock.format(new Date(moment));

export const plural = (count, one, many = `${one}s`) => `${count.toLocaleString()} ${count === 1 ? one : many}`;

/** Opens the panel of a contact, by what it is known as. */
export function openers(id, fallback = id) {
  const contact = state.contacts.find((known) => known.contact_id === id);
  const label = contact ? `${CHANNELS[contact.channel]}: ${titleOf(contact)}` : fallback;
  return button(label, () => openPanel("contact", id), { kind: "link" });
}

export function titleOf(contact) {
  const title = contact.name ?? contact.customer ?? "Unknown";
  return contact.monitors ? `Monitoring ${title}` : title;
}

/** Of a crowd, nobody wants the list. */
const MOST_CHOICES = 200;

/** The agents as choices, with a first one that stands for all or none of them. */
export function agentChoices(first) {
  const listed = state.agents.filter(({ username }, index) => index < MOST_CHOICES || username === state.about);
  return [["", first], ...listed.map(({ username, name }) => [username, name])];
}

/** The choice whom a tool is about: the same in all of them. */
export const aboutWhom = (id, label, first) =>
  field(id, label, select(id, "agent", agentChoices(first), { value: state.about, onchange: ({ target }) => ((state.about = target.value), changed()) }));

export const queueChoices = () => state.queues.filter((queue) => !queue.agent).map(({ name }) => [name, name]);

/** Everybody who can be named to be called. */
export function reachableList(id) {
  const names = [
    ...state.quick_connects.map(({ name }) => name),
    ...queueChoices().map(([name]) => name),
    ...state.agents.slice(0, MOST_CHOICES).map(({ username }) => username),
  ];
  return h("datalist", { id }, [...new Set(names)].map((name) => h("option", { key: name, value: name })));
}
