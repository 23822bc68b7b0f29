// What the page says when the CCP is not there, and that it comes back by itself.

import { expect, test } from "../support/desk.ts";

test.use({ expectedErrors: /Failed to load resource|net::ERR_|integrity/ });

test("the instance is down when the page is opened", async ({ desk }) => {
    await desk.instance.stop();
    await desk.open();
    await expect(desk.notice("unreachable")).toContainText("Amazon Connect does not answer");
    await desk.instance.start();
    await expect(desk.notice("sign-in")).toBeVisible({ timeout: 20_000 });
    await desk.signIn();
});

test("the instance answers with errors when the page is opened", async ({ desk }) => {
    await desk.instance.control("POST", "faults", { status: 500 });
    await desk.open();
    await expect(desk.notice("failing")).toContainText("error 500");
    await desk.instance.control("DELETE", "faults");
    await expect(desk.notice("sign-in")).toBeVisible({ timeout: 20_000 });
    await desk.signIn();
});

test("the instance is slow when the page is opened", async ({ desk }) => {
    await desk.instance.control("POST", "faults", { latency_ms: 5_000 });
    await desk.open();
    await expect(desk.notice("slow")).toContainText("Amazon Connect is slow", { timeout: 20_000 });
    await desk.instance.control("DELETE", "faults");
    await expect(desk.notice("sign-in")).toBeVisible({ timeout: 30_000 });
    await desk.signIn();
});

test("the instance fails in a call", async ({ desk }) => {
    await desk.startShift();
    const failing = desk.instance.play(`
        title = "The instance fails as soon as somebody talks"
        [[step]]
        offer = { as = "call", channel = "voice", queue = "BasicQueue", agent = "anna", customer = "+12065550100" }
        [[step]]
        agent_does = { contact = "call", agent = "anna", action = "accept" }
        [[step]]
        wait_for = { contact = "call", state = "connected" }
        [[step]]
        after = "1s"
        fault = { status = 500 }
    `);
    await desk.press("Accept call");
    await failing;
    await expect(desk.notice("failing")).toContainText("error 500", { timeout: 20_000 });
    await expect(desk.stage, "what was known stays in view").toHaveText("Connected");
    await desk.instance.play(`
        title = "It works again"
        [[step]]
        faults = []
    `);
    await expect(desk.notice("failing")).toBeHidden({ timeout: 20_000 });
});

test("the instance becomes slow in a shift", async ({ desk }) => {
    await desk.startShift();
    await desk.instance.control("POST", "faults", { latency_ms: 5_000 });
    await desk.ccp.getByRole("combobox", { name: "Status" }).selectOption("Lunch");
    await expect(desk.notice("slow")).toBeVisible({ timeout: 20_000 });
    await desk.instance.control("DELETE", "faults");
    await expect(desk.notice("slow")).toBeHidden({ timeout: 30_000 });
    await expect(desk.page.locator("#agent-state")).toHaveText("Lunch");
});

test("the instance goes down in a call and comes back without it", async ({ desk }) => {
    await desk.startShift();
    const contactId = await desk.instance.offerCall();
    await desk.press("Accept call");
    await expect(desk.stage).toHaveText("Connected");
    await desk.instance.stop("SIGKILL");
    await expect(desk.notice("unreachable")).toBeVisible({ timeout: 20_000 });
    await desk.instance.start();
    await expect(desk.notice("sign-in-expired").or(desk.notice("sign-in"))).toBeVisible({ timeout: 30_000 });
    await desk.signIn();
    const record = await desk.record(contactId, (record) => record.cleared_at !== null);
    expect(record, "nobody saw it end: it ends when that is noticed").toMatchObject({ outcome: "handled" });
});

test("the panel dies in a call and is loaded anew", async ({ desk }) => {
    await desk.startShift();
    await desk.instance.offerCall();
    await desk.press("Accept call");
    await expect(desk.stage).toHaveText("Connected");
    await desk.page.locator("iframe").evaluate((frame: HTMLIFrameElement) => (frame.src = "about:blank"));
    await expect(desk.notice("stopped")).toBeVisible({ timeout: 20_000 });
    await expect(desk.stage).toHaveText("Connected");
    await expect(desk.notice("stopped")).toBeHidden({ timeout: 20_000 });
    await desk.press("End call");
    await expect(desk.stage).toHaveText("Wrap-up");
});

test("the sign-in is withdrawn", async ({ desk }) => {
    await desk.startShift();
    await desk.instance.control("POST", "agents/anna/sign-out");
    await expect(desk.notice("sign-in-expired").or(desk.notice("sign-in"))).toBeVisible({ timeout: 30_000 });
    await desk.signIn();
    await expect(desk.page.locator("#agent-name")).toHaveText("Anna Lindqvist");
});

test("the agent logs out", async ({ desk, context }) => {
    await desk.startShift();
    // As Amazon documents it: end the login, then at once tell the library.
    await context.request.get(`${desk.instance.url}/logout`);
    await desk.page.evaluate('connect.core.getUpstream().sendUpstream(connect.EventType.TERMINATE)');
    await expect(desk.notice("logged-out")).toContainText("You are logged out");
    await desk.signIn();
    await expect(desk.notice("logged-out")).toBeHidden({ timeout: 20_000 });
    await expect(desk.page.locator("#agent-state")).not.toBeEmpty();
});

test.describe("a page that is not on the instance's list", () => {
    test.use({ approve: "another" });

    test("is told so, with its address, and appears when it is added", async ({ desk }) => {
        await desk.open();
        await expect(desk.notice("not-approved")).toContainText(
            `The address of this page, ${desk.url}, is not on the instance's list of approved origins`,
        );
        await desk.instance.approve(desk.url);
        await expect(desk.notice("sign-in")).toBeVisible({ timeout: 20_000 });
        await desk.signIn();
    });
});

test("the library cannot be loaded", async ({ desk }) => {
    await desk.page.route("**/vendor/**", (route) => route.fulfill({ body: "window.connect = {}", contentType: "text/javascript" }));
    await desk.open();
    await expect(desk.notice("library-missing")).toContainText("could not be loaded from /vendor/");
});
