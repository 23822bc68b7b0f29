// The tools, one in front at a time: a tab list by the pattern that screen readers know.

import { element, h, render } from "./dom.js";
import { customers } from "./customers.js";
import { instance } from "./instance.js";
import { reports } from "./reports.js";
import { scenarios } from "./scenarios.js";
import { show, state } from "./state.js";
import { traffic } from "./traffic.js";
import { trouble } from "./trouble.js";

const TOOLS = {
  customers: ["Customers", customers],
  scenarios: ["Scenarios", scenarios],
  traffic: ["Traffic", traffic],
  trouble: ["Trouble", trouble],
  reports: ["Reports", reports],
  instance: ["Instance", instance],
};

/** Where there is no room beside the tools, the tables are a tab too. */
const narrow = matchMedia("(max-width: 899px)");

const names = () => [...(narrow.matches ? ["live"] : []), ...Object.keys(TOOLS)];

function pick(tab) {
  history.replaceState(null, "", `#${tab}`);
  show(tab);
}

function press(event) {
  const tabs = names();
  const at = tabs.indexOf(state.tab);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  pick(tabs.at(to % tabs.length));
  element(`tab-${state.tab}`).focus();
}

export function drawTabs() {
  if (!names().includes(state.tab)) state.tab = names()[0];
  document.body.dataset.tab = state.tab;
  const tab = (name) =>
    h("button", {
        key: name,
        id: `tab-${name}`,
        type: "button",
        role: "tab",
        "aria-selected": String(state.tab === name),
        "aria-controls": name === "live" ? "live" : `tool-${name}`,
        tabindex: state.tab === name ? "0" : "-1",
        onclick: () => pick(name),
        onkeydown: press,
      },
      name === "live" ? "Live" : TOOLS[name][0],
    );
  render(element("tabs"), names().map(tab));
  const panels = Object.entries(TOOLS).map(([name, [, tool]]) =>
    h("div", { key: name, id: `tool-${name}`, role: "tabpanel", "aria-labelledby": `tab-${name}`, hidden: state.tab !== name },
      // What is half typed into a tool stays there when another one is in front.
      kept(name, tool),
    ),
  );
  render(element("tools"), panels);
}

const drawn = new Map();

function kept(name, tool) {
  if (state.tab === name) drawn.set(name, tool());
  return drawn.get(name) ?? [];
}

/** The address says which tool is in front, so that it can be linked to and survives a reload. */
function wanted() {
  const tab = location.hash.slice(1);
  return names().includes(tab) ? tab : names()[0];
}

const follow = () => wanted() !== state.tab && show(wanted());

element("skip").onclick = () => element(`tab-${state.tab}`)?.focus();
addEventListener("hashchange", follow);
narrow.addEventListener("change", follow);
state.tab = wanted();
