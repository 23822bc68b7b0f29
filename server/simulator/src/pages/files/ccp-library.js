// What the published library expects of a CCP page before it is of use to anybody.
// `startLibrary` does it all; the phone itself, in ccp.js, then uses the library as any page would.
"use strict";

const LOGIN = "/login?destination=/ccp-v2/";

// The library's check of a sign-in for two regions calls these and leaves them to the page.
function provideMissingParts() {
  connect._getCookie = (name) => {
    const pair = document.cookie.split("; ").find((cookie) => cookie.startsWith(`${name}=`));
    return pair ? decodeURIComponent(pair.slice(name.length + 1)) : null;
  };
  connect._isEmpty = (value) => !value || Object.keys(value).length === 0;

  // In an embedding page `initCCP` makes a provider for the SDK clients; a CCP page has to bring its own.
  // There is nothing behind this one: what would go through it is not simulated.
  const nothing = () => {};
  const proxy = {
    connectionStatus: "ready",
    request: () => Promise.reject(new Error("not simulated")),
    subscribe: nothing,
    unsubscribe: nothing,
    onError: nothing,
    offError: nothing,
    onConnectionStatusChange: nothing,
    offConnectionStatusChange: nothing,
    log: nothing,
    sendMetric: nothing,
  };
  const provider = { id: "simulated-ccp", config: {}, getProxy: () => proxy, onError: nothing, offError: nothing };
  connect.core._amazonConnectProviderData = { provider };
}

async function authorize() {
  const answer = await fetch("/auth/authorize", { credentials: "include" });
  if (answer.status === 401) {
    location.assign(LOGIN);
    return new Promise(() => {});
  }
  if (!answer.ok) throw new Error(`authorize answered ${answer.status}`);
  return answer.json();
}

async function startLibrary() {
  const token = await authorize();
  provideMissingParts();
  const { region, authCookie } = document.body.dataset;
  const here = location.origin;
  connect.core.initSharedWorker({
    sharedWorkerUrl: "/worker.js",
    authToken: token.accessToken,
    refreshToken: token.refreshToken,
    authTokenExpiration: token.expiration,
    authCookieName: authCookie,
    region,
    endpoint: `${here}/api`,
    authorizeEndpoint: `${here}/auth/authorize`,
    agentAppEndpoint: `${here}/agent-app`,
    taskTemplatesEndpoint: `${here}/task-templates`,
    loginEndpoint: here + LOGIN,
  });
  connect.core.initApiProxyService();
  connect.core.initPageOptions({});
  // A desk phone rings by itself.
  const silent = { disabled: true };
  connect.core.initRingtoneEngines({
    ringtone: { voice: silent, additionalVoice: silent, queue_callback: silent },
  });
  connect.core.initSoftphoneManager({});
  connect.core.getEventBus().subscribe(connect.EventType.CONFIGURE, () => {
    connect.core.hasReceivedCRMConfigure = true;
  });
  connect.core.checkIfConfigureReceived(connect.core.getUpstream());
  connect.core.onCTIAuthorizeRetriesExhausted(() => location.reload());
}
