// `npm run lighthouse`: what Lighthouse says of the agent's page as plain files. Apart from the suite, because its figures need
// a machine that does nothing else; where the system lets it, it runs at real-time priority, before all that is busy beside it.

import suite from "./playwright.config.ts";

export default { ...suite, testDir: "lighthouse", workers: 1, timeout: 240_000, projects: [{ name: "lighthouse" }] };
