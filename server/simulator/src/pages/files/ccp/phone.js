// The phone: shows the agent and the one contact, and passes on what the agent does.
// It changes nothing by itself. What it shows is what the library last reported.

import { startLibrary } from "./library.js";

const RETRY_MS = 3000;
const START_PATIENCE_MS = 10000;

const element = (id) => document.getElementById(id);
const buttons = [...element("actions").querySelectorAll("button")];

let agent = null;
let accepting = null;
let ringing = null;

/** What can be done with a contact as it stands. */
function possible(contact) {
  switch (contact.getStatus().type) {
    case "connecting":
      return accepting === contact.getContactId() ? [] : ["accept", "reject"];
    case "connected":
      return [
        contact.getInitialConnection().isOnHold() ? "resume" : "hold",
        contact.getAgentConnection().isMute() ? "unmute" : "mute",
        "end",
      ];
    default:
      return ["clear"];
  }
}

const COMMANDS = {
  accept: (contact, answer) => contact.accept(answer),
  reject: (contact, answer) => contact.reject(answer),
  hold: (contact, answer) => contact.getInitialConnection().hold(answer),
  resume: (contact, answer) => contact.getInitialConnection().resume(answer),
  mute: (contact, answer) => contact.getAgentConnection().muteParticipant(answer),
  unmute: (contact, answer) => contact.getAgentConnection().unmuteParticipant(answer),
  end: (contact, answer) => contact.getAgentConnection().destroy(answer),
  clear: (contact, answer) => contact.clear(answer),
};

const REPLACED_BY = { hold: "resume", resume: "hold", mute: "unmute", unmute: "mute" };

const CONTACT_STATES = {
  connecting: ["Ringing", "accent"],
  connected: ["Connected", "good"],
  ended: ["After call work", "warn"],
  missed: ["Missed", "bad"],
  rejected: ["Rejected", "bad"],
};

const AGENT_TONES = { routable: "good", offline: "", error: "bad", system: "accent" };

const currentContact = () => agent?.getContacts()[0] ?? null;

function duration(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const minutes = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds < 3600 ? minutes : `${Math.floor(seconds / 3600)}:${minutes}`;
}

function refuse(what, error) {
  let reason = String(error);
  try {
    reason = JSON.parse(error).message ?? reason;
  } catch {
    // Not every refusal is JSON; then the text itself has to do.
  }
  element("refusal").textContent = `${what}: ${reason}`;
}

function renderAgent() {
  const state = agent.getState();
  element("agent-name").textContent = agent.getName();
  element("agent-dot").dataset.tone = AGENT_TONES[state.type] ?? "warn";

  const states = agent.getAgentStates();
  const picked = states.findIndex((known) => known.name === state.name);
  const names = states.map((known) => known.name);
  // A state that nobody can pick still has to be shown.
  if (picked < 0) names.unshift(state.name);
  const select = element("status");
  if (select.dataset.names !== names.join()) {
    select.dataset.names = names.join();
    select.replaceChildren(...names.map((name) => new Option(name, name)));
    if (picked < 0) select.options[0].disabled = true;
  }
  select.value = state.name;
  select.disabled = false;

  const takesCalls = state.type === "routable";
  element("idle-hint").textContent = takesCalls ? "The next call comes to you." : "Calls come to you while you are Available.";

  const next = agent.getNextState();
  element("next-status").hidden = !next;
  element("next-status").textContent = next ? `Next status: ${next.name}` : "";
}

function renderContact(contact) {
  const card = element("contact");
  const [focused, hadFocus] = [document.activeElement, card.contains(document.activeElement)];
  card.hidden = !contact;
  element("idle").hidden = Boolean(contact);
  if (!contact) {
    if (hadFocus) element("status").focus();
    return;
  }

  const type = contact.getStatus().type;
  const [label, tone] = CONTACT_STATES[type] ?? [type, ""];
  const isAccepting = type === "connecting" && accepting === contact.getContactId();
  card.toggleAttribute("data-ringing", type === "connecting" && !isAccepting);
  element("contact-state").textContent = isAccepting ? "Connecting" : label;
  element("contact-state").dataset.tone = tone;
  element("customer").textContent = contact.getCustomerEndpoint()?.phoneNumber ?? "Unknown number";
  element("queue").textContent = contact.getQueue()?.name ?? "";

  const live = type === "connected";
  const notices = [];
  if (live && contact.getInitialConnection().isOnHold()) notices.push("On hold");
  if (live && contact.getAgentConnection().isMute()) notices.push("Muted");
  element("contact-notice").textContent = notices.join(" · ");
  element("contact-notice").hidden = notices.length === 0;

  const actions = possible(contact);
  for (const button of buttons) button.hidden = !actions.includes(button.dataset.action);
  // The button that was pressed may be gone. Its opposite takes over; never "End call", which a second press would hit.
  if (hadFocus && focused.hidden) {
    const shown = buttons.filter((button) => !button.hidden);
    (shown.find((button) => button.dataset.action === REPLACED_BY[focused.dataset.action]) ?? card).focus();
  }
}

function announce(contact) {
  const offered = contact?.getStatus().type === "connecting" ? contact.getContactId() : null;
  if (offered && offered !== ringing) {
    const number = contact.getCustomerEndpoint()?.phoneNumber ?? "an unknown number";
    element("announcer").textContent = `Incoming call from ${number}, queue ${contact.getQueue()?.name ?? "unknown"}`;
  } else if (!offered) {
    element("announcer").textContent = "";
  }
  ringing = offered;
}

function render() {
  const contact = currentContact();
  if (contact?.getContactId() !== accepting || contact.getStatus().type !== "connecting") accepting = null;
  renderAgent();
  renderContact(contact);
  announce(contact);
  tick();
}

function tick() {
  if (!agent) return;
  element("agent-time").textContent = duration(agent.getStateDuration());
  const contact = currentContact();
  if (contact) element("contact-time").textContent = duration(contact.getStatusDuration());
}

function act(button) {
  const contact = currentContact();
  if (!contact || button.ariaBusy) return;
  const { action } = button.dataset;
  element("refusal").textContent = "";
  // Not `disabled`: that would take the focus away from whoever works by keyboard.
  button.ariaBusy = "true";
  COMMANDS[action](contact, {
    success: () => {
      button.ariaBusy = null;
      if (action === "accept") {
        accepting = contact.getContactId();
        render();
      }
    },
    failure: (error) => {
      button.ariaBusy = null;
      refuse(button.textContent, error);
    },
  });
}

function pickStatus() {
  const select = element("status");
  const state = agent.getAgentStates().find((known) => known.name === select.value);
  element("refusal").textContent = "";
  if (!state) return;
  const refused = (error) => {
    refuse(`Status ${state.name}`, error);
    renderAgent();
  };
  agent.setState(state, { success: () => renderAgent(), failure: refused }, { enqueueNextState: true });
}

function showBanner(text, canSignIn = false) {
  element("banner").hidden = !text;
  element("banner-text").textContent = text;
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
    } else if (metric.name === "createTransport" && metric.error && !agent) {
      // Without a first transport the worker never begins to poll. Only a new worker does.
      showBanner("The instance cannot be reached. Trying again…");
      setTimeout(() => location.reload(), RETRY_MS);
    }
  });
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
  connect.agent((found) => {
    agent = found;
    agent.onRefresh(render);
    render();
  });
  // A worker that could not be loaded says nothing at all.
  setTimeout(() => connect.core.initialized || location.reload(), START_PATIENCE_MS);
}

for (const button of buttons) button.addEventListener("click", () => act(button));
element("status").addEventListener("change", pickStatus);
setInterval(tick, 1000);
start();
