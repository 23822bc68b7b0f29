// The tool for the instance itself: where its agents work, who may embed the CCP, and what there is to know.

import { h } from "./dom.js";
import { aboutWhom, check, field, input, outcome, submits, tag } from "./parts.js";
import { agentNamed, order, state } from "./state.js";

const REGIONS = "regions";
const ORIGINS = "origins";

const NAMES = ["us-east-1", "us-west-2", "eu-central-1", "eu-west-2", "ap-northeast-1", "ap-southeast-1"];

function workplace(key, who, { active_region: region, terminate_active_contacts: terminates }) {
  const here = region === state.regions.region;
  return h("li.spread", { key }, h("span", null, who), h("span.tags", null, terminates && tag("calls are ended", "warn"), tag(here ? `${region}, here` : region, here ? "good" : "accent")));
}

function regions() {
  if (!state.regions) return null;
  const { region, instance_arn: arn, everybody, agents } = state.regions;
  const told = Object.entries(agents);
  const send = ({ active_region: to, agent, instance, terminate }) =>
    order(REGIONS, `${agent ? agentNamed(agent) : "Everybody"}: ${to}.`, "PUT", "/regions", {
      active_region: to.trim(),
      terminate_active_contacts: Boolean(terminate),
      ...(agent && { agent }),
      ...(instance && { active_instance_arn: instance.trim() }),
    });
  return h("section", { "aria-labelledby": "regions-title" },
    h("div.head", null, h("h2", { id: "regions-title" }, "Regions"), h("p.quiet", null, `This instance is in ${region}.`)),
    h("ul.plain.ruled", null,
      everybody ? workplace("everybody", "Everybody works in", everybody) : h("li.quiet", { key: "nobody" }, `Nobody${told.length > 0 ? " else" : ""} has been told where to work.`),
      told.map(([agent, active]) => workplace(`agent ${agent}`, `${agentNamed(agent)} works in`, active)),
    ),
    h("form", { onsubmit: submits(send) },
      h("div.fields.two", null,
        aboutWhom("region-agent", "Who", "Everybody"),
        field("region-to", "Works in", input("region-to", "active_region", { list: "region-names", required: true, placeholder: "us-west-2" })),
      ),
      h("datalist", { id: "region-names" }, NAMES.map((name) => h("option", { key: name, value: name }))),
      check("terminate", "End calls rather than wait for them"),
      h("details", null, h("summary", null, "The instance there"), field("region-instance", "ARN; this one’s there if left out", input("region-instance", "instance", { placeholder: arn }))),
      h("button", null, "Send over"),
      outcome(REGIONS),
    ),
  );
}

/** What is being written; null while nobody writes. */
let edited = null;

async function approve({ origins = "" }) {
  const done = "Approved. A page that is embedded already stays so until it reloads.";
  if (await order(ORIGINS, done, "PUT", "/approved-origins", { origins: origins.split(/\s+/).filter(Boolean) })) edited = null;
}

function origins() {
  return h("section", { "aria-labelledby": "origins-title" },
    h("h2", { id: "origins-title" }, "Approved origins"),
    h("form", { onsubmit: submits(approve) },
      field("origins-text", "Who may embed the CCP, one a line",
        h("textarea.code", {
          id: "origins-text",
          name: "origins",
          rows: "3",
          spellcheck: "false",
          autocomplete: "off",
          // Somebody who is writing is not written over.
          value: edited ?? state.origins.join("\n"),
          oninput: ({ target }) => (edited = target.value),
        }),
      ),
      h("button", null, "Approve"),
      outcome(ORIGINS),
    ),
  );
}

const TYPES = { routable: "takes contacts", not_routable: "takes none", offline: "signed out", phone_number: "number", agent: "agent", queue: "queue" };

function directory() {
  const listed = (list) => h("ul.plain.ruled", null, list.map(({ name, type, target }) => h("li.spread", { key: name }, h("span", null, name), h("span.quiet", null, target ?? TYPES[type] ?? type))));
  return h("section", { "aria-labelledby": "directory-title" },
    h("h2", { id: "directory-title" }, "Directory"),
    h("details", null, h("summary", null, "Quick connects"), listed(state.quick_connects)),
    h("details", null, h("summary", null, "Statuses"), listed(state.statuses)),
    state.regions && h("p.quiet", null, h("code", null, state.regions.instance_arn)),
  );
}

export const instance = () => [regions(), origins(), directory()];
