// The browser is killed at random moments of a call; the next one completes what the first had begun.

import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { type Browser, chromium } from "@playwright/test";
import { expect, test } from "../../support/desk.ts";
import { figures } from "../../support/figures.ts";
import { withFolder } from "../../support/programs.ts";
import { counted, times } from "../../support/records.ts";

/** A browser with a process of its own that can be killed, and a profile that stays. */
async function started(folder: string): Promise<{ browser: Browser; child: ChildProcess }> {
    const { args = [], executablePath = chromium.executablePath() } = test.info().project.use.launchOptions ?? {};
    const own = ["--headless=new", "--remote-debugging-port=0", `--user-data-dir=${join(folder, "profile")}`, "about:blank"];
    // A group of its own, so that none of its processes outlives it.
    const child = spawn(executablePath, [...args, ...own], { stdio: ["ignore", "ignore", "pipe"], detached: true });
    const address = await new Promise<string>((resolve) => {
        let said = "";
        child.stderr!.on("data", (text: Buffer) => {
            said += text.toString();
            const found = /DevTools listening on (ws:\S+)/.exec(said);
            if (found) resolve(found[1]!);
        });
    });
    return { browser: await chromium.connectOverCDP(address), child };
}

/** Kills it without a word, and waits until it is gone. */
async function kill(child: ChildProcess): Promise<void> {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    process.kill(-child.pid!, "SIGKILL");
    await gone;
}

test("a browser that is killed at any moment of a call loses nothing and doubles nothing", async ({ desk }, info) => {
    const rounds = times(3, 50);
    test.setTimeout(60_000 + rounds * 20_000);
    await withFolder(async (folder) => {
        const contacts: string[] = [];
        for (let round = 0; round < rounds; round += 1) {
            const { browser, child } = await started(folder);
            const page = await browser.contexts()[0]!.newPage();
            const mine = desk.in(page);
            await mine.startShift();
            const contactId = await desk.instance.offerCall();
            contacts.push(contactId);
            // At a random moment: while it rings, talks, or is wrapped up.
            const killed = setTimeout(Math.random() * 1_500).then(() => kill(child));
            const goesOn = async () => {
                await mine.act("accept");
                await expect(mine.stage).toHaveText("Connected");
                await desk.instance.customerHangsUp(contactId);
                await mine.act("clear");
            };
            await Promise.all([killed, goesOn().catch(() => undefined)]);

            const next = await started(folder);
            const after = desk.in(await next.browser.contexts()[0]!.newPage());
            await after.openSignedIn();
            const { state } = await desk.instance.contact(contactId);
            if (["connecting", "incoming"].includes(state)) await after.act("accept");
            if (!["ended", "cleared", "missed"].includes((await desk.instance.contact(contactId)).state)) {
                await desk.instance.customerHangsUp(contactId).catch(() => undefined);
            }
            if ((await desk.instance.contact(contactId)).cleared_at === null) await after.act("clear");
            await desk.record(contactId, (record) => record.cleared_at !== null);
            await expect(after.page.locator("#outbox")).toHaveText("");
            await next.browser.close();
            await kill(next.child).catch(() => undefined);
        }
        const found = await counted(desk, contacts);
        await figures(info, { "the browser killed": found });
        expect(found).toMatchObject({ lost: 0, doubled: 0 });
    });
});
