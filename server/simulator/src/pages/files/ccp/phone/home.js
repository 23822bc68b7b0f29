// Nothing to do: whether contacts come, and what an agent can begin by themselves.

import { h, icon } from "../../dom.js";
import { agentData } from "../sdk/lookup.js";
import { open, store } from "./store.js";

const begin = (label, name, view, purpose) =>
  h("button.tile", { key: label, type: "button", onclick: () => open(view, purpose) }, icon(name), h("span", null, label));

export function homeView() {
  if (!store.agent) return [];
  const { snapshot, configuration } = agentData();
  const takesContacts = snapshot.state.type === "routable";
  const channels = configuration.routingProfile.channelConcurrencyMap ?? {};
  const mayCall = configuration.permissions.includes("outboundCall") && channels.VOICE > 0;
  return [
    h("div.idle", { key: "idle" },
      h("span.lamp", { "data-tone": takesContacts ? "good" : "" }, icon(takesContacts ? "ready" : "away")),
      h("h2", null, "No contact"),
      h("p", null, takesContacts ? "The next one comes to you." : "Contacts come to you while you are Available."),
    ),
    h("div.controls", { key: "controls" },
      h("div.tiles", null,
        mayCall && begin("Number pad", "keypad", "keypad", "dial"),
        mayCall && begin("Quick connects", "star", "connects", "dial"),
        channels.TASK > 0 && begin("New task", "task", "task"),
      ),
    ),
  ];
}
