// The crate `connect-streams` and its page: options, applications, channels, the log, and what goes wrong.

import { expect, test } from "../../support/streams.ts";

/** Every option of the library that is data. */
const everyOption = {
    secondaryCCPUrl: "https://other.example.com/ccp-v2/",
    enableGlobalResiliency: false,
    loginPopupAutoClose: true,
    loginUrl: "https://login.example.com/",
    loginOptions: { disableAuthPopupAfterLogout: true, autoClose: true, height: 578, width: 400, top: 0, left: 0, enableAckTimeout: true },
    softphone: {
        allowFramedSoftphone: true,
        disableRingtone: true,
        ringtoneUrl: "/ring.mp3",
        disableEchoCancellation: false,
        disableStoringParamsInLocalStorage: true,
        allowFramedVideoCall: false,
        allowFramedScreenSharing: false,
        allowFramedScreenSharingPopUp: false,
        allowEarlyGum: false,
        allowExtendedPersistentConnection: false,
    },
    chat: { disableRingtone: true, ringtoneUrl: "/ring.mp3" },
    task: { disableRingtone: true, ringtoneUrl: "/ring.mp3" },
    autoAcceptTone: { disableRingtone: true, ringtoneUrl: "/ring.mp3" },
    iframeTitle: "The panel",
    pageOptions: { enableAudioDeviceSettings: true, enableVideoDeviceSettings: false, enablePhoneTypeSettings: true, showInactivityModal: false },
    ccpAckTimeout: 5_000,
    ccpSynTimeout: 1_000,
    ccpLoadTimeout: 20_000,
    storageAccess: {
        mode: "custom",
        canRequest: false,
        instanceUrl: "https://example.my.connect.aws",
        style: Object.fromEntries(
            [
                "font-family", "primary-color", "primary-button-hover-color", "link-color", "banner-box-shadow", "banner-margin",
                "border-radius", "banner-header-color", "banner-title-color", "banner-request-access-description-color",
                "banner-request-deny-description-color", "banner-request-access-background", "banner-request-deny-background",
                "banner-icon-display", "banner-request-access-icon-color", "banner-request-deny-icon-color", "line-height",
                "header-font-size", "bold-font-weight", "banner-description-font-size",
            ].map((key) => [key, "inherit"]),
        ),
        custom: {
            hideCCP: true,
            ...Object.fromEntries(
                [
                    "header", "title", "accessBannerDescription", "denyBannerDescription", "accessBannerButtonText",
                    "denyBannerButtonText", "accessBannerLearnMoreUrl", "denyBannerLearnMoreUrl", "accessBannerLearnMoreText",
                    "denyBannerLearnMoreText", "popupTitle", "popupBannerDescription", "popupBannerLearnMoreText",
                    "popupBannerButtonText", "promptBannerTitle", "promptBannerDescription", "promptBannerButtonText",
                ].map((key) => [key, "text"]),
            ),
        },
    },
    logConfig: { logLevel: "INFO", echoLevel: "ERROR" },
};

test("the CCP starts with every option of the library", async ({ bench, page }) => {
    await bench.start(everyOption);
    await expect(page.locator("#ccp iframe")).toHaveAttribute("title", "The panel");
});

test("the words of the crate are those of the library", async ({ bench }) => {
    await bench.open();
    const differences = (await bench.act("vocabulary")) as string[];
    expect(differences).toEqual([
        // Voice ID is retired.
        'New { enumeration: "AgentPermissions", word: "voiceId" }',
        // Amazon's channel map has it; the library's enumeration was forgotten.
        'Missing { enumeration: "ChannelType", word: "EMAIL" }',
        // Declared by the library, and nowhere in it.
        'Missing { enumeration: "ContactEvents", word: "paused" }',
        'Missing { enumeration: "EventType", word: "api_proxy" }',
    ]);
});

test("what is left out has the reason that is given", async ({ bench, page }) => {
    await bench.start();
    const reasons = await page.evaluate(() => {
        const { Agent, Contact, BaseConnection, Endpoint, core } = window.connect;
        const same = (type: any, one: string, other: string) => type.prototype[one] === type.prototype[other];
        return {
            absent: ["connect", "disconnect", "send", "onOpen", "onClose", "onError"].filter((name) => name in core.getWebSocketManager()),
            aliases: [
                same(Agent, "getStatus", "getState"),
                same(Agent, "setStatus", "setState"),
                same(Contact, "getStatus", "getState"),
                same(Contact, "getStatusDuration", "getStateDuration"),
                same(Contact, "getOriginalContactId", "getInitialContactId"),
                same(BaseConnection, "getAddress", "getEndpoint"),
                same(BaseConnection, "getStatus", "getState"),
                same(BaseConnection, "getStatusDuration", "getStateDuration"),
            ],
            endpoint: JSON.stringify(Endpoint.byPhoneNumber("+12065550100")),
        };
    });
    expect(reasons.absent).toEqual([]);
    expect(reasons.aliases).not.toContain(false);
    expect(JSON.parse(reasons.endpoint)).toMatchObject({ type: "phone_number", phoneNumber: "+12065550100" });
});

test("the library's channels, bus, log and notifications work", async ({ bench, page }) => {
    await bench.start();
    await bench.act("infrastructure");
    await bench.hears("port", "window", "window_io", "multiplexer");
    await bench.act("core.bus");
    await bench.act("core.trigger", { event: "test", data: { n: 1 } });
    await bench.hears("bus.test");
    const download = page.waitForEvent("download");
    await bench.act("log");
    expect((await download).suggestedFilename()).toContain("agent-log");
    await bench.act("notification");
    expect(await bench.act("softphone_error")).toContain("no sound");
    await bench.act("core.unsubscribe_all");
});

test("applications run beside the CCP", async ({ bench, page }) => {
    await bench.start();
    await bench.act("app.register", { url: "/frame" });
    await bench.hears("app.made", "app.init");
    await expect(page.locator("#apps iframe#own")).toHaveCount(1);
    await bench.act("app.unregister");
    await bench.hears("app.destroy");
    await expect(page.locator("#apps iframe#own")).toHaveCount(0);

    const view = {
        contactFlowId: "flow",
        iframeSuffix: "1",
        disableAutoDestroy: true,
        deduplicate: true,
        terminateCustomViewOptions: { resolveIframe: true, timeout: 10, hideIframe: true },
    };
    const options = { customViewsParams: view, style: "width: 100%" };
    await bench.act("app.init_app", { name: "customviews", url: `${bench.url}/frame`, options, contact: "c-1" });
    const frame = page.locator("#apps iframe#customviews1");
    await expect(frame).toHaveAttribute("src", /currentContactId=c-1/);
    await bench.act("app.communicate", { name: "customviews1", url: `${bench.url}/frame` });
    await bench.act("core.terminate_custom_view", { url: bench.url, suffix: "1" });
    await bench.act("app.stop", { name: "customviews1" });
    await expect(frame).toHaveCount(0);
});

test("the CCP starts as an application too", async ({ bench, page }) => {
    await bench.signIn();
    await bench.open();
    const { secondaryCCPUrl: _, enableGlobalResiliency: __, task: ___, autoAcceptTone: ____, iframeTitle: _____, storageAccess: ______, logConfig: _______, ...ccpParams } = everyOption;
    await bench.act("app.init_app", { name: "ccp", url: bench.ccpUrl, options: { ccpParams: { ...ccpParams, loginPopup: false, region: "us-east-1" } } });
    await expect(page.locator("#apps iframe")).toHaveCount(1);
    await bench.page.evaluate(() => window.exercise.listen());
    await bench.hears("on_agent");
});

test("the CCP is embedded by its second name, and ended", async ({ bench, page }) => {
    await bench.signIn();
    await bench.open();
    await bench.act("app.init_ccp", { ccpUrl: bench.ccpUrl, loginPopup: false, softphone: { allowFramedSoftphone: true } });
    await bench.page.evaluate(() => window.exercise.listen());
    await bench.hears("on_agent");
    await bench.act("core.terminate");
    await expect(page.locator("#ccp iframe"), "the library leaves its frame").toHaveCount(1);
    expect(await bench.attempt("agent.mute")).toMatchObject({ error: "NotInitialised" });
});

test("logging out is told twice by the library, and the sign-in can be asked for", async ({ bench, page }) => {
    await bench.start({ loginPopup: true, loginOptions: { disableAuthPopupAfterLogout: true } });
    await page.request.get(`${bench.instance.url}/logout`, { maxRedirects: 0 });
    await bench.act("core.log_out");
    const popup = page.waitForEvent("popup");
    await expect.poll(async () => (await bench.attempt("core.reauthenticate")).ok === null).toBe(true);
    await popup;
});

test("a page without Streams says so and lives on", async ({ bench }) => {
    await bench.open({ library: false });
    for (const thing of ["core.init_ccp", "core.terminate", "agent.mute", "contact.accept", "log", "vocabulary", "app.stop", "infrastructure"]) {
        const answer = await bench.attempt(thing, { contact: "c-1" });
        expect(answer, thing).toMatchObject({ error: "NotLoaded", message: "Amazon Connect Streams is not on this page. Reload the page." });
    }
});

test("before the CCP is started, everything says that it is not ready", async ({ bench }) => {
    await bench.open();
    for (const thing of ["agent.mute", "contact.accept", "core.trigger", "core.view_contact", "core.log_out", "socket", "core.socket", "quick_responses"]) {
        const answer = await bench.attempt(thing, { contact: "c-1" });
        if (thing !== "socket") expect(answer, thing).toMatchObject({ error: "NotInitialised" });
    }
});

test("a Streams that lacks a function is said to", async ({ bench, page }) => {
    await bench.start();
    await page.evaluate(() => {
        delete window.connect.core.viewContact;
        delete window.connect.Agent.prototype.mute;
    });
    expect(await bench.attempt("core.view_contact", { contact: "c-1" })).toEqual({
        error: "Lacks",
        message:
            "The Amazon Connect library on this page has no Core.viewContact. Load version 2.28.2 of it, and beside it the library for tasks or chats if it is about those.",
    });
    expect(await bench.attempt("agent.mute")).toMatchObject({ error: "Lacks" });
    await bench.act("agent.unmute");
});

test("a CCP that never answers leaves the page alive", async ({ bench }) => {
    await bench.open();
    await bench.embed({ ccpUrl: `${bench.url}/frame` });
    expect(await bench.attempt("agent.mute")).toMatchObject({ error: "NotInitialised" });
    expect(await bench.attempt("contact.accept", { contact: "c-1" })).toMatchObject({ error: "NotInitialised" });
});

test("a handler that panics is seen, and the others go on", async ({ bench, page }) => {
    await bench.start();
    const error = page.waitForEvent("pageerror");
    await page.evaluate(async () => {
        await window.exercise.act("panic", null);
        window.connect.core.getEventBus().trigger("panic", 1);
    });
    expect((await error).message).toMatch(/panicked|unreachable/);
    await page.evaluate(() => window.connect.core.getEventBus().trigger("test", 1));
    await bench.act("agent.set_state", { state: "Available" });
    await bench.hears("agent.on_routable");
});

test("an event without a body does no harm", async ({ bench, page }) => {
    await bench.start();
    const names = await page.evaluate(() => {
        const { AgentEvents, ContactEvents, ConfigurationEvents, core } = window.connect;
        const names = [AgentEvents, ContactEvents, ConfigurationEvents].flatMap((events) => Object.values(events) as string[]);
        // An update without data would take the agent away, which is another matter.
        for (const name of names) if (name !== AgentEvents.UPDATE) core.getEventBus().trigger(name, null);
        return names;
    });
    expect(names.length).toBeGreaterThan(40);
    const heard = await bench.heard();
    expect(heard).toContain("on_contact: This contact is over, or somebody else has it. Nothing was sent.");
    expect(heard.some((name) => name.startsWith("agent.on_mute_toggle: Agent.onMuteToggle: "))).toBe(true);
    await bench.act("agent.set_state", { state: "Available" });
});
