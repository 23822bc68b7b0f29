// Everything about one contact: its lines, what those at their other ends do, its attributes, and what it comes from.

import { chat } from "./chat.js";
import { agentActions, supervisors } from "./contact-actions.js";
import { leaving, stateTags } from "./contacts.js";
import { duration, h } from "./dom.js";
import { CHANNELS, button, field, input, openers, orders, outcome, since, submits, tag, titleOf } from "./parts.js";
import { agentNamed, closePanel, openPanel, order, state } from "./state.js";

const WHERE = "contact";

const LINE_TONES = { connecting: "accent", connected: "good", hold: "warn", silent_monitor: "accent", barge: "accent" };

const PARTIES = { agent: "Agent", customer: "Customer", third_party: "Third party", monitoring: "Supervisor" };

/** What somebody at the other end of a line can do, by the state of the line. */
const EVENTS = {
  connecting: [["answer", "Answers"], ["busy", "Is busy"], ["no_answer", "Does not answer"], ["invalid", "Number is invalid"], ["failed", "Fails"]],
  connected: [["hang_up", "Hangs up"]],
  hold: [["hang_up", "Hangs up"]],
};

function line(contact, connection) {
  const path = `/contacts/${contact.contact_id}/connections/${connection.connection_id}`;
  const outside = connection.party === "customer" || connection.party === "third_party";
  const events = outside && contact.channel !== "chat" ? (EVENTS[connection.state] ?? []) : [];
  const self = connection.party === "agent" && contact.agent ? agentNamed(contact.agent) : "";
  const name = connection.quick_connect ?? connection.endpoint ?? self;
  return h("li", { key: connection.connection_id },
    h("div.spread", null,
      h("p", null, h("strong", null, PARTIES[connection.party] ?? connection.party), " ", h("span.figures", null, name)),
      h("span.quiet.figures", null, duration(since(connection.since))),
    ),
    h("div.tags", null,
      tag(connection.state.replaceAll("_", " "), LINE_TONES[connection.state]),
      connection.muted && tag("muted", "warn"),
      connection.digits && tag(`keys ${connection.digits}`),
    ),
    events.length > 0 && h("div.row", null, events.map(([event, label]) => orders(WHERE, label, "POST", path, { event }, { kind: "small", key: event }))),
  );
}

function attributes(contact) {
  const path = `/contacts/${contact.contact_id}/attributes`;
  const set = ({ name, value }) => order(WHERE, value === undefined ? "Removed." : "Set.", "PUT", path, { attributes: { [name.trim()]: value ?? null } });
  return [
    h("h3", null, "Attributes"),
    h("dl", null, Object.entries(contact.attributes).flatMap(([name, value]) => [h("dt", { key: `${name} name` }, name), h("dd", { key: name }, value)])),
    h("form", { onsubmit: submits(set, { empties: true }) },
      h("div.fields", null,
        field("attribute-name", "Attribute", input("attribute-name", "name", { required: true })),
        field("attribute-value", "Value, empty to remove", input("attribute-value", "value")),
        h("button", null, "Set"),
      ),
    ),
  ];
}

const fact = (label, value) => value && [h("dt", { key: label }, label), h("dd", { key: `${label} value` }, value)];

function facts(contact) {
  const earlier = contact.previous_contact_id;
  const related = (id) => id && openers(id, "An earlier contact");
  return h("dl", null,
    fact("Came about", contact.initiation_method.replaceAll("_", " ")),
    fact("Queue", contact.queue && agentNamed(contact.queue)),
    fact("Priority", contact.queue && String(contact.priority)),
    fact("Agent", contact.agent && button(agentNamed(contact.agent), () => openPanel("agent", contact.agent), { kind: "link" })),
    fact("Before", related(earlier)),
    fact("First", contact.initial_contact_id !== contact.contact_id && contact.initial_contact_id !== earlier && related(contact.initial_contact_id)),
    fact("Has to do with", related(contact.related_contact_id)),
    fact("Monitors", related(contact.monitors)),
    fact("Subtype", contact.subtype),
    fact("Contact ID", h("code", null, contact.contact_id)),
  );
}

export function contactPanel() {
  const contact = state.open.contact ?? state.contacts.find((known) => known.contact_id === state.open.id);
  const head = (title) => h("header.panel-head", null, h("h2.figures", { id: "panel-title", tabindex: "-1" }, title), button("Close", closePanel, { kind: "small" }));
  if (!contact) return [head("Contact"), state.open.forgotten && h("p.quiet", null, "The instance does not know this contact any more.")];
  const path = `/contacts/${contact.contact_id}`;
  return [
    head(titleOf(contact)),
    h("div.tags", null, tag(CHANNELS[contact.channel] ?? contact.channel), stateTags(contact)),
    outcome(WHERE),
    contact.description && h("p.description", null, contact.description),
    !contact.ended_at && h("div.row", null, orders(WHERE, leaving(contact), "POST", `${path}/customer-hangup`, undefined, { kind: "danger" })),
    chat(contact),
    h("h3", null, "Lines"),
    h("ul.plain.lined", null, contact.connections.map((connection) => line(contact, connection))),
    agentActions(contact, WHERE),
    supervisors(contact, WHERE),
    attributes(contact),
    h("h3", null, "About it"),
    facts(contact),
  ];
}
