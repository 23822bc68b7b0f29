// Puts the SDK side together: one hub, its two clients, its commands, and the events that come from outside.

import { answerActivity } from "./activity.js";
import { answerAgent } from "./agent.js";
import { answerContact } from "./contact.js";
import { publishChanges } from "./events.js";
import { ACTIVITY, CONTACT, Hub, VOICE } from "./hub.js";
import { openPort } from "./port.js";
import { makeProvider } from "./provider.js";
import { answerVoice } from "./voice.js";

const OUTSIDE = "streamdesk/sdk-event";
const NETWORK_CHANGED = "agent/networkConnectionStatusChanged";

/** The connection to the instance, as the SDK sees it. */
function trackNetwork(hub) {
  let current = { status: "connecting", timestamp: Date.now() };
  return {
    status: () => current,
    enter(status, timestamp = Date.now()) {
      if (status === current.status) return;
      current = { status, timestamp };
      hub.publish(CONTACT, NETWORK_CHANGED, undefined, current);
    },
    observe(data) {
      if (data?.status) current = { timestamp: Date.now(), ...data };
    },
  };
}

const hub = new Hub();
const network = trackNetwork(hub);
const activity = answerActivity(hub);
const voice = answerVoice(hub);
answerAgent(hub, network);
answerContact(hub);

/** Before the library starts: its own SDK clients are made while it does. */
export function provideSdk() {
  connect.core._amazonConnectProviderData = { provider: makeProvider(hub) };
  openPort(hub);
}

/** Once the library runs: what it reports is published, and the outside may have its say. */
export function startSdk() {
  const sockets = connect.core.getWebSocketManager();
  sockets.onConnectionGain(() => network.enter("connected"));
  sockets.onConnectionOpen(() => network.enter("connected"));
  sockets.onConnectionLost(() => network.enter("disconnected"));
  sockets.onInitFailure(() => network.enter("failed"));
  sockets.onMessage(OUTSIDE, ({ content }) => {
    const { namespace, key, parameter, data } = content;
    if (namespace === ACTIVITY) activity.observe(key, data);
    if (namespace === VOICE) voice.observe(key, parameter, data);
    if (namespace === CONTACT && key === NETWORK_CHANGED) network.observe(data);
    hub.publish(namespace, key, parameter, data);
  });
  connect.agent((agent) => {
    network.enter("connected");
    const publish = publishChanges(hub, voice);
    publish();
    agent.onRefresh(publish);
  });
}
