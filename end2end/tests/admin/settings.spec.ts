// The settings as an administrator changes them: looked at before they are saved, brought back, and never over a colleague's.

import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { colleague, expect, test } from "../../support/admin.ts";
import { kept, told } from "../../support/story.ts";

interface Answer {
    version: { version: number };
    settings: { desk: Record<string, unknown> };
}

async function saved(ada: APIRequestContext): Promise<Answer> {
    return (await (await ada.get("/api/v1/settings")).json()) as Answer;
}

/** A section of the form, by its heading. */
function section(page: Page, name: string): Locator {
    return page.getByRole("region", { name, exact: true });
}

test("a name, a disposition and an attribute: looked at, saved, and brought back", async ({ admin: page, ada, server }, info) => {
    await page.goto(`${server.url}/admin/settings`);
    await section(page, "Name, logo and colour").getByLabel("Name").fill("Acme Service");
    await section(page, "Dispositions").getByRole("button", { name: "Add a disposition" }).click();
    await expect(section(page, "Dispositions").getByLabel("Code"), "what was added is what is filled in next").toBeFocused();
    await page.keyboard.type("refund");
    await section(page, "Dispositions").getByLabel("Label", { exact: true }).fill("Refund");
    await section(page, "Dispositions").getByLabel("In Japanese").fill("返金");
    await section(page, "Contact attributes").getByRole("button", { name: "Add an attribute" }).click();
    await expect(section(page, "Contact attributes").getByLabel("Name in the instance")).toBeFocused();
    await page.keyboard.type("customer_number");
    await section(page, "Contact attributes").getByLabel("Label", { exact: true }).fill("Customer number");
    await kept(page, info, "settings");

    await page.getByRole("button", { name: "Preview" }).first().click();
    await told(page, info, "preview", `
      - 'heading "Settings: preview" [level=1]'
      - region "What changes":
        - group "What changes":
          - table:
            - rowgroup:
              - row "Setting Before After"
            - rowgroup:
              - row /customer_number none .*Customer number/
              - row /refund none .*Refund.*返金/
              - row "Name empty Acme Service"
      - region "How it will look":
        - group "The header of the desk":
          - strong: Acme Service
        - heading "Dispositions in English" [level=3]
        - list:
          - listitem: Refund
        - heading "Dispositions in Japanese" [level=3]
        - list:
          - listitem: 返金
      - button "Go on editing"
      - button "Save"
    `);
    expect((await saved(ada)).version.version, "a look saves nothing").toBe(0);
    await page.getByRole("button", { name: "Go on editing" }).click();
    await expect(section(page, "Name, logo and colour").getByLabel("Name")).toHaveValue("Acme Service");
    await page.getByRole("button", { name: "Save" }).first().click();
    await expect(page.getByRole("status")).toHaveText("Version 1 is saved and holds for every page that is opened from now on.");
    expect((await saved(ada)).settings.desk).toMatchObject({
        name: "Acme Service",
        dispositions: [{ code: "refund", label: "Refund", label_ja: "返金" }],
        attributes: [{ key: "customer_number", label: "Customer number" }],
    });

    await page.getByRole("link", { name: "Versions" }).click();
    await told(page, info, "versions", `
      - heading "Versions of the settings" [level=1]
      - region "Versions":
        - table:
          - rowgroup:
            - row "Version Saved at By"
          - rowgroup:
            - row /version 1 holds .* account:ada/
            - row "Look at version 0 as the configuration says"
    `);
    await page.getByRole("link", { name: "Look at version 0" }).click();
    await kept(page, info, "version");
    await page.getByRole("button", { name: "Make this version hold again" }).click();
    await expect(page.getByRole("status")).toContainText("Version 2 is saved");
    expect((await saved(ada)).settings.desk["dispositions"] ?? []).toEqual([]);
});

test("what is wrong is said beside its field, and nothing is saved", async ({ admin: page, ada, server }, info) => {
    await page.goto(`${server.url}/admin/settings`);
    await section(page, "Name, logo and colour").getByLabel("Name").fill("Acme Service");
    await section(page, "Name, logo and colour").getByLabel("Accent colour").fill("greenish");
    await page.getByRole("button", { name: "Save" }).first().click();
    await told(page, info, "mistakes", `
      - alert:
        - paragraph: "Nothing was saved. Mend these and save again:"
        - list:
          - listitem:
            - 'link "Accent colour: is a colour as #rrggbb, for example #0a5c8a."'
    `);
    const accent = section(page, "Name, logo and colour").getByLabel("Accent colour");
    await expect(accent).toHaveAttribute("aria-invalid", "true");
    await expect(accent).toHaveAccessibleDescription(/is a colour as #rrggbb/);
    await expect(accent, "what was typed is still there").toHaveValue("greenish");
    await expect(section(page, "Name, logo and colour").getByLabel("Name")).toHaveValue("Acme Service");
    await page.getByRole("link", { name: /^Accent colour/ }).click();
    await expect(accent).toBeFocused();
    expect((await saved(ada)).version.version).toBe(0);
});

test("two administrators at once: each sees what the other saved, and both are kept", async ({ admin: page, ada, server }, info) => {
    const bo = await colleague(server, ada, "bo");
    await page.goto(`${server.url}/admin/settings`);
    await section(page, "Name, logo and colour").getByLabel("Accent colour").fill("#0b6e4f");
    const { version, settings } = await saved(bo);
    settings.desk["name"] = "Bo's desk";
    expect((await bo.put("/api/v1/settings", { data: { version: version.version, settings } })).status()).toBe(200);

    await page.getByRole("button", { name: "Save" }).first().click();
    await told(page, info, "conflict", `
      - alert:
        - paragraph: /Version 1 was saved at .+ by account:bo while you were editing\\. Nothing of yours is saved yet/
        - heading "What was saved meanwhile" [level=2]
        - group "What was saved meanwhile":
          - table:
            - rowgroup:
              - row "Setting Before After"
            - rowgroup:
              - row "Name empty Bo's desk"
        - heading "What you change" [level=2]
        - group "What you change":
          - table:
            - rowgroup:
              - row "Setting Before After"
            - rowgroup:
              - 'row "Accent colour empty #0b6e4f"'
        - paragraph:
          - link "Discard mine and see what holds"
    `);
    expect((await saved(ada)).version.version, "nothing of Ada's is saved").toBe(1);
    await page.getByRole("button", { name: "Save" }).first().click();
    await expect(page.getByRole("status")).toContainText("Version 2 is saved");
    expect((await saved(ada)).settings.desk).toMatchObject({ name: "Bo's desk", accent: "#0b6e4f" });
});
