// One inbound call, from the offer to the stored record.

import { expect, test } from "../support/desk.ts";

test("a call is offered, accepted, held, resumed, ended by the customer and cleared", async ({ desk }) => {
    const { page } = desk;
    await desk.startShift();
    await expect(page.locator("#agent-name")).toHaveText("Anna Lindqvist");
    await expect(page.locator("#time-in-state")).toHaveText(/^0:\d\d$/);

    const contactId = await desk.instance.offerCall();
    await expect(desk.stage).toHaveText("Ringing");
    await expect(page.locator("#contact-id")).toHaveText(contactId);
    await expect(page.locator("#customer-endpoint")).toHaveText("+12065550100");
    await expect(page.locator("#queue")).toHaveText("BasicQueue");
    await expect(page.locator("#channel")).toHaveText("voice");
    await expect(page.locator("#direction")).toHaveText("inbound");
    await expect(page.locator("#start-time")).toHaveText(/^\d\d:\d\d:\d\d$/);
    await expect(page.locator("#connected-time")).toHaveText("–");
    await page.getByRole("button", { name: "Copy contact ID" }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(contactId);

    await desk.press("Accept call");
    await expect(desk.stage).toHaveText("Connected");
    await expect(page.locator("#talk-time")).toHaveText(/^0:0[1-9]$/);

    await desk.press("Hold");
    await expect(desk.stage).toHaveText("On hold");
    await expect(page.locator("#hold-time")).toHaveText(/^0:0[1-9]$/);
    await desk.press("Resume");
    await expect(desk.stage).toHaveText("Connected");

    await desk.instance.customerHangsUp(contactId);
    await expect(desk.stage).toHaveText("Wrap-up");
    await expect(page.locator("#agent-state")).toHaveText("After call work");

    await desk.press("Clear contact");
    await expect(desk.stage).toHaveText("Cleared");

    const record = await desk.record(contactId, (record) => record.cleared_at !== null);
    expect(record).toMatchObject(await desk.moments());
    expect(record).toMatchObject({
        initial_contact_id: contactId,
        channel: "voice",
        direction: "inbound",
        queue: "BasicQueue",
        agent: "anna",
        customer_endpoint: "+12065550100",
        outcome: "handled",
    });
    expect(record.holds).toHaveLength(1);
    expect(record.holds[0]!.ended_at).not.toBeNull();
    expect(record.accepted_at).not.toBeNull();

    const truth = await desk.instance.contact(contactId);
    expect(record.offered_at).toBe(truth.offered_at);
    expect(record.connected_at).toBe(truth.connected_at);
    expect(record.ended_at).toBe(truth.ended_at);

    const row = page.locator(`tr[data-contact="${contactId}"]`);
    await expect(row).toContainText("handled");
    await expect(row).toContainText("+12065550100");
});

test("the agent mutes, unmutes and hangs up", async ({ desk }) => {
    await desk.startShift();
    const contactId = await desk.instance.offerCall();
    await desk.press("Accept call");
    await expect(desk.stage).toHaveText("Connected");
    const muted = async () => (await desk.instance.contact(contactId)).muted;
    await desk.press("Mute");
    await expect.poll(muted).toBe(true);
    await desk.press("Unmute");
    await expect.poll(muted).toBe(false);
    await desk.press("End call");
    await expect(desk.stage).toHaveText("Wrap-up");
    const record = await desk.record(contactId, (record) => record.ended_at !== null);
    expect(record).toMatchObject({ outcome: "handled", cleared_at: null });
});

test("the customer hangs up before the agent accepts", async ({ desk }) => {
    await desk.startShift();
    const contactId = await desk.instance.offerCall();
    await expect(desk.stage).toHaveText("Ringing");
    await desk.instance.customerHangsUp(contactId);
    await expect(desk.stage).toHaveText("Missed");
    await desk.press("Clear contact");
    await expect(desk.stage).toHaveText("Cleared");
    const record = await desk.record(contactId, (record) => record.cleared_at !== null);
    expect(record).toMatchObject({ outcome: "missed", accepted_at: null, connected_at: null });
    expect(record).toMatchObject(await desk.moments());
});

test("the agent rejects", async ({ desk }) => {
    await desk.startShift();
    const contactId = await desk.instance.offerCall();
    await desk.press("Reject call");
    await expect(desk.stage).toHaveText("Rejected");
    const record = await desk.record(contactId, (record) => record.outcome !== null);
    expect(record).toMatchObject({ outcome: "rejected", connected_at: null });
});

test("times are the service's, whatever the clock of the agent's machine says", async ({ desk }) => {
    await desk.instance.control("PUT", "clock", { skew_ms: 300_000 });
    await desk.startShift();
    const contactId = await desk.instance.offerCall();
    await desk.press("Accept call");
    await expect(desk.stage).toHaveText("Connected");
    await expect(desk.page.locator("#talk-time")).toHaveText(/^0:0\d$/);
    await desk.instance.customerHangsUp(contactId);
    await desk.press("Clear contact");
    const record = await desk.record(contactId, (record) => record.cleared_at !== null);
    const [accepted, connected, ended, cleared] = [
        record.accepted_at,
        record.connected_at,
        record.ended_at,
        record.cleared_at,
    ].map((at) => Date.parse(at!));
    expect(accepted).toBeLessThanOrEqual(connected!);
    expect(cleared! - ended!, "read on the local clock, put on the service's").toBeLessThan(20_000);
    expect(ended! - Date.now()).toBeGreaterThan(200_000);
});
