// Plays: how far each scenario has come, step by step.

import { announce, element, h } from "./dom.js";
import { openers, orders, tag } from "./parts.js";
import { sentence, state } from "./state.js";

const TONES = { playing: "accent", done: "good", failed: "bad", stopped: "warn" };

const WORDS = { playing: "Playing", done: "Done", failed: "Failed", stopped: "Stopped" };

const MARKS = { waiting: "", doing: "▸", done: "✓", failed: "✕" };

/** As each was when it was drawn last: what has come to an end since then is said. */
const seen = new Map();

const doneOf = (play) => play.steps.filter((step) => step.state === "done").length;

function step(play, { text, state: at, problem }, index) {
  return h("li", { key: index, id: `step-${play.id}-${index}`, "data-step": at, "aria-current": at === "doing" ? "step" : null },
    h("span.mark", { "aria-hidden": "true" }, MARKS[at]),
    h("span", null, text, h("span.unseen", null, ` (${at})`), problem && h("p.problem", null, sentence(problem))),
  );
}

function contacts(play) {
  const named = Object.entries(play.contacts ?? {});
  return named.length > 0 && h("p.named", null, named.map(([name, id]) => h("span", { key: name }, h("span.quiet", null, `${name} `), openers(id, "contact"))));
}

const steps = (play) => h("ol.steps", { id: `steps-${play.id}`, tabindex: "0", "aria-label": `Steps of ${play.title}` }, play.steps.map((one, index) => step(play, one, index)));

function current(play) {
  const done = doneOf(play);
  return h("article.play", { key: play.id, "data-tone": TONES[play.state], "aria-label": play.title },
    h("div.spread", null,
      h("h2", null, play.title),
      play.state === "playing"
        ? orders("scenarios", "Stop", "DELETE", `/plays/${play.id}`, undefined, { kind: "small.danger", done: "Stopped.", "aria-label": `Stop: ${play.title}` })
        : tag(WORDS[play.state], TONES[play.state]),
    ),
    h("div.spread", null,
      h("progress", { max: String(play.steps.length), value: String(done), "aria-label": `Progress of ${play.title}` }),
      h("span.quiet.figures", null, `${done} of ${play.steps.length}`),
    ),
    steps(play),
    contacts(play),
  );
}

/** The step that is being done stays in view within its list, and the page stays where it is. */
function follow(play) {
  const index = play.steps.findIndex((one) => one.state === "doing" || one.state === "failed");
  const before = seen.get(play.id);
  if (index < 0 || before?.index === index) return index;
  requestAnimationFrame(() => {
    const [list, item] = [element(`steps-${play.id}`), element(`step-${play.id}-${index}`)];
    if (list && item) list.scrollTop = item.offsetTop - list.clientHeight / 2;
  });
  return index;
}

function watch(play) {
  const before = seen.get(play.id);
  const index = follow(play);
  seen.set(play.id, { index, state: play.state });
  if (before?.state !== "playing" || play.state === "playing") return;
  const problem = play.steps.find((one) => one.problem)?.problem;
  announce(`${WORDS[play.state]}: ${play.title}.${problem ? ` ${sentence(problem)}` : ""}`);
}

/** Those that are playing, and the latest, so that its end is seen. */
export function currentPlays() {
  state.plays.forEach(watch);
  return state.plays.filter((play, index) => index === 0 || play.state === "playing").map(current);
}

export function earlierPlays() {
  const earlier = state.plays.filter((play, index) => index > 0 && play.state !== "playing");
  return earlier.length > 0 && h("section", { "aria-labelledby": "earlier-title" },
    h("h2", { id: "earlier-title" }, "Played before"),
    earlier.map((play) =>
      h("details", { key: play.id },
        h("summary", null, play.title, " ", tag(WORDS[play.state], TONES[play.state])),
        steps(play),
        contacts(play),
      ),
    ),
  );
}
