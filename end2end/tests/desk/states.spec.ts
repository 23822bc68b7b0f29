// Every state of the page around its contacts, as a screen reader finds it and as it looks, in both themes. What is left out
// of a tree may be anything.

import { expect, test } from "../../support/desk.ts";
import { told } from "../../support/story.ts";

test("signing in, and the agent", async ({ desk }, info) => {
    const { page, instance } = desk;
    await desk.open();
    await told(page, info, "not signed in", `
      - banner:
        - heading "Streamdesk" [level=1]
        - region "Agent":
          - text: Not signed in
        - button "Keyboard shortcuts"
        - button "Settings"
        - button "Save support file"
      - main:
        - region "Contact Control Panel":
          - status:
            - heading "Sign in to Amazon Connect" [level=2]
            - paragraph
            - button "Sign in"
          - button "Fold away" [expanded]
          - link "Open the panel in a window of its own"
        - separator "Width of the left column"
        - region "Contact":
          - heading "No contact" [level=2]
          - paragraph: When you are available, contacts are offered here.
        - region "Today":
          - heading "Today" [level=2]
          - region "Today's contacts":
            - paragraph: Contacts that you were offered today are listed here.
    `);

    await desk.signIn();
    await told(page, info, "offline", `
      - banner:
        - region "Agent":
          - text: /Anna Lindqvist Offline/
          - combobox "Status":
            - /children: equal
            - option "Available"
            - option "Lunch"
            - option "Break"
            - option "Training"
            - option "Offline" [selected]
          - button "Log out"
      - main:
        - region "Call control":
          - group "Call somebody":
            - textbox "Telephone number"
            - combobox "Call from":
              - option "BasicQueue" [selected]
            - button "Call"
    `);

    await instance.control("POST", "faults", { operations: ["PutAgentState"], latency_ms: 5_000 });
    await desk.choose("Available");
    await told(page, info, "a status that is on its way", `
      - region "Agent":
        - text: /Anna Lindqvist Offline/
        - status: Changing to Available…
    `);
    await instance.control("DELETE", "faults");
    await expect(page.locator("#agent-state")).toHaveText("Available");
    await page.getByText("About you").click();
    await told(page, info, "about the agent", `
      - region "Agent":
        - text: /Anna Lindqvist Available/
        - group:
          - heading "Your day so far" [level=2]
          - list:
            - /children: equal
            - listitem: Offline less than 1 min
            - listitem: Available less than 1 min
          - term: Sign-in name
          - definition: anna
          - term: Routing profile
          - definition: Basic Routing Profile
          - term: Contacts at once
          - definition: Voice 1 · Chat 2 · Task 2 · E-mail 2
          - checkbox "Make me available again after a missed contact"
          - paragraph:
            - button "Restart the panel"
    `);
});

test("the settings", async ({ desk }, info) => {
    const { page } = desk;
    await desk.startShift();
    await page.getByRole("button", { name: "Settings" }).click();
    await told(page, info, "settings", `
      - dialog "Settings":
        - heading "Settings" [level=2]
        - button "Close"
        - heading "Display" [level=3]
        - paragraph:
          - combobox "Language":
            - /children: equal
            - option "English" [selected]
            - option "日本語"
        - paragraph:
          - combobox "Theme"
        - paragraph:
          - combobox "Time zone":
            - option "This computer's" [selected]
        - paragraph:
          - combobox "Contact Control Panel":
            - /children: equal
            - option "Beside the desk" [selected]
            - option "Folded away"
            - option "Hidden"
        - heading "Sound and notifications" [level=3]
        - paragraph:
          - checkbox "Show a notification of each new contact" [checked]
        - paragraph:
          - combobox "Contacts ring on"
        - paragraph:
          - button "Play a test tone"
        - heading "Keyboard shortcuts" [level=3]
        - paragraph:
          - checkbox "Use keyboard shortcuts" [checked]
        - list:
          - listitem:
            - text: Accept Alt+A
            - 'button "Change the key of: Accept"'
            - 'button "Switch off the key of: Accept"'
        - button "All keys as at first"
        - heading "Panels" [level=3]
        - paragraph:
          - checkbox "Call control" [checked]
        - paragraph:
          - checkbox "Contact" [checked]
        - paragraph:
          - checkbox "Wrap-up" [checked]
        - paragraph:
          - checkbox "Attributes" [checked]
        - paragraph:
          - checkbox "Today" [checked]
        - button "Order and widths as at first"
    `);

    const settings = page.getByRole("dialog", { name: "Settings" });
    await settings.getByRole("button", { name: "Change the key of: Reject" }).click();
    await page.keyboard.press("Alt+KeyA");
    await told(page, info, "a key that is taken", `
      - dialog "Settings":
        - status: Alt+A is the key of “Accept”. Choose another one, or give that one another key first.
    `);
    await settings.getByLabel("Contacts ring on").scrollIntoViewIfNeeded();
    await settings.getByLabel("Theme").selectOption("Dark");
    await settings.getByLabel("Theme").selectOption("Light");
    await expect(page.locator("html"), "the agent's own choice goes before the system's").toHaveAttribute("data-theme", "light");
});

test("the panel folded away and hidden, a second tab, no network, a narrow window", async ({ desk, context }, info) => {
    const { page } = desk;
    await desk.startShift();
    await page.getByRole("button", { name: "Fold away" }).click();
    await told(page, info, "folded away", `
      - region "Contact Control Panel":
        - button "Show the panel"
        - link "Open the panel in a window of its own"
    `);

    const second = await context.newPage();
    await second.goto(desk.url);
    await told(second, info, "a second tab", `
      - banner:
        - region "Agent":
          - text: /Anna Lindqvist Available/
      - status:
        - paragraph: /^Another tab of this browser leads/
    `);
    await second.close();

    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("dialog").getByLabel("Contact Control Panel").selectOption("Hidden");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("region", { name: "Contact Control Panel" })).toBeHidden();
    await context.setOffline(true);
    await told(page, info, "hidden, without a network", `
      - banner
      - status:
        - paragraph: No network. What you note is kept in this browser and sent when the network is back.
      - main:
        - region "Call control"
        - region "Contact"
        - region "Today"
    `);
    await context.setOffline(false);

    await page.setViewportSize({ width: 320, height: 800 });
    await desk.instance.offerCall();
    await expect(desk.stage).toHaveText("Ringing");
    await told(page, info, "320 pixels wide", `
      - main:
        - region "Contacts"
        - region "Call control":
          - group:
            - group "Contact controls":
              - button "Accept"
              - button "Reject"
        - region "Contact"
        - region "Attributes"
        - region "Today"
    `);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide, "nothing is off to the side").toBeLessThanOrEqual(320);
});

test.describe("in Japanese", () => {
    test.use({ locale: "ja-JP", timezoneId: "Asia/Tokyo" });

    test("before the sign-in, in a call, in the settings", async ({ desk }, info) => {
        const { page } = desk;
        await desk.open();
        await told(page, info, "before the sign-in", `
          - region "コンタクトコントロールパネル":
            - status:
              - heading "Amazon Connect にサインインしてください" [level=2]
              - button "サインイン"
        `);
        await desk.startShift("chie");
        await desk.instance.offerCall("chie", "+81335550123");
        await desk.act("accept");
        await told(page, info, "in a call", `
          - banner:
            - region "エージェント":
              - text: /佐藤 千恵 /
              - button "ログアウト"
          - main:
            - region "コンタクト一覧":
              - list:
                - listitem:
                  - button /^音声 .81335550123 BasicQueue 対応中/
            - region "通話コントロール":
              - group:
                - group "コンタクトの操作":
                  - /children: equal
                  - button "ミュート"
                  - button "保留"
                  - button "キーパッド"
                  - button "相談・転送"
                  - button "電話を切る"
        `);
        await page.getByRole("button", { name: "設定" }).click();
        await told(page, info, "settings", `
          - dialog "設定":
            - heading "表示" [level=3]
            - heading "音と通知" [level=3]
            - heading "キーボードショートカット" [level=3]
            - heading "パネル" [level=3]
        `);
    });
});
