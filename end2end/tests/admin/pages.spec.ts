// Every page for administrators, with something on it: on the narrowest screen, in both themes, by keyboard, in Japanese.

import { expect, holdsWhenNarrow, test } from "../../support/admin.ts";
import { somebody } from "../../support/signed-in.ts";

const long = "a-rather-long-name.of-somebody@subsidiary.example.com";
const address = (name: string) => `https://${name}.my.connect.aws/ccp-v2/`;

const pages: Record<string, [path: string, japanese: string]> = {
    overview: ["/admin", "管理"],
    settings: ["/admin/settings", "設定"],
    versions: ["/admin/settings/versions", "設定のバージョン"],
    "a version": ["/admin/settings/versions/0", "設定のバージョン"],
    audit: ["/admin/audit", "監査ログ"],
    instances: ["/admin/instances", "インスタンス"],
    "an instance": ["/admin/instances/europe", "インスタンス"],
    file: ["/admin/instance-file", "エクスポートとインポート"],
    changes: ["/admin/instance-changes", "インスタンスの変更履歴"],
    accounts: ["/admin/accounts", "アカウント"],
    sessions: ["/admin/sessions", "セッション"],
    tokens: ["/admin/tokens", "API トークン"],
    "own account": ["/account", "マイアカウント"],
};

test.beforeEach(async ({ ada }) => {
    await somebody(ada, long, { display_name: "Bartholomew Featherstonehaugh-Cholmondeley", team: "Billing" });
    for (const name of ["europe", "asia"]) {
        await ada.put(`/api/v1/instances/${name}`, { data: { ccp_url: address(name), region: "eu-central-1" } });
        const origin = `https://a-rather-long-name-of-a-portal-for-${name}.subsidiary.example.com:8443`;
        await ada.put(`/api/v1/instances/${name}/origins`, { data: { origin } });
    }
    const { version, settings } = (await (await ada.get("/api/v1/settings")).json()) as {
        version: { version: number };
        settings: { desk: Record<string, unknown> };
    };
    settings.desk["dispositions"] = [{ code: "refund", label: "Refund", details: [{ code: "part", label: "In part" }] }];
    settings.desk["disposition_required"] = ["*"];
    settings.desk["screen_pops"] = [{ label: "CRM", url: "https://crm.example.com/contacts/{{contact_id}}" }];
    expect((await ada.put("/api/v1/settings", { data: { version: version.version, settings } })).status()).toBe(200);
    await ada.post("/api/v1/tokens", { data: { name: "Nightly export", scopes: ["records:read", "audit:read"] } });
});

for (const [name, [path]] of Object.entries(pages)) {
    test(`${name}: on a narrow screen, in both themes, by keyboard`, async ({ admin: page, server }, info) => {
        await page.goto(server.url + path);
        await holdsWhenNarrow(page, info, name);
    });
}

test("one account: on a narrow screen, in both themes, by keyboard", async ({ admin: page, server }, info) => {
    await page.goto(`${server.url}/admin/accounts`);
    await page.getByRole("link", { name: long }).click();
    await holdsWhenNarrow(page, info, "account");
});

test("the overview leads everywhere, and the help is there", async ({ admin: page }) => {
    await expect(page.getByRole("main")).toMatchAriaSnapshot(`
      - heading "Administration" [level=1]
      - list:
        - listitem:
          - link "Instances"
          - paragraph: Where Amazon Connect is, and the origins that may show each desktop.
        - listitem:
          - link "Settings"
        - listitem:
          - link "Accounts"
        - listitem:
          - link "Sessions"
        - listitem:
          - link "API tokens"
        - listitem:
          - link "Audit log"
        - listitem:
          - link "My account"
        - listitem:
          - link "Help"
    `);
    await page.getByRole("navigation").getByRole("link", { name: "Help" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("For administrators");
});

test.describe("in Japan", () => {
    test.use({ locale: "ja-JP" });

    test("every page speaks Japanese", async ({ admin: page, server }) => {
        for (const [path, heading] of Object.values(pages)) {
            await page.goto(server.url + path);
            await expect(page.getByRole("heading", { level: 1 }), path).toHaveText(heading);
        }
    });
});
