// Scenarios that the instance plays while somebody sits at the desk.

import { expect, test } from "../support/desk.ts";

test("whoever is at the desk takes part in a scenario that ships", async ({ desk }) => {
    // Half a minute of it are the pauses that a person needs.
    test.slow();
    await desk.startShift();
    const play = desk.instance.play("angry-caller");

    await desk.press("Accept call");
    await expect(desk.stage).toHaveText("Connected");
    await desk.press("Hold");
    await expect(desk.stage).toHaveText("On hold");
    await expect(desk.stage, "the customer has had enough").toHaveText("Wrap-up", { timeout: 20_000 });
    await desk.press("Clear contact");

    await expect(desk.stage, "the customer calls again").toHaveText("Ringing", { timeout: 20_000 });
    await expect(desk.stage, "and thinks better of it").toHaveText("Missed");
    await desk.press("Clear contact");
    await desk.goAvailable();

    const { call, again } = await play;
    const handled = await desk.record(call!, (record) => record.cleared_at !== null);
    expect(handled).toMatchObject({ outcome: "handled", queue: "Billing", customer_endpoint: "+12065550123" });
    expect(handled.holds).toHaveLength(1);
    const missed = await desk.record(again!, (record) => record.cleared_at !== null);
    expect(missed).toMatchObject({ outcome: "missed", connected_at: null });
});

test("a person who does not play along fails the play, which says why", async ({ desk }) => {
    await desk.startShift();
    const play = desk.instance.play(`
        title = "A call to be accepted"
        [[step]]
        offer = { as = "call", channel = "voice", queue = "Billing", agent = "anna", customer = "+12065550123" }
        [[step]]
        agent_does = { contact = "call", agent = "anna", action = "accept" }
    `);
    const refused = expect(play).rejects.toThrow("line 5, Anna accepts “call”: the contact `call` is over, it is rejected");
    await desk.press("Reject call");
    await refused;
    await expect(desk.stage).toHaveText("Rejected");
});
