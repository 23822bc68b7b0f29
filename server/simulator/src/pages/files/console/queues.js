// The queues: how many wait in each.

import { h } from "./dom.js";
import { plural } from "./parts.js";
import { agentNamed, state } from "./state.js";

export function queuesStrip() {
  return [
    h("h2", { id: "queues-title" }, "Queues"),
    h("ul.queues", null,
      state.queues.map((queue) =>
        h("li", { key: `${queue.agent ?? ""} ${queue.name}`, "data-waiting": queue.waiting > 0 },
          h("span", null, queue.agent ? `${agentNamed(queue.agent)}, own` : queue.name),
          h("span.figures", null, h("strong", null, String(queue.waiting)), " waiting"),
        ),
      ),
    ),
    state.queues.length === 0 && h("p.quiet", null, plural(0, "queue")),
  ];
}
