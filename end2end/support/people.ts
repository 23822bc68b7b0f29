// Instance files for tests that need other people than the built-in ones.

import { readFileSync } from "node:fs";
import { join } from "node:path";

const builtIn = readFileSync(join(import.meta.dirname, "../../server/simulator/instance.toml"), "utf8");

/** The built-in people with some lines changed: each pair is what stands there and what is to stand there. */
export function people(...changes: [string, string][]): string {
    return changes.reduce((file, [from, to]) => {
        if (!file.includes(from)) throw new Error(`the built-in instance file has no ${from}`);
        return file.replace(from, to);
    }, builtIn);
}

/** Agents have room for ten chats at once. */
export const tenChats = people(["chat = 2, task = 2", "chat = 10, task = 10"]);

/** Nobody waits for anything: for many contacts in little time. */
export const hurried = people(
    ["connect_ms = 200 ", "connect_ms = 1 "],
    ["keep_ms = 600000 ", "keep_ms = 2000 "],
);
