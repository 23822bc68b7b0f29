// One contact: who, what, how long, and what can be done with it.

import { h, icon, duration } from "../../dom.js";
import * as commands from "./commands.js";
import { open, order, since, store } from "./store.js";
import { conversation } from "./chat.js";
import { details } from "./details.js";

const capital = (text) => text[0].toUpperCase() + text.slice(1);

/** A control of a live contact: an icon with its name below. */
function tile(contact, label, name, work, { pressed, title } = {}) {
  return h("button.tile", {
      key: label,
      type: "button",
      title,
      "aria-pressed": pressed,
      "aria-busy": store.busy.has(label) && "true",
      onclick: typeof work === "function" ? () => order(label, label, () => work(contact)) : null,
    },
    icon(name),
    h("span", null, label),
  );
}

const opener = (contact, label, name, view, purpose) =>
  h("button.tile", { key: label, type: "button", onclick: () => open(view, purpose) }, icon(name), h("span", null, label));

function wide(contact, label, tone, work) {
  return h(`button.wide.${tone}`, {
      key: label,
      type: "button",
      "aria-busy": store.busy.has(label) && "true",
      onclick: () => order(label, label, () => work(contact)),
    },
    label,
  );
}

async function accept(contact) {
  await commands.accept(contact);
  store.accepting.add(contact.id);
}

function voiceTiles(contact) {
  const others = contact.parties;
  const first = contact.initial?.connectionId;
  const held = others.filter((party) => party.state === "hold");
  const talking = others.filter((party) => party.state === "connected");
  const tiles = [];
  if (contact.monitoring) return monitorTiles(contact);
  if (contact.selfHeld) {
    tiles.push(tile(contact, "Resume", "resume", () => commands.resume(contact, contact.self.connectionId)));
  } else if (others.length < 2 && first) {
    tiles.push(
      contact.onHold
        ? tile(contact, "Resume", "resume", () => commands.resume(contact, first))
        : tile(contact, "Hold", "hold", () => commands.hold(contact, first)),
    );
  } else if (held.length > 0 && talking.length > 0) {
    tiles.push(tile(contact, "Swap", "swap", commands.swap, { title: "Talk to the other one" }));
  }
  if (others.length > 1 && held.length > 0) {
    tiles.push(tile(contact, "Join", "join", commands.join, { title: "Talk to everybody at once" }));
  }
  tiles.push(contact.muted ? tile(contact, "Unmute", "unmute", commands.unmute) : tile(contact, "Mute", "mute", commands.mute));
  tiles.push(opener(contact, "Keypad", "keypad", "keypad", "digits"));
  tiles.push(opener(contact, "Transfer", "add", "connects", "add"));
  return tiles;
}

function monitorTiles(contact) {
  const status = contact.monitorStatus;
  const can = (what) => contact.monitorCapabilities.includes(what) && status !== what;
  return [
    can("SILENT_MONITOR") && tile(contact, "Listen", "mute", commands.listen),
    can("BARGE") && tile(contact, "Barge in", "join", commands.barge),
  ];
}

function otherTiles(contact) {
  const tiles = [];
  if (contact.channel === "task") {
    tiles.push(contact.paused ? tile(contact, "Resume", "resume", commands.unpause) : tile(contact, "Pause", "hold", commands.pause));
  }
  if (contact.live && contact.channel !== "chat") tiles.push(opener(contact, "Transfer", "add", "connects", "add"));
  return tiles;
}

/** The buttons at the foot: at most one of each tone, the dangerous one last. */
function foot(contact) {
  const noun = contact.noun;
  if (contact.offered) {
    return [wide(contact, `Accept ${noun}`, "primary", accept), wide(contact, `Reject ${noun}`, "danger", commands.reject)];
  }
  if (contact.over) return [wide(contact, "Clear contact", "primary", commands.clear)];
  if (contact.type === "connecting") {
    return contact.outbound ? [wide(contact, "Cancel call", "danger", commands.leave)] : [];
  }
  if (contact.live || contact.paused) {
    const several = contact.parties.length > 1 && !contact.monitoring;
    const label = several ? `Leave ${noun}` : contact.monitoring ? "Stop listening" : `End ${noun === "callback" ? "call" : noun}`;
    const end = wide(contact, label, "danger", commands.leave);
    // A conversation needs the room that tiles would take.
    const transfer = contact.channel === "chat" && !contact.monitoring;
    return [transfer && h("button.wide", { key: "Transfer", type: "button", onclick: () => open("connects", "add") }, icon("add"), "Transfer"), end];
  }
  return [];
}

/** With more than one other party, each has a line and orders of its own. */
function parties(contact) {
  if (!contact.voice || contact.parties.length < 2 || !contact.live) return null;
  const row = (party) =>
    h("li", { key: party.id },
      h("div", null, h("p.party", null, party.name), h("p.quiet", null, party.label, " · ", h("span.figures", null, duration(since(party.since))))),
      !contact.monitoring && party.state === "hold" &&
        small(`Resume ${party.name}`, "resume", () => commands.resume(contact, party.id)),
      !contact.monitoring && party.state === "connected" &&
        small(`Hold ${party.name}`, "hold", () => commands.hold(contact, party.id)),
      !contact.monitoring && small(`Hang up ${party.name}`, "hangup", () => commands.hangUp(contact, party.id), "danger"),
    );
  return h("ul.parties", { "aria-label": "Others in the call" }, contact.parties.map(row));
}

const small = (label, name, work, tone = "") =>
  h(`button.small${tone && `.${tone}`}`, {
      key: name,
      type: "button",
      "aria-label": label,
      title: label,
      "aria-busy": store.busy.has(label) && "true",
      onclick: () => order(label, label, work),
    },
    icon(name),
  );

function notices(contact) {
  if (!contact.live) return null;
  const said = [contact.selfHeld && "You are on hold", contact.muted && "Muted", contact.monitorStatus === "SILENT_MONITOR" && "Nobody hears you"].filter(Boolean);
  return said.length > 0 && h("p.notice", null, said.join(" · "));
}

export function contactView(contact) {
  const tiles = contact.live || contact.paused ? (contact.voice ? voiceTiles(contact) : otherTiles(contact)).filter(Boolean) : [];
  const several = parties(contact);
  const talks = contact.channel === "chat" && !contact.offered && contact.type !== "connecting";
  return [
    h("section.contact", { key: contact.id, id: "contact", "aria-label": "Contact", tabindex: "-1", "data-ringing": contact.offered, "data-compact": talks || contact.parties.length > 2 },
      h("div.facts", null,
        h("span.tag", { "data-tone": contact.tone }, contact.label),
        h("span.quiet.figures", { "aria-label": "Time in state" }, duration(since(contact.since))),
      ),
      h(contact.voice ? "h2.customer.figures" : "h2.customer.words", { title: contact.title }, contact.title),
      h("p.quiet.from", null, [capital(contact.noun), contact.queue].filter(Boolean).join(" · ")),
      notices(contact),
      several ?? (!talks && details(contact)),
    ),
    talks && conversation(contact),
    h("div.controls", { key: "controls" },
      tiles.length > 0 && h("div.tiles", { "data-count": tiles.length }, tiles),
      h("div.foot", null, foot(contact)),
    ),
  ];
}
