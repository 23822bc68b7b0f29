// Session expiration: the warning, its going away, and the agent's sign of life that makes it go.
// Nothing expires by itself here. A warning comes from outside; who lets its moment pass is signed out.

import { ACTIVITY } from "./hub.js";

export function answerActivity(hub) {
  let timer = null;

  function clear() {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    hub.publish(ACTIVITY, "expiration-warning-cleared", undefined, {});
  }

  async function expire() {
    timer = null;
    await fetch("/logout", { credentials: "include" }).catch(() => {});
    connect.core.getUpstream().sendUpstream(connect.EventType.TERMINATE);
  }

  hub.handle(ACTIVITY, {
    sendActivity: () => {
      clear();
      return {};
    },
  });

  return {
    /** Keeps step with an event from outside, which is on its way to the subscribers already. */
    observe(key, data) {
      if (key === "expiration-warning" && Number.isFinite(data?.expiration)) {
        clearTimeout(timer);
        timer = setTimeout(expire, Math.max(0, data.expiration - Date.now()));
      } else if (key === "expiration-warning-cleared") {
        clearTimeout(timer);
        timer = null;
      }
    },
    clear,
    isWarning: () => timer !== null,
  };
}
