// The function at the edge, as CloudFront runs it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

const source = readFileSync(new URL("../terraform/router.js", import.meta.url), "utf8");
const handler = runInNewContext(`${source}; handler`);

function asked(uri, accepted) {
    const headers = accepted === undefined ? {} : { "accept-encoding": { value: accepted } };
    const answer = handler({ request: { uri, headers, querystring: {} } });
    return answer.uri ?? answer.statusCode;
}

for (const [path, file] of [
    ["/", "/index.html"],
    ["/history", "/history.html"],
    ["/history/", "/history.html"],
    ["/doctor", "/doctor.html"],
    ["/help/agent", "/help/agent.html"],
    ["/nowhere", "/nowhere.html"],
    ["/favicon.svg", "/favicon.svg"],
    ["/pkg/streamdesk.aa.js", "/pkg/streamdesk.aa.js"],
    ["/config.json", "/config.json"],
    ["/.streamdesk/1-aa.json", 404],
    ["/pkg/../.streamdesk/", 404],
]) {
    test(`${path} is ${file}`, () => assert.equal(asked(path), file));
}

for (const [accepted, ending] of [
    ["gzip, deflate, br, zstd", ".br"],
    ["gzip", ".gz"],
    ["GZIP;q=0.5", ".gz"],
    ["br;q=0, gzip", ".gz"],
    ["br;q=0.0, gzip;q=0", ""],
    ["brotli", ""],
    ["identity", ""],
    ["", ""],
]) {
    test(`who takes "${accepted}" gets "${ending}"`, () => assert.equal(asked("/history", accepted), `/history.html${ending}`));
}

test("the settings are never compressed: they are edited by hand", () => assert.equal(asked("/config.json", "br"), "/config.json"));

test("CloudFront takes functions of up to 10 kB", () => assert.ok(source.length < 10_240));
