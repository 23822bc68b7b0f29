// What the page says when something goes wrong, as a screen reader finds it and as it looks, in both themes. That it goes
// again is in trouble.spec.ts and life.spec.ts.

import { expect, test } from "../../support/desk.ts";
import { people } from "../../support/people.ts";
import { told } from "../../support/story.ts";

test.use({
    people: people(["softphone = false ", "softphone = true "]),
    expectedErrors: /Failed to load resource|net::ERR_|integrity/,
});

test("before there is a panel: no library, no approval, errors, no answer", async ({ desk }, info) => {
    const { page, instance } = desk;
    const library = "**/vendor/**";
    await page.route(library, (route) => route.fulfill({ body: "window.connect = {}", contentType: "text/javascript" }));
    await desk.open();
    await told(page, info, "no library", `
      - region "Contact Control Panel":
        - status:
          - heading "The desktop could not start" [level=2]
          - paragraph: /could not be loaded from .vendor/
    `);
    await page.unroute(library);

    await instance.approve("https://desk.example.com");
    await desk.open();
    await told(page, info, "not approved", `
      - status:
        - heading "Amazon Connect does not allow this page to show the Contact Control Panel" [level=2]
        - paragraph: /is not on the instance's list of approved origins/
        - button "Sign in"
    `);
    await instance.approve(desk.url);

    await instance.control("POST", "faults", { status: 500 });
    await desk.open();
    await told(page, info, "errors", `
      - status:
        - heading "Amazon Connect reports errors" [level=2]
        - paragraph: /It answers with error 500/
    `);

    await instance.stop();
    await desk.open();
    await told(page, info, "no answer", `
      - status:
        - heading "Amazon Connect does not answer" [level=2]
        - paragraph: /Nothing answers at http.*ccp-v2/
    `);
});

test("in a shift: a number that is none, a refusal, records that wait, no microphone, a logout", async ({ desk }, info) => {
    const { page, instance } = desk;
    await desk.startShift();
    await page.locator("#dial-number").fill("0206 555");
    await desk.act("dial");
    await told(page, info, "a number that is none", `
      - group "Call somebody":
        - textbox "Telephone number": 0206 555
        - alert: /begins with \\+/
    `);

    await instance.control("POST", "faults", { operations: ["AcceptContact"], status: 500 });
    await instance.offerCall();
    await desk.act("accept");
    await told(page, info, "a refusal", `
      - region "Call control":
        - group:
          - group "Contact controls":
            - /children: equal
            - button "Accept"
            - button "Reject"
          - alert: /\\w+/
    `);
    await instance.control("DELETE", "faults");

    await desk.server.stop();
    await desk.act("accept");
    await told(page, info, "records wait", `
      - region "Today":
        - heading "Today" [level=2]
        - status: /^\\d+ records? waits? to be sent\\. The oldest waits since \\S+\\. The server does not answer; they are safe in this browser\\.$/
        - button "Save waiting records"
    `);
    await desk.server.start();

    await instance.control("POST", "agents/anna/softphone-fault", { reason: "microphone_not_shared" });
    await told(page, info, "no microphone", `
      - alert "Softphone":
        - heading /microphone/ [level=2]
        - paragraph
    `);

    await page.getByRole("button", { name: "Hang up" }).click();
    await desk.act("clear");
    await expect(desk.stage).toHaveText("Cleared");
    await page.getByRole("button", { name: "Log out" }).click();
    await told(page, info, "logged out", `
      - banner:
        - region "Agent"
      - main:
        - region "Contact Control Panel":
          - status:
            - heading "You are logged out" [level=2]
            - paragraph: Sign in to take contacts again.
            - button "Sign in"
    `);
});
