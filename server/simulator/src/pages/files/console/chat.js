// The conversation of a chat, and the customer's voice in it.

import { h } from "./dom.js";
import { button, clockTime, submits } from "./parts.js";
import { order, state } from "./state.js";

function written(message) {
  const at = clockTime(message.AbsoluteTime);
  const name = message.ContentType.split(".event.")[1];
  if (name) return h("li.event.quiet", { key: message.Id }, `${message.DisplayName ?? "The chat"} ${name.split(".").pop()}, ${at}`);
  return h("li", { key: message.Id, class: message.ParticipantRole === "CUSTOMER" ? "mine" : "" },
    h("p.bubble", null, message.Content),
    h("p.quiet", null, `${message.DisplayName}, ${at}`),
  );
}

export function chat(contact) {
  if (contact.channel !== "chat") return null;
  const says = (what) => order("contact", "", "POST", `/contacts/${contact.contact_id}/messages`, { from: "customer", ...what });
  return [
    h("h3", null, "Conversation"),
    h("ol.lines", { tabindex: "0", "aria-label": "Messages" }, state.messages.map(written)),
    !contact.ended_at && h("form.write", { onsubmit: submits(({ text }) => text && says({ text }), { empties: true }) },
      h("input", { name: "text", type: "text", "aria-label": "The customer writes", placeholder: "The customer writes…", autocomplete: "off" }),
      h("button.primary", null, "Send"),
    ),
    !contact.ended_at && h("div.row", null,
      button("Types", () => says({ event: "typing" }), { kind: "small" }),
      button("Has read everything", () => says({ event: "read" }), { kind: "small" }),
    ),
  ];
}
