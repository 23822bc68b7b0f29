// People of a desk where people sign in.

import { type APIRequestContext, expect, request } from "@playwright/test";
import type { Desk } from "./desk.ts";
import type { Server } from "./programs.ts";

export const password = "correct horse battery";

/** What makes people sign in. */
export const local = `
    [auth]
    mode = "local"
`;

/** The link for the first administrator, as the console prints it. */
export async function firstLink(desk: { server: Server }): Promise<string> {
    const find = () => desk.server.said.map((line) => /http\S+\/welcome\?link=\S+/.exec(line)?.[0]).find(Boolean);
    await expect.poll(find).toBeTruthy();
    return find()!;
}

/** The first administrator, as a browser of their own without a page. */
export async function administrator(desk: { server: Server }): Promise<APIRequestContext> {
    const link = await firstLink(desk);
    const context = await request.newContext({ baseURL: desk.server.url });
    const form = { link: link.slice(link.indexOf("=") + 1), name: "ada", display_name: "Ada", password };
    const answer = await context.post("/welcome", { form });
    expect(answer.status(), "the first administrator").toBe(200);
    return context;
}

/** Somebody who can sign in with the one password. */
export async function somebody(
    admin: APIRequestContext,
    name: string,
    more: { display_name?: string; role?: string; team?: string; agent?: string } = {},
): Promise<void> {
    const made = await admin.post("/api/v1/accounts", { data: { name, display_name: name, role: "agent", ...more } });
    expect(made.status(), await made.text()).toBe(201);
    const { account } = (await made.json()) as { account: { id: string } };
    const answer = await admin.post(`/api/v1/accounts/${account.id}/link`);
    const { link } = (await answer.json()) as { link: string };
    const set = await admin.post("/new-password", { form: { link: link.slice(link.indexOf("=") + 1), password } });
    expect(set.status(), "a new password").toBe(200);
}

/** Signs in to Streamdesk in the page. */
export async function signIn(desk: Desk, name: string, with_ = password): Promise<void> {
    await desk.page.getByLabel("Name").fill(name);
    await desk.page.getByLabel("Password").fill(with_);
    await desk.page.getByRole("button", { name: "Sign in" }).click();
}
