// The console: always up to date without a reload, by keyboard alone, and for a screen reader.

import { type Locator, type Page, expect, test as base } from "@playwright/test";
import { inBothThemes } from "../../support/barriers.ts";
import { Instance } from "../../support/programs.ts";

interface Fixtures {
    instance: Instance;
    /** Which of the page's errors a test expects. Any other fails it. */
    expectedErrors: RegExp;
}

const test = base.extend<Fixtures>({
    expectedErrors: [/^expects none$/, { option: true }],
    instance: async ({ page, expectedErrors }, use) => {
        const instance = new Instance();
        await instance.start();
        const errors: string[] = [];
        page.on("pageerror", (error) => errors.push(error.message));
        page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
        try {
            await page.goto(`${instance.url}/`);
            await expect(page.getByText("Live", { exact: true }).first()).toBeVisible();
            await use(instance);
            expect(errors.filter((error) => !expectedErrors.test(error)), "errors of the page").toEqual([]);
        } finally {
            await page.close();
            await instance.stop();
        }
    },
});

/** Tabs to a control, as somebody without a mouse does, and presses it. */
async function press(page: Page, control: Locator, key = "Enter"): Promise<void> {
    await expect(control).toBeVisible();
    for (let steps = 0; steps < 300; steps++) {
        if (await control.evaluate((element) => element === document.activeElement)) return key === "" ? undefined : page.keyboard.press(key);
        await page.keyboard.press("Tab");
    }
    throw new Error(`${control} cannot be reached by Tab`);
}

/** Goes to a tool as its tab list is used: one stop for Tab, arrows within. */
async function open(page: Page, tool: string): Promise<void> {
    // Before the first of the rows, of which there may be many.
    await page.getByRole("button", { name: "Callback" }).first().focus();
    await press(page, page.getByRole("button", { name: "Skip to the tools" }));
    await page.keyboard.press("Home");
    const tab = page.getByRole("tab", { name: tool, exact: true });
    while ((await tab.getAttribute("aria-selected")) !== "true") await page.keyboard.press("ArrowRight");
    await expect(tab).toBeFocused();
    await expect(page.getByRole("tabpanel", { name: tool })).toBeVisible();
}

async function available(instance: Instance, ...agents: string[]): Promise<void> {
    for (const agent of agents) {
        await instance.control("POST", `agents/${agent}/sign-in`);
        await instance.control("PUT", `agents/${agent}/status`, { status: "Available" });
    }
}

const row = (page: Page, text: string) => page.locator("#contacts").getByRole("row").filter({ hasText: text });

test("what happens elsewhere appears at once, and nobody asks for it", async ({ page, instance }) => {
    await page.evaluate(() => ((window as any).same = true));
    await available(instance, "anna");
    const anna = page.locator("#agents").getByRole("row", { name: /Anna Lindqvist/ });
    await expect(anna).toContainText(/Available\s*00:0[1-9]/);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await expect(anna).toContainText(/Available\s*00:0[4-9]/);
    expect(asked, "nothing has changed, so nothing is read").toEqual([]);

    const contact = await instance.offerCall("anna", "+12065550177");
    await expect(row(page, "+12065550177")).toContainText("connecting");
    await instance.control("POST", `contacts/${contact}/agent-action`, { action: "accept" });
    await expect(row(page, "+12065550177")).toContainText("connected");
    await instance.customerHangsUp(contact);
    await expect(row(page, "+12065550177")).toContainText("ended");
    expect(await page.evaluate(() => (window as any).same), "without a reload").toBe(true);
});

test("a customer calls at the first key, and hangs up at another", async ({ page, instance }) => {
    await page.keyboard.press("Tab");
    await expect(page.getByRole("button", { name: "Let a customer call" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.locator("#quick")).toContainText("nobody is available");
    await expect(page.locator("#announcer")).toContainText("nobody is available");
    await available(instance, "ben");
    const call = page.locator("#contacts tbody tr").first();
    await expect(call).toContainText("Ben Okafor");
    await press(page, call.getByRole("button", { name: /^Customer hangs up/ }));
    await expect(call).toContainText(/missed|ended/);
    await expect(call.getByRole("button").first(), "the focus stays with the contact").toBeFocused();
});

test("a contact is handled in its panel, which gives the focus back", async ({ page, instance }) => {
    await available(instance, "anna", "dora");
    await instance.offerCall("anna", "+12065550177");
    const link = row(page, "+12065550177").getByRole("button", { name: "+12065550177", exact: true });
    await press(page, link);
    const panel = page.getByRole("complementary", { name: "+12065550177" });
    await expect(panel.getByRole("heading", { name: "+12065550177" })).toBeFocused();
    await press(page, panel.getByRole("button", { name: "Accepts" }));
    await expect(panel).toContainText("connected");
    await press(page, panel.getByLabel("Attribute", { exact: true }), "");
    await page.keyboard.type("Plan");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Gold");
    await page.keyboard.press("Enter");
    await expect(panel.locator("dd", { hasText: "Gold" })).toBeVisible();
    await panel.getByLabel("Have somebody listen").selectOption("dora");
    await press(page, panel.getByRole("button", { name: "Monitor" }));
    const monitor = page.getByRole("complementary", { name: "Monitoring +12065550177" });
    await press(page, monitor.getByRole("button", { name: "Accepts" }));
    await press(page, monitor.getByRole("button", { name: "Barges in" }));
    await expect(monitor.getByText("barged in")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.locator("#panel")).toBeHidden();
    await expect(link).toBeFocused();
});

test("the customer of a chat writes", async ({ page, instance }) => {
    await available(instance, "anna");
    await press(page, page.locator("#quick").getByRole("button", { name: "Chat" }));
    const panel = page.getByRole("complementary", { name: "Maria Lopez" });
    await press(page, panel.getByLabel("The customer writes"), "");
    await page.keyboard.type("Where is my parcel?");
    await page.keyboard.press("Enter");
    await expect(panel.getByRole("list", { name: "Messages" })).toContainText("Where is my parcel?");
    await expect(panel.getByLabel("The customer writes")).toHaveValue("");
    await expect(panel.getByLabel("The customer writes")).toBeFocused();
});

const scenario = `
title = "A task that is withdrawn"
about = "Somebody wants something, and then no more."

[[step]]
offer = { as = "wish", channel = "task", queue = "Billing", name = "A wish" }

[[step]]
after = "1s"
hangs_up = "wish"

[[step]]
wait_for = { contact = "wish", state = "over", within = "10s" }
`;

test.describe("scenarios", () => {
    test.use({ expectedErrors: /status of 422/ });

    test("a scenario is played and watched to its end", async ({ page, instance }) => {
        await open(page, "Scenarios");
        await expect(page.getByRole("button", { name: "Play: An angry caller hangs up" })).toBeVisible();
        await press(page, page.getByText("One of your own"));
        await press(page, page.getByLabel("Scenario, as TOML"), "");
        await page.keyboard.insertText(scenario);
        await press(page, page.getByRole("button", { name: "Play it" }));
        const play = page.getByRole("article", { name: "A task that is withdrawn" });
        await expect(play.getByRole("progressbar")).toHaveAttribute("value", /[12]/);
        await expect(row(page, "A wish")).toContainText("queued");
        await expect(play).toContainText("Done");
        await expect(play).toContainText("3 of 3");
        await expect(row(page, "A wish")).toContainText("ended");
        await expect(page.locator("#announcer")).toHaveText("Done: A task that is withdrawn.");

        const refused = page.locator("#tool-scenarios .outcome");
        await page.getByLabel("Scenario, as TOML").fill("title = 7");
        await press(page, page.getByRole("button", { name: "Play it" }));
        await expect(refused).toContainText("title");

        await press(page, page.getByRole("button", { name: "Play: An angry caller hangs up" }));
        const caller = page.getByRole("article", { name: "An angry caller hangs up" });
        await expect(caller.locator("[aria-current='step']")).toBeVisible();
        await expect(page.getByRole("button", { name: /^Playing \d+\/12$/ })).toBeVisible();
        await press(page, caller.getByRole("button", { name: /^Stop/ }));
        await expect(caller).toContainText("Stopped");
        const { plays } = await instance.control<{ plays: { state: string }[] }>("GET", "plays");
        expect(plays.map(({ state }) => state)).toEqual(["stopped", "done"]);
    });
});

test("faults are ordered, counted and removed", async ({ page, instance }) => {
    await open(page, "Trouble");
    const tool = page.getByRole("tabpanel", { name: "Trouble" });
    await press(page, tool.getByRole("button", { name: "Slow everything to 5 s" }));
    await expect(tool.getByRole("list", { name: "Ordered faults" })).toContainText("Everything: 5 s late");
    await expect(page.getByRole("button", { name: "1 fault" })).toBeVisible();
    await press(page, tool.getByRole("button", { name: "Slow everything to 5 s" }));
    await expect(tool).toContainText("Nothing is ordered");

    await press(page, tool.getByLabel("For whom"), "");
    await page.keyboard.type("Anna");
    await press(page, tool.getByLabel("In what"), "");
    await page.keyboard.type("Accept contact");
    await press(page, tool.getByText("A fault of your own"));
    await press(page, tool.getByLabel("How often"), "");
    await page.keyboard.type("2");
    await page.keyboard.press("Enter");
    await expect(tool.getByRole("list", { name: "Ordered faults" })).toContainText("AcceptContact of Anna Lindqvist: fails with 503 (2 more times)");
    const { faults } = await instance.control<{ faults: unknown[] }>("GET", "faults");
    expect(faults).toEqual([{ operations: ["AcceptContact"], agents: ["anna"], times: 2, status: 503 }]);
    await press(page, tool.getByRole("button", { name: /^Remove/ }));
    await expect(tool).toContainText("Nothing is ordered");
    await expect(page.locator("body"), "the focus is not lost").not.toBeFocused();

    // One that strikes is counted where it is shown.
    await instance.control("PUT", "faults", { faults: [{ status: 500, times: 3 }] });
    await expect(tool).toContainText("(3 more times)");
    await page.request.get(`${instance.url}/login`);
    await expect(tool).toContainText("(2 more times)");
    await press(page, tool.getByRole("button", { name: "5 min ahead" }));
    await expect(page.getByRole("button", { name: "Clock +5 min" })).toBeVisible();
});

test("traffic is started, changed and stopped", async ({ page, instance }) => {
    await open(page, "Traffic");
    const tool = page.getByRole("tabpanel", { name: "Traffic" });
    await press(page, tool.getByRole("slider"), "End");
    await press(page, tool.getByRole("button", { name: "Start" }));
    await expect(page.getByRole("button", { name: "Traffic 1200/min" })).toBeVisible();
    await expect(tool.getByText("came").locator("..")).not.toContainText(/^0/);
    await open(page, "Traffic");
    await press(page, tool.getByRole("slider"), "Home");
    await expect(page.getByRole("button", { name: "Traffic 1/min" })).toBeVisible();
    await press(page, tool.getByRole("button", { name: "Stop" }));
    await expect(tool).toContainText("Nobody comes by themselves");
    expect(await instance.control("GET", "traffic")).toMatchObject({ traffic: null });
});

test("what somebody works at stays as it is while everything else changes", async ({ page, instance }) => {
    await page.setViewportSize({ width: 1280, height: 640 });
    await open(page, "Instance");
    const text = page.getByLabel("Who may embed the CCP");
    await press(page, text, "");
    await page.keyboard.press("Control+End");
    await page.keyboard.insertText("\nhttps://half.typed");
    await text.evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(3, 8));
    await page.evaluate(() => scrollTo(0, 40));
    const scrolled = await page.evaluate(() => scrollY);
    await available(instance, "anna");
    for (let calls = 0; calls < 12; calls++) {
        await instance.control("POST", "contacts", { channel: "voice", customer: `+1206555${1000 + calls}`, queue: "Support" });
    }
    await expect(row(page, "+12065551011")).toBeVisible();
    await expect(text).toHaveValue(/half\.typed$/);
    await expect(text).toBeFocused();
    expect(await text.evaluate((element: HTMLTextAreaElement) => [element.selectionStart, element.selectionEnd])).toEqual([3, 8]);
    expect(await page.evaluate(() => scrollY)).toBe(scrolled);
    await open(page, "Customers");
    await open(page, "Instance");
    await expect(text, "nor is it lost behind another tool").toHaveValue(/half\.typed$/);
});

test.describe("when the line is cut", () => {
    test.use({ expectedErrors: /Failed to load resource|net::ERR_/ });

    test("the console says so, and is up to date when it is back", async ({ page, instance }) => {
        await available(instance, "anna");
        await expect(page.locator("#agents")).toContainText("1 of 6 signed in");
        await instance.stop();
        await expect(page.getByText("Not connected", { exact: true })).toBeVisible();
        await expect(page.locator("#notice")).toContainText("It tries again by itself");
        await expect(page.locator("#agents"), "what was known stays in view").toContainText("1 of 6 signed in");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        await expect(page.locator("#quick")).toContainText("The instance does not answer");
        await instance.start();
        await available(instance, "ben", "chie");
        await expect(page.getByText("Live", { exact: true }).first()).toBeVisible();
        await expect(page.locator("#agents")).toContainText("2 of 6 signed in");
        await expect(page.locator("#notice")).toBeHidden();
    });
});

for (const width of [1440, 400]) {
    test(`nothing is in the way of anybody, ${width} wide`, async ({ page, instance }) => {
        // Ten views, looked through twice.
        test.setTimeout(180_000);
        await page.setViewportSize({ width, height: 860 });
        await available(instance, "anna", "ben", "dora");
        const call = await instance.offerCall("anna");
        await instance.control("POST", `contacts/${call}/agent-action`, { action: "accept" });
        const { contact_id: chat } = await instance.control<{ contact_id: string }>("POST", "contacts", { channel: "chat", customer: "Kim", queue: "Support", agent: "ben" });
        await instance.control("POST", `contacts/${chat}/messages`, { from: "customer", text: "Hello" });
        await instance.control("PUT", "faults", { faults: [{ latency_ms: 10, agents: ["dora"] }] });
        await instance.control("PUT", "numbers/+12065550199", { outcome: "busy" });
        await instance.control("PUT", "regions", { active_region: "us-west-2", agent: "dora" });
        await instance.control("POST", "plays", { scenario: "angry-caller" });
        const findings = async (view: string) => {
            await inBothThemes(page, view);
            expect(await page.evaluate(() => document.documentElement.scrollWidth), `${view} fits`).toBeLessThanOrEqual(width);
        };
        for (const tab of await page.getByRole("tab").all()) {
            await tab.click();
            const folded = page.locator("[role=tabpanel]:not([hidden]) details:not([open]) > summary");
            while ((await folded.count()) > 0) await folded.first().click();
            await findings((await tab.textContent()) ?? "");
        }
        await page.getByRole("tab").first().click();
        await page.locator("#agents").getByRole("button", { name: "Anna Lindqvist" }).click();
        await findings("an agent");
        await page.keyboard.press("Escape");
        await row(page, "+12065550100").getByRole("button").first().click();
        await findings("a call");
        await page.keyboard.press("Escape");
        await row(page, "Kim").getByRole("button").first().click();
        await findings("a chat");
    });
}
