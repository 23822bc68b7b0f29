// What is behind the Amazon Connect SDK: commands that get one answer, and topics that are published.
// A client is whoever speaks for SDK clients: the embedding page over its port, or the library in this very page.

export const CONTACT = "aws.connect.contact";
export const VOICE = "aws.connect.voice";
export const ACTIVITY = "aws.connect.activity";

/** A refusal in the SDK's words. */
export class SdkError extends Error {
  constructor(errorKey, reason, details = {}) {
    super(reason);
    this.errorKey = errorKey;
    this.details = details;
  }
}

export class Hub {
  #handlers = new Map();
  #clients = new Set();

  /** Takes over commands of a namespace. A handler gets the request's data and may be asynchronous. */
  handle(namespace, handlers) {
    for (const [command, handler] of Object.entries(handlers)) this.#handlers.set(`${namespace} ${command}`, handler);
  }

  async request(namespace, command, data) {
    const handler = this.#handlers.get(`${namespace} ${command}`);
    if (!handler) throw new SdkError("handlerNotFound", "No handler for command");
    return handler(data ?? {});
  }

  /** A client hears of every topic and picks its own subscriptions. */
  connect(client) {
    this.#clients.add(client);
  }

  publish(namespace, key, parameter, data) {
    for (const client of this.#clients) client.publish({ namespace, key, parameter }, data);
  }
}

/** Whether a subscription hears of a topic: one without a parameter hears of all. */
export const hears = (subscribed, topic) =>
  subscribed.namespace === topic.namespace &&
  subscribed.key === topic.key &&
  (subscribed.parameter == null || subscribed.parameter === topic.parameter);

/** An error as a response carries it. Whatever is not ours is a failure of the command. */
export function asResponse(error, command, requestData) {
  const known = error instanceof SdkError;
  return {
    isError: true,
    errorKey: known ? error.errorKey : "commandFailed",
    reason: String(error?.message ?? error),
    details: { command, requestData, ...(known ? error.details : {}) },
  };
}
