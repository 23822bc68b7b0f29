// Signing in that does not work, logging out, a network that is gone, a panel that is started anew.

import { expect, test } from "../../support/desk.ts";

test("logging out on a contact asks first, then goes offline", async ({ desk }) => {
    const { page } = desk;
    await desk.startShift();
    await desk.instance.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await page.getByRole("button", { name: "Log out" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("1 open contact");
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(desk.stage).toHaveText("Connected");

    await desk.act("leave");
    await desk.act("clear");
    await expect(desk.stage).toHaveText("Cleared");
    await page.getByRole("button", { name: "Log out" }).click();
    await expect(desk.notice("logged-out").or(desk.notice("sign-in"))).toBeVisible({ timeout: 20_000 });
});

test.describe("without a network", () => {
    // What is asked for meanwhile does not come.
    test.use({ expectedErrors: /ERR_INTERNET_DISCONNECTED/ });

    test("the page says so, and that it is back", async ({ desk, context }) => {
        await desk.startShift();
        await context.setOffline(true);
        await expect(desk.page.locator("[data-banner=offline]")).toBeVisible();
        await context.setOffline(false);
        await expect(desk.page.locator("[data-banner=offline]")).toBeHidden();
    });
});

test.describe("a part of the page that cannot be loaded", () => {
    test.use({ expectedErrors: /Failed to (fetch|load resource)/ });

    test("is said, holds nothing up, and comes the next time", async ({ desk, page }) => {
        await desk.open();
        const settings = page.getByRole("dialog", { name: "Settings" });
        await page.route("**/split_settings*", (route) => route.abort());
        await page.getByRole("button", { name: "Settings" }).click();
        await expect(settings.getByRole("alert")).toContainText("could not be loaded");
        await settings.getByRole("button", { name: "Close" }).click();
        await page.unroute("**/split_settings*");
        await page.getByRole("button", { name: "Settings" }).click();
        await expect(settings.getByRole("combobox", { name: "Language" })).toBeVisible();
    });
});

test("a reload in a call is asked about, one without is not", async ({ desk }) => {
    const { page } = desk;
    await desk.startShift();
    const asked: string[] = [];
    page.on("dialog", (dialog) => {
        asked.push(dialog.type());
        void dialog.accept();
    });
    await page.reload();
    await expect(page.locator("#agent-name")).toHaveText("Anna Lindqvist");
    expect(asked).toEqual([]);
    await desk.instance.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await page.reload();
    expect(asked).toEqual(["beforeunload"]);
    await expect(desk.stage).toHaveText("Connected");
});

test("the panel is started anew by one button, in a call", async ({ desk }) => {
    const { page } = desk;
    await desk.startShift();
    await desk.instance.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    const before = await page.locator("iframe").elementHandle();
    await page.getByText("About you").click();
    await page.getByRole("button", { name: "Restart the panel" }).click();
    await expect.poll(() => before!.evaluate((frame) => frame.isConnected)).toBe(false);
    await expect(page.locator("iframe")).toHaveCount(1);
    await expect(desk.ccp.getByRole("button", { name: "End call" })).toBeVisible({ timeout: 20_000 });
    await page.getByText("About you").click();
    await desk.act("leave");
    await expect(desk.stage).toHaveText("Wrap-up");
});

test.describe("a sign-in that does not last", () => {
    test.use({ expectedErrors: /Failed to load resource/ });

    test("is tried three times, then explained", async ({ desk }) => {
        test.setTimeout(120_000);
        await desk.open();
        for (let round = 0; round < 3; round += 1) {
            await desk.signIn();
            await expect(desk.page.locator(".notice")).toHaveCount(0, { timeout: 20_000 });
            await desk.instance.control("POST", "agents/anna/sign-out");
            await expect(desk.notice("sign-in-expired").or(desk.notice("sign-in")).or(desk.notice("login-loop"))).toBeVisible({ timeout: 30_000 });
        }
        await expect(desk.notice("login-loop")).toContainText("cookies");
        await desk.page.getByRole("button", { name: "Try again" }).click();
        await expect(desk.notice("sign-in")).toBeVisible({ timeout: 20_000 });
    });
});

test("one button saves a file with what is needed and nothing personal", async ({ desk }) => {
    await desk.startShift();
    const contactId = await desk.instance.offerCall("anna", "+12065550177");
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await desk.page.getByLabel("Notes").fill("A secret of the customer's.");
    const downloading = desk.page.waitForEvent("download");
    await desk.page.getByRole("button", { name: "Save support file" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^streamdesk-support-.*\.json$/);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const file = JSON.parse(text) as Record<string, unknown>;
    expect(text).toContain(contactId);
    expect(text).toContain("2.28.2");
    for (const secret of ["2065550177", "Anna Lindqvist", "A secret"]) expect(text).not.toContain(secret);
    expect(Object.keys(file).length).toBeGreaterThan(5);
});
