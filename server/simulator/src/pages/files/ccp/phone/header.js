// The agent: name, state, how long, what comes next, and the way out.

import { h, icon, duration } from "../../dom.js";
import { logOut, pick } from "./commands.js";
import { agentData } from "../sdk/lookup.js";
import { order, since, store } from "./store.js";

const TONES = { routable: "good", offline: "", error: "bad", system: "accent" };

async function choose({ target }) {
  const state = agentData().configuration.agentStates.find((known) => known.name === target.value);
  if (!state) return;
  await order("status", `Status ${state.name}`, () => pick(state));
  // Refused, or kept for later: either way the state is what the library says.
  target.value = agentData().snapshot.state.name;
}

export function header() {
  if (!store.agent) return [h("p.name", null, "Starting…")];
  const { snapshot, configuration } = agentData();
  const { state, nextState } = snapshot;
  const names = configuration.agentStates.map((known) => known.name);
  const known = names.includes(state.name);
  const options = names.map((name) => h("option", { key: name, value: name, selected: name === state.name }, name));
  // A state that nobody can pick still has to be shown.
  if (!known) options.unshift(h("option", { key: state.name, value: state.name, selected: true, disabled: true }, spaced(state.name)));
  return [
    h("div.who", null,
      h("p.name", { id: "agent-name" }, configuration.name),
      h("p.quiet.figures", { id: "agent-time", "aria-label": "Time in state" }, duration(since(state.startTimestamp))),
      h("button.plain", { type: "button", "aria-label": "Log out", title: "Log out", onclick: () => order("log out", "Log out", logOut) }, icon("leave")),
    ),
    h("div.status", null,
      h("span.dot", { "data-tone": TONES[state.type] ?? "warn", "aria-hidden": "true" }),
      h("select", { id: "status", "aria-label": "Status", value: state.name, onchange: choose, "aria-busy": store.busy.has("status") && "true" }, options),
    ),
    nextState && h("p.next", { role: "status" }, `Next status: ${nextState.name}`),
  ];
}

/** The service's names for its own states are one word each. */
export const spaced = (name) => name.replace(/([a-z])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`);
