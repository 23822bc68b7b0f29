// The program of the crate's README, on the screen.

import { expect, test } from "../../support/streams.ts";

test("the smallest program shows the agent and a contact", async ({ bench, page }) => {
    await bench.signIn("chie");
    await page.goto(`${bench.url}/embed`);
    await page.evaluate(async (ccpUrl) => {
        const module = "/pkg/embed.js";
        const program = await import(module);
        await program.default();
        await program.embed(document.querySelector("#ccp"), document.querySelector("#status"), ccpUrl);
    }, bench.ccpUrl);
    const status = page.locator("#status");
    await expect(status).toHaveText("佐藤 千恵 is Offline. ");
    const ccp = page.frameLocator("#ccp iframe");
    await ccp.getByRole("combobox", { name: "Status" }).selectOption("Available");
    // Only an agent whom the instance knows to be available is offered a contact.
    await expect(status).toHaveText("佐藤 千恵 is Available. ");
    const contact = await bench.instance.offerCall("chie");
    await expect(status).toHaveText(`佐藤 千恵 is PendingBusy. connecting ${contact}`);
    await ccp.getByRole("button", { name: "Accept" }).click();
    await expect(status).toHaveText(`佐藤 千恵 is Busy. connected ${contact}`);
    await page.screenshot({ path: test.info().outputPath("embed.png") });
});
