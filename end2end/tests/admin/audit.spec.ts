// The audit log: what was done just now, by whom and from where; found again, and as a file.

import { expect, file, test } from "../../support/admin.ts";
import { kept, told } from "../../support/story.ts";

test("what was done is in it, with how it was and how it is", async ({ admin: page, ada, server }, info) => {
    const address = "https://example.my.connect.aws/ccp-v2/";
    for (const region of ["eu-central-1", "eu-west-2"]) {
        const put = await ada.put("/api/v1/instances/europe", { data: { ccp_url: address, region } });
        expect(put.ok(), await put.text()).toBe(true);
    }
    await page.goto(`${server.url}/admin/audit`);
    const changed = page.getByRole("row", { name: /instance\.changed/ });
    const [when, who, what, before, after] = await changed.getByRole("cell").allInnerTexts();
    expect(Math.abs(Date.now() - Date.parse(`${when?.replace(" ", "T")}Z`)), `${when} is now`).toBeLessThan(60_000);
    expect(who).toMatch(/^account:ada\s+From (127\.0\.0\.1|::1)\s+Request \S+/);
    expect(what).toMatch(/^instance\.changed\s+europe$/);
    expect(before).toMatch(/region\s+eu-central-1/);
    expect(after).toMatch(/region\s+eu-west-2/);
    await kept(page, info, "audit log");

    await page.getByRole("combobox", { name: "What", exact: true }).fill("instance.added");
    await page.getByRole("button", { name: "Show" }).click();
    await told(page, info, "filtered", `
      - heading "Audit log" [level=1]
      - combobox "Who"
      - combobox "What": instance.added
      - combobox "To what"
      - textbox "Since (UTC)"
      - textbox "Before (UTC)"
      - button "Show"
      - link "Save as CSV"
      - link "Save as JSON Lines"
      - region "Entries":
        - table:
          - rowgroup:
            - row "When (UTC) Who What Before After"
          - rowgroup:
            - row /account:ada From .+ instance\\.added europe .*eu-central-1/
    `);
    await expect(page.getByRole("row"), "and nothing else").toHaveCount(2);

    const lines = (await file(page, "Save as JSON Lines")).trim().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { action: string }).action), "the file has what is shown").toEqual(["instance.added"]);
    expect(await file(page, "Save as CSV")).toContain("account:ada");

    await page.getByRole("combobox", { name: "What", exact: true }).fill("nothing.like.it");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page.getByText("Nothing of that kind was done.")).toBeVisible();
});
