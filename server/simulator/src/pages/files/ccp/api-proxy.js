// What the embedding page asks of the CCP itself rather than of the worker: quick responses and screen sharing.
// Every request gets an answer, for the library waits for one without end.

const QUICK_RESPONSES = "/quick-responses";

async function fetchQuickResponses(params) {
  const answer = await fetch(QUICK_RESPONSES, {
    method: "POST",
    credentials: "include",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(params),
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw { type: body.__type ?? "InternalServiceException", message: body.message ?? `status ${answer.status}` };
  return body;
}

let waiting = null;

/** A search that another one overtakes within its delay is answered with what the other one finds. */
function search({ debounceMS = 0, ...params }) {
  if (!(debounceMS > 0)) return fetchQuickResponses(params);
  waiting ??= Promise.withResolvers();
  const { promise, resolve } = waiting;
  clearTimeout(waiting.timer);
  waiting.timer = setTimeout(() => {
    waiting = null;
    resolve(fetchQuickResponses(params));
  }, debounceMS);
  return promise;
}

function shareScreen({ ContactId: contactId }) {
  const contact = connect.core.getAgentDataProvider().getContactData(contactId);
  if (contact.state.type !== "connected") throw { type: "InvalidStateException", message: "the contact is not connected" };
  return {};
}

export function answerApiProxy() {
  const methods = {
    [connect.ApiProxyClientMethods.QR_INTEGRATION_EXISTS]: () => true,
    [connect.ApiProxyClientMethods.QR_SEARCH_QUICK_RESPONSES]: search,
    [connect.ApiProxyClientMethods.START_SCREEN_SHARING]: shareScreen,
  };
  const bus = connect.core.getEventBus();
  bus.subscribe(connect.EventType.API_PROXY_REQUEST, async ({ requestId, method, params }) => {
    const answer = { requestId };
    try {
      if (!methods[method]) throw { type: "UnknownOperationException", message: `unknown method ${method}` };
      answer.data = await methods[method](params ?? {});
    } catch (error) {
      answer.err = { type: error.type ?? "InternalServiceException", message: error.message ?? String(error) };
    }
    bus.trigger(connect.EventType.API_PROXY_RESPONSE, answer);
  });
}
