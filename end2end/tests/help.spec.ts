// The help and the sign-in: open to whoever cannot come in, so nothing on them may bar anybody.

import { expect, holdsWhenNarrow, test } from "../support/admin.ts";
import { kept } from "../support/story.ts";

for (const [name, heading] of [
    ["agent", "For agents"],
    ["administrator", "For administrators"],
    ["developer", "For developers"],
    ["ja/agent", "エージェント向け"],
] as const) {
    test(`the help, ${name}: wide and narrow, in both themes, by keyboard`, async ({ page, server }, info) => {
        await page.goto(`${server.url}/help/${name}`);
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
        await kept(page, info, "wide");
        await holdsWhenNarrow(page, info, "narrow");
    });
}

test("the help says what is on it, and leads there", async ({ page, server }) => {
    await page.goto(`${server.url}/help`);
    await expect(page.locator("body")).toMatchAriaSnapshot(`
      - navigation "Help":
        - list:
          - listitem:
            - link "For agents"
          - listitem:
            - link "For administrators"
          - listitem:
            - link "For developers"
          - listitem:
            - link "エージェント向け"
        - link "Desktop"
      - main:
        - heading "For agents" [level=1]
        - navigation "On this page":
          - list:
            - listitem:
              - link "Begin a shift"
            - listitem:
              - link "Take a contact"
    `);
    await page.getByRole("link", { name: "When something is wrong" }).click();
    await expect(page.getByRole("heading", { name: "When something is wrong" })).toBeInViewport();
});

test("the sign-in: wide and narrow, in both themes, by keyboard, and after a mistake", async ({ page, server }, info) => {
    await page.goto(`${server.url}/sign-in`);
    await expect(page.locator("body")).toMatchAriaSnapshot(`
      - main:
        - heading "Sign in" [level=1]
        - textbox "Name"
        - textbox "Password"
        - button "Sign in"
    `);
    await page.getByLabel("Name").fill("ada");
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert")).toContainText("Name or password is not right.");
    await kept(page, info, "wide");
    await holdsWhenNarrow(page, info, "narrow");
});
