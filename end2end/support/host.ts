// A plain host of files, as an export is served: every header as its manifest says, every path as the function at the edge
// says, and nothing else.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { type Server as HttpServer, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { runInNewContext } from "node:vm";

const root = join(import.meta.dirname, "../..");
const binaries = process.env["STREAMDESK_BINARIES"] ?? join(root, "target/release");

interface EdgeRequest {
    uri: string;
    headers: Record<string, { value: string }>;
}

/** The function at the edge, as it is deployed. */
export const atTheEdge = runInNewContext(`${readFileSync(join(root, "deploy/terraform/router.js"), "utf8")}; handler`) as (event: {
    request: EdgeRequest;
}) => EdgeRequest | { statusCode: number };

/** What an export is made of, beyond the folder. */
export interface Exported {
    /** The address of the CCP. */
    ccpUrl: string;
    /** The origin of the API; without one there is none. */
    api?: string | undefined;
    /** What is configured besides, in a file. */
    configuration?: string | undefined;
}

interface Manifest {
    headers: Record<string, string>;
    pages: Record<string, string>;
    files: { path: string; headers: Record<string, string>; turn: number }[];
}

/** Runs `streamdesk export`. Answers what it said. */
export async function exportTo(out: string, { ccpUrl, api, configuration }: Exported, ...more: string[]): Promise<string> {
    const args = ["export", "--out", out, ...(api ? ["--api", api] : []), ...(configuration ? ["--config", configuration] : []), ...more];
    const environment = { STREAMDESK__CONNECT__CCP_URL: ccpUrl, STREAMDESK__CONNECT__REGION: "us-east-1" };
    const child = spawn(join(binaries, "streamdesk"), args, { cwd: root, env: { ...process.env, ...environment } });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (said += text.toString()));
    const code = await new Promise((resolve, reject) => child.once("exit", resolve).once("error", reject));
    if (code !== 0) throw new Error(said);
    return said;
}

/** The host. */
export class Host {
    #server: HttpServer | undefined;
    #port = 0;
    /** Headers besides, or in the place of those of the manifest. */
    readonly odd: Record<string, string> = {};

    constructor(readonly folder: string) {}

    get url(): string {
        return `http://localhost:${this.#port}`;
    }

    async manifest(): Promise<Manifest> {
        return JSON.parse(await readFile(join(this.folder, "manifest.json"), "utf8")) as Manifest;
    }

    async start(): Promise<void> {
        const { headers, files } = await this.manifest();
        const known = new Map(files.map((file) => [`/${file.path}`, file]));
        this.#server = createServer(async (request, response) => {
            const asked = new URL(request.url ?? "/", "http://host");
            const accepted = request.headers["accept-encoding"];
            const edge = atTheEdge({
                request: { uri: asked.pathname, headers: accepted ? { "accept-encoding": { value: String(accepted) } } : {} },
            });
            const file = "uri" in edge ? known.get(edge.uri) : undefined;
            const bytes = file && (await readFile(join(this.folder, file.path)).catch(() => undefined));
            if (!file || !bytes) {
                response.writeHead(404, { ...headers, "content-type": "text/html; charset=utf-8", ...this.odd });
                response.end(await readFile(join(this.folder, "404.html")).catch(() => "not there"));
                return;
            }
            response.writeHead(200, { ...headers, ...file.headers, ...this.odd });
            response.end(bytes);
        });
        const server = this.#server;
        await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
        this.#port = (server.address() as AddressInfo).port;
    }

    async stop(): Promise<void> {
        const server = this.#server;
        this.#server = undefined;
        server?.closeAllConnections();
        await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    }
}
