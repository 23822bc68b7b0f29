// Instances and their lists of origins: added, refused, changed, taken back, and carried as a file.

import type { APIRequestContext } from "@playwright/test";
import { expect, file, test } from "../../support/admin.ts";
import { kept, told } from "../../support/story.ts";

interface Entry {
    name: string;
    settings: { region: string };
    origins: string[];
}

async function entries(ada: APIRequestContext): Promise<Entry[]> {
    return ((await (await ada.get("/api/v1/instances")).json()) as { instances: Entry[] }).instances;
}

const europe = { ccp_url: "https://example.my.connect.aws/ccp-v2/", region: "eu-central-1" };

test("an instance is added and changed, and its list takes whole origins only", async ({ admin: page, ada, server }, info) => {
    await page.goto(`${server.url}/admin/instances`);
    await page.getByLabel("Name", { exact: true }).fill("No Good");
    await page.getByLabel("Address of the panel", { exact: true }).fill("http://elsewhere.example.com/");
    await page.getByLabel("AWS region", { exact: true }).fill("eu-central-1");
    await page.getByRole("button", { name: "Add an instance" }).click();
    await expect(page.getByLabel("Name", { exact: true })).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel("Address of the panel", { exact: true })).toHaveAccessibleDescription(/https/);
    await kept(page, info, "refused instance");
    expect((await entries(ada)).map(({ name }) => name)).toEqual(["default"]);

    await page.getByLabel("Name", { exact: true }).fill("europe");
    await page.getByLabel("Address of the panel", { exact: true }).fill(europe.ccp_url);
    await page.getByRole("button", { name: "Add an instance" }).click();
    await expect(page.getByRole("status")).toContainText("The instance was added.");

    const origin = page.getByLabel("Origin", { exact: true });
    for (const [typed, reason] of [
        ["portal", "is not an address"],
        ["null", "stands for pages without an origin of their own"],
        ["https://*.example.com", "contains a wildcard"],
        ["http://portal.example.com", "must use https"],
        ["https://ada:secret@portal.example.com", "has a user name or a password in it"],
        ["https://portal.example.com/desk", "has more than scheme, host and port"],
    ] as const) {
        await origin.fill(typed);
        await page.getByRole("button", { name: "Add the origin" }).click();
        await expect(origin, typed).toHaveAccessibleDescription(new RegExp(`^Origin ${reason}`));
        await expect(origin, "what was typed is still there").toHaveValue(typed);
    }
    await kept(page, info, "refused origin");
    expect((await entries(ada))[1]?.origins).toEqual([]);
    await origin.fill("https://portal.example.com");
    await page.getByRole("button", { name: "Add the origin" }).click();
    await expect(page.getByRole("status")).toHaveText("The origin was added.");

    await page.getByLabel("AWS region", { exact: true }).fill("eu-west-2");
    await page.getByRole("button", { name: "Save" }).click();
    await told(page, info, "instance", `
      - heading "Instance" [level=1]
      - status: Saved.
      - paragraph:
        - strong: europe
      - heading "Origins that may show its desktop" [level=2]
      - list:
        - listitem:
          - code: https://portal.example.com
          - button "Remove https://portal.example.com"
      - textbox "Origin"
      - button "Add the origin"
      - heading "Where it is" [level=2]
      - textbox "AWS region": eu-west-2
      - button "Save"
      - heading "Remove the instance" [level=2]
      - button "Remove the instance"
    `);
    expect((await entries(ada))[1]).toMatchObject({ name: "europe", settings: { region: "eu-west-2" }, origins: ["https://portal.example.com"] });
});

test("everything that was changed is listed, and can be undone", async ({ admin: page, ada, server }, info) => {
    await ada.put("/api/v1/instances/europe", { data: europe });
    await ada.put("/api/v1/instances/europe/origins", { data: { origin: "https://portal.example.com" } });
    await page.goto(`${server.url}/admin/instances`);
    await page.getByRole("link", { name: "What was changed, and undo" }).click();
    await told(page, info, "changes", `
      - heading "Changes of instances" [level=1]
      - list:
        - listitem:
          - paragraph:
            - strong: "europe: origin added"
          - paragraph: /account:ada/
          - term: after
          - definition: https://portal.example.com
          - 'button "Undo: europe: origin added"'
        - listitem:
          - paragraph:
            - strong: "europe: instance added"
          - 'button "Undo: europe: instance added"'
    `);
    await page.getByRole("button", { name: "Undo: europe: origin added" }).click();
    await expect(page.getByRole("status")).toHaveText("The change was undone.");
    expect((await entries(ada))[1]?.origins).toEqual([]);
    await page.getByRole("button", { name: "Undo: europe: origin added" }).last().click();
    await expect(page.getByRole("alert"), "what is undone is not undone twice").toBeVisible();
    await kept(page, info, "not undone twice");
});

test("all of it is a file, and comes back from it after a look", async ({ admin: page, ada, server }, info) => {
    await ada.put("/api/v1/instances/europe", { data: europe });
    await page.goto(`${server.url}/admin/instance-file`);
    const text = await file(page, "Save all instances and origins as a file");
    const all = JSON.parse(text) as { instances: { name: string; origins: string[] }[] };
    expect(all.instances.map(({ name }) => name)).toEqual(["default", "europe"]);

    const give = async (content: string) => {
        await page.getByLabel("File").setInputFiles({ name: "instances.json", mimeType: "application/json", buffer: Buffer.from(content) });
        await page.getByRole("button", { name: "Show what it would change" }).click();
    };
    await give("{ not a file of ours");
    await expect(page.getByRole("alert")).toContainText("The file cannot be taken:");
    await give(text);
    await expect(page.getByRole("status")).toHaveText("The file changes nothing.");
    all.instances[1]!.origins.push("https://portal.example.com");
    await give(JSON.stringify(all));
    await expect(page.getByRole("heading", { name: "This will be changed" })).toBeVisible();
    await expect(page.getByRole("listitem").filter({ hasText: "europe: origin added" })).toContainText("https://portal.example.com");
    await kept(page, info, "import");
    expect((await entries(ada))[1]?.origins, "a look changes nothing").toEqual([]);
    await page.getByRole("button", { name: "Change it" }).click();
    await expect(page.getByRole("status")).toHaveText("The file was taken over.");
    expect((await entries(ada))[1]?.origins).toEqual(["https://portal.example.com"]);
});
