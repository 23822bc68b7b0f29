// The console: a view of the control API, asked for anew each second, and forms that give it orders.
// It keeps nothing. Rows are kept by key, so that focus stays where it is while the figures change.
"use strict";

const API = "/control/v1";
const SHOWN_CONTACTS = 50;

const element = (id) => document.getElementById(id);

const AGENT_TONES = { routable: "good", not_routable: "warn", offline: "", system: "accent", error: "bad" };
const CONTACT_TONES = { connecting: "accent", connected: "good", ended: "warn", missed: "bad", rejected: "bad" };

async function api(method, path, body) {
  const request = { method };
  if (body !== undefined) {
    request.headers = { "content-type": "application/json" };
    request.body = JSON.stringify(body);
  }
  const answer = await fetch(API + path, request);
  const json = await answer.json();
  if (!answer.ok) throw new Error(json.error?.message ?? `status ${answer.status}`);
  return json;
}

const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}.`;

/** Gives an order and says below its form what came of it. */
async function order(outcome, done, work) {
  try {
    await work();
    outcome.dataset.tone = "good";
    outcome.textContent = done;
  } catch (error) {
    outcome.dataset.tone = "bad";
    outcome.textContent = sentence(error.message);
  }
  await refresh();
}

const outcomeIn = (node) => node.closest("section").querySelector(".outcome");

function duration(from, to) {
  const seconds = Math.max(0, Math.floor((to - from) / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const minutes = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds < 3600 ? minutes : `${Math.floor(seconds / 3600)}:${minutes}`;
}

/** Sets a text only where it differs, so that nothing flickers or is read out twice. */
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function writeTags(cell, tags) {
  const signature = JSON.stringify(tags);
  if (cell.dataset.tags === signature) return;
  cell.dataset.tags = signature;
  cell.replaceChildren(
    ...tags.map(([text, tone]) => {
      const tag = document.createElement("span");
      tag.className = "tag";
      tag.dataset.tone = tone ?? "";
      tag.textContent = text;
      return tag;
    }),
  );
}

/** Brings a table's rows in line with the items: same keys, same order. */
function renderRows(body, items, key, create, update) {
  const rows = new Map([...body.rows].map((row) => [row.dataset.key, row]));
  let before = body.firstElementChild;
  for (const item of items) {
    const name = key(item);
    let row = rows.get(name);
    rows.delete(name);
    if (!row) {
      row = create(item);
      row.dataset.key = name;
    }
    if (row === before) before = before.nextElementSibling;
    else body.insertBefore(row, before);
    update(row, item);
  }
  for (const row of rows.values()) row.remove();
}

function newRow(classes, label, press) {
  const row = document.createElement("tr");
  for (const name of classes) row.insertCell().className = name;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", press);
  row.insertCell().append(button);
  return row;
}

function renderAgents(agents, now) {
  const create = (agent) =>
    newRow(["who", "tags", "number", ""], "Sign out", () =>
      order(outcomeIn(element("offer")), "", () => api("POST", `/agents/${agent.username}/sign-out`)),
    );
  renderRows(element("agents"), agents, (agent) => agent.username, create, (row, agent) => {
    const [who, state, time, next, action] = row.cells;
    row.classList.toggle("away", !agent.signed_in);
    write(who, agent.name);
    const { name, type, started_at: since } = agent.state;
    writeTags(state, agent.signed_in ? [[name, AGENT_TONES[type]]] : [["Signed out"]]);
    write(time, agent.signed_in ? duration(Date.parse(since), now) : "");
    write(next, agent.next_state ?? "");
    const button = action.firstElementChild;
    button.hidden = !agent.signed_in;
    button.setAttribute("aria-label", `Sign out ${agent.name}`);
  });

  const select = element("offer-agent");
  if (select.options.length === 0) {
    select.replaceChildren(...agents.map((agent) => new Option(agent.name, agent.username)));
  }
}

function talkTime(contact, now) {
  if (!contact.connected_at) return "–";
  return duration(Date.parse(contact.connected_at), contact.ended_at ? Date.parse(contact.ended_at) : now);
}

function renderContacts(contacts, agents, now) {
  const names = new Map(agents.map((agent) => [agent.username, agent.name]));
  const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium", hourCycle: "h23" });
  const create = (contact) =>
    newRow(["who figures", "", "", "tags", "number", "number"], "Customer hangs up", () =>
      order(outcomeIn(element("offer")), "", () => api("POST", `/contacts/${contact.contact_id}/customer-hangup`)),
    );
  const shown = contacts.slice(0, SHOWN_CONTACTS);
  renderRows(element("contacts"), shown, (contact) => contact.contact_id, create, (row, contact) => {
    const [customer, agent, queue, state, offered, talk, action] = row.cells;
    row.classList.toggle("away", Boolean(contact.cleared_at));
    write(customer, contact.customer);
    write(agent, names.get(contact.agent) ?? contact.agent);
    write(queue, contact.queue);
    const tags = [[contact.state, contact.cleared_at ? "" : CONTACT_TONES[contact.state]]];
    if (contact.on_hold) tags.push(["on hold", "warn"]);
    if (contact.muted) tags.push(["muted", "warn"]);
    if (contact.cleared_at) tags.push(["cleared"]);
    writeTags(state, tags);
    write(offered, clock.format(new Date(contact.offered_at)));
    write(talk, talkTime(contact, now));
    action.firstElementChild.hidden = Boolean(contact.ended_at);
  });
  element("no-contacts").hidden = contacts.length > 0;
}

function describe(faults) {
  const parts = [];
  if (faults.latency_ms) parts.push(`answers come ${faults.latency_ms / 1000} s late`);
  if (faults.status) parts.push(`answers fail with ${faults.status}`);
  if (parts.length === 0) return "";
  const where = faults.operations ? ` for ${faults.operations.join(", ")}` : "";
  return sentence(parts.join(" and ") + where);
}

function renderFaults(faults) {
  const text = describe(faults);
  write(element("faults-now"), text || "None: every request is answered at once.");
  const current = JSON.stringify(faults);
  for (const button of element("faults").querySelectorAll("[data-fault]:not([data-fault=null])")) {
    button.setAttribute("aria-pressed", String(button.dataset.fault === current));
  }
  showWeather(text ? "Fault ordered" : "Running", text ? "warn" : "good");
}

function showWeather(text, tone) {
  write(element("weather"), text);
  element("weather").dataset.tone = tone;
}

function renderOrigins(origins) {
  const text = element("origins-text");
  // Somebody who is writing is not written over.
  if (document.activeElement !== text && !text.dataset.edited) text.value = origins.join("\n");
  element("desktop").hidden = origins.length === 0;
  if (origins.length > 0) element("desktop").href = `${origins[0]}/`;
}

async function refresh() {
  try {
    const [{ agents }, { contacts }, faults, { origins }] = await Promise.all(
      ["/agents", "/contacts", "/faults", "/approved-origins"].map((path) => api("GET", path)),
    );
    const now = Date.now();
    renderAgents(agents, now);
    renderContacts(contacts, agents, now);
    renderFaults(faults);
    renderOrigins(origins);
  } catch {
    showWeather("Not running", "bad");
  }
}

element("offer").addEventListener("submit", (event) => {
  event.preventDefault();
  const [agent, queue, customer] = ["offer-agent", "offer-queue", "offer-customer"].map((id) => element(id).value);
  const body = { channel: "voice", agent, queue, customer: customer.trim() };
  order(outcomeIn(event.target), "Ringing.", () => api("POST", "/contacts", body));
});

element("faults").addEventListener("click", ({ target }) => {
  if (!target.dataset.fault) return;
  const faults = JSON.parse(target.dataset.fault);
  order(outcomeIn(target), "", () => (faults ? api("PUT", "/faults", faults) : api("DELETE", "/faults")));
});

element("drop").addEventListener("click", ({ target }) => {
  order(outcomeIn(target), "Dropped.", () => api("POST", "/websockets/drop"));
});

element("origins-text").addEventListener("input", ({ target }) => {
  target.dataset.edited = "yes";
});

element("origins").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = element("origins-text");
  const origins = text.value.split(/\s+/).filter(Boolean);
  order(outcomeIn(event.target), "Approved. A page that is embedded already stays so until it reloads.", async () => {
    await api("PUT", "/approved-origins", { origins });
    delete text.dataset.edited;
  });
});

async function watch() {
  await refresh();
  setTimeout(watch, 1000);
}

watch();
