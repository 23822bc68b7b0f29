// The SDK provider of this page itself. In an embedding page `initCCP` makes one; a CCP page brings its own, and
// without it the library's softphone cannot mute.

import { hears } from "./hub.js";

export function makeProvider(hub) {
  const subscriptions = [];
  const nothing = () => {};
  hub.connect({
    publish: (topic, data) => {
      for (const { topic: subscribed, handler } of [...subscriptions]) {
        if (hears(subscribed, topic)) handler(data);
      }
    },
  });
  const proxy = {
    connectionStatus: "ready",
    request: (namespace, command, data) => hub.request(namespace, command, data),
    subscribe: (topic, handler) => subscriptions.push({ topic, handler }),
    unsubscribe: (topic, handler) => {
      // The library forgets the parameter when it unsubscribes, so the handler has to do.
      const index = subscriptions.findIndex((kept) => kept.handler === handler && kept.topic.key === topic.key);
      if (index >= 0) subscriptions.splice(index, 1);
    },
    onError: nothing,
    offError: nothing,
    onConnectionStatusChange: nothing,
    offConnectionStatusChange: nothing,
    log: nothing,
    sendLogMessage: nothing,
    sendMetric: nothing,
    sendMetricMessage: nothing,
  };
  return { id: "simulated-ccp", config: {}, getProxy: () => proxy, onError: nothing, offError: nothing };
}
