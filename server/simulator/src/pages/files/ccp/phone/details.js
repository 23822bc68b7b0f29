// What is known of a contact besides who and how long: text, references, attributes.

import { h } from "../../dom.js";

const LINKS = /^https?:\/\//;

/** Only web addresses become links; anything else is shown as what it is. */
const value = (text) =>
  LINKS.test(text) ? h("a", { href: text, target: "_blank", rel: "noreferrer" }, text) : String(text ?? "");

const pair = (name, shown) => [h("dt", null, name), h("dd", null, shown)];

export function details(contact) {
  const pairs = [];
  if (contact.from) pairs.push(...pair("From", contact.from));
  if (contact.to) pairs.push(...pair("To", contact.to));
  for (const reference of contact.references) pairs.push(...pair(reference.name, value(reference.value)));
  for (const attribute of contact.attributes) pairs.push(...pair(attribute.name, value(attribute.value)));
  if (!contact.description && pairs.length === 0) return null;
  return h("div.details", null,
    contact.description && h("p.description", null, contact.description),
    pairs.length > 0 && h("dl", null, pairs),
  );
}
