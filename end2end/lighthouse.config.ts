// `npm run lighthouse`: what Lighthouse says of the agent's page as plain files. Apart from the suite, because its figures need
// a machine that does nothing else.

import suite from "./playwright.config.ts";

export default { ...suite, testDir: "lighthouse", workers: 1, timeout: 240_000, projects: [{ name: "lighthouse" }] };
