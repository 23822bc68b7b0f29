// Every channel is shown, accepted, worked and ended in the desktop's own panel.

import { expect, test } from "../../support/desk.ts";
import { kept } from "../../support/story.ts";

for (const { channel, offer, ends } of [
    { channel: "queue_callback", offer: { customer: "+12065550100" }, ends: "leave" },
    { channel: "chat", offer: { customer: "Mia" }, ends: "leave" },
    { channel: "task", offer: { name: "Call the plumber" }, ends: "leave" },
    { channel: "email", offer: { customer: "mia@example.com", name: "Where is my parcel?" }, ends: "leave" },
]) {
    test(`${channel}: from the offer to the record`, async ({ desk }, info) => {
        await desk.startShift();
        const contact = { channel, queue: "BasicQueue", agent: "anna", ...offer };
        const { contact_id: contactId } = await desk.instance.control<{ contact_id: string }>("POST", "contacts", contact);
        await expect(desk.stage).toHaveText("Ringing");
        await desk.act("accept");
        await expect(desk.stage).toHaveText("Connected", { timeout: 20_000 });
        await kept(desk.page, info, "connected");
        if (channel === "task") {
            await desk.act("pause");
            await expect(desk.stage).toHaveText("Paused");
            await desk.act("pause");
            await expect(desk.stage).toHaveText("Connected");
        }
        await desk.act(ends);
        await expect(desk.stage).toHaveText("Wrap-up");
        await desk.act("clear");
        await expect(desk.stage).toHaveText("Cleared");
        const record = await desk.record(contactId, (record) => record.cleared_at !== null);
        expect(record).toMatchObject({ channel, outcome: "handled" });
    });
}

test("an outbound call: the number is checked, dialled, and dialled again from the list", async ({ desk }) => {
    const { page } = desk;
    await desk.startShift();
    await page.locator("#dial-number").fill("0206 555");
    await desk.act("dial");
    await expect(page.getByText(/begins with \+/)).toBeVisible();
    await page.locator("#dial-number").fill("+1 206 555 0142");
    await desk.act("dial");
    await expect(desk.stage).toHaveText("Connected", { timeout: 20_000 });
    await expect(page.locator("#direction")).toHaveText("outbound");
    await desk.act("leave");
    await desk.act("clear");
    await expect(desk.stage).toHaveText("Cleared");
    await page.getByText("Called lately").click();
    await page.getByRole("button", { name: /Call .*0142/ }).click();
    await expect(desk.stage).toHaveText("Connected", { timeout: 20_000 });
});

test("a link to a number and an address with one fill the field, and call nobody by themselves", async ({ desk }) => {
    const { page } = desk;
    await desk.startShift();
    await page.goto(`${desk.url}/?dial=%2B12065550199`);
    await expect(page.locator("#agent-name")).toHaveText("Anna Lindqvist");
    await expect(page.locator("#dial-number")).toHaveValue("+12065550199");
    expect((await desk.instance.control<{ contacts: unknown[] }>("GET", "contacts")).contacts).toEqual([]);
});
