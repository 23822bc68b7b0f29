// Quick responses in the composer: a slash and a few words list them, Enter takes one.

import { h } from "../../dom.js";
import { agentData } from "../sdk/lookup.js";
import { changed } from "./store.js";

const DELAY_MS = 150;

let found = [];
let active = 0;
let timer = null;

export function suggest(contactId, text) {
  clearTimeout(timer);
  if (!text.startsWith("/")) {
    if (found.length > 0) show([]);
    return;
  }
  timer = setTimeout(async () => {
    const contact = agentData().snapshot.contacts.find((known) => known.contactId === contactId);
    const answer = await fetch("/quick-responses", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: text.slice(1), attributes: contact?.attributes }),
    });
    if (answer.ok) show((await answer.json()).results);
  }, DELAY_MS);
}

function show(results) {
  found = results;
  active = 0;
  changed();
}

function take(response) {
  const field = document.getElementById("reply");
  field.value = response.contents.plainText.content;
  show([]);
  field.focus();
}

/** Keys of the list while it is open. Tells whether it took the key. */
export function takeSuggestion(event) {
  if (found.length === 0) return false;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) active = (active + step + found.length) % found.length;
  else if (event.key === "Enter" && !event.isComposing) take(found[active]);
  else if (event.key === "Escape") show([]);
  else return false;
  event.preventDefault();
  event.stopPropagation();
  changed();
  return true;
}

export function suggestions() {
  if (found.length === 0) return null;
  const row = (response, index) =>
    h("li", {
        key: response.quickResponseId,
        role: "option",
        "aria-selected": String(index === active),
        onmousedown: (event) => event.preventDefault(),
        onclick: () => take(response),
      },
      h("strong", null, response.name),
      h("span.quiet", null, response.contents.plainText.content),
    );
  return h("ul.responses", { role: "listbox", "aria-label": "Quick responses" }, found.map(row));
}
