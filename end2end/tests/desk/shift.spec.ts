// A shift of eight hours, played in minutes: 500 contacts, one after the other, and a page beside it that had ten.

import type { BrowserContext } from "@playwright/test";
import { type Desk, expect, test } from "../../support/desk.ts";
import { figures } from "../../support/figures.ts";
import { hurried } from "../../support/people.ts";
import { contactsPass } from "../../support/records.ts";

test.use({ people: hurried });

/** What the page keeps after so many contacts. Measured once and then no more: what looks into a page makes it keep more. */
async function keeps(contacts: number, desk: Desk, context: BrowserContext) {
    await desk.startShift();
    await contactsPass(desk, contacts);
    const session = await context.newCDPSession(desk.page);
    await session.send("HeapProfiler.enable");
    // The library throws away its log of more than an hour ago, which in a shift of minutes never comes. The panel's own
    // is counted here too, because it comes from the same machine.
    for (const frame of desk.page.frames()) {
        await frame.evaluate(() => {
            type Log = Record<"_logs" | "_rolledLogs" | "_logsToPush" | "_serverBoundInternalLogs", unknown[]>;
            const { connect } = window as unknown as { connect?: { getLog(): Log } };
            const log = connect?.getLog();
            if (!log) return;
            for (const list of [log._logs, log._rolledLogs, log._logsToPush, log._serverBoundInternalLogs]) list.length = 0;
        });
    }
    // Nor does anybody look at the console, which keeps what was written there for whoever does.
    await session.send("Runtime.enable");
    await session.send("Runtime.discardConsoleEntries");
    await desk.page.evaluate(() => performance.clearResourceTimings());
    for (let round = 0; round < 3; round += 1) await session.send("HeapProfiler.collectGarbage");
    const { nodes } = await session.send("Memory.getDOMCounters");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    return { nodes, heap: usedSize };
}

test.describe.serial("a shift @shift", () => {
    let few: Awaited<ReturnType<typeof keeps>>;

    test("of ten contacts", async ({ desk, context }) => {
        few = await keeps(10, desk, context);
    });

    test("of 500 contacts leaves the page as one of ten", async ({ desk, context }, info) => {
        test.setTimeout(600_000);
        const many = await keeps(500, desk, context);
        await figures(info, { "after the tenth contact": few, "after the five hundredth": many });
        expect(many.nodes).toBeLessThanOrEqual(few.nodes * 1.05);
        expect(many.heap).toBeLessThanOrEqual(few.heap * 1.05);
    });
});
