// A consult transfer between two browsers, worked in the desktops' own panels.

import { expect, test } from "../../support/desk.ts";
import { kept } from "../../support/story.ts";

test("Anna asks Ben first, brings everybody together and leaves him the customer", async ({ desk: anna, browser }, info) => {
    await anna.startShift();
    const profile = await browser.newContext();
    const ben = anna.in(await profile.newPage());
    await ben.startShift("ben");

    const hers = await anna.instance.offerCall();
    await anna.act("accept");
    await expect(anna.stage).toHaveText("Connected");
    await anna.act("reach");
    await anna.page.getByRole("searchbox", { name: "Search by name or number" }).fill("okaf");
    await kept(anna.page, info, "quick connects");
    await anna.page.getByRole("button", { name: "Consult: Ben Okafor" }).click();
    await expect(anna.stage, "the customer waits").toHaveText("On hold");
    await expect(anna.page.locator(".parties")).toContainText("Ben Okafor");

    await expect(ben.stage).toHaveText("Ringing");
    await ben.act("accept");
    await expect(ben.stage).toHaveText("Connected");
    await kept(anna.page, info, "three on the line");

    await anna.act("swap");
    await expect(anna.stage, "Ben waits now").toHaveText("Connected");
    await anna.act("join");
    await expect(anna.control("join"), "nobody waits any more").toBeHidden();
    await anna.act("leave");
    await expect(anna.stage).toHaveText("Wrap-up");
    await expect(ben.stage).toHaveText("Connected");

    const record = await anna.record(hers, (record) => record.ended_at !== null);
    expect(record.transfers).toHaveLength(1);
    expect(record.transfers[0]).toMatchObject({ to: "Ben Okafor", kind: "consult", outcome: "handed_over" });
    expect(record.ended_by).toBe("agent");
    await profile.close();
});

test("a cold transfer is one action: the agent is out as soon as the other one is called", async ({ desk }) => {
    await desk.startShift();
    const contactId = await desk.instance.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await desk.act("reach");
    await desk.page.getByRole("button", { name: "Transfer: Head office" }).click();
    await expect(desk.stage).toHaveText("Wrap-up");
    const record = await desk.record(contactId, (record) => record.ended_at !== null);
    expect(record.transfers).toMatchObject([{ to: "Head office", kind: "cold", outcome: "handed_over" }]);
});

test("who is busy is said, and the customer is still there", async ({ desk }) => {
    await desk.startShift();
    const contactId = await desk.instance.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await desk.act("reach");
    await desk.page.getByRole("button", { name: "Consult: Translator, who is always busy" }).click();
    await expect(desk.page.locator(".parties")).toContainText("Translator");
    const customer = desk.page.locator(".party[data-role=customer]");
    await expect(customer).toContainText("On hold");
    await customer.getByRole("button", { name: /^Hold/ }).click();
    await expect(desk.stage).toHaveText("Connected");
    const record = await desk.record(contactId, (record) => record.transfers.some((one) => one.outcome !== null));
    expect(record.transfers).toMatchObject([{ to: "Translator, who is always busy", outcome: "not_reached" }]);
});
