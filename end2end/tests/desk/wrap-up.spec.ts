// What an agent notes belongs to the contact, whatever becomes of the page, the status and the contact.

import { expect, test } from "../../support/desk.ts";
import { people } from "../../support/people.ts";
import { kept } from "../../support/story.ts";

const dispositions = `
    [[desk.dispositions]]
    code = "resolved"
    label = "Resolved"
    [[desk.dispositions]]
    code = "refund"
    label = "Refund"
    queue = "Billing"
`;

test.use({ deskConfig: `[desk]\ndisposition_required = ["*"]\n${dispositions}` });

test("a crash in wrap-up loses nothing", async ({ desk, context }, info) => {
    await desk.startShift();
    const contactId = await desk.instance.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await desk.page.getByLabel("Notes").fill("The parcel never came. 荷物が届いていません。");
    await desk.instance.customerHangsUp(contactId);
    await expect(desk.stage).toHaveText("Wrap-up");

    // The tab is gone without a word, as in a crash.
    const crashed = desk.page;
    const session = await context.newCDPSession(crashed);
    const gone = crashed.waitForEvent("crash");
    // Nobody is left to answer.
    void session.send("Page.crash").catch(() => undefined);
    await gone;

    const next = await context.newPage();
    await next.goto(desk.url);
    await expect(next.locator("#contact-stage")).toHaveText("Wrap-up");
    await expect(next.getByLabel("Notes")).toHaveValue("The parcel never came. 荷物が届いていません。");
    await kept(next, info, "after the crash");
    await next.getByLabel("Resolved").check();
    await next.locator("#finish-wrap-up").click();
    await expect(next.locator("#contact-stage")).toHaveText("Cleared");
    const record = await desk.record(contactId, (record) => record.disposition === "resolved");
    expect(record.notes).toBe("The parcel never came. 荷物が届いていません。");
    await next.close();
});

test("another computer takes nothing from what was noted", async ({ desk, browser }) => {
    await desk.startShift();
    const contactId = await desk.instance.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await desk.page.getByLabel("Notes").fill("The parcel never came.");
    await desk.page.getByLabel("Resolved").check();
    await desk.instance.customerHangsUp(contactId);
    await expect(desk.stage).toHaveText("Wrap-up");
    const noted = await desk.record(contactId, (record) => record.ended_at !== null && record.notes !== null);

    const elsewhere = await browser.newContext();
    const other = desk.in(await elsewhere.newPage());
    await other.openSignedIn();
    await expect(other.stage).toHaveText("Wrap-up");
    const { offered_at, connected_at, notes, disposition } = noted;
    const known = { offered_at, connected_at, notes, disposition };
    const taken = await desk.record(contactId, (record) => record.revision > noted.revision);
    expect(taken).toMatchObject(known);
    await desk.page.close();
    await other.page.getByLabel("Resolved").check();
    await other.page.locator("#finish-wrap-up").click();
    await expect(other.stage).toHaveText("Cleared");
    const cleared = await desk.record(contactId, (record) => record.cleared_at !== null);
    expect(cleared).toMatchObject(known);
    await elsewhere.close();
});

test("a contact is not cleared without a disposition, and says so", async ({ desk }) => {
    await desk.startShift();
    const contactId = await desk.instance.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await expect(desk.page.getByLabel("Refund"), "of another queue").toHaveCount(0);
    await desk.instance.customerHangsUp(contactId);
    await expect(desk.stage).toHaveText("Wrap-up");
    await desk.act("clear");
    await expect(desk.page.getByRole("alert").filter({ hasText: /disposition/i }).first()).toBeVisible();
    expect((await desk.instance.contact(contactId)).cleared_at).toBeNull();
    await desk.page.getByLabel("Resolved").check();
    await desk.act("clear");
    await expect(desk.stage).toHaveText("Cleared");
});

test.describe("where the instance clears by itself", () => {
    test.use({ people: people(["# after_contact_work_ms = 30000 ", "after_contact_work_ms = 1500 #"]) });

    test("what was begun is waited for, and finished after the next contact has come", async ({ desk }) => {
        await desk.startShift();
        const contactId = await desk.instance.offerCall("anna", "+12065550111");
        await desk.act("accept");
        await expect(desk.stage).toHaveText("Connected");
        await desk.instance.customerHangsUp(contactId);
        await expect(desk.stage).toHaveText("Wrap-up");
        await expect(desk.stage).toHaveText("Cleared");
        const unfinished = desk.page.getByRole("region", { name: "Contacts" }).getByRole("button", { name: /0111/ });
        await expect(unfinished).toBeVisible();

        await desk.choose("Available");
        await desk.instance.offerCall("anna", "+12065550222");
        await expect(desk.stage).toHaveText("Ringing");
        await unfinished.click();
        await desk.page.getByLabel("Resolved").check();
        await desk.page.locator("#finish-wrap-up").click();
        await expect(unfinished).toBeHidden();
        await desk.record(contactId, (record) => record.disposition === "resolved");
    });
});

test.describe("a call of our own that nobody answers", () => {
    test("is wrapped up like any other", async ({ desk }) => {
        await desk.startShift();
        await desk.page.locator("#dial-number").fill("+1 206 555 0480");
        await desk.act("dial");
        await expect(desk.stage).toHaveText("Not connected", { timeout: 30_000 });
        await desk.page.getByLabel("Notes").fill("No answer.");
        await desk.page.getByLabel("Resolved").check();
        await desk.page.locator("#finish-wrap-up").click();
        await expect(desk.stage).toHaveText("Cleared");
        const record = await desk.record(await desk.page.locator("#contact-id").innerText(), (one) => one.disposition !== null);
        expect(record).toMatchObject({ outcome: "failed", direction: "outbound", notes: "No answer." });
    });
});
