// The simulated CCP by itself: a phone of 320 × 460 pixels, by keyboard and for a screen reader.

import { type Page, expect, test } from "@playwright/test";
import { inBothThemes } from "../../support/barriers.ts";
import { Instance } from "../../support/programs.ts";

async function withPhone(page: Page, use: (instance: Instance, findings: (view: string) => Promise<void>) => Promise<void>): Promise<void> {
    const instance = new Instance();
    await instance.start();
    try {
        await page.setViewportSize({ width: 320, height: 460 });
        await page.request.post(`${instance.url}/login`, { form: { username: "anna", destination: "/ccp-v2/" } });
        await page.goto(`${instance.url}/ccp-v2/`);
        await use(instance, async (view) => {
            await inBothThemes(page, view);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth);
            expect(wide, `${view} fits`).toBeLessThanOrEqual(320);
        });
    } finally {
        await page.close();
        await instance.stop();
    }
}

/** Tabs to the control of this name, as somebody without a mouse does, and presses it. */
async function press(page: Page, role: "button" | "combobox", name: string, key = "Enter"): Promise<void> {
    const control = page.getByRole(role, { name, exact: true });
    await expect(control).toBeVisible();
    for (let steps = 0; steps < 60; steps++) {
        if (await control.evaluate((element) => element === document.activeElement)) return page.keyboard.press(key);
        await page.keyboard.press("Tab");
    }
    throw new Error(`${name} cannot be reached by Tab`);
}

test("a call by keyboard alone", async ({ page }) => {
    await withPhone(page, async (instance, findings) => {
        await findings("home");
        await page.getByRole("combobox", { name: "Status" }).focus();
        await page.keyboard.type("Avail");
        await expect(page.getByRole("combobox", { name: "Status" })).toHaveValue(/./);
        const contact = await instance.offerCall();
        await expect(page.getByRole("button", { name: "Accept call" })).toBeVisible();
        await findings("ringing");
        await press(page, "button", "Accept call");
        await expect(page.getByRole("button", { name: "Hold", exact: true })).toBeVisible();
        await findings("connected");
        await press(page, "button", "Hold");
        await press(page, "button", "Resume", " ");
        await press(page, "button", "Keypad");
        await findings("keypad");
        await press(page, "button", "Back");
        await press(page, "button", "Transfer");
        await expect(page.getByRole("button", { name: "Ben Okafor" })).toBeVisible();
        await findings("quick connects");
        await press(page, "button", "Back");
        await press(page, "button", "End call");
        await findings("wrap-up");
        await press(page, "button", "Clear contact");
        await expect.poll(async () => (await instance.contact(contact)).cleared_at).not.toBeNull();
    });
});

for (const [channel, noun] of [["chat", "chat"], ["task", "task"], ["email", "email"], ["queue_callback", "callback"]] as const) {
    test(`${noun}: offered, shown and ended`, async ({ page }) => {
        await withPhone(page, async (instance, findings) => {
            await instance.control("PUT", "agents/anna/status", { status: "Available" });
            const customer = { chat: "Kim", task: undefined, email: "kim@example.com", queue_callback: "+12065550100" }[channel];
            const offered = { channel, customer, customer_name: "Kim", name: "Call Kim back", description: "Before noon", queue: "Support", agent: "anna" };
            const { contact_id } = await instance.control<{ contact_id: string }>("POST", "contacts", offered);
            const accept = page.getByRole("button", { name: /^Accept/ });
            await expect(accept).toBeVisible();
            await findings(`${noun} offered`);
            await accept.click();
            const end = page.getByRole("button", { name: /^End/ });
            await expect(end).toBeVisible();
            if (channel === "chat") {
                await instance.control("POST", `contacts/${contact_id}/messages`, { from: "customer", text: "Where is my parcel?" });
                await expect(page.getByText("Where is my parcel?", { exact: true })).toBeVisible();
            }
            await findings(`${noun} connected`);
            await end.click();
            await page.getByRole("button", { name: "Clear contact" }).click();
            await expect.poll(async () => (await instance.contact(contact_id)).cleared_at).not.toBeNull();
        });
    });
}
