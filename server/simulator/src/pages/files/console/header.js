// The top of the page: let somebody turn up with one press, and what is going on beside the contacts.

import { get } from "./api.js";
import { element, h, render, write } from "./dom.js";
import { describeFault } from "./faults.js";
import { button, clockTime, outcome, plural, tag } from "./parts.js";
import { agentNamed, changed, openPanel, order, say, show, state } from "./state.js";

const WHERE = "quick";

const NUMBERS = ["+12065550142", "+12065550117", "+493055501480", "+442079460958", "+12065550171", "+81335550123"];
const NAMES = ["Maria Lopez", "John Stiles", "Akua Mansa", "Li Juan", "Pat Candella", "Saanvi Sarkar"];

const address = (name) => `${name.toLowerCase().replace(" ", ".")}@example.com`;

const READY = {
  voice: ["Let a customer call", (turn) => ({ customer: NUMBERS[turn % NUMBERS.length] })],
  chat: ["Chat", (turn) => ({ customer: NAMES[turn % NAMES.length] })],
  task: ["Task", () => ({ name: "Call back about the invoice" })],
  email: ["E-mail", (turn) => ({ name: "My order has not arrived", customer: address(NAMES[turn % NAMES.length]) })],
  queue_callback: ["Callback", (turn) => ({ customer: NUMBERS[turn % NUMBERS.length] })],
};

let turn = 0;

/** Who has got it, and what to do if nobody has. */
async function whoGot(id) {
  const { contact } = await get(`/contacts/${id}`);
  if (contact.agent) return `On its way to ${agentNamed(contact.agent)}.`;
  return `Waits in ${contact.queue}: nobody is available. An agent’s name leads to their sign-in.`;
}

async function arrive(channel) {
  const queue = state.queues.find((queue) => !queue.agent)?.name;
  const answer = await order(WHERE, "", "POST", "/contacts", { channel, queue, ...READY[channel][1](turn++) });
  if (!answer) return;
  // Somebody has to say what the customer writes.
  if (channel === "chat") return openPanel("contact", answer.contact_id);
  say(WHERE, await whoGot(answer.contact_id).catch(() => ""));
  changed();
}

function quick() {
  return [
    Object.entries(READY).map(([channel, [label]]) => button(label, () => arrive(channel), { key: channel, kind: channel === "voice" ? "primary" : "" })),
    outcome(WHERE),
  ];
}

const STATES = { connecting: ["Connecting…", ""], live: ["Live", "good"], lost: ["Not connected", "bad"] };

const chip = (key, tone, text, tab, title) => button(text, () => show(tab), { key, kind: "chip", title, "data-tone": tone });

function weather() {
  const minutes = state.clock.skew_ms / 60000;
  const play = state.plays.find((play) => play.state === "playing");
  const done = play?.steps.filter((step) => step.state === "done").length;
  const rate = state.traffic.traffic?.contacts_per_minute;
  return [
    play && chip("play", "accent", `Playing ${done}/${play.steps.length}`, "scenarios", play.title),
    rate && chip("traffic", "accent", `Traffic ${rate}/min`, "traffic"),
    state.faults.length > 0 && chip("faults", "warn", plural(state.faults.length, "fault"), "trouble", state.faults.map(describeFault).join("\n")),
    minutes !== 0 && chip("clock", "warn", `Clock ${minutes > 0 ? "+" : "−"}${Math.round(Math.abs(minutes) * 10) / 10} min`, "trouble"),
    tag(...STATES[state.connection]),
  ];
}

/** What stays in view below the header has to know where that ends. */
const measure = ([{ target }]) => document.body.style.setProperty("--top", `${target.offsetHeight}px`);

new ResizeObserver(measure).observe(document.querySelector("body > header"));

export function drawHeader() {
  render(element("quick"), state.readAt ? quick() : []);
  render(element("weather"), weather());
  write(element("where"), state.regions ? `Region ${state.regions.region}` : "");
  const notice = element("notice");
  notice.hidden = state.connection !== "lost";
  const asOf = state.readAt ? ` What is shown is of ${clockTime(state.readAt)}.` : "";
  write(notice, `The console is not connected to the instance. It tries again by itself.${asOf}`);
  const desktop = element("desktop");
  desktop.hidden = state.origins.length === 0;
  if (state.origins.length > 0) desktop.href = `${state.origins[0]}/`;
}
