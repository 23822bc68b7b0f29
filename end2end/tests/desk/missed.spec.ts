// A call that nobody takes, and what becomes of the agent.

import { expect, test } from "../../support/desk.ts";
import { people } from "../../support/people.ts";
import { kept } from "../../support/story.ts";

test.use({ people: people(["ring_ms = 20000 ", "ring_ms = 1500 "]) });

test("it is said in plain words what happened and what to do, and the agent goes on", async ({ desk }, info) => {
    await desk.startShift();
    const contactId = await desk.instance.offerCall();
    await expect(desk.stage).toHaveText("Missed");
    await expect(desk.page.locator(".agent-trouble")).toBeVisible();
    await kept(desk.page, info, "missed");
    await desk.act("clear");
    await expect(desk.stage).toHaveText("Cleared");
    await desk.choose("Available");
    await expect(desk.page.locator("#agent-state")).toHaveText("Available");
    const record = await desk.record(contactId, (record) => record.cleared_at !== null);
    expect(record).toMatchObject({ outcome: "missed", connected_at: null });
});

test("who declines a contact is told so, and one button makes room for the next", async ({ desk }) => {
    await desk.startShift();
    await desk.instance.offerCall();
    await desk.act("reject");
    await expect(desk.page.locator(".agent-trouble")).toContainText("You declined the contact.");
    await desk.page.getByRole("button", { name: "Make me available" }).click();
    await expect(desk.stage).toHaveText("Cleared");
    await expect(desk.page.locator("#agent-state")).toHaveText("Available");
    await desk.instance.offerCall();
    await expect(desk.stage).toHaveText("Ringing");
});

test.describe("who wants to be available again", () => {
    test.use({ deskConfig: '[desk]\nafter_missed = "return"\n' });

    test("is, without a click", async ({ desk }) => {
        await desk.startShift();
        await desk.instance.offerCall();
        await expect(desk.stage).toHaveText("Ringing");
        await expect(desk.stage).toHaveText("Cleared", { timeout: 15_000 });
        await expect(desk.page.locator("#agent-state")).toHaveText("Available");
    });
});
