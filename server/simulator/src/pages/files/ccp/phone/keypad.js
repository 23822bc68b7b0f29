// Twelve keys: to dial a number, to add somebody to a call, or to send tones into one.

import { h, icon } from "../../dom.js";
import * as commands from "./commands.js";
import { changed, open, order, selected, store } from "./store.js";

const KEYS = [
  ["1", ""], ["2", "ABC"], ["3", "DEF"],
  ["4", "GHI"], ["5", "JKL"], ["6", "MNO"],
  ["7", "PQRS"], ["8", "TUV"], ["9", "WXYZ"],
  ["*", ""], ["0", "+"], ["#", ""],
];

const field = () => document.getElementById("number");

let sent = Promise.resolve();

function sendTone(digit) {
  const contact = selected();
  const line = contact?.parties.find((party) => party.state === "connected");
  if (!line) return;
  store.typed += digit;
  changed();
  // One after the other, however fast they are pressed.
  sent = sent.then(() => order("digits", `Key ${digit}`, () => commands.digits(contact, line.id, digit)));
}

function press(digit) {
  if (store.purpose === "digits") {
    sendTone(digit);
    return;
  }
  const input = field();
  input.setRangeText(digit, input.selectionStart ?? input.value.length, input.selectionEnd ?? input.value.length, "end");
}

async function call(event) {
  event.preventDefault();
  const number = field().value.replace(/[\s().-]/g, "");
  const contact = store.purpose === "add" ? selected() : null;
  const endpoint = commands.phoneNumber(number);
  const done = await order("call", number || "Call", () => (contact ? commands.add(contact, endpoint) : commands.dial(endpoint)));
  if (done) open(contact ? "contact" : "home");
}

function typeTone(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[0-9*#]$/.test(event.key)) return;
  event.preventDefault();
  sendTone(event.key);
}

const TITLES = { dial: "Number pad", add: "Add by number", digits: "Keypad" };

export function keypadView() {
  const tones = store.purpose === "digits";
  const display = tones
    ? h("output.number.figures", { key: "tones", "aria-label": "Sent" }, store.typed || "\u00a0")
    : h("input.number.figures", {
        key: "number",
        id: "number",
        type: "tel",
        "aria-label": "Phone number",
        placeholder: "+1 206 555 0100",
        autocomplete: "off",
        autofocus: true,
      });
  const keys = KEYS.map(([digit, letters]) =>
    h("button.key", { key: digit, type: "button", "data-letters": letters || null, onclick: () => press(digit) }, digit),
  );
  return [
    h("div.title", { key: "title" },
      h("button.plain", { type: "button", "aria-label": "Back", onclick: () => open(store.selected ? "contact" : "home") }, icon("back")),
      h("h2", { tabindex: "-1" }, TITLES[store.purpose]),
    ),
    h("form.keypad", { key: "keypad", onsubmit: call, onkeydown: tones ? typeTone : null },
      display,
      h("div.keys", { role: "group", "aria-label": "Keys" }, keys),
      !tones && h("button.wide.primary", { type: "submit", "aria-busy": store.busy.has("call") && "true" }, icon("call"), "Call"),
    ),
  ];
}
