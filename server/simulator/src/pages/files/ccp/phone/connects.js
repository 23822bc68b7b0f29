// Quick connects: to call one, to hand a contact over, or to bring somebody in.

import { h, icon } from "../../dom.js";
import * as commands from "./commands.js";
import { agentData } from "../sdk/lookup.js";
import { quickConnects } from "../sdk/agent.js";
import { changed, open, order, selected, store } from "./store.js";

const ICONS = { phone_number: "call", agent: "person", queue: "queue" };
const KINDS = { phone_number: "Phone number", agent: "Agent", queue: "Queue" };

let list = null;
let wanted = "";

async function load() {
  const queueARNs = agentData().configuration.routingProfile.queues.map((queue) => queue.queueARN);
  const found = [];
  let nextToken = null;
  do {
    const page = await quickConnects({ queueARNs, options: { nextToken } });
    found.push(...page.quickConnects);
    nextToken = page.nextToken;
  } while (nextToken);
  found.sort((one, other) => one.name.localeCompare(other.name));
  list = found;
  changed();
}

/** Before the view opens, so that what it shows is of today. */
export function refreshConnects() {
  wanted = "";
  load().catch((error) => {
    list ??= [];
    store.refusal = `Quick connects: ${error.message}`;
    changed();
  });
}

export const knownConnects = () => list ?? [];

/** The fields that the service takes, no more. */
export const endpointOf = ({ endpointARN, type, name, phoneNumber = null }) => ({ endpointARN, type, name, phoneNumber });

async function choose(connect) {
  const contact = store.purpose === "add" ? selected() : null;
  const endpoint = endpointOf(connect);
  const done = await order(connect.endpointARN, connect.name, () => (contact ? commands.add(contact, endpoint) : commands.dial(endpoint)));
  if (done) open(contact ? "contact" : "home");
}

function offered() {
  const contact = store.purpose === "add" ? selected() : null;
  // Nobody is called who has no number, and nothing but a call goes to one.
  const fits = ({ type }) => (contact ? contact.voice || type !== "phone_number" : type === "phone_number");
  const matches = ({ name, phoneNumber }) => `${name} ${phoneNumber ?? ""}`.toLowerCase().includes(wanted.toLowerCase());
  return knownConnects().filter(fits).filter(matches);
}

export function connectsView() {
  const contact = store.purpose === "add" ? selected() : null;
  const found = offered();
  const rows = found.map((connect) =>
    h("li", { key: connect.endpointARN },
      h("button.row", { type: "button", "aria-busy": store.busy.has(connect.endpointARN) && "true", onclick: () => choose(connect) },
        icon(ICONS[connect.type] ?? "person"),
        h("span.row-name", null, connect.name),
        h("span.quiet.figures", null, connect.phoneNumber ?? KINDS[connect.type]),
      ),
    ),
  );
  return [
    h("div.title", { key: "title" },
      h("button.plain", { type: "button", "aria-label": "Back", onclick: () => open(store.selected ? "contact" : "home") }, icon("back")),
      h("h2", { tabindex: "-1" }, contact ? "Transfer" : "Quick connects"),
    ),
    h("input.search", { key: "search", type: "search", "aria-label": "Search quick connects", placeholder: "Search", autocomplete: "off", oninput: ({ target }) => ((wanted = target.value), changed()) }),
    h("ul.rows", { key: "rows", "aria-label": "Quick connects" }, rows),
    found.length === 0 && h("p.quiet.nothing", { key: "nothing", role: "status" }, list ? "None fits." : "Loading…"),
    contact?.voice && h("div.controls", { key: "controls" }, h("button.wide", { type: "button", onclick: () => open("keypad", "add") }, icon("keypad"), "Dial a number")),
  ];
}
