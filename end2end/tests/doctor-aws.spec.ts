// The origin doctor where the server asks the instance itself for its approved origins.

import { Amazon, AwsServer } from "../support/aws.ts";
import { type Desk, expect, test } from "../support/desk.ts";
import { withFolder } from "../support/programs.ts";

test.use({ expectedErrors: /./ });

async function withAws(desk: Desk, hasCredentials: boolean, use: (amazon: Amazon, server: AwsServer) => Promise<void>): Promise<void> {
    await withFolder(async (folder) => {
        const amazon = new Amazon();
        await amazon.start();
        const server = new AwsServer(amazon, hasCredentials, `${desk.instance.url}/ccp-v2/`, folder);
        try {
            await server.start();
            await use(amazon, server);
        } finally {
            await server.stop();
            await amazon.stop();
        }
    });
}

test("an administrator adds the page to the list that the instance itself told", async ({ desk }) => {
    const { page } = desk;
    await withAws(desk, true, async (amazon, server) => {
        await page.goto(`${server.url}/doctor`);
        await expect(page.locator("[data-cause]")).toHaveAttribute("data-cause", "not-approved", { timeout: 40_000 });
        const evidence = page.locator(".doctor-evidence tbody td").last();
        await expect(evidence).toHaveText("no");

        const add = page.getByRole("button", { name: `Add ${server.url} to the instance's list` });
        await add.press("Enter");
        await expect(page.locator("#doctor-adding")).toContainText("lack the IAM action connect:AssociateApprovedOrigin");
        expect(amazon.approved, "nothing was added").toEqual([]);

        amazon.mayAdd = true;
        // What Amazon lists, its panel lets in.
        await desk.instance.approve(desk.server.url, server.url);
        await add.press("Enter");
        await expect(page.locator("[data-cause]")).toHaveAttribute("data-cause", "not-signed-in", { timeout: 40_000 });
        await expect(evidence).toHaveText("yes");
        expect(amazon.approved).toEqual([server.url]);
        const told = (await (await fetch(`${server.url}/api/v1/audit`)).json()) as { entries: { action: string }[] };
        expect(told.entries.map(({ action }) => action)).toEqual(
            expect.arrayContaining(["approved_origin.not_added", "approved_origin.added"]),
        );
    });
});

test("an administrator is told why the instance did not tell its list", async ({ desk }) => {
    await withAws(desk, false, async (_, server) => {
        await desk.page.goto(`${server.url}/doctor`);
        const untold = desk.page.locator(".doctor-untold");
        await expect(untold).toContainText("The server has no credentials of AWS", { timeout: 40_000 });
        await expect(untold.locator("code")).toHaveText("aws sts get-caller-identity");
    });
});
