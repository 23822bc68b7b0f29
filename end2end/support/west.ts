// A second instance with the same people, in another region.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { APIRequestContext } from "@playwright/test";
import { Instance } from "./programs.ts";

const builtIn = join(import.meta.dirname, "../../server/simulator/instance.toml");

/** The first instance is in the east; this one is in the west. */
export async function startWest(folder: string): Promise<Instance> {
    const file = join(folder, "west.toml");
    const text = await readFile(builtIn, "utf8");
    await writeFile(file, text.replace('region = "us-east-1"', 'region = "us-west-2"'));
    const west = new Instance(file);
    await west.start();
    return west;
}

/** Signs somebody in to an instance, without its window. */
export async function signInTo(instance: Instance, request: APIRequestContext, username = "anna"): Promise<number> {
    const form = { username, destination: "/ccp-v2/" };
    return (await request.post(`${instance.url}/login`, { form, maxRedirects: 0 })).status();
}

/** All say from now on that agents work in this region. */
export async function activate(region: "us-east-1" | "us-west-2", instances: Instance[]): Promise<void> {
    for (const instance of instances) await instance.control("PUT", "regions", { active_region: region });
}
