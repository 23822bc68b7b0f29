// The contacts of the centre, the latest first.

import { duration, h } from "./dom.js";
import { CHANNELS, CONTACT_TONES, button, clockTime, now, orders, outcome, since, tag, titleOf } from "./parts.js";
import { SHOWN_CONTACTS, agentNamed, changed, openPanel, refresh, state } from "./state.js";

const FILTERS = [["all", "All"], ["waiting", "Waiting"], ["live", "Live"], ["over", "Over"]];

function pick(filter) {
  state.filter = filter;
  changed();
  refresh();
}

export function stateTags(contact) {
  const tags = [tag(contact.state, contact.cleared_at ? "" : CONTACT_TONES[contact.state])];
  if (contact.on_hold) tags.push(tag("on hold", "warn"));
  if (contact.muted) tags.push(tag("muted", "warn"));
  if (contact.monitor_mode === "BARGE") tags.push(tag("barged in", "accent"));
  if (contact.cleared_at) tags.push(tag("cleared"));
  return tags;
}

/** How long it waited or lasted: until now while it is going on. */
function lasted(contact) {
  const from = contact.connected_at ?? contact.queued_at;
  return duration(since(from, contact.ended_at ? Date.parse(contact.ended_at) : now()));
}

const isOpen = (contact) => state.open?.kind === "contact" && state.open.id === contact.contact_id;

const LEAVING = { voice: "Customer hangs up", chat: "Customer leaves" };

export const leaving = (contact) => LEAVING[contact.channel] ?? "Withdraw";

function row(contact) {
  const title = titleOf(contact);
  return h("tr", { key: contact.contact_id, class: contact.cleared_at ? "away" : "", "data-open": isOpen(contact) },
    h("td.who.figures", null,
      button(title, () => openPanel("contact", contact.contact_id), { kind: "link", "aria-expanded": String(isOpen(contact)) }),
    ),
    h("td.wide", null, CHANNELS[contact.channel] ?? contact.channel),
    h("td.tags", null, stateTags(contact)),
    h("td.number", null, lasted(contact)),
    h("td.who.light.medium", null, contact.agent ? agentNamed(contact.agent) : "–"),
    h("td.wide", null, contact.queue ? agentNamed(contact.queue) : "–"),
    h("td.number.roomy", null, clockTime(contact.queued_at)),
    h("td.medium", null,
      !contact.ended_at && orders("contacts", leaving(contact).replace("Customer ", ""), "POST", `/contacts/${contact.contact_id}/customer-hangup`, undefined, {
        kind: "small",
        "aria-label": `${leaving(contact)}: ${title}`,
        done: `${leaving(contact)}: ${title}.`,
      }),
    ),
  );
}

export function contactsTable() {
  const filters = FILTERS.map(([name, label]) =>
    button(label, () => pick(name), { kind: "small", key: name, "aria-pressed": String(state.filter === name) }),
  );
  return [
    h("div.head", null,
      h("h2", { id: "contacts-title" }, "Contacts"),
      h("div.row", { role: "group", "aria-label": "Which contacts" }, filters),
    ),
    state.outcome.tone === "bad" && outcome("contacts"),
    h("div.scroll", null,
      h("table", null,
        h("thead", null, h("tr", null,
          h("th", { scope: "col" }, "Customer"),
          h("th.wide", { scope: "col" }, "Channel"),
          h("th", { scope: "col" }, "State"),
          h("th.number", { scope: "col" }, "Time"),
          h("th.medium", { scope: "col" }, "Agent"),
          h("th.wide", { scope: "col" }, "Queue"),
          h("th.number.roomy", { scope: "col" }, "Came"),
          h("th.medium", { scope: "col" }, h("span.unseen", null, "Actions")),
        )),
        h("tbody", null, state.contacts.map(row)),
      ),
    ),
    state.contacts.length === SHOWN_CONTACTS && h("p.empty.quiet", null, `The latest ${SHOWN_CONTACTS} are shown.`),
    state.contacts.length === 0 && h("p.empty.quiet", null, state.filter === "all" ? "No contacts yet. Let a customer call." : "None."),
  ];
}
