// The tool for scenarios: those that are ready, and one of somebody's own.

import { element, h } from "./dom.js";
import { api } from "./api.js";
import { button, outcome, plural, submits } from "./parts.js";
import { currentPlays, earlierPlays } from "./plays.js";
import { changed, order, say, sentence, state } from "./state.js";

const WHERE = "scenarios";

const play = (what) => order(WHERE, ({ play }) => `Playing: ${play.title}.`, "POST", "/plays", what);

/** Into the text field, to be read or changed. */
async function open(name) {
  try {
    const { text } = await api("GET", `/scenarios/${encodeURIComponent(name)}`);
    element("own-scenario").open = true;
    element("scenario-text").value = text;
    element("scenario-text").focus();
  } catch (error) {
    say(WHERE, sentence(error.message), "bad");
    changed();
  }
}

async function load({ target }) {
  const [file] = target.files;
  if (file) element("scenario-text").value = await file.text();
  target.value = "";
}

function ready(scenario) {
  return h("li.scenario", { key: scenario.name },
    h("div", null, h("h3", null, scenario.title), h("p.quiet", null, scenario.about), h("p.quiet.figures", null, plural(scenario.steps, "step")), scenario.problem && h("p.problem", null, sentence(scenario.problem))),
    h("div.stack", null,
      button("Play", () => play({ scenario: scenario.name }), { kind: "primary.small", disabled: Boolean(scenario.problem), "aria-label": `Play: ${scenario.title}` }),
      button("Read", () => open(scenario.name), { kind: "small", "aria-label": `Read: ${scenario.title}` }),
    ),
  );
}

function own() {
  return h("details", { id: "own-scenario" },
    h("summary", null, "One of your own"),
    h("form", { onsubmit: submits(({ text }) => play({ text })) },
      h("label", { for: "scenario-text" }, "Scenario, as TOML"),
      h("textarea.code", { id: "scenario-text", name: "text", rows: "14", spellcheck: "false", autocomplete: "off", required: true }),
      h("div.row", null,
        h("button.primary", null, "Play it"),
        h("label.file", null, "Choose a file", h("input.unseen", { type: "file", accept: ".toml,text/plain", onchange: load })),
      ),
    ),
  );
}

export const scenarios = () => [
  currentPlays(),
  outcome(WHERE),
  h("section", { "aria-labelledby": "scenarios-title" },
    h("h2", { id: "scenarios-title" }, "Scenarios"),
    state.scenarios.length === 0 && h("p.quiet", null, "There are none."),
    h("ul.plain.ruled", null, state.scenarios.map(ready)),
    own(),
  ),
  earlierPlays(),
];
