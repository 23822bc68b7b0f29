// A new task for somebody: what, for whom, and when.

import { h, icon } from "../../dom.js";
import * as commands from "./commands.js";
import { endpointOf, knownConnects } from "./connects.js";
import { open, order, store } from "./store.js";

async function create(event) {
  event.preventDefault();
  const form = new FormData(event.target);
  const chosen = knownConnects().find((connect) => connect.endpointARN === form.get("to"));
  const when = form.get("when");
  const task = { name: form.get("name"), description: form.get("description"), endpoint: chosen && endpointOf(chosen), references: {} };
  if (when) task.scheduledTime = Math.round(new Date(when).getTime() / 1000);
  if (await order("task", "New task", () => commands.createTask(task))) open("home");
}

export function taskView() {
  const takers = knownConnects().filter(({ type }) => type !== "phone_number");
  return [
    h("div.title", { key: "title" },
      h("button.plain", { type: "button", "aria-label": "Back", onclick: () => open("home") }, icon("back")),
      h("h2", { tabindex: "-1" }, "New task"),
    ),
    h("form.fields", { key: "form", onsubmit: create },
      h("label", { for: "task-name" }, "Name"),
      h("input", { id: "task-name", name: "name", type: "text", required: true, maxlength: "512", autocomplete: "off" }),
      h("label", { for: "task-to" }, "For"),
      h("select", { id: "task-to", name: "to", required: true }, takers.map(({ endpointARN, name }) => h("option", { key: endpointARN, value: endpointARN }, name))),
      h("label", { for: "task-description" }, "Description"),
      h("textarea", { id: "task-description", name: "description", rows: "3", maxlength: "4096" }),
      h("label", { for: "task-when" }, "Not before (optional)"),
      h("input", { id: "task-when", name: "when", type: "datetime-local" }),
      h("button.wide.primary", { type: "submit", "aria-busy": store.busy.has("task") && "true" }, "Create task"),
    ),
  ];
}
