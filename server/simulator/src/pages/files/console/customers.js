// The tool for what customers do: a contact made to measure, and what comes of numbers that agents call.

import { h } from "./dom.js";
import { newContact } from "./new-contact.js";
import { DIALLED, field, input, orders, outcome, select, submits } from "./parts.js";
import { order, state } from "./state.js";

const WHERE = "numbers";

const at = (number) => `/numbers/${encodeURIComponent(number.trim())}`;

function numbers() {
  const labels = new Map(DIALLED);
  const expect = ({ number, outcome: what, seconds }) =>
    order(WHERE, "Noted.", "PUT", at(number), { outcome: what, ...(seconds && { after_ms: Math.round(Number(seconds) * 1000) }) });
  const known = Object.entries(state.numbers).map(([number, { outcome: what, after_ms: after }]) =>
    h("li.spread", { key: number },
      h("span", null, h("span.figures", null, number), h("span.quiet", null, ` ${labels.get(what) ?? what} after ${after / 1000} s`)),
      orders(WHERE, "Forget", "DELETE", at(number), undefined, { kind: "small", "aria-label": `Forget ${number}` }),
    ),
  );
  return h("section", { "aria-labelledby": "numbers-title" },
    h("h2", { id: "numbers-title" }, "Numbers that agents call"),
    h("p.quiet", null, "Any other answers, or does what the instance’s rules say."),
    known.length > 0 && h("ul.plain.ruled", null, known),
    h("form", { onsubmit: submits(expect, { empties: true }) },
      field("number-number", "Number", input("number-number", "number", { type: "tel", required: true, placeholder: "+12065550199" })),
      h("div.fields", null,
        field("number-outcome", "What comes of it", select("number-outcome", "outcome", DIALLED)),
        field("number-seconds", "Seconds", input("number-seconds", "seconds", { class: "few", type: "number", min: "0", step: "any", placeholder: "1" })),
        h("button", null, "Set"),
      ),
    ),
    outcome(WHERE),
  );
}

export const customers = () => [newContact(), numbers()];
