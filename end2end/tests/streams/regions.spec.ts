// The crate `connect-streams` with two regions, in both of the library's ways.

import { type Instance, withFolder } from "../../support/programs.ts";
import { type Bench, expect, test } from "../../support/streams.ts";
import { activate, signInTo, startWest } from "../../support/west.ts";

async function withWest(bench: Bench, use: (west: Instance) => Promise<void>): Promise<void> {
    await withFolder(async (folder) => {
        const west = await startWest(folder);
        await west.approve(bench.url);
        try {
            for (const instance of [bench.instance, west]) await signInTo(instance, bench.page.request);
            await use(west);
        } finally {
            await west.stop();
        }
    });
}

test("the page follows the active region, waits for a call, and can be sent over", async ({ bench }) => {
    await withWest(bench, async (west) => {
        await bench.open();
        await bench.embed({ secondaryCCPUrl: `${west.url}/ccp-v2/`, enableGlobalResiliency: true, loginUrl: `${bench.instance.url}/login` });
        await bench.hears("core.on_initialized", "on_agent");
        const both = [bench.instance, west];
        const region = () => bench.glance("resiliency.active_region");
        await expect.poll(region).toContain("us-east-1");
        await activate("us-west-2", both);
        await bench.hears("resiliency.on_failover_detected", "resiliency.on_failover_completed");
        expect(await region()).toContain("us-west-2");

        await bench.act("agent.set_state", { state: "Available" });
        const contact = await west.offerCall();
        await bench.hears("on_contact");
        await bench.act("contact.accept", { contact });
        await expect.poll(() => bench.glance("voice.is_connected")).toBe("true");
        await activate("us-east-1", both);
        await bench.hears("resiliency.on_failover_pending");
        expect(await region()).toContain("us-west-2");
        await west.customerHangsUp(contact);
        await expect.poll(region, { timeout: 20_000 }).toContain("us-east-1");
        await bench.act("force_failover");
        await expect.poll(region, { timeout: 20_000 }).toContain("us-west-2");
    });
});

/** Embeds both as the older library does. Answers their names for the service, the east's first. */
async function embedBoth(bench: Bench, west: Instance, { poll, active }: { poll: boolean; active: 0 | 1 }): Promise<void> {
    const instances = [bench.instance, west];
    const described = instances.map((instance) => instance.control<{ instance_arn: string }>("GET", "regions"));
    const arns = (await Promise.all(described)).map(({ instance_arn }) => instance_arn);
    const regions = { active_region: active ? "us-west-2" : "us-east-1", active_instance_arn: arns[active] };
    for (const instance of instances) await instance.control("PUT", "regions", regions);
    await bench.open({ library: false });
    await bench.page.addScriptTag({ url: "/vendor/connect-streams-dr.js" });
    await bench.act("two.init", {
        first: { ccpUrl: bench.ccpUrl, region: "us-east-1", loginUrl: `${bench.instance.url}/login` },
        arn: arns[0],
        stand_by: { ccp_url: `${west.url}/ccp-v2/`, region: "us-west-2", arn: arns[1] },
        poll,
    });
    await expect.poll(async () => (await bench.heard()).filter((name) => name === "two.on_init").length, { timeout: 20_000 }).toBe(2);
}

test("the older library shows two instances and goes over when the service says so", async ({ bench }) => {
    await withWest(bench, async (west) => {
        await embedBoth(bench, west, { poll: true, active: 1 });
        await bench.hears("two.on_failover_complete");
        expect(await bench.act("two.regions")).toEqual(["us-west-2", "us-east-1"]);
    });
});

test("the older library goes from one instance to the other when it is told to", async ({ bench }) => {
    await withWest(bench, async (west) => {
        // The library sends whoever stands by offline; if that comes late, it takes it for a way back.
        await west.control("PUT", "agents/anna/status", { status: "Available" });
        await embedBoth(bench, west, { poll: false, active: 0 });
        const status = async () => (await west.control<{ agent: { state: { name: string } } }>("GET", "agents/anna")).agent.state.name;
        await expect.poll(status, { timeout: 20_000 }).toBe("Offline");
        expect(await bench.act("two.regions")).toEqual(["us-east-1", "us-west-2"]);

        await expect.poll(() => bench.attempt("two.fail_over"), { timeout: 20_000 }).toHaveProperty("ok");
        await bench.hears("two.on_failover_complete");
        expect(await bench.act("two.regions")).toEqual(["us-west-2", "us-east-1"]);
    });
});
