// What can be wrong with a page of plain files: each is a plain sentence, and no page hangs.

import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { barriers } from "../../support/barriers.ts";
import { type Desk, expect, test } from "../../support/desk.ts";
import { exportTo } from "../../support/host.ts";

// What is not loaded, or may not be, is written to the console.
test.use({ home: "files-alone", expectedErrors: /./ });

interface Config {
    format: number;
    build: string;
    api: string;
    page: Record<string, unknown>;
}

/** Opens the page where it cannot start. */
async function stopped(desk: Desk, kind: string, ...sentences: (string | RegExp)[]): Promise<void> {
    await desk.page.goto(desk.url);
    const alert = desk.page.getByRole("alert");
    await expect(desk.page.locator(`html[data-trouble="${kind}"]`)).toBeAttached();
    await expect(alert.getByRole("heading")).toHaveText("The desktop cannot start");
    for (const sentence of sentences) await expect(alert).toContainText(sentence);
    await expect(alert.getByRole("button", { name: "Reload the page" })).toBeVisible();
    expect(await barriers(desk.page)).toEqual([]);
}

async function rewritten(desk: Desk, change: (config: Config) => void): Promise<void> {
    const file = join(desk.host!.folder, "config.json");
    const config = JSON.parse(await readFile(file, "utf8")) as Config;
    change(config);
    await writeFile(file, JSON.stringify(config));
}

test.describe("settings", () => {
    test("that are missing", async ({ desk }) => {
        await desk.page.route("**/config.json", (route) => route.fulfill({ status: 404, body: "<Error/>" }));
        await stopped(desk, "config-missing", "The settings of this desktop, /config.json, are not at this address.");
    });

    test("in whose place a host answers with a page", async ({ desk }) => {
        await desk.page.route("**/config.json", (route) => route.fulfill({ status: 200, body: "<!DOCTYPE html><p>Hello" }));
        await stopped(desk, "config-missing", "are not at this address");
    });

    test("for which nothing answers", async ({ desk }) => {
        await desk.page.route("**/config.json", (route) => route.abort("connectionreset"));
        await stopped(desk, "config-unreachable", "nothing answers. Check the network");
    });

    test("for which the host has an error", async ({ desk }) => {
        await desk.page.route("**/config.json", (route) => route.fulfill({ status: 503, body: "busy" }));
        await stopped(desk, "config-unreachable", "error 503");
    });

    test("that are no JSON, and those that were put right", async ({ desk }) => {
        const file = join(desk.host!.folder, "config.json");
        const right = await readFile(file, "utf8");
        await writeFile(file, right.slice(0, -20));
        await stopped(desk, "config-malformed", "/config.json, cannot be read", "corrects the file");
        await writeFile(file, right);
        await desk.page.getByRole("button", { name: "Reload the page" }).click();
        await expect(desk.notice("sign-in")).toBeVisible();
    });

    test("in which a value is of another kind", async ({ desk }) => {
        await rewritten(desk, ({ page }) => Object.assign(page, { desk: { panel: 7 } }));
        await stopped(desk, "config-malformed", /desk.*panel/);
    });

    test("in which an address is missing", async ({ desk }) => {
        await rewritten(desk, ({ page }) => delete page["ccp_url"]);
        await stopped(desk, "config-malformed", "page.ccp_url is missing");
    });

    test("of another version", async ({ desk }) => {
        await rewritten(desk, (config) => (config.format = 2));
        await stopped(desk, "config-version", "are for another version of Streamdesk (form 2;", "exports and uploads both together");
    });

    test("that name an instance which the policy does not allow", async ({ desk }) => {
        await rewritten(desk, ({ page }) => (page["ccp_url"] = "https://other.my.connect.aws/ccp-v2/"));
        await stopped(desk, "config-beyond-policy", "name https://other.my.connect.aws, which its security policy does not allow");
    });

    test("that name an API which the policy does not allow", async ({ desk }) => {
        await rewritten(desk, (config) => (config.api = "https://elsewhere.example.com"));
        await stopped(desk, "config-beyond-policy", "name https://elsewhere.example.com");
    });

    test("of another export: the page works and says so", async ({ desk, page }) => {
        await rewritten(desk, (config) => (config.build = "0123456789abcdef"));
        await desk.startShift();
        const note = page.locator("[data-note=config-stale]");
        await expect(note).toContainText("are from another export than this page");
        await note.getByRole("button", { name: "Close" }).click();
        await expect(note).toHaveCount(0);
    });

    test("are never an old copy: what is changed holds with the next reload", async ({ desk, page }) => {
        await desk.open();
        await rewritten(desk, ({ page }) => Object.assign(page, { desk: { name: "Acme" } }));
        await page.reload();
        await expect(page.getByRole("heading", { level: 1 })).toHaveText("Acme");
    });
});

test.describe("an upload that is not finished", () => {
    for (const ending of ["js", "wasm"]) {
        test(`lacks the program's ${ending}`, async ({ desk }) => {
            await desk.page.route(new RegExp(`/pkg/streamdesk\\.[^/]*\\.${ending}$`), (route) => route.fulfill({ status: 404 }));
            await stopped(desk, "file-missing", new RegExp(`A part of this desktop is missing: /pkg/streamdesk\\..*\\.${ending}`), "reload the page in a minute");
        });
    }

    test("lacks the style", async ({ desk, page }) => {
        await page.route(/\/pkg\/.*\.css$/, (route) => route.fulfill({ status: 404 }));
        await desk.open();
        await expect(page.locator("[data-note=file-missing]")).toContainText(/is missing: \/pkg\/streamdesk\..*\.css/);
    });

    test("lacks the library of Amazon Connect", async ({ desk, page }) => {
        await page.route("**/vendor/**", (route) => route.fulfill({ status: 404 }));
        await desk.open();
        await expect(desk.notice("library-missing")).toBeVisible();
    });

    test("lacks a part that is loaded when it is opened", async ({ desk, page }) => {
        await page.route(/\/pkg\/split_home.*\.wasm$/, (route) => route.fulfill({ status: 404 }));
        await desk.open();
        await expect(page.locator(".today .loaded [role=alert]")).toContainText("This part of the page could not be loaded.");
    });
});

test("a part that is answered with the page, as some hosts do, is missing all the same", async ({ desk }) => {
    await desk.page.route(/\/pkg\/streamdesk\.[^/]*\.js$/, (route) => route.fulfill({ contentType: "text/html", body: "<!DOCTYPE html>" }));
    await stopped(desk, "file-missing", "/pkg/streamdesk.");
});

test("a network that is slow is said, and the page starts by itself", async ({ desk, page }) => {
    await page.clock.install();
    const held: (() => void)[] = [];
    await page.route("**/config.json", (route) => void held.push(() => route.continue()));
    await page.goto(desk.url);
    await expect.poll(() => held.length).toBe(1);
    await page.clock.fastForward(6_500);
    await expect(page.locator("[data-note=slow]")).toContainText("is still being loaded");
    held[0]!();
    await page.clock.resume();
    await expect(desk.notice("sign-in")).toBeVisible();
    await expect(page.locator("[data-note=slow]")).toHaveCount(0);
});

for (const years of [5, -5]) {
    test(`a host whose clock is ${years} years off changes nothing`, async ({ desk, page }) => {
        const off = new Date(Date.now() + years * 365.25 * 86_400_000).toUTCString();
        Object.assign(desk.host!.odd, { date: off, "last-modified": off, age: "3" });
        await desk.startShift();
        const contactId = await desk.instance.offerCall();
        await desk.act("accept");
        await expect(desk.stage).toHaveText("Connected");
        await expect(page.locator("#skew")).toHaveText("");
        expect(await desk.moment("start-time")).toBe((await desk.instance.contact(contactId)).offered_at);
        await rewritten(desk, ({ page }) => Object.assign(page, { desk: { name: "Acme" } }));
        await desk.open();
        await expect(page.getByRole("heading", { level: 1 }), "and nothing is an old copy").toHaveText("Acme");
    });
}

test.describe("in Japanese", () => {
    test.use({ locale: "ja-JP" });

    test("the sentence and the page are Japanese", async ({ desk, page }) => {
        await desk.open();
        await expect(desk.notice("sign-in")).toContainText("Amazon Connect にサインインしてください");
        await page.route("**/config.json", (route) => route.fulfill({ status: 404 }));
        await page.goto(desk.url);
        await expect(page.getByRole("heading", { name: "デスクトップを開始できません" })).toBeVisible();
        await expect(page.locator("html")).toHaveAttribute("lang", "ja");
    });
});

test("an address that is none says so, with a way back", async ({ desk, page }) => {
    const answer = await page.goto(`${desk.url}/nowhere`);
    expect(answer?.status()).toBe(404);
    await page.getByRole("link", { name: "Open the desktop" }).click();
    await expect(desk.notice("sign-in")).toBeVisible();
});

test.describe("an export", () => {
    const ccpUrl = "https://example.my.connect.aws/ccp-v2/";

    test("without the CCP's address is refused", async ({ desk }, info) => {
        const refused = exportTo(info.outputPath("out"), { ccpUrl: "" });
        await expect(refused).rejects.toThrow("connect.ccp_url: is missing");
        expect(desk.url).toBeTruthy();
    });

    test("into a folder of somebody else's is refused", async ({}, info) => {
        const folder = info.outputPath("out");
        await mkdir(folder, { recursive: true });
        await writeFile(join(folder, "thesis.txt"), "years of work");
        await expect(exportTo(folder, { ccpUrl })).rejects.toThrow("has files that no export wrote, thesis.txt for one");
        expect(await readFile(join(folder, "thesis.txt"), "utf8")).toBe("years of work");
    });

    test("takes less than two seconds, also in the place of the one before", async ({}, info) => {
        const folder = info.outputPath("out");
        for (let round = 0; round < 2; round += 1) {
            const said = await exportTo(folder, { ccpUrl });
            const took = Number(/in (\d+) ms/.exec(said)?.[1]);
            info.annotations.push({ type: "figure", description: `export: ${took} ms` });
            expect(took).toBeLessThan(2_000);
        }
        const { stdout } = await promisify(execFile)("ls", ["-A", info.outputPath()]);
        expect(stdout.trim(), "nothing is left beside").toBe("out");
    });
});
