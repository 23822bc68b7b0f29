// A desk: a server, an instance and the page, as an agent has them.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type FrameLocator, type Locator, type Page, expect, test as base } from "@playwright/test";
import { Host, exportTo } from "./host.ts";
import { type ContactRecord, Instance, Server, withFolder } from "./programs.ts";
import { signInTo, startWest } from "./west.ts";

/** The page as its user sees it. */
export class Desk {
    constructor(
        readonly page: Page,
        readonly server: Server,
        readonly instance: Instance,
        /** Where the page comes from: the server, or a host of files. */
        readonly url: string,
        /** The host of files, where there is one. */
        readonly host?: Host,
        /** The instance of the second region, where there is one. */
        readonly west?: Instance,
    ) {}

    /** The same desktop in another page, which may be another browser's. */
    in(page: Page): Desk {
        return new Desk(page, this.server, this.instance, this.url, this.host, this.west);
    }

    /** The CCP, which is Amazon's side of the page. */
    get ccp(): FrameLocator {
        return this.page.frameLocator("iframe");
    }

    get stage(): Locator {
        return this.page.locator("#contact-stage");
    }

    notice(kind: string): Locator {
        return this.page.locator(`[data-notice="${kind}"]`);
    }

    async open(): Promise<void> {
        await this.page.goto(this.url);
        await this.page.locator("html[data-alive]").waitFor();
    }

    /** Signs in through the window that the page opens. */
    async signIn(agent = "anna"): Promise<void> {
        const opening = this.page.waitForEvent("popup");
        // In whatever language the page is.
        await this.page.locator(".notice button").first().click();
        const popup = await opening;
        await popup.getByRole("combobox", { name: "Agent" }).selectOption(agent);
        await popup.getByRole("button", { name: "Sign in" }).click();
        await expect(this.page.locator("#agent-name")).not.toHaveText("Not signed in", { timeout: 20_000 });
    }

    async goAvailable(): Promise<void> {
        await this.ccp.getByRole("combobox", { name: "Status" }).selectOption("Available");
        await expect(this.page.locator("#agent-state")).toHaveText("Available");
    }

    /** Opens the page as somebody whose sign-in of before still holds: a sign-in takes seconds. */
    async openSignedIn(agent = "anna"): Promise<void> {
        for (const instance of [this.instance, ...(this.west ? [this.west] : [])]) {
            expect(await signInTo(instance, this.page.request, agent), "the sign-in").toBeLessThan(400);
        }
        await this.open();
    }

    /** Opens the page, signed in, and waits for work. */
    async startShift(agent = "anna"): Promise<void> {
        await this.openSignedIn(agent);
        await this.choose("Available");
        await expect(this.page.locator("#agent-state")).toHaveText("Available");
    }

    /** A control of the desktop's own, by what it does. */
    control(act: string): Locator {
        return this.page.locator(`[data-act="${act}"]`).filter({ visible: true }).first();
    }

    /** Presses a control of the desktop's own, once it may be pressed. */
    async act(act: string): Promise<void> {
        await this.control(act).click();
    }

    /** Chooses a status in the desktop's own picker. */
    async choose(status: string): Promise<void> {
        const option = this.page.locator("#status option:not([disabled])").filter({ hasText: status });
        // The list may become another one meanwhile: of two regions, each has its own.
        await expect(async () => {
            const value = await option.first().getAttribute("value", { timeout: 2_000 });
            await this.page.locator("#status").selectOption(value, { timeout: 2_000 });
        }).toPass({ timeout: 20_000 });
    }

    /** Presses a button of the CCP's own panel. */
    async press(button: string): Promise<void> {
        await this.ccp.getByRole("button", { name: button, exact: true }).click();
    }

    /** The exact moment behind a time on the page; null where none is shown. */
    async moment(id: string): Promise<string | null> {
        return this.page.locator(`#${id}`).getAttribute("datetime");
    }

    /** Every time on the page, by the names of the record. */
    async moments(): Promise<Record<string, string | null>> {
        return {
            offered_at: await this.moment("start-time"),
            accepted_at: await this.moment("accepted-time"),
            connected_at: await this.moment("connected-time"),
            ended_at: await this.moment("end-time"),
            cleared_at: await this.moment("cleared-time"),
        };
    }

    /** The one record that the server has of a contact, once it has reached this outcome. */
    async record(contactId: string, until: (record: ContactRecord) => boolean): Promise<ContactRecord> {
        let found: ContactRecord[] = [];
        await expect
            .poll(async () => {
                found = (await this.server.records()).filter((record) => record.contact_id === contactId);
                return found.some(until);
            })
            .toBe(true);
        expect(found, "one contact, one record").toHaveLength(1);
        return found[0]!;
    }
}

/**
 * Where the page lives: drawn by the server, or as plain files, with the server as the API at another origin or without any.
 */
export type Home = "server" | "files-and-api" | "files-alone";

export interface Fixtures {
    home: Home;
    /** What is configured under `[desk]`, as TOML with its headings. */
    deskConfig: string;
    /** Who works at the instance, as an instance file; empty for the built-in people. */
    people: string;
    desk: Desk;
    /** How many regions the instance has. */
    regions: 1 | 2;
    /** Which origin the instance approves: the page's own, or another. */
    approve: "page" | "another";
    /** Errors of the page that a test expects. Any other fails it. */
    expectedErrors: RegExp;
}

export const test = base.extend<Fixtures>({
    home: ["server", { option: true }],
    deskConfig: ["", { option: true }],
    people: ["", { option: true }],
    regions: [1, { option: true }],
    approve: ["page", { option: true }],
    expectedErrors: [/^expects none$/, { option: true }],
    desk: async ({ page, approve, expectedErrors, deskConfig, people, regions, home }, use) => {
        await withFolder(async (folder) => {
            const file = join(folder, "instance.toml");
            await writeFile(file, people);
            const instance = new Instance(people ? file : undefined);
            await instance.start();
            const west = regions === 2 ? await startWest(folder) : undefined;
            const server = new Server(`${instance.url}/ccp-v2/`, folder, `${west ? second(instance, west) : ""}${deskConfig}`);
            const errors: string[] = [];
            let host: Host | undefined;
            try {
                await server.start();
                if (home !== "server") {
                    const out = join(folder, "static");
                    const api = home === "files-and-api" ? server.url : undefined;
                    await exportTo(out, { ccpUrl: `${instance.url}/ccp-v2/`, api, configuration: join(folder, "streamdesk.toml") });
                    host = new Host(out);
                    await host.start();
                    await server.allow(host.url);
                }
                const own = host?.url ?? server.url;
                for (const each of west ? [instance, west] : [instance]) {
                    await each.approve(approve === "page" ? own : "https://desk.example.com");
                }
                page.on("pageerror", (error) => errors.push(error.message));
                page.on("console", (message) => {
                    // What the frame and the library log is Amazon's.
                    const { url } = message.location();
                    const ours = url.startsWith(own) && !url.startsWith(`${own}/vendor/`);
                    if (message.type() === "error" && ours) errors.push(message.text());
                });
                await use(new Desk(page, server, instance, own, host, west));
                const unexpected = errors.filter((error) => !expectedErrors.test(error));
                expect(unexpected, "errors of the page").toEqual([]);
            } finally {
                await page.close();
                await host?.stop();
                await server.stop();
                await instance.stop();
                await west?.stop();
            }
        });
    },
});

/** What is configured of a second region. */
function second(east: Instance, west: Instance): string {
    return `
        [connect]
        login_url = "${east.url}/login"
        second_ccp_url = "${west.url}/ccp-v2/"
        second_region = "us-west-2"
    `;
}

export { expect } from "@playwright/test";
