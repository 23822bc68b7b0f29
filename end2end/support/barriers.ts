// What bars somebody from a page, as axe finds it.

import { type Page, expect } from "@playwright/test";
import axe from "axe-core";

/** The rules that can be broken in one theme and kept in the other. */
const ofColour = ["color-contrast", "link-in-text-block"];

/** What bars somebody from the page as it is now, by these rules or by all; a line for each that is broken. */
export async function barriers(page: Page, rules?: string[]): Promise<string[]> {
    if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
    return page.evaluate(async (rules) => {
        const found = await (window as unknown as { axe: typeof axe }).axe.run(document, {
            // What the CCP's frame shows is Amazon's.
            iframes: false,
            resultTypes: ["violations"],
            ...(rules ? { runOnly: { type: "rule", values: rules } } : {}),
        });
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    }, rules);
}

/** Shows the page in both themes, and expects nothing there that bars anybody. Pictures are kept under the name of `file`. */
export async function inBothThemes(page: Page, moment: string, file?: (theme: string) => string): Promise<void> {
    for (const colorScheme of ["dark", "light"] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        // Of all of the page, and before the look: what lies outside the window is not painted, and what is not painted may
        // have the colours of the other theme.
        await page.screenshot({ fullPage: true, ...(file ? { path: file(colorScheme) } : {}) });
        const found = await barriers(page, colorScheme === "dark" ? undefined : ofColour);
        expect(found, `${moment}, ${colorScheme}`).toEqual([]);
    }
}
