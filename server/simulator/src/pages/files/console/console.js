// The console: draws what the control API last said.

import { element, render } from "./dom.js";
import { agentPanel } from "./agent-panel.js";
import { agentsTable } from "./agents.js";
import { contactPanel } from "./contact-panel.js";
import { contactsTable } from "./contacts.js";
import { keepingFocus } from "./focus.js";
import { drawHeader } from "./header.js";
import { watch } from "./live.js";
import { queuesStrip } from "./queues.js";
import { closePanel, onChange, state } from "./state.js";
import { drawTabs } from "./tabs.js";

let shown = null;
let opener = null;

/** The focus goes into a panel that opens, and back to where it was when it closes. */
function drawPanel() {
  const panel = element("panel");
  const name = state.open && `${state.open.kind} ${state.open.id}`;
  const opens = name && name !== shown;
  const closes = !name && shown;
  if (opens && !panel.contains(document.activeElement)) opener = document.activeElement;
  panel.hidden = !name;
  render(panel, !name ? [] : state.open.kind === "agent" ? agentPanel() : contactPanel());
  shown = name;
  if (opens) {
    panel.scrollTop = 0;
    element("panel-title")?.focus();
  }
  if (closes) (opener?.isConnected ? opener : document.querySelector("[role='tab'][aria-selected='true']"))?.focus();
}

function draw() {
  keepingFocus(() => {
    drawHeader();
    if (state.readAt) {
      render(element("queues"), queuesStrip());
      render(element("agents"), agentsTable());
      render(element("contacts"), contactsTable());
      drawTabs();
    }
    drawPanel();
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && state.open && !event.defaultPrevented) closePanel();
});
onChange(draw);
draw();
watch();
