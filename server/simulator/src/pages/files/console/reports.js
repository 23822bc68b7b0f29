// The tool for what browsers send for the record: softphone reports and metrics, logs, issues; and what they call.

import { h } from "./dom.js";
import { aboutWhom, clockTime, field, select, spaced, plural } from "./parts.js";
import { agentNamed, changed, state } from "./state.js";

const KINDS = [
  ["", "Everything"],
  ["SendSoftphoneCallReport", "Call reports"],
  ["SendSoftphoneCallMetrics", "Call metrics"],
  ["SendClientLogs", "Client logs"],
  ["NotifyContactIssue", "Issues"],
];

const ONE = { SendSoftphoneCallReport: "Call report", SendSoftphoneCallMetrics: "Call metrics", SendClientLogs: "Client logs", NotifyContactIssue: "Issue" };

const SHOWN = 60;

let kind = "";

const opened = new Set();

/** `report.callEndTime` and its value, for each value in the body. */
function* values(body, path = []) {
  for (const [name, value] of Object.entries(body)) {
    if (value !== null && typeof value === "object") yield* values(value, [...path, name]);
    else yield [[...path, name].join("."), String(value)];
  }
}

const logLine = (entry, index) => h("li", { key: index }, typeof entry === "string" ? entry : (entry.text ?? entry.message ?? JSON.stringify(entry)));

function body(report) {
  const logs = Object.values(report.body).find(Array.isArray);
  if (report.operation === "SendClientLogs" && logs) return h("ol.log", { tabindex: "0", "aria-label": "Lines of the log" }, logs.map(logLine));
  return h("dl.values", { tabindex: "0", role: "group", "aria-label": "Values" }, [...values(report.body)].flatMap(([name, value]) => [h("dt", { key: `${name} name` }, name), h("dd", { key: name }, value)]));
}

function entry(report) {
  const key = `${report.at} ${report.operation} ${report.agent}`;
  const toggle = ({ target }) => {
    if (opened.has(key) === target.open) return;
    target.open ? opened.add(key) : opened.delete(key);
    changed();
  };
  return h("details", { key, ontoggle: toggle },
    h("summary", null, h("span.figures.quiet", null, `${clockTime(report.at)} `), ONE[report.operation] ?? spaced(report.operation), h("span.quiet", null, ` ${agentNamed(report.agent)}`)),
    opened.has(key) && body(report),
  );
}

function calls() {
  const called = Object.entries(state.operations).filter(([, { answered, refused }]) => answered + refused > 0);
  called.sort(([, one], [, other]) => other.answered + other.refused - one.answered - one.refused);
  return h("section", { "aria-labelledby": "calls-title" },
    h("h2", { id: "calls-title" }, "Operations called"),
    called.length === 0 && h("p.quiet", null, "None yet: no browser has signed in."),
    called.length > 0 && h("table.small", null,
      h("thead", null, h("tr", null, h("th", { scope: "col" }, "Operation"), h("th.number", { scope: "col" }, "Answered"), h("th.number", { scope: "col" }, "Refused"))),
      h("tbody", null, called.map(([name, { answered, refused }]) =>
        h("tr", { key: name }, h("td", null, name), h("td.number", null, answered.toLocaleString()), h("td.number", null, refused.toLocaleString())),
      )),
    ),
  );
}

export function reports() {
  const found = state.reports.filter((report) => (!kind || report.operation === kind) && (!state.about || report.agent === state.about));
  const pick = ({ target }) => ((kind = target.value), changed());
  return [
    h("section", { "aria-labelledby": "reports-title" },
      h("h2", { id: "reports-title" }, "What browsers report"),
      h("div.fields.two", null,
        field("report-kind", "What", select("report-kind", "operation", KINDS, { onchange: pick })),
        aboutWhom("report-agent", "Whose", "Everybody’s"),
      ),
      found.length === 0 && h("p.quiet", null, "None. Softphones report each call when it ends, and browsers send their logs now and then."),
      h("div.entries", null, found.slice(0, SHOWN).map(entry)),
      found.length > SHOWN && h("p.quiet", null, `And ${plural(found.length - SHOWN, "earlier one")}.`),
    ),
    calls(),
  ];
}
