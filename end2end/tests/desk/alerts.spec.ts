// How an agent who looks elsewhere is called: by a notification, the tab's title and icon, a screen reader, and a sound on
// the device of their choice. What is heard cannot be tested; on which device it is played can.

import type { Frame, Page } from "@playwright/test";
import { expect, test } from "../../support/desk.ts";
import { people } from "../../support/people.ts";

declare global {
    interface Window {
        /** What was shown and played, in its order. */
        noted: string[];
    }
}

const ringer = "Fake Audio Output 2";

test.use({
    permissions: ["notifications", "microphone"],
    // Whose calls are carried by the browser, which rings for them.
    people: people(["softphone = false ", "softphone = true "]),
});

/** Notes the notifications of a page, and what sounds on which device. */
test.beforeEach(async ({ context }) => {
    await context.addInitScript(() => {
        window.noted = [];
        window.Notification = class extends Notification {
            constructor(title: string, options?: NotificationOptions) {
                super(title, options);
                window.noted.push(`${title}, ${options?.body}`);
            }
        };
        const play = HTMLMediaElement.prototype.play;
        HTMLMediaElement.prototype.play = function () {
            window.noted.push(`ring on ${this.sinkId}`);
            return play.call(this);
        };
        const start = OscillatorNode.prototype.start;
        OscillatorNode.prototype.start = function (when) {
            window.noted.push(`tone on ${(this.context as AudioContext & { sinkId: string }).sinkId}`);
            start.call(this, when);
        };
    });
});

const noted = (place: Page | Frame) => place.evaluate(() => window.noted);
// The far end of a simulated call is a tone as well.
const rings = async (ccp: Frame) => (await noted(ccp)).filter((sound) => sound.startsWith("ring"));

/** The identifier that a device has for a page or a frame: another one for each origin. */
const device = (place: Page | Frame, name: string) =>
    place.evaluate(async (name) => {
        const devices = await navigator.mediaDevices.enumerateDevices();
        return devices.find(({ kind, label }) => kind === "audiooutput" && label === name)!.deviceId;
    }, name);

test("a contact is notified once, by the tab that leads, without a word about the customer", async ({ desk, context }) => {
    await desk.startShift();
    const second = await context.newPage();
    await second.goto(desk.url);
    await expect(second.locator("[data-banner=follows]")).toBeVisible();
    await desk.instance.offerCall();
    await expect(second.locator("#contact-stage")).toHaveText("Ringing");
    await expect.poll(() => noted(desk.page)).toEqual(["Incoming call, BasicQueue"]);
    expect(await noted(second)).toEqual([]);
});

test("the tab's title and icon tell how things stand, and since when", async ({ desk }) => {
    const { page, instance } = desk;
    const tab = async (words: string, icon: string) => {
        await expect(page).toHaveTitle(new RegExp(`^\\(\\d:\\d\\d\\) ${words} – Streamdesk$`));
        await expect(page.locator("link[rel=icon]")).toHaveAttribute("href", icon);
    };
    await desk.open();
    await expect(page).toHaveTitle("Streamdesk");
    await desk.startShift();
    await tab("Available", "/favicon.svg");
    const contactId = await instance.offerCall();
    await tab("Ringing", "/favicon-ringing.svg");
    await desk.act("accept");
    await tab("Connected", "/favicon-busy.svg");
    await desk.act("hold");
    await tab("On hold", "/favicon-busy.svg");
    await instance.customerHangsUp(contactId);
    await tab("Wrap-up", "/favicon-busy.svg");
    await desk.act("clear");
    await tab("Available", "/favicon.svg");
});

for (const { channel, offer, said } of [
    { channel: "voice", offer: { customer: "+12065550142" }, said: "Incoming call from +12065550142, BasicQueue" },
    { channel: "email", offer: { customer: "mia@example.com" }, said: "Incoming email from mia@example.com, BasicQueue" },
    { channel: "task", offer: { name: "Call the plumber" }, said: /^Incoming task.*Call the plumber/ },
]) {
    test(`a screen reader says at once what comes: ${channel}`, async ({ desk }) => {
        await desk.startShift();
        const alert = desk.page.locator("[aria-live=assertive]");
        await expect(alert).toBeEmpty();
        await desk.instance.control("POST", "contacts", { channel, queue: "BasicQueue", agent: "anna", ...offer });
        await expect(alert).toHaveText(said);
        await desk.act("reject");
        await expect(alert, "nothing is left to be read").toBeEmpty();
    });
}

test("contacts ring where the agent wants, and a tone tells where that is", async ({ desk }) => {
    const { page, instance } = desk;
    await desk.startShift();
    const ccp = page.frames()[1]!;
    await page.getByRole("button", { name: "Settings" }).click();
    const settings = page.getByRole("dialog", { name: "Settings" });
    await settings.getByLabel("Contacts ring on").selectOption(ringer);
    await settings.getByRole("button", { name: "Play a test tone" }).click();
    await expect(settings.getByText("The tone was played there.")).toBeVisible();
    expect(await noted(page)).toEqual([`tone on ${await device(page, ringer)}`]);
    await page.keyboard.press("Escape");

    const there = `ring on ${await device(ccp, ringer)}`;
    await instance.offerCall();
    await expect.poll(() => rings(ccp)).toEqual([there]);
    await desk.act("reject");
    await desk.act("clear");
    await expect(desk.stage).toHaveText("Cleared");

    await page.reload();
    await expect(page.locator("#agent-name")).toHaveText("Anna Lindqvist");
    await desk.goAvailable();
    await instance.offerCall();
    await expect.poll(() => rings(page.frames()[1]!), "remembered").toEqual([there]);
});
