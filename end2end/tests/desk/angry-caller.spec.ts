// The scenario "angry caller" that ships with the instance, with Anna at the desktop's own panel.

import { expect, test } from "../../support/desk.ts";
import { kept } from "../../support/story.ts";

test("he hangs up on hold, calls again and thinks better of it: each call has a record of its own", async ({ desk }, info) => {
    test.setTimeout(120_000);
    await desk.startShift();
    const play = desk.instance.play("angry-caller");

    await expect(desk.stage).toHaveText("Ringing");
    await expect(desk.page.locator(".attributes"), "the mood that the flow noted").toContainText("angry");
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await desk.act("hold");
    await expect(desk.stage).toHaveText("On hold");
    await expect(desk.stage, "he has had enough of the music").toHaveText("Wrap-up", { timeout: 30_000 });
    await expect(desk.page.locator("#ended-by")).toHaveText("customer");
    await kept(desk.page, info, "hung up on hold");
    await desk.act("clear");
    await desk.choose("Available");

    await expect(desk.stage).toHaveText("Ringing", { timeout: 30_000 });
    await expect(desk.stage).toHaveText("Missed", { timeout: 30_000 });
    await kept(desk.page, info, "missed");
    await desk.act("clear");
    await desk.choose("Available");

    const { call, again } = await play;
    expect(await desk.record(call!, (record) => record.cleared_at !== null)).toMatchObject({ outcome: "handled", ended_by: "customer" });
    expect(await desk.record(again!, (record) => record.cleared_at !== null)).toMatchObject({ outcome: "missed", ended_by: null });
});
