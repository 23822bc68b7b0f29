// The tool for what goes wrong on order: answers, sockets, tokens, sign-ins, the clock.

import { h } from "./dom.js";
import { READY, WAYS, describeFault, made, same, scoped } from "./faults.js";
import { aboutWhom, button, clockTime, field, input, now, orders, outcome, select, spaced, submits } from "./parts.js";
import { agentNamed, changed, order, state } from "./state.js";

const WHERE = "faults";
const SESSIONS = "sessions";
const CLOCK = "clock";

let operation = "";
let way = "status";

const replace = (faults, done) => order(WHERE, done, "PUT", "/faults", { faults });

function ordered() {
  const remove = (fault) =>
    button("Remove", () => replace(state.faults.filter((other) => other !== fault), "Removed."), { kind: "small", "aria-label": `Remove: ${describeFault(fault)}` });
  if (state.faults.length === 0) return h("p.calm", null, "Nothing is ordered: every request is answered at once.");
  return [
    h("ul.plain.ruled.orders", { "aria-label": "Ordered faults" },
      state.faults.map((fault, index) => h("li.spread", { key: index }, h("span.figures", null, describeFault(fault)), remove(fault))),
    ),
    h("div.row", null, orders(WHERE, "Take all back", "DELETE", "/faults", undefined, { kind: "small", done: "All faults are taken back." })),
  ];
}

function scopes() {
  const pick = ({ target }) => ((operation = target.value), changed());
  const operations = Object.keys(state.operations).map((name) => [name, spaced(name)]);
  return h("div.fields.two", null,
    aboutWhom("fault-agent", "For whom", "Everybody"),
    field("fault-operation", "In what", select("fault-operation", "operation", [["", "Everything"], ...operations], { onchange: pick })),
  );
}

/** For whom and what the next fault is. */
const scope = () => ({ agent: state.about, operation });

function ready([label, plain]) {
  const fault = scoped(plain, scope());
  const found = fault.times ? undefined : state.faults.find((other) => same(other, fault));
  const press = () => (found ? replace(state.faults.filter((other) => other !== found), "Taken back.") : order(WHERE, `Ordered. ${describeFault(fault)}.`, "POST", "/faults", fault));
  return button(label, press, { key: label, "aria-pressed": fault.times ? null : String(Boolean(found)) });
}

function own() {
  const make = (filled) => order(WHERE, "Ordered.", "POST", "/faults", made({ ...filled, way, ...scope() }));
  return h("details", null,
    h("summary", null, "A fault of your own"),
    h("form", { onsubmit: submits(make) },
      h("div.fields.two", null,
        field("fault-way", "The answer", select("fault-way", "way", WAYS, { value: way, onchange: ({ target }) => ((way = target.value), changed()) })),
        way === "status" && field("fault-status", "Status", input("fault-status", "status", { type: "number", min: "400", max: "599", value: "503", required: true })),
        field("fault-latency", "Seconds late", input("fault-latency", "latency", { type: "number", min: "0", max: "120", step: "any", required: way === "" })),
        field("fault-times", "How often", input("fault-times", "times", { type: "number", min: "1", placeholder: "Until taken back" })),
      ),
      h("button", null, "Order it"),
    ),
  );
}

function sessions() {
  const who = state.about ? [state.about] : state.agents.filter((agent) => agent.signed_in).map(({ username }) => username);
  const each = (act, done) => async () => {
    for (const username of who) await order(SESSIONS, done, "POST", `/agents/${username}/${act}`);
  };
  const drop = ({ seconds }) =>
    order(SESSIONS, ({ dropped }) => `Dropped ${dropped}.`, "POST", "/websockets/drop", {
      ...(state.about && { agents: [state.about] }),
      ...(seconds && { refuse_ms: Math.round(Number(seconds) * 1000) }),
    });
  return h("section", { "aria-labelledby": "sessions-title" },
    h("h2", { id: "sessions-title" }, "Sockets and sign-ins"),
    scopeNote(),
    h("div.choices.three", null,
      button("Drop sockets", () => drop({})),
      button("Expire tokens", each("expire-tokens", "Tokens are refused from now on; the logins stay."), { disabled: who.length === 0 }),
      button("Sign out", each("sign-out", "Signed out."), { disabled: who.length === 0 }),
    ),
    h("form", { onsubmit: submits(drop) },
      h("div.fields", null,
        field("drop-seconds", "Drop sockets and refuse new ones for seconds", input("drop-seconds", "seconds", { type: "number", min: "0", max: "3600", step: "any", value: "10", required: true })),
        h("button", null, "Drop"),
      ),
    ),
    outcome(SESSIONS),
  );
}

const scopeNote = () =>
  h("p.quiet", null, state.about ? `Of ${agentNamed(state.about)}, as picked above.` : "Of everybody who is signed in, unless somebody is picked above.");

function clock() {
  const shift = (minutes) => order(CLOCK, ({ now }) => `The service says it is ${clockTime(now)}.`, "PUT", "/clock", { skew_ms: Math.round(minutes * 60000) });
  const choice = (label, minutes) => button(label, () => shift(minutes), { key: label, "aria-pressed": String(state.clock.skew_ms === minutes * 60000) });
  return h("section", { "aria-labelledby": "clock-title" },
    h("div.head", null, h("h2", { id: "clock-title" }, "Clock of the service"), h("p.quiet.figures", null, clockTime(now()))),
    h("div.choices.three.steady", null, choice("5 min behind", -5), choice("On time", 0), choice("5 min ahead", 5)),
    h("form", { onsubmit: submits(({ minutes }) => shift(Number(minutes))) },
      h("div.fields", null,
        field("clock-minutes", "Minutes ahead", input("clock-minutes", "minutes", { type: "number", step: "any", required: true, placeholder: "−90" })),
        h("button", null, "Shift it"),
      ),
    ),
    outcome(CLOCK),
  );
}

export const trouble = () => [
  h("section", { "aria-labelledby": "faults-title" },
    h("h2", { id: "faults-title" }, "Faults"),
    ordered(),
    outcome(WHERE),
    scopes(),
    h("div.choices", null, READY.map(ready)),
    own(),
  ),
  sessions(),
  clock(),
];
