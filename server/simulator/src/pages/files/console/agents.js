// The agents and what they do. Of a crowd, the first of those that are looked for.

import { duration, h } from "./dom.js";
import { AGENT_TONES, button, options, plural, since, spaced, tag } from "./parts.js";
import { changed, openPanel, state } from "./state.js";

/** Of more than these, a few are shown, and the others are looked for by name: the contacts below are to be in view. */
const SHOWN = 40;
const FEW = 12;

const look = { for: "", who: "" };

const WHO = [["", "Everybody"], ["in", "Signed in"], ["free", "Available"], ["out", "Signed out"]];

const FITS = {
  "": () => true,
  in: (agent) => agent.signed_in,
  free: (agent) => agent.signed_in && agent.state.type === "routable",
  out: (agent) => !agent.signed_in,
};

const isOpen = (agent) => state.open?.kind === "agent" && state.open.id === agent.username;

function row(agent) {
  return h("tr", { key: agent.username, class: agent.signed_in ? "" : "away", "data-open": isOpen(agent) },
    h("td.who", null, button(agent.name, () => openPanel("agent", agent.username), { kind: "link", "aria-expanded": String(isOpen(agent)) })),
    h("td.tags", null,
      agent.signed_in ? tag(spaced(agent.state.name), AGENT_TONES[agent.state.type]) : tag("Signed out"),
      agent.next_state && tag(`Next: ${agent.next_state}`),
    ),
    h("td.number", null, agent.signed_in ? duration(since(agent.state.started_at)) : ""),
    h("td.number.medium", null, agent.contacts.length > 0 ? String(agent.contacts.length) : ""),
    h("td.quiet.roomy", null, agent.routing_profile),
  );
}

function lookup() {
  return h("div.row", null,
    h("input.small", { type: "search", "aria-label": "Look for an agent", placeholder: "Look for an agent", oninput: ({ target }) => ((look.for = target.value), changed()) }),
    h("select.small", { "aria-label": "Which agents", onchange: ({ target }) => ((look.who = target.value), changed()) }, options(WHO)),
  );
}

function summary() {
  const count = (fits) => state.agents.filter(fits).length;
  const signedIn = count(FITS.in);
  return `${signedIn.toLocaleString()} of ${state.agents.length.toLocaleString()} signed in, ${count(FITS.free).toLocaleString()} available`;
}

export function agentsTable() {
  const shown = state.agents.length > SHOWN ? FEW : SHOWN;
  const name = look.for.trim().toLowerCase();
  const found = state.agents.filter((agent) => FITS[look.who](agent) && (agent.name.toLowerCase().includes(name) || agent.username.toLowerCase().includes(name)));
  return [
    h("div.head", null,
      h("h2", { id: "agents-title" }, "Agents"),
      h("p.quiet.figures", null, summary()),
      state.agents.length > 12 && lookup(),
    ),
    h("div.scroll", null,
      h("table", null,
        h("thead", null, h("tr", null,
          h("th", { scope: "col" }, "Agent"),
          h("th", { scope: "col" }, "State"),
          h("th.number", { scope: "col" }, "For"),
          h("th.number.medium", { scope: "col" }, "Contacts"),
          h("th.roomy", { scope: "col" }, "Routing profile"),
        )),
        h("tbody", null, found.slice(0, shown).map(row)),
      ),
    ),
    found.length > shown && h("p.empty.quiet", null, `And ${plural(found.length - shown, "more", "more")}: look for them by name.`),
    found.length === 0 && h("p.empty.quiet", null, "None."),
  ];
}
