import { type Desk, expect, test } from "./support/desk.ts";

test.use({ expectedErrors: /.*/ });

async function take(desk: Desk, name: string): Promise<void> {
    // A click may have scrolled to its button.
    await desk.page.evaluate(() => scrollTo(0, 0));
    await desk.page.screenshot({ path: `screenshots/${name}.png` });
}

/** Waits until the contact in focus stands so, in whatever language the page says it. */
async function stage(desk: Desk, word: string): Promise<void> {
    await expect(desk.page.locator("section.contact")).toHaveAttribute("data-stage", word);
}

async function inCall(desk: Desk, agent: string): Promise<void> {
    await desk.open();
    await desk.signIn(agent);
    await desk.goAvailable();
    for (const [customer, accepts] of [["+12065550142", true], ["+498912345670", false], ["+81335550123", true]] as const) {
        const contactId = await desk.instance.offerCall(agent, customer);
        if (accepts) {
            await desk.press("Accept call");
            await stage(desk, "connected");
            await expect(desk.page.locator("#talk-time")).toHaveText(/^0:0[2-9]$/);
        }
        await desk.instance.customerHangsUp(contactId);
        await desk.press("Clear contact");
        await stage(desk, "cleared");
        await desk.goAvailable();
    }
    const contactId = await desk.instance.offerCall(agent);
    await desk.press("Accept call");
    await stage(desk, "connected");
    await desk.press("Hold");
    await desk.press("Resume");
    await expect(desk.page.locator("#talk-time")).toHaveText(/^0:0[3-9]$/);
    await expect(desk.page.locator(`tr[data-contact="${contactId}"]`)).toBeVisible();
}

const sizes = { wide: [1360, 800], narrow: [420, 1500] } as const;

for (const scheme of ["light", "dark"] as const) {
    for (const [size, [width, height]] of Object.entries(sizes)) {
        test.describe(`${scheme}, ${size}`, () => {
            test.use({ colorScheme: scheme, viewport: { width, height } });

            test("before the sign-in", async ({ desk }) => {
                await desk.open();
                await expect(desk.notice("sign-in")).toBeVisible();
                await take(desk, `sign-in-${scheme}-${size}`);
            });

            test("in a call", async ({ desk }) => {
                await inCall(desk, "anna");
                await take(desk, `call-${scheme}-${size}`);
                await desk.instance.control("POST", "faults", { status: 500 });
                await expect(desk.notice("failing")).toBeVisible({ timeout: 20_000 });
                await take(desk, `failing-${scheme}-${size}`);
            });
        });
    }
}

test.describe("in Japan", () => {
    test.use({ locale: "ja-JP", timezoneId: "Asia/Tokyo", viewport: { width: 1360, height: 800 } });

    test("in a call", async ({ desk }) => {
        await inCall(desk, "chie");
        await take(desk, "call-japan");
        await desk.page.goto(desk.instance.url);
        await take(desk, "console");
    });
});

test.describe("not approved", () => {
    test.use({ approve: "another", viewport: { width: 1360, height: 800 } });

    test("says so", async ({ desk }) => {
        await desk.open();
        await expect(desk.notice("not-approved")).toBeVisible();
        await take(desk, "not-approved");
    });
});

test.describe("without JavaScript", () => {
    test.use({ javaScriptEnabled: false, viewport: { width: 1360, height: 800 } });

    test("says so", async ({ desk }) => {
        await desk.page.goto(desk.server.url);
        await take(desk, "no-script");
    });
});
