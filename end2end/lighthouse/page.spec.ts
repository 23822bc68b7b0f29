// What Lighthouse says of the agent's page with the simulated instance. The page is for a desk, so the preset for desktops is the
// one that is meant; the one for phones, with a processor at a quarter of its speed and a thin line, is measured beside it.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "../support/desk.ts";

test.use({ home: "files-alone" });

interface Report {
    lighthouseVersion: string;
    environment: { benchmarkIndex: number };
    categories: Record<string, { score: number; auditRefs: { id: string; weight: number }[] }>;
    audits: Record<string, { score: number | null; scoreDisplayMode: string; title: string; displayValue?: string }>;
}

const METRICS = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "speed-index"];
const CATEGORIES = ["performance", "accessibility", "best-practices"];

/** What each preset gave, for the README. */
const summary = join(import.meta.dirname, "report.json");

for (const preset of ["desktop", "mobile"] as const) {
    test(`the agent's page, ${preset}`, async ({ desk }, info) => {
        const output = info.outputPath("report");
        const chromium = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
        await promisify(execFile)(
            join(import.meta.dirname, "node_modules/.bin/lighthouse"),
            [
                desk.url, ...(preset === "desktop" ? ["--preset=desktop"] : []), `--only-categories=${CATEGORIES.join(",")}`, "--output=json",
                "--output=html", `--output-path=${output}`, "--quiet", "--chrome-flags=--headless=new --no-sandbox --disable-background-networking",
            ],
            { env: { ...process.env, ...(existsSync(chromium) ? { CHROME_PATH: chromium } : {}) }, maxBuffer: 64 * 1024 * 1024 },
        );
        const report = JSON.parse(await readFile(`${output}.report.json`, "utf8")) as Report;
        const scores = Object.fromEntries(CATEGORIES.map((name) => [name, Math.round((report.categories[name]?.score ?? 0) * 100)]));
        const metrics = Object.fromEntries(METRICS.map((name) => [name, report.audits[name]?.displayValue]));
        // Whatever took a point, with its weight.
        const costs = Object.values(report.categories).flatMap(({ auditRefs }) =>
            auditRefs.flatMap(({ id, weight }) => {
                const audit = report.audits[id];
                return weight > 0 && audit && audit.score !== null && audit.score < 1 ? [`${id} (${audit.score}, weight ${weight}): ${audit.title}`] : [];
            }),
        );
        const machine = `${cpus().length} cores, benchmark index ${report.environment.benchmarkIndex}`;
        const kept = { lighthouse: report.lighthouseVersion, machine, scores, metrics, costs };
        const before = existsSync(summary) ? (JSON.parse(await readFile(summary, "utf8")) as object) : {};
        await writeFile(summary, `${JSON.stringify({ ...before, [preset]: kept }, undefined, 2)}\n`);
        console.log(`${preset}: ${JSON.stringify(kept, undefined, 2)}`);
        expect(scores).toMatchObject({ accessibility: 100, "best-practices": 100 });
        if (preset === "desktop") expect(scores["performance"], JSON.stringify(metrics)).toBe(100);
    });
}
