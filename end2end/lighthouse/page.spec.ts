import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "../support/desk.ts";

test.use({ home: "files-alone" });

interface Report {
    lighthouseVersion: string;
    categories: Record<string, { score: number }>;
    audits: Record<string, { score: number | null; scoreDisplayMode: string; title: string; displayValue?: string }>;
}

const METRICS = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "speed-index"];

test("the agent's page with the simulated instance", async ({ desk }, info) => {
    const output = info.outputPath("report.json");
    const chromium = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
    await promisify(execFile)(
        join(import.meta.dirname, "node_modules/.bin/lighthouse"),
        [
            desk.url, "--preset=desktop", "--only-categories=performance,accessibility,best-practices", "--output=json",
            `--output-path=${output}`, "--quiet", "--chrome-flags=--headless=new --no-sandbox --disable-background-networking",
        ],
        { env: { ...process.env, ...(existsSync(chromium) ? { CHROME_PATH: chromium } : {}) }, maxBuffer: 64 * 1024 * 1024 },
    );
    const report = JSON.parse(await readFile(output, "utf8")) as Report;
    const scores = Object.fromEntries(Object.entries(report.categories).map(([name, { score }]) => [name, Math.round(score * 100)]));
    const metrics = Object.fromEntries(METRICS.map((name) => [name, report.audits[name]?.displayValue]));
    const failing = Object.entries(report.audits).filter(([, { score, scoreDisplayMode }]) => score === 0 && scoreDisplayMode === "binary");
    const kept = { lighthouse: report.lighthouseVersion, preset: "desktop", scores, metrics, failing: failing.map(([name, { title }]) => `${name}: ${title}`) };
    await writeFile(join(import.meta.dirname, "report.json"), `${JSON.stringify(kept, undefined, 2)}\n`);
    console.log(JSON.stringify(kept, undefined, 2));
    expect(scores).toEqual({ performance: 100, accessibility: 100, "best-practices": 100 });
});
