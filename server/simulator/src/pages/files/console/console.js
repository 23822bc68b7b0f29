// The console: draws what the control API last said, once a second and after each order.

import { element, render, write } from "./dom.js";
import { agentPanel, agentsTable } from "./agents.js";
import { contactPanel } from "./contact-panel.js";
import { contactsTable } from "./contacts.js";
import { newContact } from "./new-contact.js";
import { closePanel, onChange, state, watch } from "./state.js";
import { describeFaults, trouble } from "./trouble.js";
import { numbers, origins, queuesTable } from "./world.js";

const SECTIONS = {
  agents: agentsTable,
  queues: queuesTable,
  contacts: contactsTable,
  new: newContact,
  faults: trouble,
  numbers,
  origins,
};

let shown = null;
let opener = null;

function draw() {
  if (state.running) for (const [id, section] of Object.entries(SECTIONS)) render(element(id), section());
  drawPanel();
  const weather = element("weather");
  const fault = describeFaults(state.faults);
  write(weather, state.running === null ? "Connecting…" : !state.running ? "Not running" : fault ? "Fault ordered" : "Running");
  weather.dataset.tone = !state.running ? "bad" : fault ? "warn" : "good";
  document.body.dataset.running = String(state.running ?? true);
  element("desktop").hidden = state.origins.length === 0;
  if (state.origins.length > 0) element("desktop").href = `${state.origins[0]}/`;
}

/** The focus goes into a panel that opens, and back to where it was when it closes. */
function drawPanel() {
  const panel = element("panel");
  const name = state.open && `${state.open.kind} ${state.open.id}`;
  const opens = name && name !== shown;
  const closes = !name && shown;
  if (opens && !panel.contains(document.activeElement)) opener = document.activeElement;
  panel.hidden = !name;
  document.body.toggleAttribute("data-panel", Boolean(name));
  render(panel, !name ? [] : state.open.kind === "agent" ? agentPanel() : contactPanel());
  shown = name;
  if (opens) {
    panel.scrollTop = 0;
    element("panel-title")?.focus();
  }
  if (closes && opener?.isConnected) opener.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && state.open) closePanel();
});
onChange(draw);
watch();
