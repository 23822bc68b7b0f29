// `npm run screenshots`: the page in every dress, to be looked at. The first is the README's.

import { defineConfig } from "@playwright/test";
import suite from "./playwright.config.ts";

export default defineConfig(suite, { testDir: ".", testMatch: "screenshots.ts", reporter: "list" });
