// A call goes from one agent's browser to another's.

import type { Browser } from "@playwright/test";
import { type Desk, expect, test } from "../../support/desk.ts";

interface Chain {
    contact_id: string;
    initial_contact_id: string;
    previous_contact_id: string | null;
    attributes: Record<string, string>;
    state: string;
}

/** Another agent of the same instance, with a browser profile of their own. */
async function withColleague(desk: Desk, browser: Browser, use: (ben: Desk) => Promise<void>): Promise<void> {
    const profile = await browser.newContext();
    try {
        const ben = desk.in(await profile.newPage());
        await ben.startShift("ben");
        await use(ben);
    } finally {
        await profile.close();
    }
}

/** Anna talks to a customer, and has Ben called. Answers the two contacts, hers and his. */
async function consult(anna: Desk, ben: Desk): Promise<[string, string]> {
    const call = { channel: "voice", customer: "+12065550100", queue: "BasicQueue", agent: "anna", attributes: { Order: "4711" } };
    const { contact_id: hers } = await anna.instance.control<{ contact_id: string }>("POST", "contacts", call);
    await anna.press("Accept call");
    await expect(anna.stage).toHaveText("Connected");
    await anna.press("Transfer");
    await anna.ccp.getByRole("button", { name: "Ben Okafor" }).click();
    await expect(ben.stage).toHaveText("Ringing");
    const his = await ben.page.locator("#contact-id").innerText();
    expect(his).not.toBe(hers);
    return [hers, his];
}

async function chain(desk: Desk, contactId: string): Promise<Chain> {
    return (await desk.instance.control<{ contact: Chain }>("GET", `contacts/${contactId}`)).contact;
}

test("warm: the first agent talks to the second, brings all together, and leaves", async ({ desk: anna, browser }) => {
    await anna.startShift();
    await withColleague(anna, browser, async (ben) => {
        const [hers, his] = await consult(anna, ben);
        await expect(anna.stage).toHaveText("On hold");
        await ben.press("Accept call");
        await expect(ben.stage).toHaveText("Connected");
        expect(await chain(anna, his)).toMatchObject({
            initial_contact_id: hers,
            previous_contact_id: hers,
            attributes: { Order: "4711" },
        });

        await anna.press("Join");
        await expect(anna.stage).toHaveText("Connected");
        await anna.press("Leave call");
        await expect(anna.stage).toHaveText("Wrap-up");
        await expect(ben.stage).toHaveText("Connected");
        await anna.press("Clear contact");
        await expect(anna.stage).toHaveText("Cleared");

        await anna.instance.customerHangsUp(his);
        await expect(ben.stage).toHaveText("Wrap-up");
        await ben.press("Clear contact");
        const records = await Promise.all([hers, his].map((id) => anna.record(id, (record) => record.cleared_at !== null)));
        expect(records.map(({ agent, initial_contact_id }) => [agent, initial_contact_id])).toEqual([["anna", hers], ["ben", hers]]);
    });
});

test("cold: the first agent leaves while the second still rings", async ({ desk: anna, browser }) => {
    await anna.startShift();
    await withColleague(anna, browser, async (ben) => {
        const [hers] = await consult(anna, ben);
        await anna.press("Leave call");
        await expect(anna.stage).toHaveText("Wrap-up");
        await ben.press("Accept call");
        await expect(ben.stage).toHaveText("Connected");
        expect((await chain(anna, hers)).state).toBe("ended");
        await ben.press("End call");
        await expect(ben.stage).toHaveText("Wrap-up");
    });
});
