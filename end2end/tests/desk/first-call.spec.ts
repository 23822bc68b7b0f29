// The first call of the day, in the desktop's own panel, with the CCP out of sight.

import { expect, test } from "../../support/desk.ts";
import { kept } from "../../support/story.ts";

test.use({
    deskConfig: `
        [desk]
        panel = "hidden"
        [[desk.dispositions]]
        code = "resolved"
        label = "Resolved"
        [[desk.dispositions]]
        code = "follow-up"
        label = "Needs follow-up"
        [[desk.dispositions.details]]
        code = "callback"
        label = "Call back"
    `,
});

test("a shift begins: sign-in, a status, a call from ringing to its record", async ({ desk }, info) => {
    const { page, instance } = desk;
    await desk.open();
    await desk.signIn();
    await expect(desk.ccp.locator("body"), "the frame works out of sight").toBeAttached();
    await desk.choose("Available");
    await expect(page.locator("#agent-state")).toHaveText("Available");

    const contactId = await instance.offerCall();
    await expect(desk.stage).toHaveText("Ringing");
    await kept(page, info, "ringing");
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");

    await desk.act("hold");
    await expect(desk.stage).toHaveText("On hold");
    expect((await instance.contact(contactId)).on_hold).toBe(true);
    await desk.act("hold");
    await expect(desk.stage).toHaveText("Connected");

    await desk.act("mute");
    await expect.poll(async () => (await instance.contact(contactId)).muted).toBe(true);
    await expect(desk.control("mute")).toHaveAttribute("aria-pressed", "true");
    await desk.act("mute");
    await expect.poll(async () => (await instance.contact(contactId)).muted).toBe(false);

    await page.getByLabel("Notes").fill("Asked for the invoice of May.");
    await kept(page, info, "in the call");
    await desk.act("leave");
    await expect(desk.stage).toHaveText("Wrap-up");
    await page.getByLabel("Resolved").check();
    await kept(page, info, "wrap-up");
    await page.locator("#finish-wrap-up").click();
    await expect(desk.stage).toHaveText("Cleared");

    const record = await desk.record(contactId, (record) => record.cleared_at !== null && record.disposition !== null);
    expect(record).toMatchObject({
        disposition: "resolved",
        notes: "Asked for the invoice of May.",
        ended_by: "agent",
        outcome: "handled",
    });
});
