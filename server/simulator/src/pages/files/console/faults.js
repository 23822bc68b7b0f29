// A fault in words, and the ones that are wanted most.

import { agentNamed } from "./state.js";

/** What can go wrong with an answer, beside coming late. */
export const WAYS = [
  ["", "Comes late only"],
  ["status", "Fails with a status"],
  ["truncate", "Breaks off half-way"],
  ["reset", "The connection breaks"],
  ["duplicate", "Snapshots come twice"],
  ["out_of_order", "Snapshots out of order"],
];

/** For everybody and everything, unless a scope says otherwise. Those with `times` can be ordered again and again. */
export const READY = [
  ["Slow everything to 5 s", { latency_ms: 5000 }],
  ["Fail the next three", { status: 500, times: 3 }],
  ["Fail everything", { status: 500 }],
  ["Throttle", { status: 429 }],
  ["Break connections", { reset: true }],
  ["Cut answers off", { truncate: true }],
  ["Snapshots twice", { snapshots: "duplicate" }],
  ["Snapshots out of order", { snapshots: "out_of_order" }],
];

const seconds = (milliseconds) => `${milliseconds / 1000} s`;

function what(fault) {
  const parts = [];
  if (fault.status) parts.push(`fails with ${fault.status}`);
  if (fault.truncate) parts.push("breaks off half-way");
  if (fault.reset) parts.push("the connection breaks");
  if (fault.snapshots === "duplicate") parts.push("snapshots come twice");
  if (fault.snapshots === "out_of_order") parts.push("snapshots come out of order");
  if (fault.latency_ms) parts.push(`${seconds(fault.latency_ms)} late`);
  return parts.join(", ");
}

/** `Everything: fails with 500 (3 more times)` */
export function describeFault(fault) {
  const where = fault.operations?.join(", ") ?? "Everything";
  const whom = fault.agents ? ` of ${fault.agents.map(agentNamed).join(", ")}` : "";
  const left = fault.times ? ` (${fault.times} more ${fault.times === 1 ? "time" : "times"})` : "";
  return `${where}${whom}: ${what(fault)}${left}`;
}

/** Within a scope that was picked: an agent, an operation. Snapshots are of one operation anyway. */
export function scoped(fault, { agent, operation }) {
  const within = { ...fault };
  if (agent) within.agents = [agent];
  if (operation && !fault.snapshots) within.operations = [operation];
  return within;
}

/** A fault from what was filled in. */
export function made({ way, status, latency, times, ...scope }) {
  const fault = {};
  if (way === "status") fault.status = Number(status);
  if (way === "truncate" || way === "reset") fault[way] = true;
  if (way === "duplicate" || way === "out_of_order") fault.snapshots = way;
  if (latency) fault.latency_ms = Math.round(Number(latency) * 1000);
  if (times) fault.times = Number(times);
  return scoped(fault, scope);
}

const sorted = (fault) => JSON.stringify(fault, ["operations", "agents", "times", "latency_ms", "status", "truncate", "reset", "snapshots"]);

export const same = (one, other) => sorted(one) === sorted(other);
