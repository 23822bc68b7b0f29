// Signing in to Streamdesk: the first administrator, an agent's shift, and two people at one desk.

import { type Desk, expect, test } from "../../support/desk.ts";
import type { ContactRecord } from "../../support/programs.ts";
import { administrator, firstLink, local, password, signIn, somebody } from "../../support/signed-in.ts";
import { kept } from "../../support/story.ts";

test.use({ deskConfig: local, expectedErrors: /status of 4\d\d/ });

/** What is kept, as whoever is signed in in the page may see it. */
async function records(desk: Desk): Promise<ContactRecord[]> {
    const answer = await desk.page.request.get(`${desk.server.url}/api/v1/contact-records`);
    return ((await answer.json()) as { records: ContactRecord[] }).records;
}

test("the first administrator comes by the link of the console and lets somebody in", async ({ desk }, info) => {
    const { page, server } = desk;
    await page.goto(await firstLink(desk));
    await expect(page.getByRole("heading", { name: "Welcome to Streamdesk" })).toBeVisible();
    await kept(page, info, "first link");
    await page.getByLabel("Sign-in name").fill("ada");
    await page.getByLabel("Your name").fill("Ada Lovelace");
    await page.getByLabel("Password").fill("too short");
    await page.getByRole("button", { name: "Become the administrator" }).click();
    await expect(page.getByLabel("Password")).toHaveAccessibleDescription(/Use at least 12 characters\./);
    await kept(page, info, "welcome");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Become the administrator" }).click();
    await expect(page).toHaveURL(`${server.url}/admin`);
    await kept(page, info, "overview");

    await page.getByRole("navigation").getByRole("link", { name: "Accounts" }).click();
    await page.getByLabel("Sign-in name").fill("Anna");
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("Anna Lindqvist");
    await page.getByLabel("Team").fill("Billing");
    await kept(page, info, "new account");
    await page.getByRole("button", { name: "Add an account" }).click();
    await expect(page.getByText("Now make a link")).toBeVisible();
    await kept(page, info, "added");
    await page.getByRole("button", { name: "Make a link" }).click();
    const link = await page.getByLabel("Link", { exact: true }).inputValue();
    await kept(page, info, "account");
    await page.getByRole("link", { name: "Accounts" }).click();
    await expect(page.getByRole("row", { name: /Anna Lindqvist/ })).toContainText("no password yet");
    await kept(page, info, "accounts");

    await page.getByRole("link", { name: "API tokens" }).click();
    await page.getByLabel("Name").fill("Nightly export");
    await page.getByLabel("Read records and statuses").check();
    await page.getByRole("button", { name: "Make a token" }).click();
    await expect(page.getByLabel("Token", { exact: true })).toHaveValue(/^sd_[0-9a-f]{64}$/);
    await kept(page, info, "token");
    await page.getByRole("link", { name: "Sessions" }).click();
    await expect(page.getByRole("row", { name: /this one/ })).toBeVisible();
    await kept(page, info, "sessions");
    await page.getByRole("link", { name: "My account" }).click();
    await kept(page, info, "own account");

    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page.getByText("You are signed out of Streamdesk.")).toBeVisible();
    await page.goto(link);
    await expect(page.getByText("For Anna Lindqvist (anna).")).toBeVisible();
    await kept(page, info, "new password link");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Set the password" }).click();
    await expect(page.getByText("Your new password is set.")).toBeVisible();
    await page.goto(link);
    await expect(page.getByRole("heading", { name: "This link is not good any more" })).toBeVisible();
    await kept(page, info, "link is over");
});

test("an agent signs in, works a call and signs out", async ({ desk }, info) => {
    const { page, server, instance } = desk;
    await somebody(await administrator(desk), "anna", { display_name: "Anna Lindqvist" });
    await page.goto(`${server.url}/?dial=`);
    await expect(page).toHaveURL(/\/sign-in\?to=/);
    await kept(page, info, "sign in");
    await signIn(desk, "anna", "not the password");
    await expect(page.getByRole("alert")).toContainText("Name or password is not right.");
    await expect(page.getByLabel("Name"), "what was typed is still there").toHaveValue("anna");
    await kept(page, info, "wrong");
    await signIn(desk, "anna");
    await expect(page.locator("html[data-alive]")).toBeAttached();

    await desk.startShift();
    await expect(page.locator(".signed-in")).toContainText("Anna Lindqvist");
    const contactId = await instance.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await kept(page, info, "in a call");
    await expect.poll(async () => (await records(desk)).map((record) => record.contact_id)).toEqual([contactId]);

    page.on("dialog", (dialog) => void dialog.accept());
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page.getByRole("dialog")).toContainText("You have open contacts.");
    await kept(page, info, "sign out");
    await page.getByRole("button", { name: "Stay" }).click();
    await expect(page.getByRole("dialog")).toBeHidden();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign out anyway" }).click();
    await expect(page.getByText("You are signed out of Streamdesk.")).toBeVisible();
    await page.goto(server.url);
    await expect(page, "nobody is in").toHaveURL(/\/sign-in\?to=%2F$/);
});

test("two people at one desk: it is said, and nothing is recorded until they are one", async ({ desk }, info) => {
    const { page, server, instance } = desk;
    const admin = await administrator(desk);
    await somebody(admin, "anna");
    await page.goto(server.url);
    await signIn(desk, "anna");
    await desk.startShift("ben");
    const banner = page.locator('[data-banner="two-people"]');
    await expect(banner).toContainText("You are signed in to Streamdesk as anna and to Amazon Connect as ben.");
    const contactId = await instance.offerCall("ben");
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await kept(page, info, "two people");
    await instance.customerHangsUp(contactId);
    await desk.act("clear");
    await expect(desk.stage).toHaveText("Cleared");
    const all = await admin.get("/api/v1/contact-records");
    expect(((await all.json()) as { records: unknown[] }).records).toEqual([]);

    await desk.startShift("anna");
    await expect(banner).toHaveCount(0);
    const own = await instance.offerCall("anna");
    await expect.poll(async () => (await records(desk)).map((record) => record.contact_id)).toEqual([own]);
});

test("a session that was ended elsewhere is said, and what is done meanwhile is sent afterwards", async ({ desk }, info) => {
    const { page, server, instance } = desk;
    const admin = await administrator(desk);
    await somebody(admin, "anna");
    await page.goto(server.url);
    await signIn(desk, "anna");
    await desk.startShift();
    const { sessions } = (await (await admin.get("/api/v1/sessions")).json()) as { sessions: { id: string; name: string }[] };
    const { id } = sessions.find((session) => session.name === "anna")!;
    expect((await admin.delete(`/api/v1/sessions/${id}`)).status()).toBe(204);
    const contactId = await instance.offerCall();
    await expect(page.locator('[data-banner="signed-out"]')).toContainText("kept in this browser");
    await kept(page, info, "signed out");
    const opening = page.waitForEvent("popup");
    await page.getByRole("link", { name: /^Sign in/ }).click();
    const tab = await opening;
    await tab.getByLabel("Name").fill("anna");
    await tab.getByLabel("Password").fill(password);
    await tab.getByRole("button", { name: "Sign in" }).click();
    await expect(tab.getByRole("heading", { name: "My account" })).toBeVisible();
    await tab.close();
    await expect
        .poll(async () => (await records(desk)).map((record) => record.contact_id), { timeout: 40_000 })
        .toEqual([contactId]);
    await expect(page.locator('[data-banner="signed-out"]')).toHaveCount(0);
});
