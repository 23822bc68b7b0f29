// The crate `connect-streams` by itself in a browser, with the real library and a simulated instance: a page that does
// nothing but what the test tells it.

import { createServer, type Server as HttpServer } from "node:http";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { type Page, expect, test as base } from "@playwright/test";
import { Instance } from "./programs.ts";

const root = join(import.meta.dirname, "../..");
const streams = join(root, "app/streams");
/** What the suite saw the crate do, for the count of what was exercised. */
const recordings = join(root, "target/streams/recorded");

const files: Record<string, string> = {
    "/vendor/connect-streams.js": join(streams, "node_modules/amazon-connect-streams/release/connect-streams-min.js"),
    "/vendor/connect-streams-dr.js": join(streams, "node_modules/amazon-connect-streams/release/connect-streams-dr.js"),
    "/vendor/tasks.js": join(root, "end2end/node_modules/amazon-connect-taskjs/dist/amazon-connect-task.js"),
    "/vendor/chats.js": join(root, "end2end/node_modules/amazon-connect-chatjs/dist/amazon-connect-chat.js"),
    "/recorder.js": join(streams, "coverage/recorder.js"),
};
const types: Record<string, string> = { ".js": "text/javascript", ".wasm": "application/wasm" };

const html = (body: string) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>connect-streams</title><body>${body}</body></html>`;
const pages: Record<string, string> = {
    "/": html('<div id="ccp" style="width:320px;height:465px"></div><div id="apps"></div><iframe id="one" src="/frame"></iframe><iframe id="two" src="/frame"></iframe>'),
    "/frame": html("A frame"),
    "/embed": html('<p id="status"></p><div id="ccp" style="width:320px;height:465px"></div>'),
};

function serve(): Promise<HttpServer> {
    const server = createServer((request, response) => {
        const { pathname } = new URL(request.url ?? "/", "http://localhost");
        const page = pages[pathname];
        const file = pathname.startsWith("/pkg/") ? join(root, "target/streams", pathname) : files[pathname];
        if (page !== undefined) {
            response.setHeader("content-type", "text/html");
            response.end(page);
        } else if (file !== undefined) {
            readFile(file).then(
                (content) => response.setHeader("content-type", types[extname(file)] ?? "").end(content),
                () => response.writeHead(404).end(),
            );
        } else response.writeHead(404).end();
    });
    return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** What a function of the crate answered. */
export interface Answer {
    ok?: unknown;
    error?: string;
    message?: string;
}

/** The functions of the program `exercise`. */
interface Exercise {
    act(name: string, argument: unknown): Promise<string>;
    look(patient: boolean): Promise<string>;
    listen(): string;
    heard(): string;
    deaf(): number;
    work(): string;
    ended(): number;
    usage(): number[];
}

declare global {
    interface Window {
        exercise: Exercise;
        recorded: () => unknown;
        // biome-ignore lint: the library has no types that fit
        connect: any;
    }
}

/** A page with the crate on it. */
export class Bench {
    constructor(
        readonly page: Page,
        readonly instance: Instance,
        readonly url: string,
        readonly name: string,
    ) {}

    get ccpUrl(): string {
        return `${this.instance.url}/ccp-v2/`;
    }

    async signIn(agent = "anna"): Promise<void> {
        const answer = await this.page.request.post(`${this.instance.url}/login`, {
            form: { username: agent, destination: "/ccp-v2/" },
            maxRedirects: 0,
        });
        expect(answer.status()).toBeLessThan(400);
    }

    /** Opens the page with the library and the crate on it, and the libraries for chats or tasks if it is told to. */
    async open({ library = true, recorder = true, beside = [] as ("chats" | "tasks")[] } = {}): Promise<void> {
        await this.page.goto(this.url);
        if (library) await this.page.addScriptTag({ url: "/vendor/connect-streams.js" });
        for (const other of beside) await this.page.addScriptTag({ url: `/vendor/${other}.js` });
        if (recorder) await this.page.addScriptTag({ url: "/recorder.js" });
        await this.page.evaluate(async () => {
            const module = "/pkg/exercise.js";
            const exercise = await import(module);
            await exercise.default();
            window.exercise = exercise;
        });
    }

    /** Signs in, embeds the CCP, listens to everything, and waits for the agent. */
    async start(options: Record<string, unknown> = {}, { agent = "anna", beside = [] as ("chats" | "tasks")[] } = {}): Promise<void> {
        await this.signIn(agent);
        await this.open({ beside });
        await this.embed(options);
        await this.hears("on_agent");
    }

    async embed(options: Record<string, unknown> = {}): Promise<void> {
        const own = { ccpUrl: this.ccpUrl, region: "us-east-1", loginPopup: false, softphone: { allowFramedSoftphone: true } };
        // In one turn: what the CCP says between the start and the listening would not be heard.
        const [started, listening] = await this.page.evaluate(async (options) => {
            const started = await window.exercise.act("core.init_ccp", options);
            return [started, window.exercise.listen()];
        }, { ...own, ...options });
        expect(JSON.parse(started), "core.init_ccp").toHaveProperty("ok");
        expect(listening).toContain("ok");
    }

    /** Does one thing, which has to succeed. Answers what it said. */
    async act(name: string, argument: unknown = null): Promise<unknown> {
        const answer = await this.attempt(name, argument);
        expect(answer, name).toHaveProperty("ok");
        return answer.ok;
    }

    async attempt(name: string, argument: unknown = null): Promise<Answer> {
        const text = await this.page.evaluate(([name, argument]) => window.exercise.act(name as string, argument), [name, argument]);
        return JSON.parse(text) as Answer;
    }

    /** Asks everything. */
    async look(patient = true): Promise<Record<string, Answer>> {
        return JSON.parse(await this.page.evaluate((patient) => window.exercise.look(patient), patient)) as Record<string, Answer>;
    }

    /** One answer, without waiting for those that take time. */
    async glance(name: string): Promise<unknown> {
        return (await this.look(false))[name]?.ok;
    }

    async heard(): Promise<string[]> {
        return JSON.parse(await this.page.evaluate(() => window.exercise.heard())) as string[];
    }

    /** Waits until all of these have happened. */
    async hears(...names: string[]): Promise<void> {
        await expect.poll(() => this.heard(), { timeout: 20_000 }).toEqual(expect.arrayContaining(names));
    }

    /** Writes down what the crate did on this page. */
    async record(): Promise<void> {
        const recorded = await this.page.evaluate(() => window.recorded?.()).catch(() => undefined);
        if (!recorded) return;
        await mkdir(recordings, { recursive: true });
        await writeFile(join(recordings, `${this.name.replaceAll(/\W+/g, "-")}.json`), JSON.stringify(recorded));
    }
}

export const test = base.extend<{ bench: Bench }>({
    bench: async ({ page }, use, info) => {
        const server = await serve();
        const address = server.address();
        const url = `http://localhost:${typeof address === "object" ? address?.port : 0}`;
        const instance = new Instance();
        await instance.start();
        await instance.approve(url);
        const bench = new Bench(page, instance, url, info.titlePath.slice(1).join(" "));
        try {
            await use(bench);
            await bench.record();
        } finally {
            await page.close();
            await instance.stop();
            server.closeAllConnections();
            server.close();
        }
    },
});

export { expect } from "@playwright/test";
