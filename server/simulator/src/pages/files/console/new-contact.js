// The form by which a contact comes about as somebody wants it.

import { h } from "./dom.js";
import { CHANNELS, agentChoices, check, field, input, outcome, pairs, queueChoices, select, submits } from "./parts.js";
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

const INITIATIONS = [
  ["", "As is usual"],
  ["inbound", "Inbound"],
  ["outbound", "Outbound"],
  ["transfer", "Transfer"],
  ["queue_transfer", "Queue transfer"],
  ["callback", "Callback"],
  ["api", "API"],
  ["webrtc_api", "WebRTC API"],
  ["agent_reply", "Agent reply"],
];

async function make(filled) {
  const { attributes, segments, link, link_name: linkName, copies, minutes, priority, auto_accept: autoAccept, alone, ...wanted } = filled;
  if (wanted.customer) wanted.customer = wanted.customer.trim();
  if (attributes) wanted.attributes = pairs(attributes);
  if (segments) wanted.segment_attributes = pairs(segments);
  if (link) wanted.references = { [linkName ?? "Link"]: { type: "URL", value: link } };
  if (copies) wanted.cc = copies.split(/[\s,;]+/).filter(Boolean);
  if (minutes) wanted.scheduled_in_ms = Math.round(Number(minutes) * 60000);
  if (priority) wanted.priority = Number(priority);
  if (autoAccept) wanted.auto_accept = true;
  if (alone) wanted.multi_party = false;
  const { channel } = state;
  const answer = await order(WHERE, DONE[channel], "POST", "/contacts", { channel, ...wanted });
  // Somebody has to say what the customer writes.
  if (answer && channel === "chat") openPanel("contact", answer.contact_id);
}

function more() {
  const { channel } = state;
  const text = (id, name, label, props) => field(id, label, input(id, name, props));
  const lines = (id, name, label) => field(id, label, h("textarea", { id, name, rows: "2", placeholder: "Name = value", spellcheck: "false" }));
  return h("details", null,
    h("summary", null, "More about it"),
    lines("new-attributes", "attributes", "Attributes, one a line"),
    lines("new-segments", "segments", "Segment attributes, one a line"),
    h("div.fields.two", null,
      text("new-priority", "priority", "Priority, low is first", { type: "number", min: "1", max: "99", placeholder: "5" }),
      field("new-initiation", "Came about", select("new-initiation", "initiation", INITIATIONS)),
      channel === "email" && text("new-sender", "customer_name", "Customer’s name"),
      channel === "email" && text("new-copies", "copies", "Copies to"),
      channel === "task" && text("new-minutes", "minutes", "Comes up in minutes", { type: "number", min: "0", step: "any" }),
      (channel === "task" || channel === "email") && [
        text("new-link-name", "link_name", "Name of a link", { placeholder: "Link" }),
        text("new-link", "link", "Where it leads", { type: "url", placeholder: "https://" }),
      ],
      text("new-subtype", "subtype", "Subtype", { placeholder: channel === "voice" ? "connect:Telephony" : "" }),
      text("new-related", "related_contact_id", "Has to do with", { placeholder: "Contact ID" }),
    ),
    channel === "voice" && check("alone", "One third party at most"),
  );
}

export function newContact() {
  const { channel } = state;
  const [customer, name] = [CUSTOMERS[channel], NAMES[channel]];
  const pick = (picked) => ((state.channel = picked), changed());
  return h("section", { "aria-labelledby": "new-title" },
    h("h2", { id: "new-title" }, "New contact"),
    h("div.segments", { role: "group", "aria-label": "Channel" },
      Object.entries(CHANNELS).map(([known, label]) =>
        h("button", { key: known, type: "button", "aria-pressed": String(channel === known), onclick: () => pick(known) }, label),
      ),
    ),
    h("form", { key: channel, onsubmit: submits(make) },
      customer && field("new-customer", customer[0], input("new-customer", "customer", { type: customer[1], value: customer[2], required: true })),
      name && field("new-name", name[0], input("new-name", "name", { value: name[1], required: true })),
      name && field("new-description", "Description", h("textarea", { id: "new-description", name: "description", rows: "2" })),
      h("div.fields.two", null,
        field("new-queue", "Queue", select("new-queue", "queue", queueChoices())),
        field("new-agent", "Agent", select("new-agent", "agent", agentChoices("Whoever is free"))),
      ),
      check("auto_accept", "Accepted for the agent"),
      more(),
      h("button.primary", null, `New ${CHANNELS[channel].toLowerCase()}`),
      outcome(WHERE),
    ),
  );
}
