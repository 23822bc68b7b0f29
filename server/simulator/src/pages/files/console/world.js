// What is around the centre: queues, the numbers that agents call, and who may embed the CCP.

import { h } from "./dom.js";
import { button, filled, options, orders, outcome } from "./parts.js";
import { order, state } from "./state.js";

export function queuesTable() {
  return [
    h("h2", { id: "queues-title" }, "Queues"),
    h("ul.queues", null,
      state.queues.map((queue) =>
        h("li", { key: queue.name, "data-waiting": queue.waiting > 0 },
          h("span", null, queue.name),
          h("span.figures", { "aria-label": `${queue.waiting} waiting` }, String(queue.waiting)),
        ),
      ),
    ),
  ];
}

const DIALLED = [["answer", "is answered"], ["busy", "is busy"], ["no_answer", "is not answered"], ["invalid", "is invalid"], ["failed", "fails"]];

function expect(event) {
  event.preventDefault();
  const form = event.target;
  const { number, dialled } = filled(form);
  order("numbers", "Noted.", "PUT", `/numbers/${encodeURIComponent(number.trim())}`, dialled).then((good) => good && form.reset());
}

export function numbers() {
  const labels = new Map(DIALLED);
  const known = Object.entries(state.numbers).map(([number, dialled]) =>
    h("li", { key: number },
      h("span.figures", null, number),
      h("span.quiet", null, labels.get(dialled) ?? String(dialled)),
      orders("numbers", "Forget", "DELETE", `/numbers/${encodeURIComponent(number)}`, undefined, { kind: "small", "aria-label": `Forget ${number}` }),
    ),
  );
  return [
    h("h2", { id: "numbers-title" }, "When agents call"),
    h("ul.plain.numbers", null, known),
    h("form.pair", { onsubmit: expect },
      h("input", { name: "number", type: "tel", "aria-label": "Number", placeholder: "+12065550199", required: true, autocomplete: "off" }),
      h("select", { name: "dialled", "aria-label": "What comes of it" }, options(DIALLED)),
      h("button", null, "Set"),
    ),
    outcome("numbers"),
  ];
}

/** What is being written; null while nobody writes. */
let edited = null;

async function approve(event) {
  event.preventDefault();
  const text = new FormData(event.target).get("origins");
  const done = "Approved. A page that is embedded already stays so until it reloads.";
  if (await order("origins", done, "PUT", "/approved-origins", { origins: text.split(/\s+/).filter(Boolean) })) edited = null;
}

export function origins() {
  return [
    h("h2", { id: "origins-title" }, "Approved origins"),
    h("form", { onsubmit: approve },
      h("label", { for: "origins-text" }, "Who may embed the CCP, one a line"),
      h("textarea", {
        id: "origins-text",
        name: "origins",
        rows: "3",
        spellcheck: "false",
        autocomplete: "off",
        // Somebody who is writing is not written over.
        value: edited ?? state.origins.join("\n"),
        oninput: ({ target }) => (edited = target.value),
      }),
      h("button", null, "Approve"),
      outcome("origins"),
    ),
  ];
}
