// Why the panel does not come up: each cause is provoked in the browser, and named there, and no other.

import { execFile } from "node:child_process";
import { type RequestListener, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import type { FrameLocator, Page } from "@playwright/test";
import { inBothThemes } from "../support/barriers.ts";
import { type Desk, expect, test } from "../support/desk.ts";
import { Server, withFolder } from "../support/programs.ts";

test.use({ expectedErrors: /./ });

/** The causes that the doctor's page names, once it has looked. */
async function named(page: Page | FrameLocator): Promise<string[]> {
    await expect(page.locator("#doctor-said[data-found]")).toBeVisible({ timeout: 40_000 });
    return page.locator("[data-cause]").evaluateAll((all) => all.map((one) => one.getAttribute("data-cause") ?? ""));
}

/** Opens the doctor's page of a desktop and tells what it names. */
async function diagnosed(page: Page, desktop: { url: string }): Promise<string[]> {
    await page.goto(`${desktop.url}/doctor`);
    return named(page);
}

/** Signs in as somebody does who opened the panel in a tab of its own. */
async function signIn(desk: Desk): Promise<void> {
    const form = { username: "anna", destination: "/ccp-v2/" };
    await desk.page.request.post(`${desk.instance.url}/login`, { form, maxRedirects: 0 });
}

/** Another desktop's server beside the one that each test has, which the instance approves too. */
async function withServer(desk: Desk, ccpUrl: string, configuration: string, use: (server: Server) => Promise<void>): Promise<void> {
    await withFolder(async (folder) => {
        const server = new Server(ccpUrl, folder, configuration);
        try {
            await server.start();
            await desk.instance.approve(desk.server.url, server.url);
            await use(server);
        } finally {
            await server.stop();
        }
    });
}

/** A web server of somebody else's. A real one: what the browser takes for an answer of no network may reach no other. */
async function withHttp(answer: RequestListener, use: (url: string) => Promise<void>): Promise<void> {
    const http = createServer(answer);
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    try {
        await use(`http://localhost:${(http.address() as AddressInfo).port}`);
    } finally {
        http.closeAllConnections();
        await new Promise((resolve) => http.close(resolve));
    }
}

/** A proxy before the desktop's server that changes the headers of the doctor's page. The instance approves it. */
async function throughProxy(desk: Desk, change: (headers: Record<string, string>) => void, use: (url: string) => Promise<void>): Promise<void> {
    const pass: RequestListener = async (request, response) => {
        const answer = await fetch(desk.server.url + request.url, { redirect: "manual" });
        const headers = Object.fromEntries(answer.headers);
        for (const name of ["content-encoding", "content-length", "transfer-encoding", "connection"]) delete headers[name];
        if (request.url?.startsWith("/doctor")) change(headers);
        response.writeHead(answer.status, headers).end(Buffer.from(await answer.arrayBuffer()));
    };
    await withHttp(pass, async (url) => {
        await desk.instance.approve(desk.server.url, url);
        await use(url);
    });
}

/** A page around the doctor's. */
async function inPortal(page: Page, doctor: string, use: (portal: string, open: () => Promise<FrameLocator>) => Promise<void>): Promise<void> {
    const html = `<!doctype html><iframe src="${doctor}/doctor" allow="microphone *" width=900 height=700></iframe>`;
    await withHttp(
        (_, response) => response.writeHead(200, { "content-type": "text/html" }).end(html),
        (portal) =>
            use(portal, async () => {
                await page.goto(`${portal}/`);
                return page.frameLocator("iframe");
            }),
    );
}

async function listHere(server: Server, origin: string): Promise<void> {
    const response = await fetch(`${server.url}/api/v1/instances/default/origins`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ origin }),
    });
    expect(response.status).toBe(200);
}

test("nothing is wrong", async ({ desk }) => {
    await signIn(desk);
    expect(await diagnosed(desk.page, desk)).toEqual([]);
    await expect(desk.page.locator("#doctor-said")).toHaveText("Nothing is wrong: the panel answers in this page.");
    await expect(desk.page.locator("#doctor-frame iframe"), "it takes the panel out again").toHaveCount(0);
});

test("nobody is signed in, and then somebody is", async ({ desk }) => {
    expect(await diagnosed(desk.page, desk)).toEqual(["not-signed-in"]);
    const opening = desk.page.waitForEvent("popup");
    await desk.page.getByRole("button", { name: "Sign in" }).click();
    const popup = await opening;
    await popup.getByRole("combobox", { name: "Agent" }).selectOption("anna");
    await popup.getByRole("button", { name: "Sign in" }).click();
    await popup.waitForURL(/ccp-v2/);
    await desk.page.getByRole("button", { name: "The Contact Control Panel" }).click();
    expect(await named(desk.page)).toEqual([]);
});

test.describe("a page that the instance does not approve", () => {
    test.use({ approve: "another" });

    test("is told so, with the steps and the command", async ({ desk }) => {
        expect(await diagnosed(desk.page, desk)).toEqual(["not-approved"]);
        const finding = desk.page.locator("[data-cause=not-approved]");
        await expect(finding).toContainText("Application integration, Approved origins, Add origin");
        await expect(finding.locator("code")).toHaveText(
            `aws connect associate-approved-origin --instance-id INSTANCE_ID --origin ${desk.url} --region us-east-1`,
        );
        await expect(desk.page.locator(".doctor-evidence tbody tr")).toContainText(`${desk.url} this page`);
        await desk.instance.approve(desk.url);
        await desk.page.getByRole("button", { name: "Look again" }).click();
        expect(await named(desk.page)).toEqual(["not-signed-in"]);
    });

    test("leads to the doctor from the desktop", async ({ desk }) => {
        await desk.open();
        const opening = desk.page.waitForEvent("popup");
        await desk.notice("not-approved").getByRole("link", { name: "Find the cause" }).click();
        expect(await named(await opening)).toEqual(["not-approved"]);
    });
});

test("the address is not that of a panel", async ({ desk }) => {
    await withServer(desk, `${desk.instance.url}/panel/`, "", async (server) => {
        expect(await diagnosed(desk.page, server)).toEqual(["wrong-path"]);
    });
});

test("a page around this one is approved here, but not by the instance", async ({ desk }) => {
    await inPortal(desk.page, desk.server.url, async (portal, open) => {
        await listHere(desk.server, portal);
        const doctor = await open();
        expect(await named(doctor)).toEqual(["ancestor"]);
        await expect(doctor.locator("[data-cause=ancestor] code")).toContainText(`--origin ${portal}`);
    });
});

test("a page around this one is on no list, and a proxy has let it through", async ({ desk }) => {
    await signIn(desk);
    const letThrough = (headers: Record<string, string>) => {
        headers["content-security-policy"] = headers["content-security-policy"]!.replace(/frame-ancestors.*/, "frame-ancestors *");
    };
    await throughProxy(desk, letThrough, (proxy) =>
        inPortal(desk.page, proxy, async (portal, open) => {
            await desk.instance.approve(proxy, portal);
            expect(await named(await open())).toEqual(["ancestor"]);
        }),
    );
});

test("a proxy's policy forbids the panel", async ({ desk }) => {
    const forbid = (headers: Record<string, string>) => (headers["content-security-policy"] += ", frame-src 'self'");
    await throughProxy(desk, forbid, async (url) => {
        expect(await diagnosed(desk.page, { url })).toEqual(["policy"]);
        await expect(desk.page.locator("[data-cause=policy]")).toContainText("a proxy between it and this browser adds one");
    });
});

test("the panel leads to an address that our own policy does not know", async ({ desk }) => {
    // An instance that has moved answers like this.
    await withHttp(
        (_, response) => response.writeHead(302, { location: "http://localhost:4998/" }).end(),
        async (moved) => {
            await withServer(desk, `${moved}/ccp-v2/`, "", async (server) => {
                expect(await diagnosed(desk.page, server)).toEqual(["policy"]);
                await expect(desk.page.locator("[data-cause=policy]")).toContainText("It is the policy of this server");
            });
        },
    );
});

test("the browser is kept from the instance by a blocker", async ({ desk }) => {
    await desk.page.route(`${desk.instance.url}/**`, (route) => route.abort("blockedbyclient"));
    expect(await diagnosed(desk.page, desk)).toEqual(["browser-blocks"]);
});

test("cookies are switched off", async ({ desk, context }) => {
    const session = await context.newCDPSession(desk.page);
    await session.send("Emulation.setDocumentCookieDisabled", { disabled: true });
    expect(await diagnosed(desk.page, desk)).toEqual(["storage-blocked"]);
});

test("the panel does not get the cookies of the sign-in", async ({ desk }) => {
    // To the browser, the same machine by its number is another site: its cookies are third-party ones.
    const elsewhere = desk.instance.url.replace("localhost", "127.0.0.1");
    await withServer(desk, `${elsewhere}/ccp-v2/`, "", async (server) => {
        expect(await diagnosed(desk.page, server)).toEqual(["not-signed-in"]);
        const opening = desk.page.waitForEvent("popup");
        await desk.page.getByRole("button", { name: "Sign in" }).click();
        const popup = await opening;
        await popup.getByRole("combobox", { name: "Agent" }).selectOption("anna");
        await popup.getByRole("button", { name: "Sign in" }).click();
        await expect(popup.getByRole("combobox", { name: "Status" })).toBeVisible();
        await desk.page.getByRole("button", { name: "The Contact Control Panel" }).click();
        expect(await named(desk.page)).toEqual(["cookies-withheld"]);
    });
});

test("the sign-in window is blocked", async ({ desk }) => {
    // As in a frame of a portal that forbids it.
    const sandbox = (headers: Record<string, string>) => {
        headers["content-security-policy"] += ", sandbox allow-scripts allow-same-origin allow-forms";
    };
    await throughProxy(desk, sandbox, async (url) => {
        expect(await diagnosed(desk.page, { url })).toEqual(["not-signed-in"]);
        await desk.page.getByRole("button", { name: "Sign in" }).click();
        await expect(desk.page.locator("[data-cause=popup-blocked]")).toBeVisible({ timeout: 40_000 });
        expect(await named(desk.page)).toEqual(["popup-blocked"]);
    });
});

test("the company's sign-in is slow", async ({ desk }) => {
    await withHttp(
        async (_, response) => {
            await setTimeout(5_000);
            response.end("Sign in");
        },
        async (sso) => {
            await withServer(desk, `${desk.instance.url}/ccp-v2/`, `[connect]\nlogin_url = "${sso}/start"\n`, async (server) => {
                expect(await diagnosed(desk.page, server)).toEqual(["saml-slow"]);
            });
        },
    );
});

test("the company's sign-in leads elsewhere", async ({ desk }) => {
    await withHttp(
        (_, response) => response.end("Access denied"),
        async (sso) => {
            await withServer(desk, `${desk.instance.url}/ccp-v2/`, `[connect]\nlogin_url = "${sso}/start"\n`, async (server) => {
                expect(await diagnosed(desk.page, server)).toEqual(["not-signed-in"]);
                await desk.page.getByRole("button", { name: "Sign in" }).click();
                await desk.page.getByRole("button", { name: "Something else" }).click();
                expect(await named(desk.page)).toEqual(["saml-slow"]);
            });
        },
    );
});

test("the page has no microphone to hand on", async ({ desk }) => {
    await signIn(desk);
    const forbid = (headers: Record<string, string>) => (headers["permissions-policy"] = "microphone=()");
    await throughProxy(desk, forbid, async (url) => {
        expect(await diagnosed(desk.page, { url })).toEqual(["no-microphone"]);
    });
});

test("this computer's clock is ten minutes ahead", async ({ desk }) => {
    await signIn(desk);
    await desk.page.addInitScript(() => {
        const now = Date.now.bind(Date);
        Date.now = () => now() + 600_000;
    });
    expect(await diagnosed(desk.page, desk)).toEqual(["clock"]);
    await expect(desk.page.locator("[data-cause=clock]")).toContainText(" +10:00 ");
});

test("web sockets are not let through", async ({ desk }) => {
    await signIn(desk);
    await desk.instance.control("POST", "websockets/drop", { refuse_ms: 600_000 });
    expect(await diagnosed(desk.page, desk)).toEqual(["push-blocked"]);
});

test("the instance is down, fails, or the library or our own server is missing", async ({ desk }) => {
    await desk.page.route("**/vendor/**", (route) => route.fulfill({ body: "window.connect = {}", contentType: "text/javascript" }));
    expect(await diagnosed(desk.page, desk)).toEqual(["no-library"]);
    await desk.page.unroute("**/vendor/**");
    await desk.page.route("**/api/v1/doctor?*", (route) => route.abort());
    expect(await diagnosed(desk.page, desk)).toEqual(["server-silent"]);
    await desk.page.unroute("**/api/v1/doctor?*");
    await desk.instance.control("POST", "faults", { status: 500 });
    expect(await diagnosed(desk.page, desk)).toEqual(["failing"]);
    await desk.instance.stop();
    expect(await diagnosed(desk.page, desk)).toEqual(["unreachable"]);
});

test.describe("what it says", () => {
    test.use({ approve: "another" });

    test("bars no screen reader, no keyboard and no tired eyes", async ({ desk }) => {
        await diagnosed(desk.page, desk);
        await inBothThemes(desk.page, "the doctor");
    });
});

test.describe("in Japanese", () => {
    test.use({ locale: "ja-JP", approve: "another" });

    test("it says all of it in Japanese", async ({ desk }) => {
        await diagnosed(desk.page, desk);
        await expect(desk.page.getByRole("heading", { name: "このページはインスタンスで承認されていません" })).toBeVisible();
    });
});

test("on the command line", async ({ desk }) => {
    const binaries = process.env["STREAMDESK_BINARIES"] ?? join(import.meta.dirname, "../../target/release");
    const doctor = async (...more: string[]) => {
        const { args, environment } = desk.server.started;
        const at = args.indexOf("--config");
        const all = ["doctor", `${desk.server.url}/`, ...args.slice(at, at + 2), ...more];
        const run = promisify(execFile)(join(binaries, "streamdesk"), all, { env: { ...process.env, ...environment, RUST_LOG: "error" } });
        return run.then(({ stdout }) => ({ code: 0, stdout }), (error: { code: number; stdout: string }) => error);
    };
    const well = await doctor();
    expect([well.code, well.stdout], well.stdout).toEqual([0, expect.stringContaining("Nothing is wrong")]);
    const around = await doctor("--around", "http://localhost:4999");
    expect([around.code, around.stdout]).toEqual([1, expect.stringMatching(/ancestor: [^]*associate-approved-origin .* --origin http:\/\/localhost:4999/)]);
    await desk.instance.approve("https://another.example");
    expect((await doctor()).stdout).toContain("not-approved: The instance does not approve this page.");
});
