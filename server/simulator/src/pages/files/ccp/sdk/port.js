// The Amazon Connect SDK's message port between this page and the one that embeds it.
// The site there listens before it makes our frame, so saying hello once, at the start, is enough.

import { asResponse, hears } from "./hub.js";

const HEALTH_CHECK_MS = 10000;

const sameTopic = (one, other) =>
  one.namespace === other.namespace && one.key === other.key && (one.parameter ?? null) === (other.parameter ?? null);

export function openPort(hub) {
  if (parent === window) return;
  const { port1: port, port2 } = new MessageChannel();
  let subscriptions = [];
  let checks = 0;

  const receive = {
    "cross-domain-site-ready": () => {
      const connectionId = crypto.randomUUID();
      const status = { initialized: true, startTime: Date.now() };
      port.postMessage({ type: "acknowledge", connectionId, status, healthCheckInterval: HEALTH_CHECK_MS });
    },
    request: async ({ namespace, command, requestId, data }) => {
      const answer = await hub.request(namespace, command, data).then(
        (data) => ({ isError: false, data }),
        (error) => asResponse(error, command, data),
      );
      port.postMessage({ type: "response", namespace, requestId, ...answer });
    },
    subscribe: ({ topic, handlerId }) => subscriptions.push({ topic, handlerId }),
    // A site unsubscribes from a topic once its last handler is gone.
    unsubscribe: ({ topic }) => {
      subscriptions = subscriptions.filter((kept) => !sameTopic(kept.topic, topic));
    },
    healthCheck: () => port.postMessage({ type: "healthCheckResponse", time: Date.now(), counter: ++checks }),
    closeChannel: () => {
      subscriptions = [];
    },
  };

  port.onmessage = ({ data }) => receive[data?.type]?.(data);
  hub.connect({
    publish: (topic, data) => {
      const heard = subscriptions.filter((subscription) => hears(subscription.topic, topic));
      for (const { topic, handlerId } of heard) port.postMessage({ type: "publish", topic, handlerId, data });
    },
  });
  // Who may frame us is the instance's to say, by its policy; so any parent there is may have the port.
  parent.postMessage({ type: "cross-domain-adapter-init" }, "*", [port2]);
}
