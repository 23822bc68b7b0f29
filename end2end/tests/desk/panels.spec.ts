// The panels stand where the agent wants them, and still do after a reload.

import type { Page } from "@playwright/test";
import { expect, test } from "../../support/desk.ts";
import { kept } from "../../support/story.ts";

/** The panels that are seen, in the order in which a keyboard and a screen reader come to them. */
const panels = (page: Page) =>
    page.locator(".work > .panel").filter({ visible: true }).evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset["panel"]));

/** How far the page is wider than its window. */
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

test("moved and hidden by their menus, and shown again by the settings", async ({ desk }) => {
    const { page } = desk;
    await desk.startShift();
    const menu = (name: string) => page.locator("summary", { hasText: "⋯" }).and(page.getByLabel(`${name}: move or hide`));
    await expect.poll(() => panels(page)).toEqual(["call", "contact", "today"]);

    await menu("Today").press("Enter");
    const up = page.getByRole("button", { name: "Move up" });
    // Past what is not seen as well.
    for (let step = 0; step < 4; step += 1) await up.press("Enter");
    await expect(up, "the next press moves it further").toBeFocused();
    await expect.poll(() => panels(page)).toEqual(["today", "call", "contact"]);
    await page.keyboard.press("Escape");
    await expect(menu("Today")).toBeFocused();

    await menu("Contact").click();
    await page.getByRole("button", { name: "Hide" }).click();
    await expect.poll(() => panels(page)).toEqual(["today", "call"]);
    await expect(page.getByRole("button", { name: "Settings" }), "where it is shown again").toBeFocused();

    await page.reload();
    await expect(page.locator("#agent-name")).toHaveText("Anna Lindqvist");
    await expect.poll(() => panels(page)).toEqual(["today", "call"]);

    await page.getByRole("button", { name: "Settings" }).click();
    const settings = page.getByRole("dialog", { name: "Settings" });
    await settings.getByRole("checkbox", { name: "Contact", exact: true }).check();
    await expect.poll(() => panels(page)).toEqual(["today", "call", "contact"]);
    await settings.getByRole("button", { name: "Order and widths as at first" }).click();
    await expect.poll(() => panels(page)).toEqual(["call", "contact", "today"]);
});

test("the left column is made wider and narrower, by dragging its edge and by keys", async ({ desk }) => {
    const { page } = desk;
    await desk.startShift();
    const frame = await page.locator("iframe").elementHandle();
    const edge = page.getByRole("separator", { name: "Width of the left column" });
    const left = async () => Math.round((await page.locator("main > .left").boundingBox())!.width);
    await expect(edge).toHaveAttribute("aria-valuenow", "380");

    const { x, y, width, height } = (await edge.boundingBox())!;
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    // Over the frame, which would take the pointer.
    await page.mouse.move(x - 40, y + height / 2);
    await page.mouse.move(x + 120, y + height / 2, { steps: 4 });
    await page.mouse.up();
    await expect(edge).toHaveAttribute("aria-valuenow", "500");
    await expect.poll(left).toBe(500);

    await expect(edge).toBeFocused();
    await page.keyboard.press("ArrowLeft");
    await expect.poll(left).toBe(480);
    await page.keyboard.press("Home");
    await expect.poll(left).toBe(320);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(left, "no narrower than the panel needs").toBe(320);
    await page.keyboard.press("ArrowRight");
    await expect.poll(left).toBe(340);
    expect(await frame!.evaluate((element) => element.isConnected), "the panel was not touched").toBe(true);

    await page.reload();
    await expect(edge, "remembered").toHaveAttribute("aria-valuenow", "340");
    await expect.poll(left).toBe(340);
});

test.describe("on a screen of 3840 pixels", () => {
    test.use({ viewport: { width: 3840, height: 2160 } });

    test("nothing is off to the side, cut off or over something else", async ({ desk }, info) => {
        const { page, instance } = desk;
        await desk.startShift();
        await kept(page, info, "available");
        expect(await overflow(page)).toBeLessThanOrEqual(0);
        await instance.offerCall();
        await desk.act("accept");
        await desk.act("reach");
        await expect(page.getByRole("searchbox", { name: "Search by name or number" })).toBeVisible();
        await kept(page, info, "in a call");
        expect(await overflow(page)).toBeLessThanOrEqual(0);
        const list = page.getByRole("region", { name: "Today's contacts" });
        await expect(list.getByRole("row")).toHaveCount(2);
        const cut = await list.evaluate((one) => one.scrollWidth - one.clientWidth);
        expect.soft(cut, "there is room for the whole list").toBeLessThanOrEqual(0);
        const boxes = await page.locator(".work > .panel, main > .left").filter({ visible: true }).evaluateAll((all) =>
            all.map((one) => {
                const { left, right, top, bottom } = one.getBoundingClientRect();
                return { left, right, top, bottom };
            }),
        );
        for (const [index, one] of boxes.entries()) {
            const under = boxes.slice(index + 1).filter((two) => one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom);
            expect(under, "panels over each other").toEqual([]);
        }
    });
});
