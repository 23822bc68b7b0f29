// The desktop as plain files and nothing else: no server is there at all.

import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test } from "../../support/desk.ts";
import { contactsPass } from "../../support/records.ts";
import { kept } from "../../support/story.ts";

test.use({
    home: "files-alone",
    deskConfig: `
        [desk]
        panel = "hidden"
        [[desk.dispositions]]
        code = "resolved"
        label = "Resolved"
    `,
});

test("a call is taken, wrapped up, and stays on record in this browser", async ({ desk }, info) => {
    const { page, instance } = desk;
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).origin));
    await desk.startShift();
    const contactId = await instance.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await page.getByLabel("Notes").fill('Asked for "May, the 2nd".');
    await instance.customerHangsUp(contactId);
    await expect(desk.stage).toHaveText("Wrap-up");
    await page.getByLabel("Resolved").check();
    await page.locator("#finish-wrap-up").click();
    await expect(desk.stage).toHaveText("Cleared");

    const row = page.locator(`tr[data-contact="${contactId}"]`);
    await expect(row).toContainText("handled");
    await expect(page.locator("#outbox"), "nothing waits for anything").toHaveText("");
    await expect(page.getByRole("link", { name: "History" }), "what needs a server is not there").toHaveCount(0);
    await expect(page.locator("[data-home=browser]")).toContainText("records stay in this browser");
    await kept(page, info, "records in the browser");
    await page.reload();
    await expect(row, "after a reload too").toContainText("handled");
    expect(asked, "there is no server to ask").not.toContain(desk.server.url);
    expect(await desk.server.records()).toEqual([]);

    const csv = await saved(desk.page, "Save as CSV");
    expect(csv.name).toMatch(/^streamdesk-records-\d{4}-\d\d-\d\d\.csv$/);
    expect(csv.text.startsWith("\uFEFFinstance,region,contact_id,")).toBe(true);
    expect(csv.text).toContain(`,${contactId},`);
    expect(csv.text).toContain('"Asked for ""May, the 2nd""."');
    expect(csv.text, "no number is a formula").toContain(",'+12065550100,");
    const lines = (await saved(desk.page, "Save as JSON Lines")).text.trim().split("\n");
    const records = lines.map((line) => JSON.parse(line) as { contact_id?: string; state?: string });
    expect(records.filter((record) => record.contact_id === contactId)).toHaveLength(1);
    expect(records.some((record) => record.state === "Available"), "statuses too").toBe(true);

    // What was saved is what a server takes, should there be one some day.
    const [contacts, activities] = [records.filter((one) => one.contact_id), records.filter((one) => one.state)];
    const answer = await fetch(`${desk.server.url}/api/v1/records`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ contacts, activities }),
    });
    const { contacts: verdicts } = (await answer.json()) as { contacts: { status: string }[] };
    expect(verdicts.map(({ status }) => status)).toEqual(["stored"]);
});

test("what was saved is removed once that was asked and answered, and nothing that is newer", async ({ desk, page }, info) => {
    await desk.startShift();
    const [over] = await contactsPass(desk, 1);
    const open = await desk.instance.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    const rows = page.locator(".today tbody tr");
    await expect(rows).toHaveCount(2);
    const remove = page.getByRole("button", { name: "Remove what was saved from this browser" });
    await expect(remove, "nothing was saved").toBeHidden();
    const file = await saved(page, "Save as CSV");
    await remove.click();
    const question = page.getByRole("dialog", { name: "Remove what was saved?" });
    await expect(question).toContainText(`2 records, those in the file ${file.name}`);
    await expect(question).toContainText("there is no way back");
    await kept(page, info, "the question");
    await page.keyboard.press("Enter");
    await expect(question, "what is first is to keep them").toBeHidden();
    await expect(rows).toHaveCount(2);

    // What is saved as a table are the contacts; one of them has changed since.
    await desk.instance.customerHangsUp(open);
    await expect(desk.stage).toHaveText("Wrap-up");
    await remove.click();
    await question.getByRole("button", { name: "Remove them" }).click();
    await expect(page.locator("[data-home=browser] [role=status]")).toContainText(`What the file ${file.name} has was removed`);
    await expect(remove).toBeHidden();
    await expect(rows).toHaveCount(1);
    await desk.act("clear");
    await expect(desk.stage).toHaveText("Cleared");
    expect(await stored(page, over!)).toHaveLength(0);
    expect(await stored(page, open)).toMatchObject([{ ended_at: expect.any(String), cleared_at: expect.any(String) }]);
    expect((await saved(page, "Save as JSON Lines")).text, "statuses were in no table").toContain('"state":"Available"');
    await page.reload();
    await expect(rows).toHaveCount(1);
});

test("a reload in a call, and a call that ends while the page is away: one whole record each", async ({ desk, page }) => {
    await desk.startShift();
    const first = await desk.instance.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await desk.open();
    await expect(desk.stage).toHaveText("Connected");
    await desk.instance.customerHangsUp(first);
    await expect(desk.stage).toHaveText("Wrap-up");
    await desk.act("clear");
    await expect(desk.stage).toHaveText("Cleared");

    const second = await desk.instance.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await page.goto("about:blank");
    await desk.instance.customerHangsUp(second);
    await desk.open();
    await expect(desk.stage).toHaveText("Wrap-up");
    await desk.act("clear");
    await expect(desk.stage).toHaveText("Cleared");
    for (const contactId of [first, second]) {
        const whole = { outcome: "handled", connected_at: expect.any(String), ended_at: expect.any(String), cleared_at: expect.any(String) };
        expect(await stored(page, contactId)).toMatchObject([whole]);
    }
});

test("a second tab doubles nothing, and leaves removing to the one that leads", async ({ desk, page, context }) => {
    await desk.startShift();
    const second = desk.in(await context.newPage());
    await second.open();
    await expect(second.page.locator("[data-banner=follows]")).toBeVisible();
    const [contactId] = await contactsPass(desk, 1);
    expect(await stored(second.page, contactId!)).toHaveLength(1);
    await expect(second.page.locator("#remove-saved")).toBeHidden();
    await page.close();
    await expect(second.page.locator("[data-banner=follows]")).toBeHidden();
    await expect(second.page.locator("#remove-saved")).toBeVisible();
    expect(await stored(second.page, contactId!)).toHaveLength(1);
});

test("a call that is missed is on record too", async ({ desk, page }) => {
    await desk.startShift();
    const contactId = await desk.instance.offerCall();
    await expect(desk.stage).toHaveText("Ringing");
    await desk.instance.customerHangsUp(contactId);
    await expect(page.locator(`tr[data-contact="${contactId}"]`)).toContainText("missed");
    expect(await stored(page, contactId)).toMatchObject([{ outcome: "missed", connected_at: null }]);
});

test("a browser without room says so, and what is not safe can be saved", async ({ desk, page, context }) => {
    const session = await context.newCDPSession(page);
    await session.send("Storage.overrideQuotaForOrigin", { origin: desk.url, quotaSize: 1 });
    await desk.startShift();
    const contactId = await desk.instance.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await expect(page.locator("#outbox")).toContainText("This browser has no more room for them");
    const file = await saved(page, "Save waiting records");
    expect(file.text).toContain(contactId);
});

for (const { path, said } of [
    { path: "/history?agent=anna", said: ".history-none" },
    { path: "/doctor", said: ".doctor-none" },
]) {
    test(`${path} says why there is nothing`, async ({ desk }, info) => {
        await desk.page.goto(`${desk.url}${path}`);
        await expect(desk.page.locator(said)).toContainText("This desktop has no server");
        await kept(desk.page, info, "no server");
    });
}

test("nothing leads to the doctor, who would have to ask a server", async ({ desk, page }) => {
    await desk.open();
    await expect(desk.notice("sign-in")).toBeVisible();
    await expect(page.getByRole("link", { name: "Find the cause" })).toHaveCount(0);
});

test("records of one agent are not listed for the next", async ({ desk, page }) => {
    await desk.startShift();
    await contactsPass(desk, 1);
    await expect(page.locator(".today tbody tr")).toHaveCount(1);
    await desk.openSignedIn("ben");
    await expect(page.locator("#agent-name")).toContainText("Ben");
    await expect(page.locator(".today tbody tr")).toHaveCount(0);
});

/** What this browser has of a contact, as its file says. */
async function stored(page: Page, contactId: string): Promise<Record<string, unknown>[]> {
    const lines = (await saved(page, "Save as JSON Lines")).text.split("\n").filter(Boolean);
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter((record) => record["contact_id"] === contactId);
}

async function saved(page: Page, button: string): Promise<{ name: string; text: string }> {
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: button }).click();
    const file = await saving;
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}
