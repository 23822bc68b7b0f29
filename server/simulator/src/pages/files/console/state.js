// What the console knows: the last answers of the control API, and what the person at it has open.
// It keeps no truth of its own. Each second everything is asked for anew.

import { announce } from "./dom.js";
import { api, get } from "./api.js";

const SHOWN_CONTACTS = 60;
const EVERY_MS = 1000;

let draw = () => {};

export const state = {
  running: null,
  agents: [],
  contacts: [],
  queues: [],
  statuses: [],
  numbers: {},
  faults: [],
  origins: [],
  /** The agent or contact whose panel is open: `{ kind, id }`. */
  open: null,
  messages: [],
  /** Which contacts the table lists: "all", "waiting", "live" or "over". */
  filter: "all",
  channel: "voice",
  outcome: { where: "", text: "", tone: "" },
};

export const onChange = (redraw) => (draw = redraw);

export const changed = () => draw();

export const agentNamed = (username) => state.agents.find((agent) => agent.username === username)?.name ?? username;

export async function refresh() {
  try {
    const filter = state.filter === "all" ? "" : `&state=${state.filter}`;
    const [agents, contacts, queues, statuses, numbers, faults, origins] = await Promise.all([
      get("/agents"),
      get(`/contacts?limit=${SHOWN_CONTACTS}${filter}`),
      get("/queues"),
      get("/statuses"),
      get("/numbers"),
      get("/faults"),
      get("/approved-origins"),
    ]);
    Object.assign(state, {
      running: true,
      ...agents,
      ...contacts,
      ...queues,
      ...statuses,
      ...numbers,
      ...faults,
      ...origins,
    });
    await refreshOpen();
  } catch {
    state.running = false;
  }
  changed();
}

/** An open contact may be none of those that the table lists. */
async function refreshOpen() {
  if (state.open?.kind !== "contact") return;
  const { id } = state.open;
  try {
    state.open.contact = (await get(`/contacts/${id}`)).contact;
    if (state.open.contact.channel === "chat") state.messages = (await get(`/contacts/${id}/messages`)).messages;
  } catch {
    // The instance forgets what is long over. What was shown last stays.
  }
}

/** Gives an order and says, where it was given, what came of it. */
export async function order(where, done, method, path, body) {
  let good = true;
  try {
    const answer = await api(method, path, body);
    state.outcome = { where, tone: "good", text: typeof done === "function" ? done(answer) : done };
  } catch (error) {
    good = false;
    const text = `${error.message[0].toUpperCase()}${error.message.slice(1)}.`;
    state.outcome = { where, tone: "bad", text };
  }
  if (state.outcome.text) announce(state.outcome.text);
  await refresh();
  return good;
}

export function openPanel(kind, id) {
  state.open = { kind, id };
  state.messages = [];
  state.outcome = { where: "", text: "", tone: "" };
  refresh();
}

export function closePanel() {
  state.open = null;
  changed();
}

export async function watch() {
  await refresh();
  setTimeout(watch, EVERY_MS);
}
