// What the contact's agent does without a browser, and who listens to it.

import { h } from "./dom.js";
import { button, field, input, openers, reachableList, select, submits } from "./parts.js";
import { agentNamed, openPanel, order, state } from "./state.js";

const RINGS = [["accept", "Accepts"], ["reject", "Rejects"]];
const TALKS = [["hold", "Holds"], ["resume", "Resumes"], ["mute", "Mutes"], ["unmute", "Unmutes"], ["hang_up", "Hangs up"]];
const WITH_A_THIRD = [["swap", "Swaps"], ["conference", "Joins all"], ["drop_third_party", "Drops the third party"]];
const LISTENS = [["listen", "Listens"], ["barge_in", "Barges in"], ["hang_up", "Leaves"]];

const isCall = (contact) => contact.channel === "voice" || contact.channel === "queue_callback";

function actionsOf(contact) {
  if (contact.ended_at) return [["clear", "Clears"]];
  if (contact.state === "incoming" || contact.state === "connecting") return RINGS;
  if (contact.state === "paused") return [["continue", "Continues"], ["hang_up", "Ends it"]];
  if (contact.state !== "connected") return contact.agent ? [["clear", "Clears"]] : [];
  if (contact.monitors) return LISTENS;
  const third = contact.connections.some((line) => line.party === "third_party" && line.state !== "disconnected");
  if (isCall(contact)) return [...TALKS, ...(third ? WITH_A_THIRD : [])];
  return [...(contact.channel === "task" ? [["pause", "Pauses"]] : []), ["hang_up", "Ends it"]];
}

export function agentActions(contact, where) {
  if (!contact.agent || contact.cleared_at) return null;
  const does = (action) => order(where, "", "POST", `/contacts/${contact.contact_id}/agent-action`, action);
  const actions = actionsOf(contact).map(([action, label]) => button(label, () => does({ action }), { kind: "small", key: action }));
  const talks = contact.state === "connected" && !contact.ended_at && !contact.monitors;
  const verb = isCall(contact) ? ["add", "Calls in", "Call in"] : ["transfer", "Sends it to", "Send"];
  return actions.length > 0 && [
    h("h3", null, `${agentNamed(contact.agent)}, without a browser`),
    h("div.row", null, actions),
    talks && h("form", { key: "to", onsubmit: submits(({ to }) => does({ action: verb[0], to }), { empties: true }) },
      h("div.fields", null,
        field("act-to", verb[1], input("act-to", "to", { required: true, list: "act-reachable", placeholder: "Number, agent, queue or quick connect" })),
        h("button", null, verb[2]),
      ),
      reachableList("act-reachable"),
    ),
    talks && isCall(contact) && h("form", { key: "keys", onsubmit: submits(({ digits }) => does({ action: "send_digits", digits }), { empties: true }) },
      h("div.fields", null, field("act-keys", "Presses keys", input("act-keys", "digits", { required: true, inputmode: "tel", placeholder: "1234#" })), h("button", null, "Press")),
    ),
  ];
}

/** Those who listen to it, and a way to have one more. */
export function supervisors(contact, where) {
  const listening = state.contacts.filter((other) => other.monitors === contact.contact_id && !other.ended_at);
  const free = state.agents.filter((agent) => agent.signed_in && agent.username !== contact.agent).slice(0, 200);
  const can = contact.channel === "voice" && contact.state === "connected" && !contact.monitors && free.length > 0;
  const listen = async ({ agent }) => {
    const answer = await order(where, "Offered.", "POST", "/contacts", { monitors: contact.contact_id, agent });
    if (answer) openPanel("contact", answer.contact_id);
  };
  return (can || listening.length > 0) && [
    h("h3", null, "Supervisors"),
    h("ul.plain", null, listening.map((other) => h("li", { key: other.contact_id }, agentNamed(other.agent), ": ", openers(other.contact_id)))),
    can && h("form", { onsubmit: submits(listen) },
      h("div.fields", null,
        field("panel-monitor", "Have somebody listen", select("panel-monitor", "agent", free.map(({ username, name }) => [username, name]))),
        h("button", null, "Monitor"),
      ),
    ),
  ];
}
