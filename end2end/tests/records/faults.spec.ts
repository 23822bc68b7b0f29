// What happened is in the store once, whatever fails in between. Each prints what it tried, what was lost and what was doubled.

import { readFile } from "node:fs/promises";
import { expect, test } from "../../support/desk.ts";
import { figures } from "../../support/figures.ts";
import { hurried } from "../../support/people.ts";
import { contactsPass, counted, times } from "../../support/records.ts";

// What is not loaded is written to the console.
test.use({ expectedErrors: /Failed to load resource|ERR_/ });

const records = "**/api/v1/records";

test.describe("a server that is away", () => {
    test.use({ people: hurried });

    test("gets all contacts that passed meanwhile", async ({ desk }, info) => {
        test.setTimeout(900_000);
        await desk.startShift();
        await desk.server.stop("SIGKILL");
        const contacts = await contactsPass(desk, times(12, 300));
        const waiting = desk.page.locator("#outbox");
        await expect(waiting).toContainText("The server does not answer; they are safe in this browser.");
        await expect(waiting).toContainText("The oldest waits since");
        await desk.server.start();
        await expect(waiting).toHaveText("", { timeout: 60_000 });
        const found = await counted(desk, contacts);
        await figures(info, { "the server away": found });
        expect(found).toMatchObject({ lost: 0, doubled: 0 });
    });
});

test("answers that are lost after the commit double nothing", async ({ desk }, info) => {
    await desk.startShift();
    let lost = 0;
    await desk.page.route(records, async (route) => {
        if (lost++ % 2 === 1) return route.continue();
        // The server has it, and the page never hears of that.
        await route.fetch();
        await route.abort("connectionreset");
    });
    const contacts = await contactsPass(desk, times(3, 50));
    await expect(desk.page.locator("#outbox")).toHaveText("", { timeout: 60_000 });
    const found = await counted(desk, contacts);
    await figures(info, { "answers lost after the commit": { ...found, answers: lost } });
    expect(found).toMatchObject({ lost: 0, doubled: 0 });
});

test("a page that goes sends what waits, and the next page finds it confirmed", async ({ desk, page }) => {
    await desk.startShift();
    const [contactId] = await contactsPass(desk, 1);
    await expect(page.locator("#outbox")).toHaveText("");
    // The first try hangs; the page is put away meanwhile.
    let tries = 0;
    await page.route(records, (route) => (tries++ === 0 ? undefined : route.continue()));
    await desk.choose("Lunch");
    await expect(page.locator("#agent-state")).toHaveText("Lunch");
    await expect.poll(() => tries).toBe(1);
    const before = (await desk.server.activities("anna")).length;
    await page.goto("about:blank");
    await expect.poll(async () => (await desk.server.activities("anna")).length).toBe(before + 1);
    expect(await counted(desk, [contactId!])).toMatchObject({ lost: 0, doubled: 0 });
});

test("two machines of one agent make one record", async ({ desk, browser }, info) => {
    await desk.startShift();
    const other = await browser.newContext();
    const cookies = await desk.page.context().cookies();
    await other.addCookies(cookies);
    const second = await other.newPage();
    await second.goto(desk.url);
    await expect(second.locator("#agent-state")).toHaveText("Available");
    const contacts = await contactsPass(desk, times(2, 50));
    await expect(second.locator("#contact-stage")).toHaveText("Cleared");
    for (const one of [desk.page, second]) await expect(one.locator("#outbox")).toHaveText("", { timeout: 30_000 });
    const found = await counted(desk, contacts);
    await figures(info, { "two machines": found });
    expect(found).toMatchObject({ lost: 0, doubled: 0 });
    await other.close();
});

for (const minutes of [5, -5]) {
    test(`a clock that is ${minutes} minutes off, and set right in a call, leaves the times right`, async ({ desk, page }) => {
        await page.addInitScript((ms) => {
            const Right = Date;
            Object.assign(window, { offset: ms });
            const now = () => Right.now() + (window as unknown as { offset: number }).offset;
            window.Date = new Proxy(Right, {
                construct: (target, given) => (given.length === 0 ? new target(now()) : Reflect.construct(target, given)),
                get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
            });
        }, minutes * 60_000);
        await desk.startShift();
        const contactId = await desk.instance.offerCall();
        await desk.act("accept");
        await expect(desk.stage).toHaveText("Connected");
        await page.evaluate(() => Object.assign(window, { offset: 0 }));
        await desk.instance.customerHangsUp(contactId);
        await expect(desk.stage).toHaveText("Wrap-up");
        await desk.act("clear");
        const record = await desk.record(contactId, (one) => one.cleared_at !== null);
        const truth = await desk.instance.contact(contactId);
        expect(record).toMatchObject({ offered_at: truth.offered_at, connected_at: truth.connected_at, ended_at: truth.ended_at });
        const accepted = Date.parse(record.accepted_at!) - Date.parse(truth.offered_at!);
        expect(accepted, "the one time that is the page's own").toBeGreaterThanOrEqual(0);
        expect(accepted).toBeLessThan(20_000);
    });
}

test("ten thousand records that wait are sent, and the page works meanwhile", async ({ desk, page }, info) => {
    await desk.startShift();
    const [contactId] = await contactsPass(desk, 1);
    const pattern = await desk.record(contactId!, (record) => record.cleared_at !== null);
    // As a page that was away for weeks would have left them.
    await page.goto(`${desk.url}/favicon.svg`);
    await page.evaluate(
        async ({ pattern, count }) => {
            const database = await new Promise<IDBDatabase>((resolve) => {
                const opening = indexedDB.open("streamdesk");
                opening.onsuccess = () => resolve(opening.result);
            });
            const transaction = database.transaction("kept", "readwrite");
            for (let index = 0; index < count; index += 1) {
                const record = { ...(pattern as object), contact_id: `waits-${index}` };
                transaction.objectStore("kept").put(JSON.stringify(record), `contact  anna waits-${index}`);
            }
            await new Promise((resolve) => (transaction.oncomplete = resolve));
            database.close();
        },
        { pattern, count: 10_000 },
    );
    await page.route(records, (route) => route.abort());
    await desk.open();
    // And perhaps a status that begins meanwhile.
    await expect(page.locator("#outbox")).toHaveText(/^100\d\d records wait to be sent\./);
    await expect(page.locator("#agent-state")).toHaveText("Available");
    const during = await contactsPass(desk, 1);
    await page.unroute(records);
    await expect(page.locator("#outbox")).toHaveText("", { timeout: 60_000 });
    const found = await counted(desk, [...during, ...Array.from({ length: 10_000 }, (_, index) => `waits-${index}`)]);
    await figures(info, { "ten thousand waiting": found });
    expect(found).toMatchObject({ lost: 0, doubled: 0 });
});

test("a browser without room says so and gives what waits as a file", async ({ desk, page, context }) => {
    const session = await context.newCDPSession(page);
    await session.send("Storage.overrideQuotaForOrigin", { origin: desk.url, quotaSize: 1 });
    await page.route(records, (route) => route.abort());
    await desk.startShift();
    const [contactId] = await contactsPass(desk, 1);
    await expect(page.locator("#outbox")).toContainText("This browser has no more room for them");
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save waiting records" }).click();
    const file = await saving;
    expect(file.suggestedFilename()).toMatch(/^streamdesk-records-\d{4}-\d\d-\d\d\.jsonl$/);
    const lines = (await readFile(await file.path(), "utf8")).trim().split("\n").map((line) => JSON.parse(line) as { contact_id?: string });
    expect(lines.map((line) => line.contact_id)).toContain(contactId);
    await page.unroute(records);
    await expect(page.locator("#outbox")).toHaveText("", { timeout: 60_000 });
    expect(await counted(desk, [contactId!])).toMatchObject({ lost: 0, doubled: 0 });
});

test("the statuses of a shift add up without gap or overlap", async ({ desk, page }) => {
    await desk.startShift();
    for (const status of ["Lunch", "Available", "Break", "Offline"]) {
        await desk.choose(status);
        await expect(page.locator("#agent-state")).toHaveText(status);
    }
    await expect(page.locator("#outbox")).toHaveText("");
    await expect.poll(async () => (await desk.server.activities("anna")).at(-1)?.state).toBe("Offline");
    const all = await desk.server.activities("anna");
    for (const [index, one] of all.entries()) expect(one.ended_at, one.state).toBe(all[index + 1]?.started_at ?? null);
    expect(all.map((one) => one.state).slice(-5)).toEqual(["Available", "Lunch", "Available", "Break", "Offline"]);
});
