// The form by which a customer turns up.

import { h } from "./dom.js";
import { CHANNELS, field, filled, options, outcome } from "./parts.js";
import { changed, openPanel, order, state } from "./state.js";

const WHERE = "new";

const CUSTOMERS = {
  voice: ["Customer’s number", "tel", "+12065550100"],
  queue_callback: ["Customer’s number", "tel", "+12065550100"],
  chat: ["Customer’s name", "text", "Maria Lopez"],
  task: null,
  email: ["Customer’s address", "email", "maria.lopez@example.com"],
};

const NAMES = { task: ["Name of the task", "Call back about the invoice"], email: ["Subject", "My order has not arrived"] };

const DONE = { voice: "Calling.", queue_callback: "Waiting to be called.", chat: "Writing.", task: "Made.", email: "Sent." };

async function make(event) {
  event.preventDefault();
  const { attribute, value, auto_accept: autoAccept, ...body } = filled(event.target);
  const wanted = { channel: state.channel, ...body };
  if (wanted.customer) wanted.customer = wanted.customer.trim();
  if (autoAccept) wanted.auto_accept = true;
  if (attribute) wanted.attributes = { [attribute]: value ?? "" };
  let id = null;
  const done = (answer) => ((id = answer.contact_id), DONE[state.channel]);
  const good = await order(WHERE, done, "POST", "/contacts", wanted);
  // Somebody has to say what the customer writes.
  if (good && state.channel === "chat") openPanel("contact", id);
}

export function newContact() {
  const customer = CUSTOMERS[state.channel];
  const name = NAMES[state.channel];
  const agents = state.agents.map((agent) => [agent.username, agent.name]);
  const queues = state.queues.filter((queue) => !queue.agent).map((queue) => [queue.name, queue.name]);
  return [
    h("h2", { id: "new-title" }, "New contact"),
    h("div.segments", { role: "group", "aria-label": "Channel" },
      Object.entries(CHANNELS).map(([channel, label]) =>
        h("button", {
            key: channel,
            type: "button",
            "aria-pressed": String(state.channel === channel),
            onclick: () => ((state.channel = channel), changed()),
          },
          label,
        ),
      ),
    ),
    h("form", { key: state.channel, onsubmit: make },
      customer && field("new-customer", customer[0], h("input", { id: "new-customer", name: "customer", type: customer[1], value: customer[2], required: true, autocomplete: "off" })),
      name && field("new-name", name[0], h("input", { id: "new-name", name: "name", type: "text", value: name[1], required: true, autocomplete: "off" })),
      name && field("new-description", "Description", h("textarea", { id: "new-description", name: "description", rows: "2" })),
      field("new-queue", "Queue", h("select", { id: "new-queue", name: "queue" }, options(queues))),
      field("new-agent", "Agent", h("select", { id: "new-agent", name: "agent" }, options([["", "Whoever is free"], ...agents]))),
      h("label.check", null, h("input", { type: "checkbox", name: "auto_accept", value: "yes" }), "Accepted for the agent"),
      h("details", null,
        h("summary", null, "An attribute"),
        h("div.pair.two", null,
          h("input", { name: "attribute", type: "text", "aria-label": "Attribute", placeholder: "Name", autocomplete: "off" }),
          h("input", { name: "value", type: "text", "aria-label": "Value", placeholder: "Value", autocomplete: "off" }),
        ),
      ),
      h("button.primary", null, `New ${CHANNELS[state.channel].toLowerCase()}`),
      outcome(WHERE),
    ),
  ];
}
