// Nothing is lost and nothing counts twice when the page goes away in the middle.

import { expect, test } from "../support/desk.ts";

test("a reload in a call", async ({ desk }) => {
    const { page } = desk;
    await desk.startShift();
    const contactId = await desk.instance.offerCall();
    await desk.press("Accept call");
    await expect(desk.stage).toHaveText("Connected");
    const before = await desk.moments();
    expect(before["accepted_at"]).not.toBeNull();

    await page.reload();
    await expect(page.locator("#contact-id")).toHaveText(contactId);
    await expect(desk.stage).toHaveText("Connected");
    expect(await desk.moments(), "the page that is gone knew when it was accepted").toEqual(before);

    await desk.instance.customerHangsUp(contactId);
    await desk.press("Clear contact");
    await expect(desk.stage).toHaveText("Cleared");
    const record = await desk.record(contactId, (record) => record.cleared_at !== null);
    expect(record).toMatchObject(await desk.moments());
    expect(record).toMatchObject({ offered_at: before["offered_at"], outcome: "handled" });
});

test("a contact that was there before the page is shown", async ({ desk, context }) => {
    await desk.startShift();
    const contactId = await desk.instance.offerCall();
    await desk.press("Accept call");
    await expect(desk.stage).toHaveText("Connected");

    // Another machine of the same agent: signed in, but without the memory of this browser.
    await desk.page.goto("about:blank");
    const fresh = await context.newPage();
    await fresh.addInitScript(() => indexedDB.deleteDatabase("streamdesk"));
    await fresh.goto(desk.url);
    await expect(fresh.locator("#contact-id")).toHaveText(contactId);
    await expect(fresh.locator("#contact-stage")).toHaveText("Connected");
    const truth = await desk.instance.contact(contactId);
    await expect(fresh.locator("#connected-time")).toHaveAttribute("datetime", truth.connected_at!);
});

test("a contact that ends while the page is away is completed by the next page", async ({ desk }) => {
    await desk.startShift();
    const contactId = await desk.instance.offerCall();
    await desk.press("Accept call");
    await expect(desk.stage).toHaveText("Connected");
    await desk.page.goto("about:blank");
    await desk.instance.customerHangsUp(contactId);
    await desk.open();
    await expect(desk.stage).toHaveText("Wrap-up");
    const record = await desk.record(contactId, (record) => record.ended_at !== null);
    expect(record).toMatchObject({ outcome: "handled", ended_at: (await desk.instance.contact(contactId)).ended_at });
    expect(record.accepted_at).not.toBeNull();
    expect(record.recovered, "and says that the page which saw it had gone").toBe(true);
});

test.describe("while our own server is down", () => {
    test.use({ expectedErrors: /Failed to load resource/ });

    test("records wait in the browser and arrive afterwards, once", async ({ desk }) => {
        await desk.startShift();
        await desk.server.stop();
        const contactId = await desk.instance.offerCall();
        await desk.press("Accept call");
        await expect(desk.stage).toHaveText("Connected");
        await expect(desk.page.locator("#outbox")).toContainText("records wait to be sent");
        await desk.instance.customerHangsUp(contactId);
        await desk.press("Clear contact");
        await expect(desk.stage).toHaveText("Cleared");
        await desk.server.start();
        const record = await desk.record(contactId, (record) => record.cleared_at !== null);
        expect(record).toMatchObject(await desk.moments());
        await expect(desk.page.locator("#outbox")).toHaveText("");
    });

    test("a reload before they arrive loses nothing", async ({ desk }) => {
        await desk.startShift();
        const contactId = await desk.instance.offerCall();
        await desk.press("Accept call");
        await expect(desk.stage).toHaveText("Connected");
        await desk.server.stop("SIGKILL");
        await desk.instance.customerHangsUp(contactId);
        await expect(desk.stage).toHaveText("Wrap-up");
        const shown = await desk.moments();
        await desk.server.start();
        await desk.page.reload();
        const record = await desk.record(contactId, (record) => record.ended_at !== null);
        expect(record).toMatchObject({ ended_at: shown["ended_at"], accepted_at: shown["accepted_at"] });
    });
});
