// The crate `connect-streams` through a call: everything that can be asked, done and heard.

import { expect, test } from "../../support/streams.ts";

test("everything that can be asked of a call is answered", async ({ bench }) => {
    await bench.start();
    await bench.act("agent.set_state", { state: "Available" });
    const contact = await bench.instance.offerCall();
    await bench.hears("on_contact", "contact.on_connecting", "agent.on_routable", "agent.on_state_change", "stream.on_state_change");

    await bench.act("contact.accept", { contact });
    await bench.hears("contact.on_accepted", "contact.on_connected");
    const answers = await bench.look();
    const failed = Object.entries(answers).filter(([, answer]) => answer.error);
    expect(failed).toEqual([]);
    expect(answers["agent.name"]?.ok).toContain("Anna");
    expect(answers["voice.id"]?.ok).toContain(contact);
});

test("the words of the crate are those of the library", async ({ bench }) => {
    await bench.open();
    expect(await bench.act("vocabulary")).toEqual([]);
});

test("the library's channels carry messages", async ({ bench }) => {
    await bench.start();
    await bench.act("infrastructure");
    await bench.hears("port", "window", "window_io");
    await bench.act("log");
});
