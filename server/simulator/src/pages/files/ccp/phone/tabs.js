// The contacts at hand, one tab each. Arrow keys go from one to the next.

import { h, icon } from "../../dom.js";
import { changed, store } from "./store.js";
import { unread } from "./chat.js";

export function select(id) {
  store.selected = id;
  store.view = "contact";
  store.refusal = "";
  changed();
}

function move(event, contacts) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const at = contacts.findIndex((contact) => contact.id === store.selected);
  const next = contacts[(at + step + contacts.length) % contacts.length];
  select(next.id);
  document.getElementById(`tab-${next.id}`)?.focus();
}

export function tabs(contacts) {
  if (contacts.length < 2) return [];
  return contacts.map((contact) => {
    const isSelected = contact.id === store.selected;
    const waiting = unread(contact.id);
    const label = `${contact.title}, ${contact.label}${waiting ? `, ${waiting} unread` : ""}`;
    return h("button.tab", {
        key: contact.id,
        id: `tab-${contact.id}`,
        type: "button",
        role: "tab",
        "aria-selected": String(isSelected),
        "aria-controls": "view",
        "aria-label": label,
        title: contact.title,
        tabindex: isSelected ? "0" : "-1",
        "data-tone": contact.tone,
        "data-ringing": contact.offered,
        onclick: () => select(contact.id),
        onkeydown: (event) => move(event, contacts),
      },
      icon(contact.icon),
      h("span", null, contact.title),
      waiting > 0 && h("span.badge", null, String(waiting)),
    );
  });
}
