// A desk of two regions: when the instance moves to the other one, the agent works on there, and the records say where.

import { expect, test } from "../support/desk.ts";
import { kept } from "../support/story.ts";
import { activate } from "../support/west.ts";

test.use({ regions: 2 });

test("the agent works on in the other region, and no contact is lost on the way", async ({ desk, page }, info) => {
    const { instance: east, west } = desk;
    if (!west) throw new Error("there is no second region");
    await desk.startShift();
    const first = await east.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await activate("us-west-2", [east, west]);
    await expect(desk.stage, "nobody is moved in a call").toHaveText("Connected");
    await east.customerHangsUp(first);
    await desk.act("clear");
    await desk.record(first, (record) => record.cleared_at !== null);

    // The library goes over by itself once nobody is spoken to.
    await expect(page.locator("#agent-state")).not.toHaveText("Available", { timeout: 30_000 });
    await desk.choose("Available");
    await expect(page.locator("#agent-state")).toHaveText("Available");
    const second = await west.offerCall();
    await expect(page.locator("#contact-id")).toHaveText(second);
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await kept(page, info, "in the other region");
    await west.customerHangsUp(second);
    await desk.act("clear");

    const regions = new Map<string, string>();
    for (const [contact, outcome] of [[first, "handled"], [second, "handled"]] as const) {
        const record = await desk.record(contact, (record) => record.cleared_at !== null);
        expect(record.outcome).toBe(outcome);
        regions.set(contact, (record as unknown as { region: string }).region);
    }
    expect([...regions]).toEqual([[first, "us-east-1"], [second, "us-west-2"]]);
    await expect(page.locator(".today tbody tr")).toHaveCount(2);
});
