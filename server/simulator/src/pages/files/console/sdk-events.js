// Events of the Amazon Connect SDK that the person at the console publishes in an agent's browsers.

import { h } from "./dom.js";
import { button, field, input, select, submits } from "./parts.js";
import { order, say, changed } from "./state.js";

const WARN_AFTER_MS = 60000;

const NETWORK = [["connected", "Connected"], ["connecting", "Connecting"], ["disconnected", "Disconnected"], ["failed", "Failed"]];

export function sdkEvents(agent, where) {
  const send = (namespace, key, data, parameter) =>
    order(where, "Sent.", "POST", `/agents/${agent.username}/sdk-events`, { namespace: `aws.connect.${namespace}`, key, data, ...(parameter && { parameter }) });
  const activity = (label, key, data) => button(label, () => send("activity", key, data()), { key, kind: "small" });
  const network = ({ status }) => send("contact", "agent/networkConnectionStatusChanged", { status, timestamp: Date.now() });
  const any = ({ namespace, key, parameter, data }) => {
    try {
      return send(namespace, key, JSON.parse(data ?? "{}"), parameter);
    } catch {
      say(where, "The data is not JSON.", "bad");
      changed();
      return null;
    }
  };
  return [
    h("div.row", { key: "activity" },
      activity("Session expires in a minute", "expiration-warning", () => ({ expiration: Date.now() + WARN_AFTER_MS })),
      activity("Warning is over", "expiration-warning-cleared", () => ({})),
      activity("Session cannot be extended", "session-extension-error", () => ({ isWarningActive: true, errorDetails: {} })),
    ),
    h("form", { key: "network", onsubmit: submits(network) },
      h("div.fields", null, field("panel-network", "Network", select("panel-network", "status", NETWORK)), h("button", null, "Report it")),
    ),
    h("details", { key: "any" },
      h("summary", null, "Any event of the SDK"),
      h("form", { onsubmit: submits(any) },
        h("div.fields.two", null,
          field("event-namespace", "Namespace aws.connect.", input("event-namespace", "namespace", { value: "contact", required: true })),
          field("event-key", "Key", input("event-key", "key", { required: true })),
        ),
        field("event-parameter", "Parameter", input("event-parameter", "parameter")),
        field("event-data", "Data", h("textarea", { id: "event-data", name: "data", rows: "2", placeholder: "{}", spellcheck: "false" })),
        h("button", null, "Publish"),
      ),
    ),
  ];
}
