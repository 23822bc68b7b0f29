// Every state of a contact, as a screen reader finds it and as it looks, in both themes. What is left out of a tree may be
// anything; what a list of controls does not name is not there.

import { expect, test } from "../../support/desk.ts";
import { people } from "../../support/people.ts";
import { kept, told } from "../../support/story.ts";

test.use({
    // Who is called answers at once.
    people: people(["answer_ms = 2000 ", "answer_ms = 100 "]),
    deskConfig: `
        [desk]
        [[desk.dispositions]]
        code = "resolved"
        label = "Resolved"
        label_ja = "解決済み"
        [[desk.dispositions]]
        code = "refund"
        label = "Refund"
        label_ja = "返金"
        details = [{ code = "full", label = "In full" }, { code = "part", label = "In part" }]
        [[desk.screen_pops]]
        label = "Open in the CRM"
        url = "https://crm.example.com/search?phone={{customer}}"
    `,
});

test("a call, from ringing to what the customer was put on hold for", async ({ desk }, info) => {
    const { page, instance } = desk;
    await desk.startShift();
    await instance.offerCall();
    await told(page, info, "ringing", `
      - banner:
        - region "Agent":
          - text: /Anna Lindqvist Pending busy/
      - main:
        - region "Contacts":
          - heading "Contacts" [level=2]
          - list:
            - /children: equal
            - listitem:
              - button /^voice .12065550100 BasicQueue Ringing/
        - region "Call control":
          - group:
            - group "Contact controls":
              - /children: equal
              - button "Accept"
              - button "Reject"
        - region "Contact":
          - heading "+12065550100" [level=2]
          - status: Ringing
          - paragraph: Accept or reject it.
          - group "Pages for this contact":
            - link "Open in the CRM (new window)"
          - term: Contact ID
          - definition:
            - code: /^[0-9a-f-]{36}$/
          - term: Offered
          - definition:
            - time: /\\d\\d:\\d\\d:\\d\\d/
            - text: Time of the service
          - term: Connected
          - definition:
            - time: –
        - region "Attributes":
          - heading "Attributes" [level=2]
          - term: Language
          - definition: en-US
      - paragraph: Incoming call from +12065550100, BasicQueue
    `);

    await desk.act("accept");
    await told(page, info, "connected", `
      - banner:
        - region "Agent":
          - text: /Anna Lindqvist Busy/
      - main:
        - region "Contacts":
          - list:
            - listitem:
              - button /^voice .12065550100 BasicQueue Connected/
        - region "Call control":
          - group:
            - group "Contact controls":
              - /children: equal
              - button "Mute"
              - button "Hold"
              - button "Keypad"
              - button "Consult or transfer"
              - button "Hang up"
            - list "Participants":
              - /children: equal
              - listitem: +12065550100 Customer Talking
        - region "Contact":
          - heading "+12065550100" [level=2]
          - status: Connected
          - term: Talk time
          - definition: /^\\d+:\\d\\d$/
          - term: Queue
          - definition: BasicQueue
          - term: Channel
          - definition: voice
          - term: Direction
          - definition: inbound
          - term: Number reached
          - definition: "+18005550199"
        - region "Wrap-up":
          - heading "Wrap-up" [level=2]
          - group "Wrap-up":
            - radiogroup "Disposition":
              - radio "Resolved"
              - radio "Refund"
            - textbox "Notes"
            - button "Finish"
        - region "Today":
          - heading "Today" [level=2]
          - region "Today's contacts":
            - table:
              - rowgroup:
                - row "Start Customer Queue Outcome Talk time Contact ID"
              - rowgroup:
                - /children: equal
                - row /^\\d\\d:\\d\\d:\\d\\d .12065550100 BasicQueue in progress/
    `);

    await desk.choose("Lunch");
    await told(page, info, "another status comes next", `
      - region "Agent":
        - text: /Anna Lindqvist Busy/
        - text: then Lunch
        - button "Cancel the next status"
    `);

    await desk.act("mute");
    await told(page, info, "muted", `
      - group "Contact controls":
        - /children: equal
        - button "Mute" [pressed]
        - button "Hold" [pressed=false]
        - button "Keypad"
        - button "Consult or transfer"
        - button "Hang up"
    `);
    await desk.act("mute");

    await desk.act("keypad");
    await told(page, info, "keypad", `
      - region "Call control":
        - group:
          - group "Contact controls":
            - button "Mute" [pressed=false]
            - button "Keypad" [expanded]
          - group "Keypad":
            - button "1"
            - button "Star"
            - button "0"
            - button "Hash"
            - textbox "Tones"
            - button "Send"
            - textbox "Name for these tones"
            - button "Save"
            - list "Saved tones"
    `);

    await desk.act("hold");
    await told(page, info, "on hold", `
      - region "Contacts":
        - list:
          - listitem:
            - button /^voice .12065550100 BasicQueue On hold/
      - region "Call control":
        - group:
          - group "Contact controls":
            - /children: equal
            - button "Mute"
            - button "Hold" [pressed]
            - button "Consult or transfer"
            - button "Hang up"
          - list "Participants":
            - listitem: +12065550100 Customer On hold
      - region "Contact":
        - status: On hold
        - heading "Holds" [level=3]
        - list:
          - /children: equal
          - listitem: /^since \\d\\d:\\d\\d:\\d\\d/
    `);
});

test("what the pointer rests on can still be read", async ({ desk }, info) => {
    await desk.startShift();
    await desk.instance.offerCall();
    for (const act of ["accept", "reject", "dial"]) {
        await desk.control(act).hover();
        await kept(desk.page, info, `the pointer on ${act}`);
    }
});

test("a control can still be read while it waits", async ({ desk }, info) => {
    await desk.startShift();
    await desk.instance.offerCall();
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await desk.act("hold");
    await expect(desk.control("hold")).toHaveAttribute("aria-pressed", "true");
    // Nothing is answered before the pictures are made.
    await desk.instance.control("POST", "faults", { latency_ms: 60_000, agents: ["anna"] });
    for (const act of ["hold", "mute", "leave"]) {
        await desk.act(act);
        await expect(desk.control(act)).toHaveAttribute("aria-busy", "true");
        await kept(desk.page, info, `waiting for ${act}`);
    }
});

test("a consultation and its wrap-up", async ({ desk }, info) => {
    const { page } = desk;
    await desk.startShift();
    await desk.instance.offerCall();
    await desk.act("accept");
    await desk.act("reach");
    await told(page, info, "quick connects", `
      - region "Call control":
        - group:
          - group "Contact controls":
            - button "Consult or transfer" [expanded]
          - group "Quick connects":
            - textbox "A telephone number"
            - button "Consult"
            - button "Transfer"
            - searchbox "Search by name or number"
            - list "Quick connects":
              - listitem:
                - 'button "Favourite: Ben Okafor"'
                - text: Ben Okafor Agent
                - 'button "Consult: Ben Okafor"'
                - 'button "Transfer: Ben Okafor"'
              - listitem: /Billing Queue/
              - listitem: /Head office Phone . .12065550123/
    `);

    await page.getByRole("button", { name: "Consult: Head office" }).click();
    await told(page, info, "three on the line", `
      - region "Call control":
        - group:
          - group "Contact controls":
            - /children: equal
            - button "Mute"
            - button "Hold customer" [pressed]
            - button "Keypad"
            - button "Consult or transfer"
            - button "Swap"
            - button "Join all"
            - button "Leave the call"
          - list "Participants":
            - /children: equal
            - listitem:
              - text: +12065550100 Customer On hold
              - 'button "Hold: +12065550100" [pressed]'
              - 'button "Drop: +12065550100"'
            - listitem:
              - text: Head office Third party Talking
              - 'button "Hold: Head office" [pressed=false]'
              - 'button "Drop: Head office"'
      - region "Contact":
        - status: On hold
        - heading "Transfers and consultations" [level=3]
        - list:
          - listitem: /^Head office. consultation, \\d\\d:\\d\\d:\\d\\d, in progress$/
    `);

    await page.getByRole("button", { name: "Log out" }).click();
    await told(page, info, "logging out on a contact", `
      - dialog "Log out now?":
        - heading "Log out now?" [level=2]
        - button "Close"
        - paragraph: You have 1 open contact.
        - button "Stay"
        - button "Log out anyway"
    `);
    await page.keyboard.press("Escape");

    await desk.act("leave");
    await page.getByLabel("Refund").check();
    await told(page, info, "wrap-up", `
      - banner:
        - region "Agent":
          - text: /Anna Lindqvist After call work/
      - main:
        - region "Call control":
          - group:
            - group "Contact controls":
              - /children: equal
              - button "Clear contact"
        - region "Contact":
          - status: Wrap-up
          - paragraph: Finish your notes, then clear the contact.
          - term: Ended
          - definition:
            - time: /\\d\\d:\\d\\d:\\d\\d/
          - term: Wrap-up
          - definition: /^\\d+:\\d\\d$/
          - term: Ended by
          - definition: agent
          - list:
            - listitem: /^Head office. consultation, .* handed over$/
        - region "Wrap-up":
          - group "Wrap-up":
            - radiogroup "Disposition":
              - radio "Refund" [checked]
            - radiogroup "Detail (required)":
              - radio "In full"
              - radio "In part"
            - textbox "Notes"
            - button "Finish and clear"
    `);

    await page.getByLabel("In part").check();
    await desk.act("clear");
    await told(page, info, "cleared", `
      - region "Contact":
        - heading "+12065550100" [level=2]
        - status: Cleared
      - region "Today":
        - region "Today's contacts":
          - table:
            - rowgroup:
              - row /^\\d\\d:\\d\\d:\\d\\d .12065550100 BasicQueue handled \\d+:\\d\\d/
    `);
});

test("each channel is offered, and several contacts are open at once", async ({ desk }, info) => {
    const { page, instance } = desk;
    await desk.startShift();
    const offer = async (contact: Record<string, string>) => {
        await instance.control("POST", "contacts", { queue: "BasicQueue", agent: "anna", ...contact });
        const ringing = page.locator(".contacts [data-stage=ringing]").last();
        await expect(ringing).toBeVisible();
        await ringing.click();
    };
    await offer({ channel: "queue_callback", customer: "+12065550142" });
    await told(page, info, "a callback is offered", `
      - main:
        - region "Call control":
          - group:
            - group "Contact controls":
              - /children: equal
              - button "Call back"
              - button "Reject"
        - region "Contact":
          - heading "+12065550142" [level=2]
          - status: Ringing
          - term: Channel
          - definition: callback
      - paragraph: Incoming callback from +12065550142, BasicQueue
    `);
    await desk.act("reject");
    await desk.act("clear");
    await desk.choose("Available");
    await expect(page.locator("#agent-state")).toHaveText("Available");

    await offer({ channel: "chat", customer: "Mia" });
    await told(page, info, "a chat is offered", `
      - region "Call control":
        - group:
          - group "Contact controls":
            - /children: equal
            - button "Accept chat"
            - button "Reject"
      - region "Contact":
        - status: Ringing
        - term: Channel
        - definition: chat
    `);
    await desk.act("accept");
    await expect(desk.stage).toHaveText("Connected");
    await offer({ channel: "task", name: "Call the plumber" });
    await told(page, info, "a task is offered", `
      - region "Call control":
        - group:
          - group "Contact controls":
            - /children: equal
            - button "Accept task"
            - button "Reject"
      - region "Contact":
        - heading "Call the plumber" [level=2]
        - status: Ringing
        - term: Channel
        - definition: task
    `);
    await desk.act("accept");
    await desk.act("pause");
    await expect(desk.stage).toHaveText("Paused");
    await offer({ channel: "email", customer: "mia@example.com", name: "Where is my parcel?" });
    await told(page, info, "an e-mail is offered, a task is paused, a chat is open", `
      - main:
        - region "Contacts":
          - list:
            - /children: equal
            - listitem:
              - button /^chat .* Connected/
            - listitem:
              - button /^task Call the plumber BasicQueue Paused/
            - listitem:
              - button /^email Where is my parcel. BasicQueue Ringing/
        - region "Call control":
          - group:
            - group "Contact controls":
              - /children: equal
              - button /^Accept e-?mail/
              - button "Reject"
        - region "Contact":
          - heading "Where is my parcel?" [level=2]
          - status: Ringing
          - term: Channel
          - definition: email
      - paragraph: /^Incoming email from mia@example.com/
    `);
});
