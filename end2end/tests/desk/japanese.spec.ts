// A shift in Japanese: the browser asks for it, and every word of ours is.

import { expect, test } from "../../support/desk.ts";
import { kept } from "../../support/story.ts";

test.use({
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
    deskConfig: `
        [desk]
        [[desk.dispositions]]
        code = "resolved"
        label = "Resolved"
        label_ja = "解決済み"
    `,
});

test("sign-in, call, hold, wrap-up", async ({ desk }, info) => {
    const { page, instance } = desk;
    await desk.open();
    await expect(page.locator("html")).toHaveAttribute("lang", "ja");
    await kept(page, info, "before the sign-in");
    const opening = page.waitForEvent("popup");
    await page.getByRole("button", { name: "サインイン" }).click();
    const popup = await opening;
    await popup.getByRole("combobox", { name: "Agent" }).selectOption("chie");
    await popup.getByRole("button", { name: "Sign in" }).click();
    await expect(page.locator("#agent-name")).toHaveText("佐藤 千恵", { timeout: 20_000 });
    await desk.choose("Available");
    await expect(page.locator("#agent-state")).toHaveText("Available");

    const contactId = await instance.offerCall("chie", "+81335550123");
    await expect(desk.stage).toHaveText("着信中");
    await kept(page, info, "ringing");
    await desk.act("accept");
    await expect(desk.stage).toHaveText("対応中");
    await desk.act("hold");
    await expect(desk.stage).toHaveText("保留中");
    await desk.act("hold");
    await kept(page, info, "in the call");
    await instance.customerHangsUp(contactId);
    await expect(desk.stage).toHaveText("後処理");
    await page.getByLabel("メモ").fill("折り返し希望。");
    await page.getByLabel("解決済み").check();
    await kept(page, info, "wrap-up");
    await page.locator("#finish-wrap-up").click();
    const record = await desk.record(contactId, (record) => record.disposition === "resolved");
    expect(record.notes).toBe("折り返し希望。");

    // What is left in Latin letters is a name, an identifier or a code, or belongs to the instance.
    const words = await page.evaluate(() => {
        const texts: string[] = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const element = node.parentElement;
            if (!element || element.closest("code, script, noscript, kbd, option, .connect-list, [lang=en]")) continue;
            texts.push(node.textContent ?? "");
        }
        return texts.flatMap((text) => text.match(/[A-Za-z]{3,}/g) ?? []);
    });
    const known = new Set(["Streamdesk", "Amazon", "Connect", "BasicQueue", "Available", "voice", "inbound", "Offline", "Basic", "Routing", "Profile", "Billing", "Support", "Language", "Topic", "VOICE", "CHAT", "TASK", "EMAIL", "anna", "chie", "Busy", "ARN", "ACW", "CCP"]);
    expect(words.filter((word) => !known.has(word))).toEqual([]);
});

test("the language can be changed in the middle of a call, which goes on", async ({ desk }) => {
    const { page } = desk;
    await desk.open();
    const opening = page.waitForEvent("popup");
    await page.getByRole("button", { name: "サインイン" }).click();
    const popup = await opening;
    await popup.getByRole("combobox", { name: "Agent" }).selectOption("anna");
    await popup.getByRole("button", { name: "Sign in" }).click();
    await expect(page.locator("#agent-name")).toHaveText("Anna Lindqvist", { timeout: 20_000 });
    await desk.choose("Available");
    await expect(page.locator("#agent-state")).toHaveText("Available");
    await desk.instance.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("対応中");
    const frame = await page.locator("iframe").elementHandle();
    await page.getByRole("button", { name: "設定" }).click();
    await page.getByRole("dialog").getByLabel("言語").selectOption("en");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await page.keyboard.press("Escape");
    await expect(desk.stage).toHaveText("Connected");
    expect(await frame!.evaluate((element) => element.isConnected), "the panel was not touched").toBe(true);
    await desk.act("leave");
    await expect(desk.stage).toHaveText("Wrap-up");
    await page.reload();
    await expect(page.locator("html"), "remembered").toHaveAttribute("lang", "en");
});
