// The crate `connect-streams` on every channel: what can be asked, done and heard.

import { type Answer, type Bench, expect, test } from "../../support/streams.ts";

type Look = Record<string, Answer>;

/** What the library refuses by design: media without their libraries, and questions about the wrong side of a chat. */
const refused = [/\.media_controller$/, /^chat\.agent\.(authentication_details|is_authenticated)$/, /^chat\.inbound\.connection_token$/];

/** What could not be answered, and should have been. */
function failures(look: Look): [string, Answer][] {
    return Object.entries(look).filter(([name, { error }]) => error && !refused.some((pattern) => pattern.test(name)));
}

async function offer(bench: Bench, body: Record<string, unknown>): Promise<string> {
    return (await bench.instance.control<{ contact_id: string }>("POST", "contacts", { agent: "anna", queue: "Support", ...body })).contact_id;
}

const everything = {
    attributes: { Topic: "Invoice", Empty: "" },
    segment_attributes: { "connect:CustomerAuthentication": { Status: "AUTHENTICATED", IdentityProvider: "idp", ClientId: "c", AssociatedCustomerId: "k", AuthenticationMethod: "CONNECT" } },
    references: { page: { type: "URL", value: "https://example.com" } },
};

test("everything that can be asked of a call is answered", async ({ bench }) => {
    await bench.start();
    await bench.act("agent.set_state", { state: "Available" });
    const contact = await offer(bench, { channel: "voice", customer: "+12065550100", ...everything });
    await bench.hears("on_contact", "contact.on_connecting", "agent.on_routable", "agent.on_state_change", "stream.on_state_change");
    await bench.act("contact.accept", { contact });
    await bench.hears("contact.on_accepted", "contact.on_connected", `bus contact::refresh::${contact}`);
    const look = await bench.look();
    expect(failures(look)).toEqual([]);
    expect(look["agent.name"]?.ok).toContain("Anna");
    expect(look["voice.id"]?.ok).toContain(contact);
    await bench.instance.customerHangsUp(contact);
    await bench.hears("contact.on_ended", "contact.on_after_contact_work", "agent.on_after_call_work");
    await bench.act("contact.complete", { contact });
    await bench.hears("contact.on_destroy");
    expect((await bench.heard()).filter((name) => name === "contact.on_ended")).toHaveLength(1);
});

for (const [channel, customer] of [["queue_callback", "+12065550100"], ["chat", "Kim"], ["email", "kim@example.com"], ["task", undefined]] as const) {
    test(`a ${channel} is accepted, worked and ended`, async ({ bench }) => {
        await bench.start();
        await bench.act("agent.set_state", { state: "Available" });
        const contact = await offer(bench, { channel, customer, customer_name: "Kim", name: "Call back", description: "Before noon", scheduled_in_ms: channel === "task" ? 0 : undefined, ...everything });
        await bench.hears("on_contact");
        if (channel === "queue_callback") await bench.hears("contact.on_incoming");
        expect(failures(await bench.look())).toEqual([]);
        await bench.act("contact.accept", { contact });
        await bench.hears("contact.on_accepted", "contact.on_connected");
        const look = await bench.look();
        expect(failures(look)).toEqual([]);
        expect(look[`${channel}.kind`]?.ok).toBeDefined();
        if (channel === "task") {
            await bench.act("contact.pause", { contact });
            await expect.poll(() => bench.glance("task.state")).toContain("Paused");
            await bench.act("contact.resume", { contact });
            await expect.poll(() => bench.glance("task.state")).toContain("Connected");
        }
        if (channel === "chat") await bench.act("contact.transfer", { contact, endpoint: await bench.act("quick_connect", { name: "Billing" }) });
        else await bench.act("connection.destroy", { contact, who: "agent" });
        await bench.hears("contact.on_ended");
        await bench.act("contact.clear", { contact });
        await bench.hears("contact.on_destroy");
    });
}

test("third parties are called, swapped, brought together, held, muted and let go", async ({ bench }) => {
    await bench.start();
    await bench.act("agent.set_state", { state: "Available" });
    const contact = await bench.instance.offerCall();
    await bench.hears("on_contact");
    await bench.act("contact.accept", { contact });
    await bench.hears("contact.on_connected");
    const endpoint = await bench.act("quick_connect", { name: "Head office" });
    await bench.act("contact.add_connection", { contact, endpoint });
    const third = async (state: string) => expect.poll(() => bench.glance("voice.outbound.state")).toContain(state);
    await third("Connected");
    expect(await bench.glance("voice.outbound.quick_connect_name")).toContain("Head office");
    await bench.act("contact.toggle", { contact });
    await third("Hold");
    await bench.act("contact.conference", { contact });
    await third("Connected");
    await bench.act("connection.mute", { contact, who: "agent" });
    await expect.poll(() => bench.glance("voice.agent.is_muted")).toBe("true");
    await bench.act("connection.unmute", { contact, who: "agent" });
    await bench.act("connection.hold", { contact, who: "outbound" });
    await third("Hold");
    await bench.act("connection.resume", { contact, who: "outbound" });
    await third("Connected");
    await bench.act("connection.send_digits", { contact, who: "outbound", digits: "12#" });
    expect(await bench.attempt("connection.send_digits", { contact, who: "outbound", digits: "twelve" })).toMatchObject({ error: "Invalid" });
    await bench.act("contact.notify_issue", { contact });
    await bench.act("contact.destroy", { contact });
    await bench.act("connection.destroy", { contact, who: "outbound" });
    await third("Disconnected");
    await bench.act("contact.add_participant", { contact, number: "+1 206 555 0199" });
    await third("Connected");
    expect(failures(await bench.look())).toEqual([]);
    expect(await bench.attempt("contact.transfer", { contact, number: "+12065550199" }), "a call is handed over by leaving it").toMatchObject({ error: "Refused" });
});

test("calls are made, missed, rejected and refused", async ({ bench }) => {
    await bench.start();
    await bench.act("agent.connect", { number: "+1 (206) 555-0199" });
    await bench.hears("on_contact", "contact.on_connected");
    const look = await bench.look();
    expect(failures(look)).toEqual([]);
    const contact = /"([0-9a-f-]{36})"/.exec(String(look["voice.id"]?.ok))?.[1] ?? "";
    await bench.act("connection.destroy", { contact, who: "agent" });
    await bench.hears("contact.on_ended");
    await bench.act("contact.clear", { contact });
    await bench.hears("contact.on_destroy");
    expect(await bench.attempt("contact.accept", { contact })).toEqual({
        error: "Gone",
        message: "This contact is over, or somebody else has it. Nothing was sent.",
    });
    expect(await bench.attempt("agent.connect", { number: "0199" })).toMatchObject({ error: "Invalid" });

    await bench.act("agent.set_state", { state: "Available" });
    const rejected = await bench.instance.offerCall();
    await expect.poll(() => bench.glance("voice.id")).toContain(rejected);
    await bench.act("contact.reject", { contact: rejected });
    await bench.hears("contact.on_missed", "agent.on_error");
    const refused = await bench.attempt("contact.accept", { contact: rejected });
    expect(refused.error).toMatch(/Refused|Gone/);
    expect(await bench.attempt("agent.set_state", { state: "Nowhere" })).toMatchObject({ error: "Refused" });
});

test("a command that the service answers with 401, 403 or 500 ends all the same", async ({ bench }) => {
    await bench.start();
    await bench.act("agent.set_state", { state: "Available" });
    const contact = await bench.instance.offerCall();
    await bench.hears("on_contact");
    const accepting = (status: number) => bench.instance.control("PUT", "faults", { faults: [{ status, operations: ["AcceptContact"] }] });
    await accepting(500);
    expect(await bench.attempt("contact.accept", { contact })).toMatchObject({ error: "Refused" });
    await accepting(403);
    expect(await bench.attempt("contact.accept", { contact, within: 2 })).toEqual({
        error: "TimedOut",
        message: "Amazon Connect did not answer Contact.accept within 2 seconds. Look whether it happened after all, then try again or sign in again.",
    });
    await accepting(401);
    expect(await bench.attempt("contact.accept", { contact, within: 2 })).toMatchObject({ error: "TimedOut" });
    await bench.hears("core.on_auth_fail");
    await bench.instance.control("DELETE", "faults");
});

test("a contact that vanishes between a click and its command is said to be gone", async ({ bench, page }) => {
    await bench.start();
    await bench.act("agent.set_state", { state: "Available" });
    const contact = await bench.instance.offerCall();
    await bench.hears("on_contact");
    const answer = await page.evaluate(async (contact) => {
        const provider = window.connect.core.getAgentDataProvider();
        const data = provider.getAgentData();
        provider.updateAgentData({ ...data, snapshot: { ...data.snapshot, contacts: [] } });
        return window.exercise.act("contact.accept", { contact });
    }, contact);
    expect(JSON.parse(answer)).toMatchObject({ error: "Gone" });
    expect((await bench.instance.contact(contact)).state).toBe("connecting");
    await bench.hears("contact.on_ended", "contact.on_destroy");
});

test("the next state is asked for and taken back; the configuration is changed; a task is made", async ({ bench }) => {
    await bench.start({}, { beside: ["tasks"] });
    await bench.act("agent.set_state", { state: "Available" });
    const contact = await bench.instance.offerCall();
    await bench.hears("on_contact");
    await bench.act("contact.accept", { contact });
    await bench.hears("contact.on_connected");
    await bench.act("agent.set_state", { state: "Lunch", next: true });
    await bench.hears("agent.on_enqueued_next_state");
    expect(await bench.glance("agent.next_state")).toContain("Lunch");
    await bench.instance.customerHangsUp(contact);
    await bench.hears("contact.on_ended");
    await bench.act("contact.clear", { contact });
    await bench.hears("agent.on_cleared_next_state", "agent.on_not_routable");
    await bench.act("agent.set_state", { state: "Offline" });
    await bench.hears("agent.on_offline");

    await bench.act("agent.set_configuration", { extension: "+12065550142" });
    await expect.poll(() => bench.glance("agent.extension")).toContain("+12065550142");
    await bench.act("agent.create_task", {
        name: "Call back",
        description: "Before noon",
        endpoint: await bench.act("quick_connect", { name: "Support" }),
        previousContactId: contact,
        references: { page: { type: "URL", value: "https://example.com" } },
        scheduledTime: Date.now() + 60_000,
        idempotencyToken: "t-1",
    });
    expect(await bench.attempt("agent.create_task", { name: " ", description: "", endpoint: {}, references: {} })).toMatchObject({ error: "Invalid" });
});

test("a supervisor listens, joins in and listens again", async ({ bench }) => {
    await bench.instance.control("POST", "agents/ben/sign-in");
    await bench.instance.control("PUT", "agents/ben/status", { status: "Available" });
    const call = await bench.instance.offerCall("ben");
    await bench.instance.control("POST", `contacts/${call}/agent-action`, { action: "accept" });
    await bench.start({}, { agent: "dora" });
    const { contact_id: contact } = await bench.instance.control<{ contact_id: string }>("POST", "contacts", { agent: "dora", monitors: call });
    await bench.hears("on_contact");
    await bench.attempt("contact.accept", { contact });
    await expect.poll(() => bench.glance("voice.monitoring.monitor_status")).toContain("SilentMonitor");
    expect(await bench.glance("voice.monitoring.monitor_info")).toContain("Ben Okafor");
    expect(failures(await bench.look())).toEqual([]);
    await bench.act("contact.barge_in", { contact });
    await expect.poll(() => bench.glance("voice.monitoring.is_barge")).toBe("true");
    await bench.act("contact.monitor", { contact, mode: "SILENT_MONITOR" });
    await expect.poll(() => bench.glance("voice.monitoring.is_silent_monitor")).toBe("true");
    await bench.act("contact.silent_monitor", { contact });
});

test("what goes on beside the contacts is told", async ({ bench }) => {
    await bench.start();
    const publish = (namespace: string, key: string, data: unknown = {}, parameter?: string) =>
        bench.instance.control("POST", "agents/anna/sdk-events", { namespace: `aws.connect.${namespace}`, key, data, ...(parameter ? { parameter } : {}) });
    await publish("activity", "expiration-warning", { expiration: Date.now() + 60_000 });
    await bench.hears("session.on_warning");
    await bench.act("activity");
    await bench.hears("session.on_cleared");
    await publish("activity", "session-extension-error", { isWarningActive: true, errorDetails: { reason: "none" } });
    await bench.hears("session.on_extension_error");
    await publish("contact", "agent/networkConnectionStatusChanged", { status: "disconnected", timestamp: Date.now() });
    await bench.hears("agent.on_network_connection_status_changed");
    await bench.act("agent.set_voice_enhancement_mode");
    await bench.hears("agent.on_voice_enhancement_mode_changed");
    await bench.act("agent.devices");
    await bench.hears("agent.on_camera_device_changed", "agent.on_background_blur_changed");
    await bench.act("core.view_contact", { contact: "c-1" });
    await bench.hears("core.on_view_contact");
    expect(await bench.act("quick_responses", { query: "refund", debounceMS: 10 })).toContain("refund");
    const page = String(await bench.act("quick_responses", { query: "a" }));
    const nextToken = /next_token: Some\("([^"]+)"\)/.exec(page)?.[1];
    await bench.act("quick_responses", { query: "a", nextToken });
    await bench.act("core.socket");
    await bench.instance.control("POST", "websockets/drop");
    await bench.hears("agent.on_web_socket_connection_lost", "agent.on_web_socket_connection_gained", "socket.on_lost", "socket.on_gain");
});

test("the softphone mutes, changes devices, and says what fails", async ({ bench }) => {
    await bench.start({ softphone: { allowFramedSoftphone: true, disableRingtone: true } });
    await bench.act("agent.set_configuration", { extension: "+12065550190", softphone: true });
    await expect.poll(() => bench.glance("agent.is_softphone_enabled")).toBe("true");
    await bench.act("agent.set_state", { state: "Available" });
    const contact = await bench.instance.offerCall();
    await bench.hears("on_contact");
    await bench.act("contact.accept", { contact });
    await bench.hears("contact.on_connected", "agent.on_local_media_stream_created");
    await bench.act("agent.mute");
    await bench.hears("agent.on_mute_toggle");
    await bench.act("agent.unmute");
    await bench.act("agent.devices");
    const look = await bench.look();
    expect(look["voice.is_softphone_call"]?.ok).toBe("true");
    expect(look["voice.agent.media_info"]?.ok).toContain("VoiceMediaInfo");
    await bench.instance.control("POST", "agents/anna/softphone-fault", { reason: "webrtc_error" });
    await bench.hears("agent.on_softphone_error");
});

test("a screen is shared in a web call", async ({ bench }) => {
    await bench.start();
    await bench.act("agent.set_state", { state: "Available" });
    const contact = await offer(bench, { channel: "voice", customer: "+12065550100", subtype: "connect:WebRTC" });
    await bench.hears("on_contact");
    await bench.act("contact.accept", { contact });
    await bench.hears("contact.on_connected");
    await bench.act("contact.start_screen_sharing", { contact });
    await bench.hears("contact.on_screen_sharing_started");
    await bench.act("contact.stop_screen_sharing", { contact });
    await bench.hears("contact.on_screen_sharing_stopped");
});
