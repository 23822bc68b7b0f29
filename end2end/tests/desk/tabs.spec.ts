// Two pages of one agent in one browser: one leads, the other only shows.

import { expect, test } from "../../support/desk.ts";

test("the second page says so, doubles nothing, and takes over when the first is gone", async ({ desk, context }) => {
    await desk.startShift();
    const second = await context.newPage();
    await second.goto(desk.url);
    await expect(second.locator("[data-banner=follows]")).toBeVisible();
    await expect(desk.page.locator("[data-banner=follows]")).toBeHidden();

    const posts: string[] = [];
    second.on("request", (request) => {
        if (request.method() === "POST" && request.url().endsWith("/api/v1/records")) posts.push(request.url());
    });
    const contactId = await desk.instance.offerCall();
    await expect(second.locator("#contact-stage")).toHaveText("Ringing");
    await expect(second.locator("[data-act=accept]"), "it is for the first one to do").toBeDisabled();
    await desk.act("accept");
    await expect(second.locator("#contact-stage")).toHaveText("Connected");
    await desk.record(contactId, (record) => record.connected_at !== null);
    expect(posts, "the first one sends").toEqual([]);

    await desk.page.goto("about:blank");
    await expect(second.locator("[data-banner=follows]")).toBeHidden();
    await desk.instance.customerHangsUp(contactId);
    const record = await desk.record(contactId, (record) => record.ended_at !== null);
    expect(record.accepted_at, "what the first page knew is not lost").not.toBeNull();
    expect(posts.length).toBeGreaterThan(0);
});
