// What goes wrong on order: answers that fail or come late, sockets, the clock.

import { h } from "./dom.js";
import { button, field, filled, options, orders, outcome } from "./parts.js";
import { order, state } from "./state.js";

const WHERE = "faults";

const READY = [
  ["Fail with 500", { status: 500 }],
  ["Answer 5 s late", { latency_ms: 5000 }],
  ["Throttle (429)", { status: 429 }],
  ["Sign-in is void (401)", { status: 401 }],
];

const OPERATIONS = ["AcceptContact", "CreateOutboundContact", "CreateTransport", "DestroyConnection", "GetAgentSnapshot", "HoldConnection", "PutAgentState", "ClearContact"];

const SNAPSHOTS = { duplicate: "snapshots come twice", out_of_order: "snapshots come out of order" };

export const describeFaults = (faults) => faults.map(describe).join(" ");

function describe(fault) {
  const parts = [];
  if (fault.latency_ms) parts.push(`answers come ${fault.latency_ms / 1000} s late`);
  if (fault.status) parts.push(`answers fail with ${fault.status}`);
  if (fault.truncate) parts.push("answers break off");
  if (fault.reset) parts.push("connections break");
  if (fault.snapshots) parts.push(SNAPSHOTS[fault.snapshots]);
  const where = fault.operations ? ` for ${fault.operations.join(", ")}` : "";
  const who = fault.agents ? `, ${fault.agents.join(", ")} only` : "";
  const left = fault.times ? `, ${fault.times} more times` : "";
  const text = parts.join(" and ") + where + who + left;
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

function custom(event) {
  event.preventDefault();
  const { status, latency, operation } = filled(event.target);
  const fault = {};
  if (status) fault.status = Number(status);
  if (latency) fault.latency_ms = Math.round(Number(latency) * 1000);
  if (operation) fault.operations = [operation];
  order(WHERE, "Ordered.", "PUT", "/faults", { faults: [fault] });
}

function shift(event) {
  event.preventDefault();
  const minutes = Number(new FormData(event.target).get("minutes"));
  order(WHERE, ({ now }) => `The service says it is ${now}.`, "PUT", "/clock", { skew_ms: Math.round(minutes * 60000) });
}

export function trouble() {
  const current = JSON.stringify(state.faults);
  return [
    h("h2", { id: "faults-title" }, "Faults"),
    h("p.quiet", null, describeFaults(state.faults) || "None: every request is answered at once."),
    h("div.choices", null,
      READY.map(([label, fault]) => {
        const body = { faults: [fault] };
        return button(label, () => order(WHERE, "", "PUT", "/faults", body), { key: label, "aria-pressed": String(JSON.stringify([fault]) === current) });
      }),
      orders(WHERE, "Drop WebSockets", "POST", "/websockets/drop", undefined, { done: ({ dropped }) => `Dropped ${dropped}.` }),
      orders(WHERE, "Clear", "DELETE", "/faults", undefined, { disabled: current === "[]" }),
    ),
    h("details", null,
      h("summary", null, "More"),
      h("form", { onsubmit: custom },
        h("div.pair.two", null,
          h("input", { name: "status", type: "number", min: "400", max: "599", "aria-label": "Failing status", placeholder: "Status" }),
          h("input", { name: "latency", type: "number", min: "0", max: "120", step: "any", "aria-label": "Seconds late", placeholder: "Seconds late" }),
        ),
        field("fault-operation", "Only this operation", h("select", { id: "fault-operation", name: "operation" }, options([["", "Everything, pages included"], ...OPERATIONS.map((name) => [name, name])]))),
        h("button", null, "Order"),
      ),
      h("form.pair", { onsubmit: shift },
        h("input", { name: "minutes", type: "number", step: "any", "aria-label": "Minutes by which the service’s clock is ahead", placeholder: "Clock, minutes ahead", required: true }),
        h("button", null, "Shift clock"),
      ),
    ),
    outcome(WHERE),
  ];
}
