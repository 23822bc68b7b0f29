// What the faults of the records' tests have in common: contacts that pass by themselves, and what is in the store in the end.

import { expect } from "@playwright/test";
import type { Desk } from "./desk.ts";

/** How often a fault is tried: a few times with every change, at length with `make soak`. */
export function times(few: number, soak: number): number {
    return process.env["STREAMDESK_SOAK"] ? soak : few;
}

/** Has so many contacts pass, one after the other. Answers their IDs. */
export async function contactsPass(desk: Desk, count: number): Promise<string[]> {
    const contacts: string[] = [];
    for (let index = 0; index < count; index += 1) {
        const contactId = await desk.instance.offerCall();
        contacts.push(contactId);
        await desk.act("accept");
        await expect(desk.stage).toHaveText("Connected");
        await desk.instance.customerHangsUp(contactId);
        await expect(desk.stage).toHaveText("Wrap-up");
        await desk.act("clear");
        await expect(desk.stage).toHaveText("Cleared");
    }
    return contacts;
}

/** What became of contacts in the store: how many are missing or unfinished, and how many are there twice. */
export async function counted(desk: Desk, contacts: string[]): Promise<{ tried: number; lost: number; doubled: number }> {
    const records = await desk.server.allRecords();
    const whole = (contactId: string) => records.filter((one) => one.contact_id === contactId && one.cleared_at !== null);
    return {
        tried: contacts.length,
        lost: contacts.filter((contactId) => whole(contactId).length === 0).length,
        doubled: contacts.filter((contactId) => records.filter((one) => one.contact_id === contactId).length > 1).length,
    };
}
