// The tool for traffic: customers who turn up by themselves.

import { h } from "./dom.js";
import { CHANNELS, check, field, input, orders, outcome, plural, queueChoices, submits } from "./parts.js";
import { changed, order, state } from "./state.js";

const WHERE = "traffic";

/** The slider's steps: finer where there are few. */
const RATES = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 90, 120, 180, 240, 300, 450, 600, 900, 1200];

const nearest = (rate) => RATES.reduce((best, at, index) => (Math.abs(at - rate) < Math.abs(RATES[best] - rate) ? index : best), 0);

/** What the slider shows while nothing has been asked for. */
let wanted = 12;
let sliding = false;

/** What the customers are like, kept for the slider, which changes their number alone. */
function ordered(filled) {
  const traffic = { contacts_per_minute: wanted };
  const weights = Object.keys(CHANNELS).map((channel) => [channel, Number(filled[`weight ${channel}`] ?? 0)]).filter(([, weight]) => weight > 0);
  if (weights.length > 0) traffic.channels = Object.fromEntries(weights);
  const queues = queueChoices().map(([name]) => name).filter((name) => filled[`queue ${name}`]);
  if (queues.length > 0) traffic.queues = queues;
  for (const name of ["talk", "patience"]) if (filled[name]) traffic[`${name}_ms`] = { median: Math.round(Number(filled[name]) * 1000) };
  if (filled.seed) traffic.seed = Number(filled.seed);
  return traffic;
}

const put = (traffic, done) => order(WHERE, done, "PUT", "/traffic", traffic);

function slide({ target }) {
  [wanted, sliding] = [RATES[target.value], true];
  changed();
}

/** What runs follows the slider when it is let go. Without a seed, the draws go on where they are. */
async function settle() {
  const { traffic } = state.traffic;
  if (traffic) await put({ ...traffic, contacts_per_minute: wanted, seed: undefined }, `From now on ${wanted} a minute.`);
  sliding = false;
  changed();
}

const tile = (label, count) => h("div", { key: label }, h("dd.figures", null, count.toLocaleString()), h("dt", null, label));

function figures() {
  const { made, answered, abandoned } = state.traffic;
  return h("dl.tiles", null, tile("came", made), tile("answered", answered), tile("gave up", abandoned));
}

function customers(traffic) {
  const seconds = (id, name, label, fallback) =>
    field(id, label, input(id, name, { type: "number", min: "1", step: "any", placeholder: String((traffic?.[`${name}_ms`]?.median ?? fallback * 1000) / 1000) }));
  return h("details", null,
    h("summary", null, "What they are like"),
    h("p.quiet", null, "How often each channel is chosen, relative to the others"),
    h("div.fields.five", null,
      Object.entries(CHANNELS).map(([channel, label]) =>
        field(`weight-${channel}`, label, input(`weight-${channel}`, `weight ${channel}`, { type: "number", min: "0", step: "1", value: channel === "voice" ? "1" : "0" })),
      ),
    ),
    h("p.quiet", null, "Through which queues; all if none is picked"),
    h("div.checks", null, queueChoices().map(([name]) => check(`queue ${name}`, name))),
    h("div.fields.three", null,
      seconds("traffic-talk", "talk", "They talk, seconds", 180),
      seconds("traffic-patience", "patience", "They wait, seconds", 60),
      field("traffic-seed", "Seed", input("traffic-seed", "seed", { type: "number", min: "0", placeholder: "Any" })),
    ),
  );
}

export function traffic() {
  const { traffic: running } = state.traffic;
  if (running && !sliding) wanted = running.contacts_per_minute;
  const start = (filled) => put(ordered(filled), running ? "Changed." : `Customers come, ${wanted} a minute.`);
  return h("section", { "aria-labelledby": "traffic-title" },
    h("div.head", null,
      h("h2", { id: "traffic-title" }, "Traffic"),
      h("p.quiet", null, running ? "Customers come by themselves." : "Nobody comes by themselves."),
    ),
    figures(),
    h("form", { onsubmit: submits(start) },
      h("label.rate", { for: "traffic-rate" }, "Customers a minute, on average ", h("output.figures", { for: "traffic-rate" }, wanted.toLocaleString())),
      h("input", {
        id: "traffic-rate",
        type: "range",
        min: "0",
        max: String(RATES.length - 1),
        value: String(nearest(wanted)),
        "aria-valuetext": `${plural(wanted, "customer")} a minute`,
        oninput: slide,
        onchange: settle,
      }),
      customers(running),
      h("div.row", null,
        h("button.primary", null, running ? "Change" : "Start"),
        running && orders(WHERE, "Stop", "DELETE", "/traffic", undefined, { done: "Nobody comes any more. Who is there waits and talks on.", kind: "danger" }),
      ),
    ),
    outcome(WHERE),
  );
}
