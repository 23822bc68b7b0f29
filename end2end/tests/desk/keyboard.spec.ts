// A shift by keyboard alone: nothing in it is pressed, pointed at or focused by anything but keys.

import type { Page } from "@playwright/test";
import { expect, test } from "../../support/desk.ts";

/** Tabs to the control of this name, as somebody without a mouse does. */
async function tabTo(page: Page, role: "button" | "textbox" | "searchbox", name: string | RegExp): Promise<void> {
    const control = page.getByRole(role, { name }).first();
    await expect(control).toBeVisible();
    for (let steps = 0; steps < 80; steps += 1) {
        if (await control.evaluate((element) => element === document.activeElement)) return;
        await page.keyboard.press("Tab");
    }
    throw new Error(`${name} cannot be reached by Tab`);
}

test("from signing in to a finished contact", async ({ desk }) => {
    const { page, instance } = desk;
    await desk.open();
    await tabTo(page, "button", "Sign in");
    const opening = page.waitForEvent("popup");
    await page.keyboard.press("Enter");
    const popup = await opening;
    await popup.getByRole("combobox", { name: "Agent" }).waitFor();
    await popup.keyboard.press("Tab");
    await popup.getByRole("combobox", { name: "Agent" }).focus();
    await popup.keyboard.type("Anna");
    await popup.keyboard.press("Tab");
    await popup.keyboard.press("Enter");
    await expect(page.locator("#agent-name")).toHaveText("Anna Lindqvist", { timeout: 20_000 });

    await page.bringToFront();
    await page.keyboard.press("Alt+KeyS");
    await expect(page.locator("#status")).toBeFocused();
    await page.keyboard.type("Avail");
    await expect(page.locator("#agent-state")).toHaveText("Available");

    const contactId = await instance.offerCall();
    await expect(desk.stage).toHaveText("Ringing");
    await page.keyboard.press("Alt+KeyA");
    await expect(desk.stage).toHaveText("Connected");
    await page.keyboard.press("Alt+KeyH");
    await expect(desk.stage).toHaveText("On hold");
    await page.keyboard.press("Alt+KeyH");
    await expect(desk.stage).toHaveText("Connected");
    await page.keyboard.press("Alt+KeyM");
    await expect.poll(async () => (await instance.contact(contactId)).muted).toBe(true);
    // A control that still waits takes no second key.
    await expect(desk.control("mute")).toHaveAttribute("aria-pressed", "true");
    await page.keyboard.press("Alt+KeyM");
    await expect.poll(async () => (await instance.contact(contactId)).muted).toBe(false);

    await page.keyboard.press("Alt+KeyK");
    await expect(page.getByLabel("Tones", { exact: true })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(desk.control("keypad")).toBeFocused();
    await page.keyboard.press("Alt+KeyT");
    await expect(page.locator("#connects-search")).toBeFocused();
    await page.keyboard.type("Head");
    await expect(page.locator("#call-drawer .connect")).toHaveCount(1);
    await tabTo(page, "button", "Consult: Head office");
    await page.keyboard.press("Enter");
    await expect(page.locator(".parties")).toContainText("Head office");
    await expect(desk.control("join")).toBeVisible();
    await page.keyboard.press("Alt+KeyJ");
    await expect(desk.control("join")).toBeHidden();

    await page.keyboard.press("Alt+KeyO");
    await expect(page.getByLabel("Notes")).toBeFocused();
    await page.keyboard.type("All by keys.");
    await page.keyboard.press("Alt+KeyX");
    await expect(desk.stage).toHaveText("Wrap-up");
    await tabTo(page, "button", /^Finish/);
    await page.keyboard.press("Enter");
    await expect(desk.stage).toHaveText("Cleared");
    const record = await desk.record(contactId, (record) => record.cleared_at !== null && record.notes !== null);
    expect(record).toMatchObject({ notes: "All by keys.", ended_by: "agent" });
});

test("keys can be switched off and changed, and say so", async ({ desk }) => {
    const { page } = desk;
    await desk.startShift();
    await desk.instance.offerCall();
    await expect(desk.stage).toHaveText("Ringing");
    await expect(desk.control("accept")).toHaveAttribute("aria-keyshortcuts", "Alt+A");

    await page.getByRole("button", { name: "Settings" }).click();
    const settings = page.getByRole("dialog", { name: "Settings" });
    await settings.getByLabel("Use keyboard shortcuts").uncheck();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Alt+KeyA");
    await expect(desk.control("accept"), "nothing happened").toBeVisible();

    await page.getByRole("button", { name: "Settings" }).click();
    await settings.getByLabel("Use keyboard shortcuts").check();
    await settings.getByRole("button", { name: "Change the key of: Accept" }).click();
    await page.keyboard.press("Alt+KeyQ");
    await page.keyboard.press("Escape");
    await expect(settings).toBeHidden();
    await page.keyboard.press("Alt+KeyQ");
    await expect(desk.stage).toHaveText("Connected");
});
