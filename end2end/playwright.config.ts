import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";
import type { Fixtures } from "./support/desk.ts";

// A browser of the system goes before Playwright's own: where Playwright's can be downloaded it need not be set.
const system = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const isRoot = process.getuid?.() === 0;

// The page lives in two homes: drawn by the server, and as plain files with the server as the API at another origin. Every story
// runs in both, except these, each for its reason. A pattern is looked for in the file's path and the test's name.
const onlyWithAServer: [pattern: string, reason: string][] = [
    ["static/", "says itself which home it is about, and runs once"],
    ["streams/", "is about the crate, on a page of its own"],
    ["instance/(console|libraries|phone)", "is about the simulated instance, without the desktop"],
    ["\\badmin/|help.spec", "administrators are at a server, and its help is drawn by it; files have a copy"],
    ["sign-in.spec", "people sign in at a server; files have a token, see tests/static/api.spec.ts"],
    ["provider.spec", "as above, by OpenID Connect"],
    ["@perf|@shift", "figures are of one page, the server's; Lighthouse measures the one of files"],
    ["doctor-aws.spec", "is about servers that were built otherwise"],
    ["doctor.spec.*(address|around|proxy|cookies of|window is|company|microphone|command line)", "stands at a server or a proxy of its own"],
    ["without JavaScript", "files have nothing drawn before the program runs"],
    ["the server stops cleanly", "a host of files is not ours"],
];

export default defineConfig<Fixtures>({
    projects: [
        { name: "server" },
        {
            name: "static",
            use: { home: "files-and-api" },
            grepInvert: onlyWithAServer.map(([pattern]) => new RegExp(pattern)),
        },
    ],
    testDir: "tests",
    outputDir: "test-results",
    fullyParallel: true,
    // Each test runs a browser, a desktop and an instance of its own. More than two at a time make two cores so slow that what
    // takes a second takes half a minute.
    workers: 2,
    timeout: 60_000,
    expect: { timeout: 10_000 },
    forbidOnly: true,
    retries: 0,
    reporter: [["list"], ["html", { open: "never" }]],
    use: {
        // What a failure looked like is in its last picture and what a screen reader found there; a trace of every test costs a
        // seventh of the time. `--trace on` makes one of a single test.
        trace: "off",
        screenshot: "only-on-failure",
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
