// What the stories have in common: a picture of each of their moments, and a look for what bars anybody.

import { type Page, type TestInfo, expect } from "@playwright/test";
import { inBothThemes } from "./barriers.ts";

/** Keeps a picture of the page with the test's output, and finds nothing that bars anybody, in either theme. */
export async function kept(page: Page, info: TestInfo, moment: string): Promise<void> {
    await inBothThemes(page, moment, (theme) => info.outputPath(`${moment.replaceAll(" ", "-")}-${theme}.png`));
}

/** `kept`, once a screen reader finds there what `tree` says, in the words of Playwright's ARIA snapshots. */
export async function told(page: Page, info: TestInfo, moment: string, tree: string): Promise<void> {
    await expect(page.locator("body"), moment).toMatchAriaSnapshot(tree);
    await kept(page, info, moment);
}
