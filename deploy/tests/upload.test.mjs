// Uploads to a real server that speaks S3 (and CloudFront's API), with the real AWS CLI. AWS_BIN is the folder that has both.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync } from "node:fs";
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { asked, outdated } from "../upload.mjs";

const run = promisify(execFile);
const bin = process.env.AWS_BIN;
const upload = fileURLToPath(new URL("../upload.mjs", import.meta.url));
const bucket = "streamdesk-test";
let folder, server, environment, distribution;

/** An export as the program writes it, in small. */
async function exported(name, build, files) {
    const out = join(folder, name);
    const caching = { 1: "public, max-age=31536000, immutable", 2: "no-cache", 3: "no-store" };
    const types = { js: "text/javascript; charset=utf-8", html: "text/html; charset=utf-8", json: "application/json" };
    const entries = [];
    for (const [path, turn, text] of files) {
        await mkdir(dirname(join(out, path)), { recursive: true });
        await writeFile(join(out, path), text);
        const [, ending, encoding] = /\.(js|html|json)(\.br)?$/.exec(path);
        const headers = { "cache-control": caching[turn], "content-type": types[ending], ...(encoding ? { "content-encoding": "br" } : {}) };
        const sha256 = createHash("sha256").update(text).digest("hex");
        entries.push({ path, headers, sha256, bytes: text.length, turn, ...(encoding ? { encodes: path.slice(0, -3) } : {}) });
    }
    const manifest = { build, headers: { "content-security-policy": "default-src 'none'" }, files: entries };
    await writeFile(join(out, "manifest.json"), JSON.stringify(manifest));
    return out;
}

const first = (name = "first") =>
    exported(name, "aaaa", [
        ["pkg/app.aa.js", 1, "one"], ["pkg/app.aa.js.br", 1, "pressed"], ["index.html", 2, "<p>one"], ["config.json", 3, "{}"],
    ]);
const second = () =>
    exported("second", "bbbb", [
        ["pkg/app.bb.js", 1, "two"], ["pkg/app.bb.js.br", 1, "pressed"], ["index.html", 2, "<p>two"], ["config.json", 3, '{"a":1}'],
    ]);

async function aws(...args) {
    const { stdout } = await run(join(bin, "aws"), args, { env: environment });
    return stdout ? JSON.parse(stdout) : undefined;
}

const keys = async () => ((await aws("s3api", "list-objects-v2", "--bucket", bucket)).Contents ?? []).map(({ Key }) => Key).sort();
const uploads = (out, ...more) => run(process.execPath, [upload, out, "--bucket", bucket, ...more], { env: environment });
const refusal = (running) => running.then(() => assert.fail("it went through"), ({ stderr }) => stderr);

before(async () => {
    folder = await mkdtemp(join(tmpdir(), "streamdesk-deploy-"));
    server = spawn(join(bin, "python"), [join(bin, "moto_server"), "-H", "127.0.0.1", "-p", "0"], { stdio: ["ignore", "pipe", "pipe"] });
    const address = await new Promise((resolve, reject) => {
        let said = "";
        for (const stream of [server.stdout, server.stderr]) {
            stream.on("data", (text) => {
                said += text;
                const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
                if (found) resolve(found[0]);
            });
        }
        server.once("exit", () => reject(new Error(said)));
    });
    environment = {
        PATH: process.env.PATH,
        HOME: folder,
        AWS_ENDPOINT_URL: address,
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        AWS_DEFAULT_REGION: "us-east-1",
        STREAMDESK_AWS: join(bin, "aws"),
    };
    await aws("s3api", "create-bucket", "--bucket", bucket);
    const origin = `${bucket}.s3.amazonaws.com`;
    distribution = (await aws("cloudfront", "create-distribution", "--origin-domain-name", origin)).Distribution.Id;
});

after(async () => {
    server?.kill();
    if (folder) await rm(folder, { recursive: true });
});

test("what is asked for wrongly is refused with how it is asked for", () => {
    const sound = ["target/static", "--bucket", "desk"];
    assert.deepEqual({ ...asked(sound) }, { folder: "target/static", bucket: "desk", "keep-days": "30", keepDays: 30 });
    assert.equal(asked(["--help"]).help, true);
    for (const wrong of [["--bucket", "desk"], [...sound, "--keep-day", "3"], [...sound, "more"], ["target/static"]]) {
        assert.throws(() => asked(wrong), /upload\.mjs FOLDER --bucket NAME/);
    }
    // A variable that is not set must not remove what open pages need.
    assert.throws(() => asked([...sound, "--keep-days", ""]), /is a number of days/);
});

test("everything is there, with the headers of the manifest", async () => {
    const { stdout } = await uploads(await first(), "--distribution", distribution);
    assert.match(stdout, /2 paths invalidated/);
    const there = await keys();
    assert.deepEqual(there.filter((key) => !key.startsWith(".")), ["config.json", "index.html", "pkg/app.aa.js", "pkg/app.aa.js.br"]);
    const pressed = await aws("s3api", "head-object", "--bucket", bucket, "--key", "pkg/app.aa.js.br");
    assert.equal(pressed.ContentEncoding, "br");
    assert.equal(pressed.ContentType, "text/javascript; charset=utf-8");
    assert.equal(pressed.CacheControl, "public, max-age=31536000, immutable");
    const page = await aws("s3api", "head-object", "--bucket", bucket, "--key", "index.html");
    assert.equal(page.CacheControl, "no-cache");
    assert.equal(page.ContentEncoding, undefined);
    const settings = await aws("s3api", "head-object", "--bucket", bucket, "--key", "config.json");
    assert.equal(settings.CacheControl, "no-store");
    const { InvalidationList } = await aws("cloudfront", "list-invalidations", "--distribution-id", distribution);
    assert.equal(InvalidationList.Items.length, 1);
});

test("parts first, then pages, then settings; what breaks off leaves the page of before", async () => {
    // An AWS CLI that writes down what it is called with, and dies at the pages.
    const log = join(folder, "calls");
    const wrapper = join(folder, "aws");
    const lines = ["#!/bin/sh", `echo "$*" >>'${log}'`, 'case "$*" in *text/html*) [ -z "$DIES" ] || { echo "no space" >&2; exit 1; } ;; esac'];
    await writeFile(wrapper, [...lines, `exec '${join(bin, "aws")}' "$@"`, ""].join("\n"));
    chmodSync(wrapper, 0o755);
    await appendFile(log, "");
    const out = await second();
    const watched = { ...environment, STREAMDESK_AWS: wrapper };
    const broken = run(process.execPath, [upload, out, "--bucket", bucket], { env: { ...watched, DIES: "1" } });
    assert.match(await refusal(broken), /no space\nThe page is still the one of before/);
    const page = await run(join(bin, "aws"), ["s3", "cp", `s3://${bucket}/index.html`, "-"], { env: environment });
    assert.equal(page.stdout, "<p>one", "the page of before, whose parts are all there");

    await writeFile(log, "");
    await run(process.execPath, [upload, out, "--bucket", bucket], { env: watched });
    const turns = (await readFile(log, "utf8")).split("\n").filter((line) => line.includes("--recursive"));
    const turnOf = (line) => (line.includes("immutable") ? 1 : line.includes("no-cache") ? 2 : 3);
    assert.deepEqual(turns.map(turnOf), [2, 3], "the parts are there from the first time");
    const now = await run(join(bin, "aws"), ["s3", "cp", `s3://${bucket}/index.html`, "-"], { env: environment });
    assert.equal(now.stdout, "<p>two");
});

test("parts of before stay for pages that are open, and go when their time is over; nothing else does", async () => {
    await writeFile(join(folder, "foreign"), "of somebody else");
    await aws("s3api", "put-object", "--bucket", bucket, "--key", "pkg/foreign.js", "--body", join(folder, "foreign"));
    assert.ok((await keys()).includes("pkg/app.aa.js"), "it was replaced a moment ago");
    await uploads(await second(), "--keep-days", "0");
    const there = await keys();
    assert.deepEqual(
        there.filter((key) => !key.startsWith(".")),
        ["config.json", "index.html", "pkg/app.bb.js", "pkg/app.bb.js.br", "pkg/foreign.js"],
    );
});

test("settings may be changed by hand, but not into what no page can read", async () => {
    const out = await first("by-hand");
    await writeFile(join(out, "config.json"), '{"page":');
    assert.match(await refusal(uploads(out)), /config\.json is no JSON/);
});

test("what is not what was exported is not uploaded", async () => {
    const out = await first("damaged");
    await writeFile(join(out, "index.html"), "<p>other");
    assert.match(await refusal(uploads(out)), /index\.html in .* is not what was exported; export it anew/);
    await rm(join(out, "index.html"));
    assert.match(await refusal(uploads(out)), /index\.html is missing/);
    assert.match(await refusal(uploads(folder)), /is no export; `streamdesk export/);
});

test("a page is not uploaded before its policy holds", async () => {
    let policy = "default-src 'self'";
    const cdn = createServer((_, response) => response.writeHead(200, { "content-security-policy": policy }).end());
    await new Promise((resolve) => cdn.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${cdn.address().port}`;
    const out = await first("policy");
    assert.match(await refusal(uploads(out, "--origin", origin)), /still has the policy of another export; run `terraform apply`/);
    policy = "default-src 'none'";
    await uploads(out, "--origin", origin);
    cdn.close();
});

test("without the AWS CLI it says where it is had", async () => {
    const out = await first("no-cli");
    const running = run(process.execPath, [upload, out, "--bucket", bucket], { env: { ...environment, STREAMDESK_AWS: join(folder, "none") } });
    assert.match(await refusal(running), /the AWS CLI is missing/);
});

test("a deployment's files are needed until the days after its replacement are over", () => {
    const day = 86_400_000;
    const deployment = (at, ...paths) => ({ key: `.streamdesk/${at}-a.json`, at, paths });
    const all = [deployment(0, "a", "shared"), deployment(60 * day, "b", "shared"), deployment(61 * day, "c")];
    assert.deepEqual(outdated(all, 61 * day, 30), [], "the first was live until yesterday, however old it is");
    assert.deepEqual(outdated(all, 90.5 * day, 30), ["a", ".streamdesk/0-a.json"], "what the second has too stays");
    assert.deepEqual(outdated(all, 999 * day, 30), ["a", "shared", "b", ".streamdesk/0-a.json", `.streamdesk/${60 * day}-a.json`]);
});
