// A sign-in provider as companies have them: the real `oidc-provider`, with its own pages and a few people.

import { generateKeyPairSync, randomUUID } from "node:crypto";
import { type Server as HttpServer, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { Provider as OidcProvider } from "oidc-provider";

/** Who works there: what they are called, and which groups they are in. */
const people: Record<string, { name: string; groups: string[]; agent?: string; department?: string }> = {
    anna: { name: "Anna Lindqvist", groups: ["staff", "desk-agents"], agent: "anna", department: "Billing" },
    olga: { name: "Olga Petrova", groups: ["staff", "desk-admins", "desk-agents"] },
    paul: { name: "Paul Visitor", groups: ["staff"] },
};

/** What Streamdesk is called there. */
const client = { id: "streamdesk", secret: "a secret + of two" };

export class Provider {
    #server: HttpServer | undefined;
    #port = 0;

    /**
     * @param desk Where Streamdesk is reached.
     * @param inToken Whether all that is known of somebody stands in the token, or only where it is asked for.
     */
    constructor(
        readonly desk: string,
        readonly inToken = false,
    ) {}

    get issuer(): string {
        return `http://localhost:${this.#port}`;
    }

    /** Starts it with keys that it never had before; who was signed in there no longer is. */
    async start(): Promise<void> {
        const server = createServer((request, response) => void callback(request, response));
        await new Promise<void>((listening) => server.listen(this.#port, "localhost", listening));
        this.#server = server;
        this.#port = (server.address() as AddressInfo).port;
        const callback = this.#provider().callback();
    }

    async stop(): Promise<void> {
        const server = this.#server;
        this.#server = undefined;
        if (!server) return;
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
    }

    /** The same provider with other keys. */
    async changeKeys(): Promise<void> {
        await this.stop();
        await this.start();
    }

    /** What Streamdesk is configured with, as TOML. */
    get configuration(): string {
        return `
            [auth]
            mode = "oidc"
            [auth.oidc]
            issuer = "${this.issuer}"
            client_id = "${client.id}"
            client_secret = "${client.secret}"
            scopes = ["profile"]
            claims.agent = "connect_user"
            claims.team = "department"
            groups.admin = ["desk-admins"]
            groups.agent = ["desk-agents"]
        `;
    }

    #provider(): OidcProvider {
        const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
        const key = { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg: "RS256" };
        return new OidcProvider(this.issuer, {
            clients: [
                {
                    client_id: client.id,
                    client_secret: client.secret,
                    redirect_uris: [`${this.desk}/sign-in/callback`],
                    post_logout_redirect_uris: [`${this.desk}/sign-in`],
                },
            ],
            jwks: { keys: [key] },
            cookies: { keys: [randomUUID()] },
            conformIdTokenClaims: !this.inToken,
            claims: { openid: ["sub"], profile: ["name", "preferred_username", "groups", "connect_user", "department"] },
            pkce: { required: () => true },
            findAccount: (_: unknown, id: string) => {
                const person = people[id];
                if (!person) return undefined;
                const { name, groups, agent, department } = person;
                const claims = { sub: id, name, preferred_username: id, groups, connect_user: agent, department };
                return { accountId: id, claims: () => claims };
            },
        });
    }
}

/** Signs somebody in at the provider's own pages, and lets them tell Streamdesk who they are. */
export async function signInThere(page: Page, who: string): Promise<void> {
    await page.getByPlaceholder("Enter any login").fill(who);
    await page.getByPlaceholder("and password").fill("anything");
    await page.getByRole("button", { name: "Sign-in" }).click();
    await page.getByRole("button", { name: "Continue" }).click();
}
