// What the console knows: the last answers of the control API, and what the person at it has open.
// It keeps no truth of its own: whenever the instance says that something has changed, what is shown is read again.

import { announce } from "./dom.js";
import { Refused, api, get } from "./api.js";

export const SHOWN_CONTACTS = 60;

export const state = {
  /** "connecting", "live" or "lost". */
  connection: "connecting",
  /** When what is shown was read. */
  readAt: null,
  agents: [],
  contacts: [],
  queues: [],
  faults: [],
  plays: [],
  traffic: { traffic: null, made: 0, answered: 0, abandoned: 0 },
  clock: { skew_ms: 0 },
  statuses: [],
  quick_connects: [],
  scenarios: [],
  numbers: {},
  reports: [],
  operations: {},
  origins: [],
  regions: null,
  /** The agent or contact whose panel is open: `{ kind, id }`. */
  open: null,
  messages: [],
  /** Which tool is in front. "live" is one only where there is no room beside the tools. */
  tab: "customers",
  /** The agent whom the tools are about; everybody if empty. */
  about: "",
  /** Which contacts the table lists: "all", "waiting", "live" or "over". */
  filter: "all",
  channel: "voice",
  outcome: { where: "", text: "", tone: "" },
};

/** Where each part is read, and how it becomes part of the state. Most answers name themselves. */
const PARTS = {
  agents: () => "/agents",
  contacts: () => `/contacts?limit=${SHOWN_CONTACTS}${state.filter === "all" ? "" : `&state=${state.filter}`}`,
  queues: () => "/queues",
  faults: () => "/faults",
  plays: () => "/plays",
  traffic: () => "/traffic",
  clock: () => "/clock",
  statuses: () => "/statuses",
  quick_connects: () => "/quick-connects",
  scenarios: () => "/scenarios",
  numbers: () => "/numbers",
  reports: () => "/reports",
  operations: () => "/operations",
  origins: () => "/approved-origins",
  regions: () => "/regions",
};

const NESTED = ["traffic", "clock", "regions"];

/** In view whatever is open. */
const ALWAYS = ["agents", "contacts", "queues", "faults", "plays", "traffic", "clock"];
/** The same for as long as the instance runs, or to be seen in one place alone. */
const AT_FIRST = ["statuses", "quick_connects", "scenarios", "origins", "regions", "operations"];
const OF_TAB = { customers: ["numbers"], reports: ["reports", "operations"], instance: ["origins", "regions"] };

let draw = () => {};

export const onChange = (redraw) => (draw = redraw);

export const changed = () => draw();

export const agentNamed = (username) => state.agents.find((agent) => agent.username === username)?.name ?? username;

async function readPart(part) {
  try {
    const answer = await get(PARTS[part]());
    return NESTED.includes(part) ? { [part]: answer } : answer;
  } catch (error) {
    // What is refused stays as it was. Only silence is worth a notice.
    if (error instanceof Refused) return {};
    throw error;
  }
}

async function read(first) {
  const parts = new Set([...ALWAYS, ...(OF_TAB[state.tab] ?? []), ...(first ? AT_FIRST : [])]);
  try {
    const answers = await Promise.all([...[...parts].map(readPart), readOpen()]);
    Object.assign(state, ...answers, { readAt: Date.now() });
  } catch {
    state.connection = "lost";
  }
  changed();
}

/** An open contact may be none of those that the table lists. */
async function readOpen() {
  if (state.open?.kind !== "contact") return {};
  const { open } = state;
  try {
    open.contact = (await get(`/contacts/${open.id}`)).contact;
    return open.contact.channel === "chat" ? await get(`/contacts/${open.id}/messages`) : {};
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // The instance forgets what is long over. What was shown last stays.
    open.forgotten = true;
    return {};
  }
}

let reading = null;
let next = null;

/** Reads what is shown. Who comes while that is under way gets what is read after it. */
export function refresh({ first = false } = {}) {
  if (!reading) {
    reading = read(first).finally(() => (reading = null));
    return reading;
  }
  next ??= reading.then(() => {
    next = null;
    return refresh({ first });
  });
  return next;
}

/** Gives an order and says, where it was given, what came of it. Answers what the instance does; null if it refused. */
export async function order(where, done, method, path, body) {
  let answer = null;
  try {
    answer = await api(method, path, body);
    say(where, typeof done === "function" ? done(answer) : done);
  } catch (error) {
    say(where, sentence(error instanceof Refused ? error.message : "the instance does not answer"), "bad");
  }
  await refresh();
  return answer;
}

/** The instance's reasons are parts of sentences. */
export const sentence = (reason) => `${reason[0].toUpperCase()}${reason.slice(1)}${reason.endsWith(".") ? "" : "."}`;

/** Says something where the person at the console has just been, to their ears too. */
export function say(where, text, tone = "good") {
  state.outcome = { where, text, tone };
  if (text) announce(text);
}

export function openPanel(kind, id) {
  state.open = { kind, id };
  state.messages = [];
  state.outcome = { where: "", text: "", tone: "" };
  changed();
  refresh();
}

export function closePanel() {
  state.open = null;
  changed();
}

/** Brings a tool to the front, about somebody if one is named. */
export function show(tab, about) {
  state.tab = tab;
  if (about !== undefined) [state.about, state.open] = [about, null];
  changed();
  refresh();
}
