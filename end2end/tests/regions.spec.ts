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
