import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";
import type { Fixtures } from "./support/desk.ts";

// A browser of the system goes before Playwright's own: where Playwright's can be downloaded it need not be set.
const system = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const isRoot = process.getuid?.() === 0;

// The page lives in two homes: drawn by the server, and as plain files with the server as the API at another origin. The stories
// that were seen to be the same in both run in both; `tests/static` says itself which home it is about, and runs once.
const inBothHomes = /tests\/desk\/(first-call|missed|wrap-up|angry-caller)\.spec/;

export default defineConfig<Fixtures>({
    projects: [
        { name: "server" },
        {
            name: "static",
            use: { home: "files-and-api" },
            testMatch: inBothHomes,
        },
    ],
    testDir: "tests",
    outputDir: "test-results",
    fullyParallel: true,
    // Each test runs a browser, a desktop and an instance of its own.
    workers: 3,
    timeout: 60_000,
    expect: { timeout: 10_000 },
    forbidOnly: true,
    retries: 0,
    reporter: [["list"], ["html", { open: "never" }]],
    use: {
        trace: "retain-on-failure",
        locale: "en-GB",
        timezoneId: "Europe/Berlin",
        permissions: ["clipboard-read", "clipboard-write"],
        launchOptions: {
            ...(existsSync(system) ? { executablePath: system } : {}),
            args: [
                // Nothing but the page talks to anybody.
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-quic",
                "--disable-sync",
                "--no-first-run",
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                // Chromium's sandbox refuses to run as root, as in a container.
                ...(isRoot ? ["--no-sandbox"] : []),
            ],
        },
    },
});
