// Everything about one contact: its lines, what those at their other ends do, what is written, and its attributes.

import { duration, h } from "./dom.js";
import { CHANNELS, button, field, filled, openers, options, orders, outcome, since, tag, titleOf } from "./parts.js";
import { stateTags } from "./contacts.js";
import { agentNamed, closePanel, order, state } from "./state.js";

const WHERE = "contact";

const LINE_TONES = { connecting: "accent", connected: "good", hold: "warn" };

const PARTIES = { agent: "Agent", customer: "Customer", third_party: "Third party", monitoring: "Supervisor" };

/** What somebody at the other end of a line can do, by the state of the line. */
const EVENTS = {
  connecting: [["answer", "Answers"], ["busy", "Is busy"], ["no_answer", "Does not answer"], ["invalid", "Number is invalid"]],
  connected: [["hang_up", "Hangs up"]],
  hold: [["hang_up", "Hangs up"]],
};

function line(contact, connection) {
  const path = `/contacts/${contact.contact_id}/connections/${connection.connection_id}`;
  const outside = connection.party !== "agent" && connection.party !== "monitoring";
  const events = outside && contact.channel !== "chat" ? (EVENTS[connection.state] ?? []) : [];
  const name = connection.quick_connect ?? connection.endpoint ?? "";
  return h("li", { key: connection.connection_id },
    h("p", null, h("strong", null, PARTIES[connection.party] ?? connection.party), " ", h("span.figures", null, name)),
    h("div.tags", null,
      tag(connection.state, LINE_TONES[connection.state]),
      connection.muted && tag("muted", "warn"),
      connection.digits && tag(`keys ${connection.digits}`),
      h("span.quiet.figures", null, duration(since(connection.since))),
    ),
    events.length > 0 && h("div.row", null, events.map(([event, label]) => orders(WHERE, label, "POST", path, { event }, { kind: "small", key: event }))),
  );
}

const AGENT_ACTIONS = {
  connecting: [["accept", "Accepts"], ["reject", "Rejects"]],
  incoming: [["accept", "Accepts"], ["reject", "Rejects"]],
  connected: [["hold", "Holds"], ["resume", "Resumes"], ["mute", "Mutes"], ["unmute", "Unmutes"], ["hang_up", "Hangs up"]],
};

const OVER_ACTIONS = [["clear", "Clears"]];

function agentActions(contact) {
  if (!contact.agent || contact.cleared_at) return null;
  const voice = contact.channel === "voice" || contact.channel === "queue_callback";
  const actions = (contact.ended_at ? OVER_ACTIONS : (AGENT_ACTIONS[contact.state] ?? [])).filter(
    ([action]) => voice || !["hold", "resume", "mute", "unmute"].includes(action),
  );
  if (actions.length === 0) return null;
  const path = `/contacts/${contact.contact_id}/agent-action`;
  return [
    h("h3", null, `${agentNamed(contact.agent)}, without a browser`),
    h("div.row", null, actions.map(([action, label]) => orders(WHERE, label, "POST", path, { action }, { kind: "small", key: action }))),
  ];
}

const time = new Intl.DateTimeFormat(undefined, { timeStyle: "medium", hourCycle: "h23" });

function written(message) {
  const at = time.format(new Date(message.AbsoluteTime));
  const name = message.ContentType.split(".event.")[1];
  if (name) return h("li.event.quiet", { key: message.Id }, `${message.DisplayName ?? "The chat"} ${name.split(".").pop()}, ${at}`);
  return h("li", { key: message.Id, class: message.ParticipantRole === "CUSTOMER" ? "mine" : "" },
    h("p.bubble", null, message.Content),
    h("p.quiet", null, `${message.DisplayName}, ${at}`),
  );
}

async function write(event, path) {
  event.preventDefault();
  const form = event.target;
  const text = new FormData(form).get("text");
  if (text && (await order(WHERE, "", "POST", path, { from: "customer", text }))) form.reset();
}

function chat(contact) {
  if (contact.channel !== "chat") return null;
  const path = `/contacts/${contact.contact_id}/messages`;
  const says = (event) => order(WHERE, "", "POST", path, { from: "customer", event });
  return [
    h("h3", null, "Conversation"),
    h("ol.lines", { tabindex: "0", "aria-label": "Messages" }, state.messages.map(written)),
    !contact.ended_at && h("form.write", { onsubmit: (event) => write(event, path) },
      h("input", { name: "text", type: "text", "aria-label": "The customer writes", placeholder: "The customer writes…", autocomplete: "off" }),
      h("button.primary", null, "Send"),
    ),
    !contact.ended_at && h("div.row", null, button("Types", () => says("typing"), { kind: "small" }), button("Has read everything", () => says("read"), { kind: "small" })),
  ];
}

function attributes(contact) {
  const path = `/contacts/${contact.contact_id}/attributes`;
  const set = (event) => {
    event.preventDefault();
    const form = event.target;
    const { name, value } = filled(form);
    order(WHERE, "Set.", "PUT", path, { attributes: { [name]: value ?? null } }).then((good) => good && form.reset());
  };
  return [
    h("h3", null, "Attributes"),
    h("dl", null, Object.entries(contact.attributes).flatMap(([name, value]) => [h("dt", { key: `${name} name` }, name), h("dd", { key: name }, value)])),
    h("form.pair", { onsubmit: set },
      h("input", { name: "name", type: "text", "aria-label": "Attribute", placeholder: "Name", required: true, autocomplete: "off" }),
      h("input", { name: "value", type: "text", "aria-label": "Value", placeholder: "Value, or empty to remove", autocomplete: "off" }),
      h("button", null, "Set"),
    ),
  ];
}

function monitor(contact) {
  const isCall = contact.channel === "voice" && contact.state === "connected" && !contact.monitors;
  const free = state.agents.filter((agent) => agent.signed_in && agent.username !== contact.agent);
  if (!isCall || free.length === 0) return null;
  const listen = (event) => {
    event.preventDefault();
    const agent = new FormData(event.target).get("agent");
    order(WHERE, "Offered.", "POST", "/contacts", { monitors: contact.contact_id, agent });
  };
  return h("form", { onsubmit: listen },
    field("panel-monitor", "Have somebody listen", h("select", { id: "panel-monitor", name: "agent" }, options(free.map(({ username, name }) => [username, name])))),
    h("button", null, "Monitor"),
  );
}

const related = (label, id) => id && [h("dt", { key: label }, label), h("dd", { key: `${label} id` }, openers(id))];

export function contactPanel() {
  const contact = state.open.contact ?? state.contacts.find((known) => known.contact_id === state.open.id);
  if (!contact) return [];
  const path = `/contacts/${contact.contact_id}`;
  const earlier = contact.previous_contact_id;
  return [
    h("header.panel-head", null,
      h("h2.figures", { id: "panel-title", tabindex: "-1" }, titleOf(contact)),
      button("Close", closePanel, { kind: "small" }),
    ),
    h("div.tags", null, tag(CHANNELS[contact.channel] ?? contact.channel), stateTags(contact)),
    outcome(WHERE),
    contact.description && h("p.description", null, contact.description),
    h("dl", null,
      h("dt", null, "Contact ID"), h("dd.id", null, contact.contact_id),
      h("dt", null, "Came about"), h("dd", null, contact.initiation_method),
      contact.queue && [h("dt", { key: "queue" }, "Queue"), h("dd", { key: "queue name" }, contact.queue)],
      contact.agent && [h("dt", { key: "agent" }, "Agent"), h("dd", { key: "agent name" }, agentNamed(contact.agent))],
      related("Before", earlier),
      contact.initial_contact_id !== contact.contact_id && contact.initial_contact_id !== earlier && related("First", contact.initial_contact_id),
      related("Monitors", contact.monitors),
    ),
    h("h3", null, "Lines"),
    h("ul.plain.lined", null, contact.connections.map((connection) => line(contact, connection))),
    !contact.ended_at && h("div.row", null, orders(WHERE, "Customer leaves", "POST", `${path}/customer-hangup`, undefined, { kind: "danger" })),
    agentActions(contact),
    chat(contact),
    monitor(contact),
    attributes(contact),
  ];
}
