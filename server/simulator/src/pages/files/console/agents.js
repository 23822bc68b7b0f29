// The agents, and the panel of one: status, sign-in, and what can happen in their browser.

import { duration, h } from "./dom.js";
import { AGENT_TONES, button, field, openers, options, orders, outcome, since, spaced, tag } from "./parts.js";
import { closePanel, openPanel, order, state } from "./state.js";

export function agentsTable() {
  const rows = state.agents.map((agent) =>
    h("tr", { key: agent.username, class: agent.signed_in ? "" : "away", "data-open": isOpen(agent) },
      h("td.who", null, button(agent.name, () => openPanel("agent", agent.username), { kind: "link", "aria-expanded": String(isOpen(agent)) })),
      h("td.quiet", null, agent.routing_profile),
      h("td.tags", null,
        agent.signed_in ? tag(spaced(agent.state.name), AGENT_TONES[agent.state.type]) : tag("Signed out"),
        agent.next_state && tag(`Next: ${agent.next_state}`),
      ),
      h("td.number", null, agent.signed_in ? duration(since(agent.state.started_at)) : ""),
      h("td.number", null, agent.contacts.length > 0 ? String(agent.contacts.length) : ""),
    ),
  );
  return [
    h("h2", { id: "agents-title" }, "Agents"),
    h("div.scroll", null,
      h("table", null,
        h("thead", null, h("tr", null,
          h("th", { scope: "col" }, "Agent"),
          h("th", { scope: "col" }, "Routing profile"),
          h("th", { scope: "col" }, "State"),
          h("th.number", { scope: "col" }, "For"),
          h("th.number", { scope: "col" }, "Contacts"),
        )),
        h("tbody", null, rows),
      ),
    ),
  ];
}

const isOpen = (agent) => state.open?.kind === "agent" && state.open.id === agent.username;

const WARN_AFTER_MS = 60000;

const FAILURES = [
  ["ice_collection_timeout", "ICE collection times out"],
  ["microphone_not_shared", "Microphone is not shared"],
  ["signalling_connection_failure", "No signalling connection"],
  ["signalling_handshake_failure", "Signalling handshake fails"],
  ["user_busy", "User busy"],
  ["webrtc_error", "WebRTC error"],
];

const NETWORK = [
  ["connected", "Connected"],
  ["connecting", "Connecting"],
  ["disconnected", "Disconnected"],
  ["failed", "Failed"],
];

const WHERE = "agent";

function sdkEvent(agent, label, namespace, key, data) {
  const event = { namespace: `aws.connect.${namespace}`, key, data: typeof data === "function" ? data() : data };
  return button(label, () => order(WHERE, "Sent.", "POST", `/agents/${agent.username}/sdk-events`, event));
}

function submitTo(path, method, name, done) {
  return (event) => {
    event.preventDefault();
    order(WHERE, done, method, path, { [name]: new FormData(event.target).get(name) });
  };
}

export function agentPanel() {
  const agent = state.agents.find((known) => known.username === state.open.id);
  if (!agent) return [];
  const path = `/agents/${agent.username}`;
  return [
    h("header.panel-head", null,
      h("h2", { id: "panel-title", tabindex: "-1" }, agent.name),
      button("Close", closePanel, { kind: "small" }),
    ),
    h("div.tags", null,
      agent.signed_in ? tag(spaced(agent.state.name), AGENT_TONES[agent.state.type]) : tag("Signed out"),
      tag(agent.softphone ? "Softphone" : "Desk phone"),
      tag(agent.routing_profile),
    ),
    outcome(WHERE),
    h("div.row", null,
      orders(WHERE, "Sign in without a browser", "POST", `${path}/sign-in`, undefined, { hidden: agent.signed_in }),
      orders(WHERE, "Sign out", "POST", `${path}/sign-out`, undefined, { hidden: !agent.signed_in }),
    ),
    h("form", { onsubmit: submitTo(`${path}/status`, "PUT", "status", "Set.") },
      field("panel-status", "Status", h("select", { id: "panel-status", name: "status" }, options(state.statuses.map(({ name }) => [name, name])))),
      h("button", null, "Set status"),
    ),
    agent.contacts.length > 0 && h("h3", null, "Contacts"),
    h("ul.plain", null, agent.contacts.map((id) => h("li", { key: id }, openers(id)))),
    h("h3", null, "In their browser"),
    h("p.quiet", null, "These reach the CCP while it is open."),
    h("div.choices", null,
      sdkEvent(agent, "Session expires in a minute", "activity", "expiration-warning", () => ({ expiration: Date.now() + WARN_AFTER_MS })),
      sdkEvent(agent, "Warning is over", "activity", "expiration-warning-cleared", {}),
      sdkEvent(agent, "Session cannot be extended", "activity", "session-extension-error", { isWarningActive: true, errorDetails: {} }),
    ),
    h("form", { onsubmit: (event) => {
        event.preventDefault();
        const status = new FormData(event.target).get("network");
        const data = { status, timestamp: Date.now() };
        order(WHERE, "Sent.", "POST", `${path}/sdk-events`, { namespace: "aws.connect.contact", key: "agent/networkConnectionStatusChanged", data });
      } },
      field("panel-network", "Network", h("select", { id: "panel-network", name: "network" }, options(NETWORK))),
      h("button", null, "Report network"),
    ),
    h("form", { onsubmit: submitTo(`${path}/softphone-fault`, "POST", "reason", "The running call fails, or else the next one.") },
      field("panel-reason", "Softphone", h("select", { id: "panel-reason", name: "reason" }, options(FAILURES))),
      h("button", null, "Fail the softphone"),
    ),
  ];
}
