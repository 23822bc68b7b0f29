// A desk of two regions: when the instance moves to the other one, the agent works on there, and the records say where.

import { type Desk, expect, test } from "../support/desk.ts";
import type { Instance } from "../support/programs.ts";
import { kept } from "../support/story.ts";
import { activate } from "../support/west.ts";

test.use({ regions: 2 });

/** The agent talks to a customer, in the east. */
async function inACall(desk: Desk): Promise<{ east: Instance; west: Instance; call: string }> {
    const { instance: east, west } = desk;
    if (!west) throw new Error("there is no second region");
    await desk.startShift();
    const call = await east.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    return { east, west, call };
}

test("the agent works on in the other region, and no contact is lost on the way", async ({ desk, page }, info) => {
    const { east, west, call: first } = await inACall(desk);
    await east.customerHangsUp(first);
    await desk.act("clear");
    await desk.record(first, (record) => record.cleared_at !== null);
    await expect(page.locator("#agent-state")).toHaveText("Available");

    // The library goes over by itself, because nobody is spoken to. There the agent is who they were last: offline.
    await activate("us-west-2", [east, west]);
    await expect(page.locator("#agent-state")).toHaveText("Offline", { timeout: 30_000 });
    await desk.choose("Available");
    await expect(page.locator("#agent-state")).toHaveText("Available");
    const second = await west.offerCall();
    await expect(page.locator("#contact-id")).toHaveText(second);
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await kept(page, info, "in the other region");
    await west.customerHangsUp(second);
    await desk.act("clear");

    const records = [];
    for (const contact of [first, second]) {
        records.push(await desk.record(contact, (record) => record.cleared_at !== null && record.outcome === "handled"));
    }
    expect(records.map((record) => record.region)).toEqual(["us-east-1", "us-west-2"]);
    // Each status ends when the next begins: nothing is missing of the shift, and nothing counts twice.
    const statuses = await desk.server.activities("anna");
    expect(statuses.map((status) => status.ended_at)).toEqual([...statuses.slice(1).map((status) => status.started_at), null]);
    await expect(page.locator(".today tbody tr")).toHaveCount(2);
});

test("a call is spoken to its end before the agent is moved, and the way is told", async ({ desk, page }, info) => {
    const { east, west, call } = await inACall(desk);

    const banner = page.locator("[data-banner=region]");
    await activate("us-west-2", [east, west]);
    await expect(banner).toContainText("Amazon Connect moves to the region us-west-2.", { timeout: 30_000 });
    await banner.getByRole("button", { name: "Move now" }).click();
    const question = page.getByRole("dialog", { name: "Move now?" });
    await kept(page, info, "the instance moves in a call");
    await question.getByRole("button", { name: "Wait" }).click();
    await expect(desk.stage).toHaveText("Connected");

    // The library does not wait for the wrap-up.
    await east.customerHangsUp(call);
    await expect(banner).toContainText("You work in the region us-west-2 now.", { timeout: 30_000 });
    await kept(page, info, "arrived in the other region");
    await desk.choose("Available");
    await expect(banner).toBeHidden();
    await expect(page.locator("#agent-state")).toHaveText("Available");
    expect(await desk.record(call, (record) => record.ended_at !== null)).toMatchObject({ region: "us-east-1", outcome: "handled" });
});

test("an agent who cannot wait for the end of a call leaves it behind", async ({ desk, page }) => {
    const { east, west, call } = await inACall(desk);

    await activate("us-west-2", [east, west]);
    const banner = page.locator("[data-banner=region]");
    await banner.getByRole("button", { name: "Move now" }).click({ timeout: 30_000 });
    await page.getByRole("dialog", { name: "Move now?" }).getByRole("button", { name: "Move now" }).click();
    await expect(banner).toContainText("You work in the region us-west-2 now.", { timeout: 30_000 });
    expect(await desk.record(call, (record) => record.ended_at !== null)).toMatchObject({ region: "us-east-1" });
});

test("the panel of the region where the agent works dies in a call and is loaded anew", async ({ desk, page }) => {
    const { east } = await inACall(desk);

    const panel = page.locator(`iframe[data-identifier="${east.url}"]`);
    await panel.evaluate((frame: HTMLIFrameElement) => (frame.src = "about:blank"));
    await expect(desk.notice("stopped")).toBeVisible({ timeout: 20_000 });
    await expect(desk.stage).toHaveText("Connected");
    await expect(desk.notice("stopped")).toBeHidden({ timeout: 20_000 });
    await panel.contentFrame().getByRole("button", { name: "End call" }).click();
    await expect(desk.stage).toHaveText("Wrap-up");
});

test("a region dies in a call: the agent works on in the other, and the call is recorded", async ({ desk, page }) => {
    const { east, west, call: lost } = await inACall(desk);

    // Nobody there says any more what is to become of the call.
    await east.stop("SIGKILL");
    await activate("us-west-2", [west]);
    await expect(page.locator("[data-banner=region]")).toContainText("You work in the region us-west-2 now.", { timeout: 30_000 });
    await desk.choose("Available");
    await expect(page.locator("#agent-state")).toHaveText("Available");
    const next = await west.offerCall();
    await expect(page.locator("#contact-id")).toHaveText(next);
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    const record = await desk.record(lost, (record) => record.ended_at !== null);
    expect(record).toMatchObject({ region: "us-east-1", local_times: expect.arrayContaining(["ended_at"]) });
});
