// The phone: draws what the library last reported, and passes on what the agent does.
// It changes nothing by itself; a contact looks different when the library says that it is.

import { startLibrary } from "./library.js";
import { announce, element, render, write } from "../dom.js";
import { followChats, listenToChats, settleChat } from "./phone/chat.js";
import { connectsView, refreshConnects } from "./phone/connects.js";
import { contactView } from "./phone/contact.js";
import { header } from "./phone/header.js";
import { homeView } from "./phone/home.js";
import { keypadView } from "./phone/keypad.js";
import { changed, contacts, onChange, open, selected, store } from "./phone/store.js";
import { tabs } from "./phone/tabs.js";
import { taskView } from "./phone/task.js";

const RETRY_MS = 3000;
const START_PATIENCE_MS = 10000;

const VIEWS = { keypad: keypadView, connects: connectsView, task: taskView };

let offeredBefore = new Set();
let drawnView = "";

/** The open contact is one that is there; one that rings comes to the front. */
function choose(all) {
  const ids = new Set(all.map((contact) => contact.id));
  const ringing = new Set(all.filter((contact) => contact.type === "connecting").map((contact) => contact.id));
  for (const id of store.accepting) if (!ringing.has(id)) store.accepting.delete(id);
  if (!ids.has(store.selected)) {
    store.selected = all[0]?.id ?? null;
    if (store.view !== "task") store.view = store.selected ? "contact" : store.view === "contact" ? "home" : store.view;
  }
  if (store.view === "home" && store.selected) store.view = "contact";
  const offered = all.filter((contact) => contact.offered);
  const fresh = offered.find((contact) => !offeredBefore.has(contact.id));
  offeredBefore = new Set(offered.map((contact) => contact.id));
  if (!fresh) return;
  announce(`Incoming ${fresh.noun} from ${fresh.title}, queue ${fresh.queue || "unknown"}`);
  const busyElsewhere = all.some((contact) => contact.live) && store.view !== "home";
  if (!busyElsewhere) {
    store.selected = fresh.id;
    store.view = "contact";
  }
}

function draw() {
  const all = contacts();
  choose(all);
  const contact = selected();
  const [focused, main] = [document.activeElement, element("view")];
  const hadFocus = main.contains(focused);
  const label = focused?.textContent;

  render(element("header"), header());
  render(element("tabs"), tabs(all));
  element("tabs").hidden = all.length < 2;
  element("tabs").toggleAttribute("data-many", all.length > 3);
  const view = store.view === "contact" && contact ? () => contactView(contact) : (VIEWS[store.view] ?? homeView);
  render(main, view());
  document.body.dataset.view = store.view;
  write(element("refusal"), store.refusal);
  settleChat(contact);
  moveFocus(main, hadFocus, focused, label);
}

const REPLACED_BY = { Hold: "Resume", Resume: "Hold", Mute: "Unmute", Unmute: "Mute", Pause: "Resume" };

/** What was pressed may be gone. Its opposite takes over; never a button that a second press should not hit. */
function moveFocus(main, hadFocus, focused, label) {
  const name = `${store.view} ${store.purpose}`;
  const moved = drawnView && name !== drawnView;
  drawnView = name;
  if (moved && hadFocus) {
    (main.querySelector("[autofocus]") ?? main.querySelector("h2[tabindex], #contact"))?.focus();
  } else if (hadFocus && focused.isConnected) {
    if (document.activeElement !== focused) focused.focus();
  } else if (hadFocus) {
    const opposite = [...main.querySelectorAll("button")].find((button) => button.textContent === REPLACED_BY[label]);
    (opposite ?? main.querySelector("#contact") ?? element("status"))?.focus();
  }
}

function showBanner(text, canSignIn = false) {
  element("banner").hidden = !text;
  write(element("banner-text"), text);
  element("banner-link").hidden = !canSignIn;
}

/** The library says nothing when its polling fails, but it does count its calls. */
function watchConnection() {
  connect.core.getEventBus().subscribe(connect.EventType.API_METRIC, (metric) => {
    const isPoll = metric.name === "getAgentSnapshot";
    if (isPoll && !metric.error) {
      showBanner("");
    } else if (isPoll && metric.error.statusCode === 401) {
      showBanner("Your session has ended.", true);
    } else if (isPoll) {
      showBanner("The instance cannot be reached. Trying again…");
    } else if (metric.name === "createTransport" && metric.error && !store.agent) {
      // Without a first transport the worker never begins to poll. Only a new worker does.
      showBanner("The instance cannot be reached. Trying again…");
      setTimeout(() => location.reload(), RETRY_MS);
    }
  });
}

function follow(agent) {
  store.agent = agent;
  const refresh = () => {
    followChats();
    changed();
  };
  agent.onRefresh(refresh);
  agent.onMuteToggle(({ muted }) => {
    store.locallyMuted = Boolean(muted);
    changed();
  });
  listenToChats();
  refreshConnects();
  refresh();
}

async function start() {
  if (!window.connect) {
    showBanner("The instance cannot be reached. Trying again…");
    setTimeout(() => location.reload(), RETRY_MS);
    return;
  }
  try {
    await startLibrary();
  } catch {
    showBanner("The instance cannot be reached. Trying again…");
    setTimeout(start, RETRY_MS);
    return;
  }
  showBanner("");
  watchConnection();
  connect.agent(follow);
  // A worker that could not be loaded says nothing at all.
  setTimeout(() => connect.core.initialized || location.reload(), START_PATIENCE_MS);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !["home", "contact"].includes(store.view)) open(store.selected ? "contact" : "home");
});
onChange(draw);
draw();
setInterval(() => store.agent && changed(), 1000);
start();
