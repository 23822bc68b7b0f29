// The desktop as plain files, with the API at another origin: what goes there, with which token, and what keeps it from answering.

import { expect, test } from "../../support/desk.ts";
import { contactsPass, counted } from "../../support/records.ts";
import { kept } from "../../support/story.ts";

// What is not loaded is written to the console.
test.use({ home: "files-and-api", expectedErrors: /Failed to load resource|ERR_|CORS policy/ });

test("records go to the API with the token that was pasted once, and with no cookie", async ({ desk, page }, info) => {
    const brought: Record<string, string>[] = [];
    // An API that knows nobody without a token.
    await page.route(`${desk.server.url}/api/**`, async (route, request) => {
        if (request.method() === "OPTIONS") return route.continue();
        const headers = await request.allHeaders();
        brought.push(headers);
        if (headers["authorization"] === "Bearer sd_right") return route.continue();
        return route.fulfill({
            status: 401,
            headers: { "access-control-allow-origin": desk.url, "content-type": "application/json" },
            body: JSON.stringify({ error: { code: "not_signed_in", message: "Nobody is signed in." } }),
        });
    });
    await desk.startShift();
    const home = page.locator("[data-home=api]");
    await expect(home).toContainText(`Records go to ${desk.server.url}.`);
    await expect(page.locator("#outbox")).toContainText("Nobody is signed in.");
    await expect(home.getByRole("textbox", { name: "Token" })).toBeVisible();
    await kept(page, info, "no token");
    const contacts = await contactsPass(desk, 1);

    await home.getByLabel("Token", { exact: true }).fill("sd_right");
    await home.getByRole("button", { name: "Keep" }).click();
    await expect(page.locator("#outbox")).toHaveText("", { timeout: 30_000 });
    expect(await counted(desk, contacts)).toMatchObject({ lost: 0, doubled: 0 });
    await expect(page.locator(".today tbody tr")).toHaveCount(1);
    await kept(page, info, "with a token");

    await page.reload();
    await expect(page.locator(".today tbody tr"), "it is there for the next page").toHaveCount(1);
    expect(brought.every((headers) => !("cookie" in headers))).toBe(true);
    expect(await page.content(), "it stands nowhere in the page").not.toContain("sd_right");
    await home.getByText("Access to that server").click();
    await home.getByRole("button", { name: "Forget" }).click();
    await expect(home).toContainText("No token is kept in this browser.");
    expect(await page.evaluate(() => Object.values(localStorage).join())).not.toContain("sd_right");
});

test("the history of the API is the history of the page", async ({ desk, page }) => {
    await desk.startShift();
    await contactsPass(desk, 1);
    await expect(page.locator("#outbox")).toHaveText("");
    await page.goto(`${desk.url}/history?agent=anna`);
    await expect(page.locator(".history-list, .history-records").first()).toContainText("+12065550100");
});

test("an API that is down is named, and gets what waits when it is back", async ({ desk, page }) => {
    await desk.startShift();
    await desk.server.stop("SIGKILL");
    const contacts = await contactsPass(desk, 1);
    const home = page.locator("[data-home=api]");
    await expect(home).toContainText(`Nothing answers at ${desk.server.url}.`);
    await expect(page.locator("#outbox")).toContainText("they are safe in this browser");
    await desk.server.start();
    await expect(page.locator("#outbox")).toHaveText("", { timeout: 60_000 });
    await expect(home).not.toContainText("Nothing answers");
    expect(await counted(desk, contacts)).toMatchObject({ lost: 0, doubled: 0 });
});

test("an API that does not list this page is told from one that is down", async ({ desk, page }) => {
    await fetch(`${desk.server.url}/api/v1/instances/default/origins?origin=${encodeURIComponent(desk.url)}`, { method: "DELETE" });
    await desk.startShift();
    const home = page.locator("[data-home=api]");
    await expect(home).toContainText(`${desk.server.url} answers, but not to this page. An administrator adds ${desk.url}`);
    await desk.server.allow(desk.url);
    await expect(page.locator("#outbox")).toHaveText("", { timeout: 60_000 });
});
