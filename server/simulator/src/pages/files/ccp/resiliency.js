// Two regions: the half of global resiliency that Amazon keeps in its own CCP page.
//
// The embedding page has a frame for each region. Each asks its own instance which region is active and says so; the
// one that stops being active says when. What then happens, in the page and in the frames, is the library's. Where the
// older kind of resiliency is used, the worker does all this by itself.

const POLL_MS = 500;

/** How long the region that becomes active waits for the other to give way before it takes over by itself. */
const GIVE_WAY_MS = 3000;

/** The page has just begun to listen to the region's data. */
const REPEAT_AFTER_MS = 50;

const VOICE = new Set(["voice", "queue_callback"]);
const OVER = new Set(["ended", "missed", "rejected", "error"]);

async function discover() {
  const answer = await fetch("/discovery-active", { credentials: "include" });
  if (!answer.ok) throw new Error(`discovery answered ${answer.status}`);
  return answer.json();
}

const report = (activeRegion) =>
  fetch("/discovery-active", {
    method: "POST",
    credentials: "include",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ activeRegion }),
  }).catch(() => {
    // An instance that cannot be reached is why regions change; it hears of it when it is asked again.
  });

const agentData = () => connect.core.getAgentDataProvider().getAgentData();

function isOnThePhone() {
  try {
    return agentData().snapshot.contacts.some(({ type, state }) => VOICE.has(type) && !OVER.has(state.type));
  } catch {
    // The agent is not known yet, so there is no call of theirs either.
    return false;
  }
}

class Region {
  #conduit;
  #own = null;
  #active = null;
  /** The region to which the agent is on the way. */
  #target = null;
  #pending = false;
  #takeOver = null;
  /** The region for which the other frame has asked to be waited for. It may say so before this one knows why. */
  #awaited = null;

  constructor(conduit) {
    this.#conduit = conduit;
    const events = connect.GlobalResiliencyEvents;
    const hear = (event, handler) => conduit.onDownstream(event, (data) => handler(data ?? {}));
    hear(events.CONFIGURE_CCP_CONDUIT, ({ instanceState }) => this.#configure(instanceState));
    hear(events.FORCE_FAILOVER, () => this.#own !== this.#active && this.#send(events.FAILOVER_INITIATED, this.#own));
    hear(events.FAILOVER_PENDING, ({ activeRegion }) => {
      this.#awaited = activeRegion;
      clearTimeout(this.#takeOver);
    });
    hear(events.FAILOVER_INITIATED, ({ activeRegion }) => this.#arrive(activeRegion));
    hear(events.FAILOVER_COMPLETE, ({ activeRegion }) => this.#arrive(activeRegion));
    hear(connect.AgentEvents.FETCH_AGENT_DATA_FROM_CCP, () => this.#sendData(connect.AgentEvents.FETCH_AGENT_DATA_FROM_CCP));
  }

  /** Where nobody has told the instance anything, the region that the page calls its first is active. */
  async begin(isFirst) {
    const { region, activeRegion: told } = await discover();
    const activeRegion = told ?? (isFirst ? region : null);
    [this.#own, this.#active] = [region, activeRegion];
    const instanceState = region === activeRegion ? "active" : "inactive";
    // The page takes reports of the agent from either frame until it has told one of them to keep quiet.
    if (instanceState === "inactive") this.#conduit.setInactive();
    // Of a region without a name nothing can be said; the first one's word will do.
    if (activeRegion) {
      this.#conduit.sendDownstream(connect.GlobalResiliencyEvents.INIT, { instanceRegion: region, instanceState, activeRegion });
    }
    setInterval(() => discover().then((found) => this.#follow(found), () => {}), POLL_MS);
  }

  #follow({ activeRegion, terminateActiveContacts }) {
    if (!activeRegion || activeRegion === this.#active) {
      this.#target = null;
      return;
    }
    const events = connect.GlobalResiliencyEvents;
    if (activeRegion !== this.#target) {
      this.#target = activeRegion;
      this.#pending = false;
      this.#send(events.FAILOVER_DETECTED, activeRegion);
      if (this.#own === activeRegion && this.#awaited !== activeRegion) {
        this.#takeOver = setTimeout(() => this.#initiate(activeRegion), GIVE_WAY_MS);
      }
    }
    if (this.#own !== this.#active) return;
    if (terminateActiveContacts || !isOnThePhone()) {
      this.#initiate(activeRegion);
    } else if (!this.#pending) {
      this.#pending = true;
      this.#send(events.FAILOVER_PENDING, activeRegion);
    }
  }

  #initiate(activeRegion) {
    if (this.#active === activeRegion) return;
    this.#send(connect.GlobalResiliencyEvents.FAILOVER_INITIATED, activeRegion);
    this.#arrive(activeRegion);
  }

  /** The page works in another region, whoever wanted it to. */
  #arrive(activeRegion) {
    if (!activeRegion || activeRegion === this.#active) return;
    clearTimeout(this.#takeOver);
    [this.#active, this.#target, this.#pending, this.#awaited] = [activeRegion, null, false, null];
    report(activeRegion);
  }

  #configure(instanceState) {
    if (instanceState !== "active") {
      this.#conduit.setInactive();
      return;
    }
    this.#conduit.setActive();
    // The page calls a failover complete with the next report of the agent, which would else come with the next poll.
    setTimeout(() => this.#sendData(connect.AgentEvents.UPDATE), REPEAT_AFTER_MS);
  }

  #send(event, activeRegion) {
    this.#conduit.sendDownstream(event, { activeRegion });
  }

  /** Once there is something to tell: a page that has asked keeps the other region's data until it is answered. */
  #sendData(event) {
    let isSent = false;
    connect.agent(() => {
      if (isSent) return;
      isSent = true;
      this.#conduit.sendDownstream(event, agentData());
    });
  }
}

/** Only where the embedding page asks for it. Before the library has its configuration, nobody knows. */
export function heedResiliency() {
  let region = null;
  const begin = (wanted, isFirst) => {
    if (!wanted || region) return;
    region = new Region(connect.core.getUpstream());
    region.begin(isFirst).catch(() => (region = null));
  };
  connect.core
    .getEventBus()
    .subscribe(connect.EventType.CONFIGURE, (data) => begin(data?.enableGlobalResiliency, data?.instanceState === "active"));
  connect.core.getUpstream().onDownstream(connect.EventType.OUTER_CONTEXT_INFO, (data) => {
    const params = data?.initCCPParams;
    begin(params?.enableGlobalResiliency, params?.ccpUrl?.startsWith(`${location.origin}/`));
  });
}
