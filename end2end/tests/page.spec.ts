// The page itself: before the wasm, for a screen reader, and what it may load.

import { inBothThemes } from "../support/barriers.ts";
import { expect, test } from "../support/desk.ts";

test.describe("without JavaScript", () => {
    test.use({ javaScriptEnabled: false });

    test("the page says what it is and leads to the panel", async ({ desk }) => {
        await desk.page.goto(desk.url);
        await expect(desk.page.getByRole("heading", { name: "Streamdesk" })).toBeVisible();
        await expect(desk.page.locator("noscript p")).toBeVisible();
        await expect(desk.page.locator("noscript p")).toHaveText(/^Streamdesk needs JavaScript\./);
        await expect(desk.page.locator("#agent-name")).toHaveText("Not signed in");
        const link = desk.page.getByRole("link", { name: "Open the panel in a window of its own" });
        await expect(link).toHaveAttribute("href", `${desk.instance.url}/ccp-v2/`);
    });
});

test("nothing bars a screen reader, a keyboard or tired eyes", async ({ desk }) => {
    await desk.open();
    await expect(desk.notice("sign-in")).toBeVisible();
    await inBothThemes(desk.page, "before the sign-in");
    await desk.signIn();
    await desk.goAvailable();
    await desk.instance.offerCall();
    await desk.press("Accept call");
    await expect(desk.stage).toHaveText("Connected");
    await expect(desk.page.locator("tbody tr")).toHaveCount(1);
    await inBothThemes(desk.page, "in a call");
});

test("all that the page begins with is asked for by the page itself, nothing a turn later by what it loaded", async ({ desk, context }) => {
    const session = await context.newCDPSession(desk.page);
    await session.send("Network.enable");
    const askedBy: Record<string, "the page" | "a script"> = {};
    session.on("Network.requestWillBeSent", ({ request, initiator }) => {
        const name = /\/pkg\/(streamdesk|__wasm_split)\.[^.]+(\.\w+)$/.exec(new URL(request.url).pathname);
        const asker = initiator.stack?.callFrames[0]?.url ?? initiator.url ?? "";
        if (name) askedBy[`${name[1]}${name[2]}`] ??= asker.includes("/pkg/") ? "a script" : "the page";
    });
    await desk.open();
    await expect(desk.page.locator("html")).toHaveAttribute("data-alive");
    expect(askedBy).toEqual({
        "streamdesk.css": "the page",
        "streamdesk.js": "the page",
        "__wasm_split.js": "the page",
        "streamdesk.wasm": "the page",
    });
});

test("nothing is loaded from anywhere but the server and the instance, and no policy is broken", async ({ desk }) => {
    const hosts = new Set<string>();
    desk.page.on("request", (request) => {
        if (request.url().startsWith("http")) hosts.add(new URL(request.url()).origin);
    });
    await desk.startShift();
    expect([...hosts].sort()).toEqual([...new Set([desk.url, desk.server.url, desk.instance.url])].sort());
});

test.describe("without a server", () => {
    // What the page sends from then on is refused, and kept.
    test.use({ expectedErrors: /ERR_CONNECTION_REFUSED/ });

    test("the server stops cleanly while the page is open", async ({ desk }) => {
        await desk.startShift();
        expect(await desk.server.stop()).toBe(0);
    });
});

test("no log holds a number or a name", async ({ desk }) => {
    await desk.startShift();
    const contactId = await desk.instance.offerCall("anna", "+12065550177");
    await desk.press("Accept call");
    await desk.record(contactId, (record) => record.connected_at !== null);
    expect(desk.server.log).toContain(contactId);
    expect(desk.server.log).not.toContain("2065550177");
    expect(desk.server.log).not.toContain("anna");
});
