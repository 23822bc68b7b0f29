// What the published library expects of a CCP page before it is of use to anybody.
// `startLibrary` does it all; the phone itself, in main.js, then uses the library as any page would.

import { answerApiProxy } from "./api-proxy.js";
import { heedResiliency } from "./resiliency.js";
import { RINGTONES, heedSoftphoneFaults } from "./sounds.js";
import { provideSdk, startSdk } from "./sdk/sdk.js";

const LOGIN = "/login?destination=/ccp-v2/";

// The library's check of a sign-in for two regions calls these and leaves them to the page.
function provideMissingParts() {
  connect._getCookie = (name) => {
    const pair = document.cookie.split("; ").find((cookie) => cookie.startsWith(`${name}=`));
    return pair ? decodeURIComponent(pair.slice(name.length + 1)) : null;
  };
  connect._isEmpty = (value) => !value || Object.keys(value).length === 0;

  // Without amazon-connect-taskjs the library cannot even look at a task's connections. The phone needs no more of it.
  const nothing = () => {};
  const session = { connect: async () => ({}), onConnectionBroken: nothing, onConnectionEstablished: nothing };
  connect.TaskSession ??= { create: () => session };
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

export async function startLibrary() {
  const token = await authorize();
  provideMissingParts();
  provideSdk();
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
  answerApiProxy();
  connect.core.initPageOptions({});
  connect.core.initRingtoneEngines({ ringtone: RINGTONES });
  connect.core.initSoftphoneManager({});
  connect.core.getEventBus().subscribe(connect.EventType.CONFIGURE, () => {
    connect.core.hasReceivedCRMConfigure = true;
  });
  connect.core.checkIfConfigureReceived(connect.core.getUpstream());
  startSdk();
  heedSoftphoneFaults();
  heedResiliency();
  connect.core.onCTIAuthorizeRetriesExhausted(() => location.reload());
}
