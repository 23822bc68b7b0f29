// The desktop as plain files and nothing else: no server is there at all.

import { readFile } from "node:fs/promises";
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

test("the history says why there is none", async ({ desk }, info) => {
    await desk.page.goto(`${desk.url}/history?agent=anna`);
    await expect(desk.page.locator(".history-none")).toContainText("This desktop has no server, so there is no history");
    await kept(desk.page, info, "no history");
});

test("records of one agent are not listed for the next", async ({ desk, page }) => {
    await desk.startShift();
    await contactsPass(desk, 1);
    await expect(page.locator(".today tbody tr")).toHaveCount(1);
    await desk.openSignedIn("ben");
    await expect(page.locator("#agent-name")).toContainText("Ben");
    await expect(page.locator(".today tbody tr")).toHaveCount(0);
});

async function saved(page: import("@playwright/test").Page, button: string): Promise<{ name: string; text: string }> {
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: button }).click();
    const file = await saving;
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}
