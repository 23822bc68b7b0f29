// Who is in: a token that is shown once, and a session that is ended.

import { colleague, expect, test } from "../../support/admin.ts";
import { kept } from "../../support/story.ts";

test("a token is shown once, works, and is taken back", async ({ admin: page, server, playwright }, info) => {
    await page.goto(`${server.url}/admin/tokens`);
    await page.getByLabel("Name", { exact: true }).fill("Nightly export");
    await page.getByRole("button", { name: "Make a token" }).click();
    await expect(page.getByRole("alert"), "a token that may do nothing is none").toBeVisible();
    await expect(page.getByLabel("Name", { exact: true }), "what was typed is still there").toHaveValue("Nightly export");
    await page.getByLabel("Read records and statuses").check();
    await page.getByRole("button", { name: "Make a token" }).click();
    const token = await page.getByLabel("Token", { exact: true }).inputValue();
    const machine = await playwright.request.newContext({ baseURL: server.url, extraHTTPHeaders: { authorization: `Bearer ${token}` } });
    expect((await machine.get("/api/v1/contact-records")).status()).toBe(200);
    expect((await machine.get("/api/v1/settings")).status(), "it may do that and nothing else").toBe(403);

    await page.goto(`${server.url}/admin/tokens`);
    await expect(page.getByRole("row", { name: /Nightly export/ })).toContainText("records:read");
    await expect(page.getByLabel("Token", { exact: true })).toHaveCount(0);
    expect(await page.content(), "it was shown once").not.toContain(token);
    await kept(page, info, "tokens");
    await page.getByRole("button", { name: /Nightly export/ }).click();
    await expect(page.getByRole("status")).toBeVisible();
    expect((await machine.get("/api/v1/contact-records")).status()).toBe(401);
    await machine.dispose();
});

test("whoever's session is ended has to sign in anew", async ({ admin: page, ada, server }, info) => {
    const anna = await colleague(server, ada, "anna", "agent");
    await page.goto(`${server.url}/admin/sessions`);
    await expect(page.getByRole("row", { name: /this one/ })).toContainText("ada");
    await kept(page, info, "sessions");
    await page.getByRole("button", { name: /^End the session of anna/ }).click();
    await expect(page.getByRole("status")).toHaveText("The session is over.");
    await expect(page.getByRole("row", { name: /anna/ })).toHaveCount(0);
    expect((await anna.get("/api/v1/me")).status()).toBe(401);
});
