import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";
import type { Fixtures } from "./support/desk.ts";

// A browser of the system goes before Playwright's own: where Playwright's can be downloaded it need not be set.
const system = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const isRoot = process.getuid?.() === 0;

// The page lives in two homes: drawn by the server, and as plain files with the server as the API at another origin. What is
// about the page runs in both. What needs the page's own server stands here with the reason.
const needsItsServer: [RegExp, string][] = [
    [/tests\/(instance|streams)\//, "is about the simulated instance and the library; the page is not in it"],
    [/tests\/sign-in\//, "cookies are the server's; a page of plain files has a token"],
    [/tests\/static\//, "says itself which home it is about, and runs once"],
];
const servedOnly: [RegExp, string][] = [
    [/@perf|@shift/, "the same program; figures are the server's"],
];

export default defineConfig<Fixtures>({
    projects: [
        { name: "server" },
        {
            name: "static",
            use: { home: "files-and-api" },
            testIgnore: needsItsServer.map(([pattern]) => pattern),
            grepInvert: servedOnly.map(([pattern]) => pattern),
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
