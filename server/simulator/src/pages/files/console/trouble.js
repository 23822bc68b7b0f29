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

export function describeFaults(faults) {
  const parts = [];
  if (faults.latency_ms) parts.push(`answers come ${faults.latency_ms / 1000} s late`);
  if (faults.status) parts.push(`answers fail with ${faults.status}`);
  if (parts.length === 0) return "";
  const where = faults.operations ? ` for ${faults.operations.join(", ")}` : "";
  const text = parts.join(" and ") + where;
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

function custom(event) {
  event.preventDefault();
  const { status, latency, operation } = filled(event.target);
  const faults = {};
  if (status) faults.status = Number(status);
  if (latency) faults.latency_ms = Math.round(Number(latency) * 1000);
  if (operation) faults.operations = [operation];
  order(WHERE, "Ordered.", "PUT", "/faults", faults);
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
        const body = JSON.stringify(fault);
        return button(label, () => order(WHERE, "", "PUT", "/faults", fault), { key: label, "aria-pressed": String(body === current) });
      }),
      orders(WHERE, "Drop WebSockets", "POST", "/websockets/drop", undefined, { done: ({ dropped }) => `Dropped ${dropped}.` }),
      orders(WHERE, "Clear", "DELETE", "/faults", undefined, { disabled: current === "{}" }),
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
