// Signing in at a provider as companies have them, with a browser: the real `oidc-provider`, and people in its groups.

import { type Page, expect, test as base } from "@playwright/test";
import { Server, withFolder } from "../support/programs.ts";
import { Provider, signInThere } from "../support/provider.ts";

interface Fixtures {
    /** Whether the provider tells all that it knows in the token, or only when it is asked. */
    inToken: boolean;
    server: Server;
    provider: Provider;
}

const test = base.extend<Fixtures>({
    inToken: [false, { option: true }],
    server: async ({ page }, use) => {
        await withFolder(async (folder) => {
            const server = new Server("http://localhost:9/ccp-v2/", folder);
            try {
                // The provider must know where people are sent back to, so the port is found out first.
                await server.start();
                await server.stop();
                await use(server);
            } finally {
                await page.close();
                await server.stop();
            }
        });
    },
    provider: async ({ server, inToken, page }, use) => {
        const provider = new Provider(server.url, inToken);
        await provider.start();
        try {
            server.configuration = `[http]\npublic_url = "${server.url}"\n${provider.configuration}`;
            await server.start();
            // Its pages would load a font from elsewhere.
            await page.route("https://fonts.googleapis.com/**", (route) => route.abort());
            await use(provider);
        } finally {
            await provider.stop();
        }
    },
});

/** Opens a page of the desk as somebody whom nobody knows yet. */
async function signIn(page: Page, server: Server, who: string, path: string): Promise<void> {
    await page.goto(`${server.url}${path}`);
    await page.getByRole("link", { name: "Sign in with localhost" }).click();
    await signInThere(page, who);
}

/** Who the desk takes the browser for. */
async function me(page: Page, server: Server): Promise<unknown> {
    const answer = await page.request.get(`${server.url}/api/v1/me`);
    return answer.ok() ? ((await answer.json()) as { person: unknown }).person : answer.status();
}

test.describe("what is known of somebody stands in the token", () => {
    test.use({ inToken: true });

    test("somebody signs in there and comes back where they were, as who they are", async ({ page, server, provider }) => {
        void provider;
        await signIn(page, server, "olga", "/admin");
        await expect(page).toHaveURL(`${server.url}/admin`);
        expect(await me(page, server)).toEqual({ name: "olga", display_name: "Olga Petrova", agent: "olga", role: "admin" });
    });
});

test("what is known of somebody is asked for, and their group says what they may", async ({ page, server, provider }) => {
    void provider;
    await signIn(page, server, "anna", "/account");
    await expect(page).toHaveURL(`${server.url}/account`);
    expect(await me(page, server)).toEqual({ name: "anna", display_name: "Anna Lindqvist", agent: "anna", role: "agent" });
    await expect(page.getByText("Billing")).toBeVisible();
    await page.goto(`${server.url}/admin`);
    await expect(page.getByRole("heading", { name: "This page is not for you" })).toBeVisible();
});

test("whoever signs out here is led to sign out there, and somebody else can come", async ({ page, server, provider }) => {
    await signIn(page, server, "olga", "/admin");
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page).toHaveURL(new RegExp(`^${provider.issuer}/`));
    await page.getByRole("button", { name: "Yes, sign me out" }).click();
    await expect(page).toHaveURL(`${server.url}/sign-in`);
    expect(await me(page, server)).toBe(401);
    // The provider does not know them any more either: it asks who comes.
    await signIn(page, server, "anna", "/account");
    await expect(page.getByText("Anna Lindqvist").first()).toBeVisible();
});

test("the provider's keys change, and people sign in as before", async ({ page, server, provider }) => {
    await signIn(page, server, "olga", "/admin");
    await provider.changeKeys();
    await page.context().clearCookies();
    await signIn(page, server, "olga", "/admin");
    await expect(page).toHaveURL(`${server.url}/admin`);
});

test("whoever is in none of the groups is told so, and can come as somebody else", async ({ page, server, provider }) => {
    void provider;
    await signIn(page, server, "paul", "/account");
    await expect(page.getByRole("alert")).toContainText("none of your groups may use this desktop");
    expect(await me(page, server)).toBe(401);
    await page.getByRole("link", { name: "Sign in as somebody else" }).click();
    await signInThere(page, "anna");
    await expect(page).toHaveURL(`${server.url}/account`);
    await expect(page.getByText("Anna Lindqvist").first()).toBeVisible();
});

test("a provider that is down is a sentence, and tried again when it is back", async ({ page, server, provider }) => {
    await provider.stop();
    await page.goto(`${server.url}/account`);
    await page.getByRole("link", { name: "Sign in with localhost" }).click();
    await expect(page.getByRole("alert")).toContainText("The sign-in provider does not answer as it should");
    await provider.start();
    await expect(async () => {
        await page.getByRole("link", { name: "Begin again" }).click();
        await expect(page.getByPlaceholder("Enter any login")).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await signInThere(page, "anna");
    await expect(page).toHaveURL(`${server.url}/account`);
});
