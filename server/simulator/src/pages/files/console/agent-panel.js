// One agent: signing in and out, status, calls, and what can happen in their browser.

import { element, h } from "./dom.js";
import { AGENT_TONES, button, check, field, input, openers, orders, outcome, reachableList, select, spaced, submits, tag } from "./parts.js";
import { sdkEvents } from "./sdk-events.js";
import { closePanel, order, show, state } from "./state.js";

const WHERE = "agent";

const FAILURES = [
  ["ice_collection_timeout", "ICE collection times out"],
  ["microphone_not_shared", "Microphone is not shared"],
  ["signalling_connection_failure", "No signalling connection"],
  ["signalling_handshake_failure", "Signalling handshake fails"],
  ["call_not_found", "Call is not found"],
  ["user_busy", "User busy"],
  ["webrtc_error", "WebRTC error"],
];

function contacts(agent) {
  const clear = (id) =>
    orders(WHERE, "Clears", "POST", `/contacts/${id}/agent-action`, { action: "clear", agent: agent.username }, { kind: "small" });
  return [
    (agent.contacts.length > 0 || agent.missed.length > 0) && h("h3", null, "Contacts"),
    h("ul.plain", null,
      agent.contacts.map((id) => h("li", { key: id }, openers(id))),
      agent.missed.map((id) => h("li.spread", { key: `missed ${id}` }, h("span", null, openers(id), " ", tag("not taken", "bad")), clear(id))),
    ),
  ];
}

/** Without a browser, and ready for contacts at once. */
async function begin(path) {
  const status = state.statuses.find(({ type }) => type === "routable")?.name;
  if (await order(WHERE, "", "POST", `${path}/sign-in`)) await order(WHERE, "Signed in, without a browser.", "PUT", `${path}/status`, { status });
}

function session(agent, path) {
  const shut = { hidden: !agent.signed_in };
  return h("div.row", null,
    !agent.signed_in && button("Sign in and be available", () => begin(path), { kind: "primary" }),
    orders(WHERE, "Sign in", "POST", `${path}/sign-in`, undefined, { hidden: agent.signed_in, done: "Signed in, without a browser." }),
    orders(WHERE, "Sign out", "POST", `${path}/sign-out`, undefined, { ...shut, done: "Signed out, in every browser." }),
    orders(WHERE, "Expire tokens", "POST", `${path}/expire-tokens`, undefined, { ...shut, done: "Their tokens are refused from now on; the login stays." }),
    orders(WHERE, "Drop sockets", "POST", "/websockets/drop", { agents: [agent.username] }, { ...shut, done: ({ dropped }) => `Dropped ${dropped}.` }),
  );
}

export function agentPanel() {
  const agent = state.agents.find((known) => known.username === state.open.id);
  if (!agent) return [];
  const path = `/agents/${agent.username}`;
  const lead = (tab) => () => {
    show(tab, agent.username);
    element(`tab-${tab}`).focus();
  };
  const setStatus = ({ status, queued }) => order(WHERE, "Set.", "PUT", `${path}/status`, { status, queued: Boolean(queued) });
  const call = (wanted) => order(WHERE, "Calling.", "POST", `${path}/calls`, wanted);
  const fail = (fault) => order(WHERE, "The running call fails, or else the next one.", "POST", `${path}/softphone-fault`, fault);
  return [
    h("header.panel-head", null, h("h2", { id: "panel-title", tabindex: "-1" }, agent.name), button("Close", closePanel, { kind: "small" })),
    h("div.tags", null,
      agent.signed_in ? tag(spaced(agent.state.name), AGENT_TONES[agent.state.type]) : tag("Signed out"),
      tag(agent.softphone ? "Softphone" : "Desk phone"),
      tag(agent.routing_profile),
      tag(agent.username),
    ),
    outcome(WHERE),
    session(agent, path),
    agent.signed_in && h("form", { key: "status", onsubmit: submits(setStatus) },
      h("div.fields", null,
        field("panel-status", "Status", select("panel-status", "status", state.statuses.map(({ name }) => [name, name]))),
        h("button", null, "Set status"),
      ),
      check("queued", "After the contact they have now"),
    ),
    contacts(agent),
    agent.signed_in && [
      h("h3", { key: "call title" }, "Without a browser"),
      h("form", { key: "call", onsubmit: submits(call, { empties: true }) },
        h("div.fields", null,
          field("panel-call", "Calls", input("panel-call", "to", { required: true, list: "panel-reachable", placeholder: "Number, agent, queue or quick connect" })),
          h("button", null, "Call"),
        ),
        reachableList("panel-reachable"),
      ),
      h("h3", { key: "browser title" }, "In their browser"),
      h("p.quiet", { key: "browser" }, "These reach the CCP while it is open."),
      h("form", { key: "softphone", onsubmit: submits(fail) },
        h("div.fields", null, field("panel-reason", "Softphone", select("panel-reason", "reason", FAILURES)), h("button", null, "Fail it")),
      ),
      sdkEvents(agent, WHERE),
    ],
    h("h3", null, "More about them"),
    h("div.row", null,
      button("Order faults", lead("trouble"), { kind: "small" }),
      button("Reports", lead("reports"), { kind: "small" }),
      button("Region", lead("instance"), { kind: "small" }),
    ),
  ];
}
