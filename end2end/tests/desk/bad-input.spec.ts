// What comes from outside is shown as text, in its place, once, and in order, whatever it is.

import { expect, test } from "../../support/desk.ts";
import { tenChats } from "../../support/people.ts";

const markup = `"><img src=x onerror=alert(1)><script>alert(2)</script>`;

test.use({ people: tenChats, deskConfig: `[desk]\n[[desk.screen_pops]]\nlabel = "CRM"\nurl = "https://crm.example.com/?q={{Name}}&c={{customer}}"\n` });

test("markup, 32 kB, any script", async ({ desk }) => {
    const { page, instance } = desk;
    await desk.startShift();
    page.on("dialog", () => expect(true, "no script of a customer's runs").toBe(false));
    const attributes = { Name: markup, Long: "x".repeat(30_000), Arabic: "‮مرحبا بالعالم", Emoji: "👩‍👩‍👧‍👦 café" };
    const call = { channel: "voice", customer: "+12065550100", queue: "BasicQueue", agent: "anna", attributes };
    await instance.control("POST", "contacts", call);
    await expect(desk.stage).toHaveText("Ringing");
    const shown = page.locator(".attributes");
    await expect(shown).toContainText(markup);
    await expect(shown).toContainText("👩‍👩‍👧‍👦 café");
    await expect(page.locator("img[src=x]")).toHaveCount(0);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, "nothing breaks out to the side").toBeLessThanOrEqual(0);
    const pop = page.getByRole("link", { name: "CRM" }).or(page.getByRole("button", { name: "CRM" }));
    await expect(pop).toBeVisible();
});

test("a contact without customer or queue", async ({ desk }) => {
    await desk.startShift();
    await desk.instance.control("POST", "contacts", { channel: "task", agent: "anna", name: "<b>Ring</b> nobody" });
    await expect(desk.stage).toHaveText("Ringing");
    await expect(desk.page.locator("#customer-endpoint")).toHaveText("<b>Ring</b> nobody");
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
});

test("three contacts in the same moment are three", async ({ desk }) => {
    await desk.startShift();
    const chat = (index: number) => ({ channel: "chat", customer: `Customer ${index}`, queue: "BasicQueue", agent: "anna" });
    await Promise.all([1, 2, 3].map((index) => desk.instance.control("POST", "contacts", chat(index))));
    await expect(desk.page.locator(".contacts [data-stage=ringing]")).toHaveCount(3);
});

test("events that come twice and out of turn change nothing that was true", async ({ desk }) => {
    await desk.startShift();
    await desk.instance.control("PUT", "faults", { faults: [{ snapshots: "duplicate", agents: ["anna"] }] });
    const contactId = await desk.instance.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await desk.instance.customerHangsUp(contactId);
    await desk.act("clear");
    await expect(desk.stage).toHaveText("Cleared");
    const record = await desk.record(contactId, (record) => record.cleared_at !== null);
    const times = [record.offered_at, record.accepted_at, record.connected_at, record.ended_at, record.cleared_at];
    expect(times.map((at) => Date.parse(at!))).toEqual([...times].map((at) => Date.parse(at!)).sort((a, b) => a - b));
});

test("a clock that is five minutes off is said, and times are the service's", async ({ desk }) => {
    await desk.instance.control("PUT", "clock", { skew_ms: 300_000 });
    await desk.startShift();
    const contactId = await desk.instance.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await expect(desk.page.locator("#skew")).toContainText("300 s");
    const record = await desk.record(contactId, (record) => record.connected_at !== null);
    expect(record.connected_at).toBe((await desk.instance.contact(contactId)).connected_at);
});
