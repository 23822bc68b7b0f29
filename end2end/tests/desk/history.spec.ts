// The history: what is in the store, found, read and taken along. The records are put in over HTTP, as a page sends them.

import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { type Desk, expect, test } from "../../support/desk.ts";
import { kept } from "../../support/story.ts";

test.use({
    deskConfig: `
        [desk]
        [[desk.dispositions]]
        code = "refund"
        label = "Refund"
        label_ja = "返金"
        [[desk.attributes]]
        key = "Card"
        masked = true
        record = true
    `,
});

const MINUTE = 60_000;

/** The last midnight of whoever looks: Berlin's, as the browser is told. */
function midnight(): number {
    const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Berlin", timeStyle: "medium", hourCycle: "h23" });
    const [hours = 0, minutes = 0, seconds = 0] = clock.format().split(":").map(Number);
    const now = Date.now();
    return now - (now % 1000) - (hours * 3600 + minutes * 60 + seconds) * 1000;
}

/** A call of a minute that began at this moment. */
function call(id: string, began: number, change: Record<string, unknown> = {}): Record<string, unknown> {
    const at = (seconds: number) => new Date(began + seconds * 1000).toISOString();
    return {
        instance: "i-1", region: "us-east-1", contact_id: id, initial_contact_id: id, channel: "voice", direction: "inbound",
        queue: "BasicQueue", agent: "anna", customer_endpoint: "+12065550100", offered_at: at(0), accepted_at: at(4),
        connected_at: at(5), ended_at: at(50), cleared_at: at(60), local_times: ["accepted_at"],
        holds: [{ started_at: at(20), ended_at: at(30), by: "agent" }], attributes: { Card: "4111" },
        notes: "The parcel never came.", disposition: "refund", outcome: "handled", ended_by: "customer",
        events: [{ at: at(0), source: "service", what: "incoming" }], revision: 1, ...change,
    };
}

async function put(desk: Desk, batch: { contacts?: unknown[]; activities?: unknown[] }): Promise<void> {
    const response = await fetch(`${desk.server.url}/api/v1/records`, {
        method: "POST",
        body: JSON.stringify(batch),
        headers: { "content-type": "application/json" },
    });
    const text = await response.text();
    expect(response.status, text).toBe(200);
    expect(text).not.toContain("refused");
}

/** A day of yesterday, which is over whatever time it is now: twenty calls, one of them missed, and the statuses. */
async function day(desk: Desk): Promise<number> {
    const nine = midnight() - 24 * 60 * MINUTE + 9 * 60 * MINUTE;
    const calls = [...Array(20).keys()].map((index) =>
        call(`c-${index}`, nine + index * 10 * MINUTE, {
            queue: index % 2 ? "Billing" : "BasicQueue",
            customer_endpoint: `+120655501${String(index).padStart(2, "0")}`,
        }),
    );
    const missed = { contact_id: "c-missed", connected_at: null, accepted_at: null, holds: [], outcome: "missed", notes: null };
    const status = (state: string, from: number, to: number) => ({
        instance: "i-1", agent: "anna", kind: "status", state, state_kind: state === "Available" ? "routable" : "not_routable",
        started_at: new Date(nine + from * MINUTE).toISOString(), ended_at: new Date(nine + to * MINUTE).toISOString(),
        source: "service", recovered: false, revision: 1,
    });
    await put(desk, {
        contacts: [...calls, call("c-missed", nine + 205 * MINUTE, { ...missed, local_times: [], disposition: null })],
        activities: [status("Available", 0, 120), status("Lunch", 120, 165), status("Available", 165, 240)],
    });
    return nine;
}

async function open(desk: Desk, query: string): Promise<void> {
    await desk.page.goto(`${desk.url}/history${query}`);
    await expect(desk.page.locator("#history-found")).not.toHaveText("");
}

const rows = (page: Page) => page.locator("#history-list tbody tr");
const row = (page: Page, id: string) => page.locator(`#history-list tr[data-contact="${id}"]`);
const found = (page: Page) => page.locator("#total-count");

test("the desktop's header leads to it in a tab of its own, and the desktop stays", async ({ desk, context }) => {
    await desk.startShift();
    const parts: string[] = [];
    desk.page.on("response", (response) => parts.push(response.url()));
    const opening = context.waitForEvent("page");
    await desk.page.getByRole("link", { name: "History" }).click();
    const history = await opening;
    await expect(history.locator("#history-found")).not.toHaveText("");
    expect(new URL(history.url()).search).toBe("?agent=anna");
    await expect(history).toHaveTitle("History – Streamdesk");
    await expect(history.locator("iframe"), "no panel is started").toHaveCount(0);
    await expect(desk.page.locator("#agent-state")).toHaveText("Available");
    expect(parts.filter((url) => url.includes("split_history")), "the desktop loads nothing of it").toEqual([]);
    // Whoever follows the link again comes back to the same tab.
    const again = history.waitForEvent("load");
    await desk.page.getByRole("link", { name: "History" }).click();
    // A tab that is closed while it loads is waited for in vain.
    await again;
    expect(context.pages()).toHaveLength(2);
    await history.close();
});

test("filters find what they say, and the address shows the same again", async ({ desk }, info) => {
    const { page } = desk;
    await day(desk);
    await open(desk, "?agent=anna");
    await expect(page.getByText("There are no contacts in this period."), "nothing today").toBeVisible();
    await page.getByLabel("Period").selectOption("yesterday");
    await expect(found(page)).toHaveText("21");
    await expect(rows(page)).toHaveCount(21);
    await expect(page.locator("#total-missed")).toHaveText("1");
    await expect(page.locator("#total-average")).toHaveText("0:35");
    await expect(rows(page).first(), "newest first").toHaveAttribute("data-contact", "c-missed");
    await kept(page, info, "the list");

    await page.getByLabel("Queue").fill("Billing");
    await expect(found(page)).toHaveText("10");
    await page.getByLabel("Customer's number").fill("0101");
    await expect(found(page)).toHaveText("1");
    await page.reload();
    await expect(page.getByLabel("Queue")).toHaveValue("Billing");
    await expect(found(page)).toHaveText("1");
    await page.getByRole("button", { name: "Clear filters" }).click();
    await expect(page).toHaveURL(/\/history\?agent=anna$/);
    await expect(page.getByLabel("Period")).toBeFocused();

    await page.getByLabel("Period").selectOption("week");
    await page.getByLabel("Outcome").selectOption("missed");
    await expect(found(page)).toHaveText("1");
    await page.getByLabel("Outcome").selectOption("");
    await page.getByLabel("In the notes").fill("parcel");
    await expect(found(page)).toHaveText("20");
    await page.getByLabel("Only what supervisors listened to").check();
    await expect(page.locator(".empty")).toHaveText("No contact matches these filters.");
});

test("while somebody types, only what was typed last is shown", async ({ desk }) => {
    const { page } = desk;
    await day(desk);
    await open(desk, "?agent=anna&period=yesterday");
    // The answer to the first letters is the last to come.
    let late = 0;
    await page.route(/contact-totals\?.*text=par(&|$)/, async (route) => {
        late += 1;
        const answer = await route.fetch();
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        await route.fulfill({ response: answer });
    });
    const asked = page.waitForRequest(/contact-totals\?.*text=par(&|$)/);
    await page.getByLabel("In the notes").pressSequentially("par");
    await asked;
    const answered = page.waitForResponse(/contact-totals\?.*text=par(&|$)/);
    await page.getByLabel("In the notes").pressSequentially("is");
    await expect(found(page)).toHaveText("0");
    await answered;
    await expect(found(page)).toHaveText("0");
    expect(late).toBe(1);
});

test("the keyboard goes through the rows, copies and opens", async ({ desk }, info) => {
    const { page } = desk;
    const nine = await day(desk);
    await open(desk, "?agent=anna&period=yesterday");
    await expect(rows(page)).toHaveCount(21);
    await page.locator('#history-list tr[tabindex="0"]').focus();
    await expect(row(page, "c-missed")).toBeFocused();
    for (const [key, id] of [["ArrowDown", "c-19"], ["PageDown", "c-9"], ["ArrowUp", "c-10"], ["End", "c-0"], ["PageUp", "c-10"], ["Home", "c-missed"], ["ArrowDown", "c-19"]] as const) {
        await page.keyboard.press(key);
        await expect(row(page, id), key).toBeFocused();
    }
    await expect(page.locator('#history-list tr[tabindex="0"]'), "one stop for the whole list").toHaveCount(1);
    await page.keyboard.press("c");
    await expect(page.locator("#history-said")).toHaveText("Copied Contact ID: c-19");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("c-19");

    await page.keyboard.press("Enter");
    await expect(page.locator("#history-record-title")).toBeFocused();
    await expect(page.locator("#history-record-title")).toHaveText("+12065550119");
    const offered = page.locator("[data-moment=offered_at] time");
    await expect(offered).toHaveAttribute("datetime", new Date(nine + 190 * MINUTE).toISOString());
    await expect(page.locator("[data-moment=accepted_at]")).toContainText("Time of this computer");
    // A minute: offered for 5 s, talking for 15, on hold for 10, talking for 20, wrap-up for 10.
    const widths = await page.locator(".history-timeline rect").evaluateAll((parts) => parts.map((part) => `${part.getAttribute("data-part")} ${part.getAttribute("width")}`));
    expect(widths).toEqual(["offered 833", "talking 2500", "on-hold 1667", "talking 3333", "wrap-up 1667"]);
    await expect(page.locator(".history-record")).not.toContainText("4111");
    await page.getByRole("button", { name: "Show Card" }).click();
    await expect(page.locator(".history-record")).toContainText("4111");
    await kept(page, info, "a record");

    // Whoever gets the link sees the same.
    await page.reload();
    await expect(page.locator("#history-record-title")).toHaveText("+12065550119");
    await expect(row(page, "c-19")).toHaveAttribute("aria-selected", "true");
    await page.locator("#history-record-title").focus();
    await page.keyboard.press("Escape");
    await expect(row(page, "c-19")).toBeFocused();
    await expect(page.locator(".history-record")).toHaveCount(0);
});

test("a long list goes on by itself, and a server that fails is said", async ({ desk }) => {
    const { page } = desk;
    const began = midnight() - 24 * 60 * MINUTE;
    const calls = [...Array(130).keys()].map((index) => call(`c-${index}`, began + index * 2 * MINUTE));
    for (let from = 0; from < calls.length; from += 50) await put(desk, { contacts: calls.slice(from, from + 50) });
    await open(desk, "?agent=anna&period=yesterday");
    await expect(rows(page)).toHaveCount(50);
    await page.locator("#history-more").scrollIntoViewIfNeeded();
    await expect(rows(page)).toHaveCount(100);
    await page.locator('#history-list tr[tabindex="0"]').focus();
    await page.keyboard.press("End");
    await expect(rows(page)).toHaveCount(130);
    await expect(page.locator("#history-more")).toHaveCount(0);
});

test.describe("without a server", () => {
    test.use({ expectedErrors: /Failed to load resource/ });

    test("the page says so and asks again", async ({ desk }) => {
        const { page } = desk;
        await day(desk);
        await open(desk, "?agent=anna&period=yesterday");
        await page.route("**/api/v1/**", (route) => route.abort());
        await page.getByRole("button", { name: "Refresh" }).click();
        await expect(page.locator("#history-found")).toHaveText("The server does not answer. Try again.");
        await page.unroute("**/api/v1/**");
        await page.getByRole("button", { name: "Try again" }).click();
        await expect(found(page)).toHaveText("21");
    });
});

test("an agent's day adds up to the shift", async ({ desk }, info) => {
    const { page } = desk;
    await day(desk);
    await open(desk, "?agent=anna&period=yesterday");
    await expect(page.locator("#history-shift")).toHaveText("4:00:00");
    const legend = page.locator(".history-day .history-legend");
    await expect(legend).toContainText("Available 3:15:00");
    await expect(legend).toContainText("Lunch 45:00");
    const width = await page.locator(".history-day rect[data-shade]").evaluateAll((parts) => parts.reduce((sum, part) => sum + Number(part.getAttribute("width")), 0));
    expect(width, "no gap and no overlap").toBe(10_000);
    await kept(page, info, "a day");
    await page.getByLabel("Period").selectOption("week");
    await expect(page.locator(".history-day section"), "several days are no day").toHaveCount(0);
});

test("what was found is saved as a file", async ({ desk }) => {
    const { page } = desk;
    await day(desk);
    await open(desk, "?agent=anna&period=yesterday&queue=Billing");
    await expect(found(page)).toHaveText("10");
    for (const [name, end] of [["Save as CSV", "csv"], ["Save as JSON Lines", "jsonl"]] as const) {
        const saving = page.waitForEvent("download");
        await page.getByRole("button", { name }).click();
        const download = await saving;
        expect(download.suggestedFilename()).toMatch(new RegExp(`^streamdesk-contacts-\\d{4}-\\d\\d-\\d\\d\\.${end}$`));
        const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\n");
        expect(lines).toHaveLength(end === "csv" ? 11 : 10);
        await expect(page.locator("#history-export-said")).toHaveText("Records in the file: 10");
    }
});

test("at 320 pixels nothing lies beside the page", async ({ desk }, info) => {
    const { page } = desk;
    await page.setViewportSize({ width: 320, height: 700 });
    await day(desk);
    await open(desk, "?agent=anna&period=yesterday");
    await row(page, "c-19").click();
    await expect(page.locator("#history-record-title")).toBeFocused();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await kept(page, info, "narrow");
});

test.describe("in Japanese", () => {
    test.use({ locale: "ja-JP" });

    test("every word of ours is", async ({ desk }, info) => {
        const { page } = desk;
        await day(desk);
        await open(desk, "?agent=anna&period=yesterday");
        await expect(page).toHaveTitle("履歴 – Streamdesk");
        await row(page, "c-19").click();
        await expect(page.locator(".history-record")).toContainText("返金");
        await kept(page, info, "Japanese");
        const words = await page.evaluate(() => {
            const texts: string[] = [];
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const element = node.parentElement;
                if (element && !element.closest("code, script, noscript, #history-keys, #history-notes")) texts.push(node.textContent ?? "");
            }
            return texts.flatMap((text) => text.match(/[A-Za-z]{3,}/g) ?? []);
        });
        const known = new Set(["Streamdesk", "Streams", "anna", "CSV", "JSON", "Lines", "Available", "Lunch", "BasicQueue", "Billing", "Card"]);
        expect(words.filter((word) => !known.has(word))).toEqual([]);
    });
});
