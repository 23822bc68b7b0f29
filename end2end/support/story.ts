// What the stories have in common: a picture of each of their moments, and a look for what bars anybody.

import AxeBuilder from "@axe-core/playwright";
import { type Page, type TestInfo, expect } from "@playwright/test";

/** Keeps a picture of the page with the test's output, and finds nothing that bars anybody in either theme. */
export async function kept(page: Page, info: TestInfo, moment: string): Promise<void> {
    for (const colorScheme of ["dark", "light"] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        // Until it is painted, some of it may have the colours of the other theme.
        await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
        // The frame is Amazon's; what its legacy mode leaves out is the inside of frames, for twice the time.
        const { violations } = await new AxeBuilder({ page }).exclude("iframe").setLegacyMode().analyze();
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
        expect(found, `${moment}, ${colorScheme}`).toEqual([]);
        await page.screenshot({ path: info.outputPath(`${moment.replaceAll(" ", "-")}-${colorScheme}.png`) });
    }
}

/** `kept`, once a screen reader finds there what `tree` says, in the words of Playwright's ARIA snapshots. */
export async function told(page: Page, info: TestInfo, moment: string, tree: string): Promise<void> {
    await expect(page.locator("body"), moment).toMatchAriaSnapshot(tree);
    await kept(page, info, moment);
}
