// Figures that were measured: printed, and kept with the test's output.

import { writeFile } from "node:fs/promises";
import type { TestInfo } from "@playwright/test";

export async function figures(info: TestInfo, measured: Record<string, unknown>): Promise<void> {
    const rounded = (_: string, value: unknown) => (typeof value === "number" ? Math.round(value * 10) / 10 : value);
    const text = JSON.stringify(measured, rounded, 2);
    console.log(`${info.title}: ${text}`);
    await writeFile(info.outputPath("figures.json"), text);
}
