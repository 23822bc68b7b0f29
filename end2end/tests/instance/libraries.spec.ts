// The simulated instance behind Amazon's other libraries, ChatJS and TaskJS, and behind the operations of Streams that
// no agent sees.

import { type Bench, expect, test } from "../../support/streams.ts";

/** Calls a function of the library that answers by callbacks. */
async function answer(bench: Bench, script: string, argument: unknown = null): Promise<Record<string, unknown>> {
    return bench.page.evaluate(
        ([script, argument]) =>
            new Promise<Record<string, unknown>>((resolve, reject) => {
                const callbacks = { success: (data: object) => resolve({ ...data }), failure: (error: unknown) => reject(new Error(JSON.stringify(error))) };
                const call = new Function("agent", "argument", "callbacks", script as string);
                window.connect.agent((agent: unknown) => call(agent, argument, callbacks));
            }),
        [script, argument],
    );
}

async function accepted(bench: Bench, body: Record<string, unknown>): Promise<string> {
    await bench.act("agent.set_state", { state: "Available" });
    const offered = { agent: "anna", queue: "Support", ...body };
    const { contact_id: contact } = await bench.instance.control<{ contact_id: string }>("POST", "contacts", offered);
    await bench.hears("on_contact");
    await bench.act("contact.accept", { contact });
    await bench.hears("contact.on_connected");
    return contact;
}

interface ChatMessage {
    from: string;
    text?: string;
    content_type: string;
}

test("agent and customer chat by ChatJS", async ({ bench, page }) => {
    await bench.signIn();
    await bench.open({ beside: ["chats"] });
    // ChatJS would ask Amazon; Streams names no endpoint and leaves this one.
    await page.evaluate((endpoint) => window.connect.ChatSession.setGlobalConfig({ endpoint }), bench.instance.url);
    await bench.embed();
    await bench.hears("on_agent");
    const contact = await accepted(bench, { channel: "chat", customer: "Kim", customer_name: "Kim" });
    const says = (text: string) => bench.instance.control("POST", `contacts/${contact}/messages`, { from: "customer", text });
    await says("Where is my parcel?");

    const chat = await page.evaluateHandle(async (contact) => {
        const session = await new window.connect.Contact(contact).getAgentConnection().getMediaController();
        const heard: string[] = [];
        session.onMessage(({ data }: { data: { Content?: string; Type: string; ParticipantRole: string } }) => {
            if (data.Type === "MESSAGE") heard.push(`${data.ParticipantRole}: ${data.Content}`);
        });
        session.onTyping(({ data }: { data: { ParticipantRole: string } }) => heard.push(`${data.ParticipantRole} types`));
        session.onEnded(() => heard.push("ended"));
        return { session, heard };
    }, contact);
    const heard = () => chat.evaluate(({ heard }) => heard);

    const before = await chat.evaluate(async ({ session }) => (await session.getTranscript({ sortOrder: "ASCENDING" })).data.Transcript);
    expect(before.map(({ Content }: { Content?: string }) => Content)).toContain("Where is my parcel?");

    await says("It should have come on Monday.");
    await expect.poll(heard).toContain("CUSTOMER: It should have come on Monday.");
    await bench.instance.control("POST", `contacts/${contact}/messages`, { from: "customer", event: "typing" });
    await expect.poll(heard).toContain("CUSTOMER types");

    await chat.evaluate(({ session }) => session.sendEvent({ contentType: "application/vnd.amazonaws.connect.event.typing" }));
    await chat.evaluate(({ session }) => session.sendMessage({ contentType: "text/plain", message: "I am looking." }));
    await expect.poll(heard).toContain("AGENT: I am looking.");
    const { messages } = await bench.instance.control<{ messages: ChatMessage[] }>("GET", `contacts/${contact}/messages`);
    expect(JSON.stringify(messages)).toContain("I am looking.");

    await bench.instance.customerHangsUp(contact);
    await bench.hears("contact.on_ended");
    await bench.act("contact.clear", { contact });
    await bench.hears("contact.on_destroy");
});

test("a task is made by a template and changed, by TaskJS", async ({ bench }) => {
    await bench.start({}, { beside: ["tasks"] });
    const listed = await answer(bench, "agent.listTaskTemplates({ status: 'active' }, callbacks)");
    const templates = listed["TaskTemplates"] as { Id: string; Name: string }[];
    const callBack = templates.find(({ Name }) => Name === "Call back");
    expect(callBack).toBeDefined();
    const shown = await answer(bench, "agent.getTaskTemplate(argument, callbacks)", { id: callBack?.Id });
    expect(shown).toMatchObject({ Name: "Call back", Status: "ACTIVE" });

    await bench.act("agent.set_state", { state: "Available" });
    const made = await answer(bench, "agent.createTask({ ...argument, endpoint: undefined }, callbacks)", {
        name: "Kim",
        taskTemplateId: callBack?.Id,
        references: { Number: { type: "STRING", value: "+12065550100" } },
    });
    const contact = String(made["contactId"] ?? made["ContactId"]);
    await bench.hears("on_contact");
    expect(await bench.glance("task.name")).toContain("Kim");
    await bench.act("contact.accept", { contact });
    await bench.hears("contact.on_connected");
    await answer(bench, "agent.updateContact(argument, callbacks)", { contactId: contact, name: "Kim again" });
    await expect.poll(() => bench.glance("task.name")).toContain("Kim again");
});

test("the softphone measures the call, and reports it at its end; its log is sent", async ({ bench, page }) => {
    await bench.start();
    await bench.act("agent.set_configuration", { extension: "+12065550190", softphone: true });
    await expect.poll(() => bench.glance("agent.is_softphone_enabled")).toBe("true");
    const answered = async (operation: string) =>
        expect.poll(async () => (await bench.instance.operations())[operation]?.answered, { timeout: 20_000 }).toBeGreaterThan(0);
    const contact = await accepted(bench, { channel: "voice", customer: "+12065550100" });
    // The library measures once a second, needs two measures for a difference, and tells nobody of them before the end.
    const talk = async () => (await bench.instance.contact(contact)).connected_at;
    await expect.poll(async () => Date.now() - Date.parse((await talk()) ?? "9999-01-01"), { timeout: 20_000 }).toBeGreaterThan(4000);
    await bench.instance.customerHangsUp(contact);
    await answered("SendSoftphoneCallReport");
    await answered("SendSoftphoneCallMetrics");

    const ccp = page.frames().find((frame) => frame.url() === bench.ccpUrl);
    // The worker sends what it has when it has more than four hundred lines.
    await ccp?.evaluate(() => {
        const { connect } = window;
        for (let line = 0; line < 450; line++) connect.getLog().addLogEntry(new connect.LogEntry("softphone", "INFO", `line ${line}`, "test"));
    });
    await answered("SendClientLogs");
});

test("the library renews a token by the service's own operation", async ({ bench }) => {
    await bench.start();
    const renewed = await answer(bench, "connect.core.getClient().call(connect.ClientMethods.GET_NEW_AUTH_TOKEN, { refreshToken: 'token' }, callbacks)");
    expect(renewed).toMatchObject({ newAuthToken: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown });
});
