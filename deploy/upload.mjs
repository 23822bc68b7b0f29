#!/usr/bin/env node
// Uploads an export to a bucket: what never changes first, then the pages, then the settings, each with the headers that the
// manifest has for it. Whoever opens the page meanwhile gets the old one or the new one, whole.
//
//   node deploy/upload.mjs target/static --bucket NAME [--distribution ID] [--origin URL] [--keep-days 30]
//
// It calls the AWS CLI, which administrators have and which knows their credentials; it reads no key itself. With
// AWS_ENDPOINT_URL any storage that speaks S3 will do.
//
// Files of earlier deployments stay for --keep-days after they were replaced, for pages that are still open. Which these are
// stands in the bucket under .streamdesk/, one manifest for each deployment. Nothing that is not in one is ever touched.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";

const RECORDS = ".streamdesk/";
const DAY_MS = 86_400_000;

class Refusal extends Error {}

const run = promisify(execFile);

/** Calls the AWS CLI. Answers what it printed. */
async function aws(...args) {
    const command = process.env.STREAMDESK_AWS ?? "aws";
    try {
        const { stdout } = await run(command, args, { maxBuffer: 256 * 1024 * 1024, env: { ...process.env, AWS_PAGER: "" } });
        return stdout;
    } catch (error) {
        if (error.code === "ENOENT") throw new Refusal("the AWS CLI is missing; see https://aws.amazon.com/cli/");
        throw new Refusal(`aws ${args.slice(0, 2).join(" ")}: ${String(error.stderr || error.message).trim()}`);
    }
}

/** The manifest of a folder, once every file is as it says. */
async function checked(folder) {
    const text = await readFile(join(folder, "manifest.json"), "utf8").catch(() => {
        throw new Refusal(`${folder} is no export; \`streamdesk export --out ${folder}\` makes one`);
    });
    const manifest = JSON.parse(text);
    for (const { path, sha256 } of manifest.files) {
        const bytes = await readFile(join(folder, path)).catch(() => {
            throw new Refusal(`${path} is missing in ${folder}; export it anew`);
        });
        if (path === "config.json") {
            // It may be changed by hand, but not into something that stops every page.
            try {
                JSON.parse(bytes.toString());
            } catch (error) {
                throw new Refusal(`${join(folder, path)} is no JSON: ${error.message}`);
            }
        } else if (createHash("sha256").update(bytes).digest("hex") !== sha256) {
            throw new Refusal(`${path} in ${folder} is not what was exported; export it anew`);
        }
    }
    return manifest;
}

/** Refuses what would come before its policy: a page whose script the headers do not allow is dead. */
async function policyHolds(origin, manifest) {
    const answer = await fetch(origin, { redirect: "manual" }).catch(() => undefined);
    const says = answer?.headers.get("content-security-policy");
    if (!says) return say(`${origin} says no policy yet; it was not compared`);
    if (says !== manifest.headers["content-security-policy"]) {
        throw new Refusal(`${origin} still has the policy of another export; run \`terraform apply\` with this manifest first`);
    }
}

function say(text) {
    process.stdout.write(`${text}\n`);
}

async function keysOf(bucket, prefix = "") {
    const listed = await aws("s3api", "list-objects-v2", "--bucket", bucket, "--prefix", prefix, "--query", "Contents[].Key", "--output", "json");
    return JSON.parse(listed || "null") ?? [];
}

/** Uploads files that have the same headers in one call. */
async function upload(folder, bucket, files) {
    for (const [headers, group] of grouped(files, headersOf)) {
        const { "content-type": type, "cache-control": caching, "content-encoding": encoding } = JSON.parse(headers);
        await aws(
            "s3", "cp", folder, `s3://${bucket}/`, "--recursive", "--only-show-errors", "--no-guess-mime-type",
            "--content-type", type, "--cache-control", caching, ...(encoding ? ["--content-encoding", encoding] : []),
            "--exclude", "*", ...group.flatMap(({ path }) => ["--include", path]),
        );
    }
}

const headersOf = ({ headers }) => JSON.stringify(headers);

function grouped(items, keyOf) {
    const groups = new Map();
    for (const item of items) {
        const key = keyOf(item);
        groups.set(key, [...(groups.get(key) ?? []), item]);
    }
    return groups;
}

/** Which keys may go: those that some deployment had and none does that is live, or was within the days. */
export function outdated(deployments, now, keepDays) {
    const inOrder = [...deployments].sort((one, other) => one.at - other.at);
    const isKept = (_, index) => {
        const replaced = inOrder[index + 1]?.at ?? Infinity;
        return replaced > now - keepDays * DAY_MS;
    };
    const kept = inOrder.filter(isKept);
    const gone = inOrder.filter((deployment) => !kept.includes(deployment));
    const needed = new Set(kept.flatMap(({ paths }) => paths));
    const paths = new Set(gone.flatMap(({ paths }) => paths).filter((path) => !needed.has(path)));
    return [...paths, ...gone.map(({ key }) => key)];
}

async function clearAway(bucket, keepDays, now) {
    const deployments = [];
    for (const key of await keysOf(bucket, RECORDS)) {
        const at = Number(/(\d+)-[0-9a-f]+\.json$/.exec(key)?.[1]);
        if (!at) continue;
        const { files } = JSON.parse(await aws("s3", "cp", `s3://${bucket}/${key}`, "-"));
        deployments.push({ key, at, paths: files.map(({ path }) => path) });
    }
    const keys = outdated(deployments, now, keepDays);
    for (let first = 0; first < keys.length; first += 1000) {
        const some = keys.slice(first, first + 1000).map((Key) => ({ Key }));
        await aws("s3api", "delete-objects", "--bucket", bucket, "--delete", JSON.stringify({ Objects: some, Quiet: true }));
    }
    return keys.length;
}

const USAGE = "upload.mjs FOLDER --bucket NAME [--distribution ID] [--origin URL] [--keep-days 30]";

/** What was asked for on the command line. */
export function asked(args) {
    const options = {
        bucket: { type: "string" },
        distribution: { type: "string" },
        origin: { type: "string" },
        "keep-days": { type: "string", default: "30" },
        help: { type: "boolean" },
    };
    let read;
    try {
        read = parseArgs({ args, allowPositionals: true, options });
    } catch (error) {
        throw new Refusal(`${error.message.split(". ")[0]}: ${USAGE}`);
    }
    const { values, positionals } = read;
    const [folder, ...others] = positionals;
    if (values.help) return { help: true };
    if (!folder || others.length > 0 || !values.bucket) throw new Refusal(`say which folder and which bucket: ${USAGE}`);
    // Nothing is not 0 days: a variable that is not set must not remove what open pages need.
    if (!/^\d+$/.test(values["keep-days"])) throw new Refusal("--keep-days is a number of days");
    return { ...values, folder, keepDays: Number(values["keep-days"]) };
}

async function main() {
    const { help, folder, bucket, distribution, origin, keepDays } = asked(process.argv.slice(2));
    if (help) return say(USAGE);

    const manifest = await checked(folder);
    if (origin) await policyHolds(origin, manifest);
    const there = new Set(await keysOf(bucket));
    const wanted = manifest.files.filter(({ path, turn }) => turn > 1 || !there.has(path));
    for (const turn of new Set(manifest.files.map((file) => file.turn))) {
        const files = wanted.filter((file) => file.turn === turn);
        await upload(folder, bucket, files);
        say(`${files.length} files uploaded${turn === 1 ? `, ${there.size ? "the others were there" : "none was there"}` : ""}`);
    }
    const now = Date.now();
    const scratch = await mkdtemp(join(tmpdir(), "streamdesk-upload-"));
    try {
        const record = join(scratch, "manifest.json");
        await writeFile(record, JSON.stringify(manifest));
        const key = `${RECORDS}${now}-${manifest.build}.json`;
        await aws("s3", "cp", record, `s3://${bucket}/${key}`, "--only-show-errors", "--content-type", "application/json");
    } finally {
        await rm(scratch, { recursive: true });
    }
    if (distribution) {
        const changed = manifest.files.filter(({ turn, encodes }) => turn > 1 && !encodes).map(({ path }) => `/${path}*`);
        await aws("cloudfront", "create-invalidation", "--distribution-id", distribution, "--paths", "/", ...changed);
        say(`${changed.length} paths invalidated`);
    }
    say(`${await clearAway(bucket, keepDays, now)} files of earlier deployments removed`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    main().catch((error) => {
        const isKnown = error instanceof Refusal;
        process.stderr.write(`upload: ${isKnown ? error.message : error.stack}\n`);
        if (!isKnown || error.message.startsWith("aws ")) {
            process.stderr.write("The page is still the one of before, or whole already; run it again once that is put right.\n");
        }
        process.exitCode = 1;
    });
}
