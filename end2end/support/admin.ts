// The pages for administrators: a server where people sign in, and Ada, who may do everything there. No instance is needed.

import { readFile } from "node:fs/promises";
import { type APIRequestContext, type Download, type Page, type TestInfo, expect, request, test as base } from "@playwright/test";
import { Server, withFolder } from "./programs.ts";
import { administrator, local, password, somebody } from "./signed-in.ts";
import { kept } from "./story.ts";

export interface Fixtures {
    server: Server;
    /** Ada without a page. */
    ada: APIRequestContext;
    /** A page in which Ada is signed in. */
    admin: Page;
}

export const test = base.extend<Fixtures>({
    server: async ({}, use) => {
        await withFolder(async (folder) => {
            const server = new Server("http://localhost:9/ccp-v2/", folder, local);
            try {
                await server.start();
                await use(server);
            } finally {
                await server.stop();
            }
        });
    },
    ada: async ({ server }, use) => {
        const ada = await administrator({ server });
        await use(ada);
        await ada.dispose();
    },
    admin: async ({ ada, page, context, server }, use) => {
        await context.addCookies((await ada.storageState()).cookies);
        await page.goto(`${server.url}/admin`);
        await use(page);
        await page.close();
    },
});

/** Somebody else who is signed in, as a browser of their own without a page. */
export async function colleague(server: Server, ada: APIRequestContext, name: string, role = "admin"): Promise<APIRequestContext> {
    await somebody(ada, name, { role });
    const context = await request.newContext({ baseURL: server.url });
    const answer = await context.post("/sign-in", { form: { name, password, to: "/account" } });
    expect(new URL(answer.url()).pathname, `${name} is in`).toBe("/account");
    return context;
}

/** What is in a file that a link gives. */
export async function file(page: Page, link: string): Promise<string> {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: link }).click()]);
    return readFile(await (download as Download).path(), "utf8");
}

const controls = "a[href], button:not([disabled]), input:not([type=hidden]), select, summary, [tabindex='0']";

/** Comes by Tab alone to everything that can be pressed, filled in or moved, and sees where the focus is. */
export async function byKeyboard(page: Page): Promise<void> {
    await page.locator("body").evaluate((body) => {
        body.tabIndex = -1;
        body.focus();
        body.removeAttribute("tabindex");
    });
    const wanted = page.locator(`:is(${controls}):not([data-reached])`).filter({ visible: true });
    // A date is several fields in one.
    const steps = (await wanted.count()) * 2 + 30;
    for (let step = 0; step < steps; step += 1) {
        await page.keyboard.press("Tab");
        const hidden = await page.evaluate(() => {
            const at = document.activeElement;
            if (!at || at === document.body) return null;
            at.setAttribute("data-reached", "");
            if (getComputedStyle(at).outlineStyle === "none") return `no outline: ${at.outerHTML}`;
            const box = at.getClientRects()[0];
            // What is longer than the window begins above it, or ends below it.
            const middle = box && (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
            const top = middle && document.elementFromPoint(box.x + Math.min(box.width, innerWidth) / 2, middle);
            return top && (at.contains(top) || top.contains(at)) ? null : `out of sight: ${at.outerHTML}`;
        });
        expect(hidden).toBeNull();
        if ((await wanted.count()) === 0) return;
    }
    expect(await wanted.evaluateAll((all) => all.map((one) => one.outerHTML)), "cannot be reached by Tab").toEqual([]);
}

/** At 320 pixels nothing lies beside the page, nothing bars anybody in either theme, and keys are enough. */
export async function holdsWhenNarrow(page: Page, info: TestInfo, moment: string): Promise<void> {
    await page.setViewportSize({ width: 320, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), "nothing is off to the side").toBeLessThanOrEqual(320);
    await kept(page, info, moment);
    await byKeyboard(page);
}

export { expect } from "@playwright/test";
