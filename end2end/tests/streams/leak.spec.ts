// A thousand contacts come and go, and nothing of them stays.

import { expect, test } from "../../support/streams.ts";

test("a thousand contacts leave nothing behind", async ({ bench, page }) => {
    await bench.signIn();
    await bench.open({ recorder: false });
    await bench.act("core.init_ccp", { ccpUrl: bench.ccpUrl, loginPopup: false, softphone: { allowFramedSoftphone: true } });
    await page.waitForFunction(() => window.connect.agent.initialized);
    await page.evaluate(() => window.exercise.work());

    // The library itself turns snapshots into events; where the snapshots come from makes no difference to it.
    const contacts = (count: number) =>
        page.evaluate(async (count) => {
            const provider = window.connect.core.getAgentDataProvider();
            const before = provider.getAgentData();
            const show = (contacts: unknown[]) =>
                provider.updateAgentData({ ...before, snapshot: { ...before.snapshot, contacts } });
            for (let index = 0; index < count; index += 1) {
                const contactId = crypto.randomUUID();
                const at = (type: string) => ({ type, timestamp: new Date() });
                const contact = (state: string, customer: string) => ({
                    contactId,
                    type: "voice",
                    state: at(state),
                    queue: { name: "BasicQueue" },
                    attributes: {},
                    connections: [
                        { connectionId: `${contactId}-agent`, type: "agent", initial: false, state: at(customer) },
                        { connectionId: `${contactId}-customer`, type: "inbound", initial: true, state: at(customer) },
                    ],
                });
                show([contact("connecting", "connecting")]);
                show([contact("connected", "connected")]);
                show([contact("connected", "hold")]);
                show([contact("ended", "disconnected")]);
                show([]);
                if (index % 5 === 4) await new Promise((done) => setTimeout(done));
            }
            await new Promise((done) => setTimeout(done, 50));
            return [...window.exercise.usage()];
        }, count);

    const afterTen = await contacts(10);
    const afterAll = await contacts(990);
    const [subscriptions, objects, memoryPages] = afterAll;
    console.log(
        `leaks: after 10 contacts ${afterTen[0]} subscriptions, ${afterTen[1]} JavaScript objects, ${afterTen[2]} memory pages; ` +
            `after 1,000 ${subscriptions}, ${objects}, ${memoryPages}`,
    );
    expect(afterAll).toEqual(afterTen);
    expect(await page.evaluate(() => window.exercise.ended()), "each ended once").toBe(1_000);
});
