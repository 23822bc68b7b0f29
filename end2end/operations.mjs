// Which operations of the simulated service the suite brought the libraries to call, and had answered.
//
//   node operations.mjs FOLDER
//
// Fails and names those that were never answered. Only the suite's browsers call the service; what a test orders by the
// control API does not count.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const seen = new Map();
for (const file of readdirSync(folder)) {
    for (const [operation, { answered }] of Object.entries(JSON.parse(readFileSync(join(folder, file), "utf8")))) {
        seen.set(operation, (seen.get(operation) ?? 0) + answered);
    }
}
const never = [...seen].filter(([, answered]) => answered === 0).map(([operation]) => operation);
console.log(`operations of the service answered in a browser: ${seen.size - never.length} of ${seen.size}`);
if (never.length > 0 || seen.size === 0) {
    console.error(`never answered: ${never.join(", ") || "nothing was recorded"}`);
    process.exit(1);
}
