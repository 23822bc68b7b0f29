// The two programs under test, each started for one test and stopped after it.

import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";

const root = join(import.meta.dirname, "../..");
/** Which operations of the service the suite saw the library call; `operations.mjs` reads it. */
const called = join(root, "target/streams/called");
const binaries = process.env["STREAMDESK_BINARIES"] ?? join(root, "target/release");

/** With what a program is started. */
export interface Started {
    args: string[];
    environment?: Record<string, string>;
}

/** A program that says on its first line where it listens. It takes a free port, and the same one when it is started again. */
export abstract class Program {
    #child: ChildProcess | undefined;
    #port = 0;
    /** What it wrote to its log. */
    log = "";
    /** What it said on the console, line by line. */
    said: string[] = [];

    constructor(readonly binary: string) {}

    /** What it is started with. */
    protected abstract command(addr: string): Started;

    /** With what it is at work: another program can be started with the same. */
    get started(): Started {
        return this.command(`127.0.0.1:${this.#port}`);
    }

    get url(): string {
        return `http://localhost:${this.#port}`;
    }

    async start(): Promise<void> {
        const { args, environment } = this.command(`127.0.0.1:${this.#port}`);
        const child = spawn(join(binaries, this.binary), args, {
            cwd: root,
            env: { ...process.env, ...environment },
            stdio: ["ignore", "pipe", "pipe"],
        });
        this.#child = child;
        child.stderr.on("data", (text: Buffer) => (this.log += text.toString()));
        const line = await new Promise<string>((resolve, reject) => {
            const lines = createInterface(child.stdout);
            lines.once("line", resolve);
            lines.on("line", (line) => this.said.push(line));
            child.once("error", reject);
            child.once("exit", (code) => reject(new Error(`${this.binary} ended with ${code}: ${this.log}`)));
        });
        this.#port = Number(new URL(line.slice(line.indexOf("http"))).port);
    }

    /** Called while it still runs. */
    protected async beforeStop(): Promise<void> {}

    /** Asks it to stop and waits until it has. Answers its exit code. */
    async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
        const child = this.#child;
        if (!child || child.exitCode !== null) return child?.exitCode ?? null;
        await this.beforeStop();
        this.#child = undefined;
        const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
        child.kill(signal);
        return ended;
    }
}

/** A contact as the simulated instance knows it. */
export interface SimulatedContact {
    contact_id: string;
    state: string;
    on_hold: boolean;
    muted: boolean;
    offered_at: string | null;
    accepted_at: string | null;
    connected_at: string | null;
    ended_at: string | null;
    cleared_at: string | null;
}

/** A play of a scenario, as the simulated instance shows it. */
interface Play {
    id: string;
    state: "playing" | "done" | "failed" | "stopped";
    contacts: Record<string, string>;
    steps: { text: string; line: number; state: string; problem: string | null }[];
}

/** The simulated Amazon Connect instance. */
export class Instance extends Program {
    #approved: string[] = [];

    /** `file` says who works there; without it, the built-in people do. */
    constructor(readonly file?: string) {
        super("streamdesk-simulator");
    }

    protected command(addr: string) {
        const file = this.file === undefined ? [] : ["--instance", this.file];
        return { args: ["serve", "--addr", addr, ...file, ...this.#approved.flatMap((origin) => ["--approve", origin])] };
    }

    /** Lists the origins that may frame the CCP, now and after a restart. */
    async approve(...origins: string[]): Promise<void> {
        this.#approved = origins;
        await this.control("PUT", "approved-origins", { origins });
    }

    /** Writes down what was called before it is forgotten. */
    protected override async beforeStop(): Promise<void> {
        await mkdir(called, { recursive: true });
        await writeFile(join(called, `${crypto.randomUUID()}.json`), JSON.stringify(await this.operations()));
    }

    /** How often each operation of the service was called since the start. */
    async operations(): Promise<Record<string, { answered: number; refused: number }>> {
        return (await this.control<{ operations: Record<string, { answered: number; refused: number }> }>("GET", "operations")).operations;
    }

    async control<T>(method: string, path: string, body?: unknown): Promise<T> {
        const response = await fetch(`${this.url}/control/v1/${path}`, {
            method,
            ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
        });
        const text = await response.text();
        if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
        return (text ? JSON.parse(text) : undefined) as T;
    }

    /** A customer calls. Answers the contact ID. */
    async offerCall(agent = "anna", customer = "+12065550100"): Promise<string> {
        const call = { channel: "voice", customer, queue: "BasicQueue", agent };
        return (await this.control<{ contact_id: string }>("POST", "contacts", call)).contact_id;
    }

    async customerHangsUp(contactId: string): Promise<void> {
        await this.control("POST", `contacts/${contactId}/customer-hangup`);
    }

    /**
     * Plays a scenario to its end: a text, a file ending in `.toml`, or one that ships, by its name. What agents do who are
     * signed in with a browser is left to the test. Answers the contacts by the names that the scenario gives them.
     */
    async play(scenario: string): Promise<Record<string, string>> {
        const text = scenario.endsWith(".toml") ? await readFile(scenario, "utf8") : scenario;
        const wanted = text.includes("[[step]]") ? { text } : { scenario };
        let { play } = await this.control<{ play: Play }>("POST", "plays", wanted);
        while (play.state === "playing") {
            await setTimeout(100);
            ({ play } = await this.control<{ play: Play }>("GET", `plays/${play.id}`));
        }
        const failed = play.steps.find((step) => step.problem !== null);
        if (play.state !== "done") {
            throw new Error(failed ? `line ${failed.line}, ${failed.text}: ${failed.problem}` : `the play was ${play.state}`);
        }
        return play.contacts;
    }

    async contact(contactId: string): Promise<SimulatedContact> {
        return (await this.control<{ contact: SimulatedContact }>("GET", `contacts/${contactId}`)).contact;
    }
}

/** A contact record as the desktop's server has it. */
export interface ContactRecord {
    region: string;
    contact_id: string;
    initial_contact_id: string | null;
    channel: string;
    direction: string;
    queue: string | null;
    agent: string;
    customer_endpoint: string | null;
    offered_at: string | null;
    accepted_at: string | null;
    connected_at: string | null;
    ended_at: string | null;
    cleared_at: string | null;
    holds: { started_at: string; ended_at: string | null }[];
    customer_answered_at: string | null;
    ended_by: string | null;
    transfers: { to: string; kind: string; started_at: string; answered_at: string | null; ended_at: string | null; outcome: string | null }[];
    disposition: string | null;
    notes: string | null;
    outcome: string | null;
    recovered: boolean;
    local_times: string[];
    events: { at: string; source: string; what: string }[];
    revision: number;
}

/** A status of an agent as the desktop's server has it. */
export interface Activity {
    agent: string;
    kind: string;
    state: string;
    started_at: string;
    ended_at: string | null;
}

/** Streamdesk itself. */
export class Server extends Program {
    constructor(
        readonly ccpUrl: string,
        readonly folder: string,
        /** What is configured beyond what every test needs, as TOML. */
        public configuration = "",
    ) {
        super("streamdesk");
    }

    protected command(addr: string) {
        const environment = {
            STREAMDESK__HTTP__ADDR: addr,
            STREAMDESK__CONNECT__CCP_URL: this.ccpUrl,
            STREAMDESK__CONNECT__REGION: "us-east-1",
            STREAMDESK__STORAGE__URL: `sqlite://${this.folder}/streamdesk.db`,
        };
        const file = join(this.folder, "streamdesk.toml");
        writeFileSync(file, this.configuration);
        return { args: ["serve", "--config", file], environment };
    }

    /** Puts an origin on the list of those whose pages may call the API. */
    async allow(origin: string): Promise<void> {
        const listed = await fetch(`${this.url}/api/v1/instances/default/origins`, {
            method: "PUT",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ origin }),
        });
        if (!listed.ok) throw new Error(await listed.text());
    }

    /** Every record, page by page. */
    async allRecords(): Promise<ContactRecord[]> {
        const all: ContactRecord[] = [];
        let cursor: string | null = "";
        while (cursor !== null) {
            const query = cursor ? `&cursor=${cursor}` : "";
            const response = await fetch(`${this.url}/api/v1/contact-records?limit=200${query}`);
            const { records, meta } = (await response.json()) as { records: ContactRecord[]; meta: { next_cursor: string | null } };
            all.push(...records);
            cursor = meta.next_cursor;
        }
        return all;
    }

    /** What an agent did, in order. */
    async activities(agent: string): Promise<Activity[]> {
        const response = await fetch(`${this.url}/api/v1/activities?agent=${agent}`);
        return ((await response.json()) as { activities: Activity[] }).activities;
    }

    async records(): Promise<ContactRecord[]> {
        const response = await fetch(`${this.url}/api/v1/contact-records`);
        return ((await response.json()) as { records: ContactRecord[] }).records;
    }
}

/** A folder that goes with the test. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(tmpdir(), "streamdesk-"));
    try {
        return await use(folder);
    } finally {
        await rm(folder, { recursive: true });
    }
}
