// The SDK's agent commands.

import { CONTACT, SdkError } from "./hub.js";
import { agentData, call, queue } from "./lookup.js";

/** How long a state that was accepted may take to show in a snapshot. */
const STATE_PATIENCE_MS = 5000;

const api = () => connect.ClientMethods;
const configuration = () => agentData().configuration;

export const routingProfile = ({ routingProfile: profile }) => ({
  channelConcurrencyMap: profile.channelConcurrencyMap,
  defaultOutboundQueue: queue(profile.defaultOutboundQueue),
  name: profile.name,
  queues: (profile.queues ?? []).map(queue),
  routingProfileARN: profile.routingProfileARN,
  routingProfileId: profile.routingProfileId ?? profile.routingProfileARN,
});

const statesOfChoice = () => configuration().agentStates;

function stateWhere(fits) {
  const state = statesOfChoice().find(fits);
  if (!state) throw new SdkError("noResult", "No Result Found");
  return state;
}

/** Sets a state and answers once the snapshot shows it, now or as the next one. */
async function setState(state) {
  await call(api().PUT_AGENT_STATE, { state, enqueueNextState: true });
  const patience = Date.now() + STATE_PATIENCE_MS;
  while (Date.now() < patience) {
    const { state: current, nextState: next } = agentData().snapshot;
    if (next?.name === state.name) return { status: "queued", current, next };
    if (current.name === state.name) return { status: "updated", current };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new SdkError("timeout", "The state was accepted and does not show");
}

const DEFAULT_PAGE = 500;

export async function quickConnects({ queueARNs, options = {} }) {
  const { nextToken = null, maxResults = DEFAULT_PAGE } = options ?? {};
  const params = { queueARNs: [queueARNs].flat(), nextToken, maxResults };
  const page = await call(api().GET_ENDPOINTS, params);
  const quickConnects = (page.endpoints ?? []).map(({ type, endpointARN, name, phoneNumber }) =>
    type === "phone_number" ? { type, endpointARN, name, phoneNumber } : { type, endpointARN, name },
  );
  return { quickConnects, nextToken: page.nextToken ?? null };
}

export function answerAgent(hub, network) {
  hub.handle(CONTACT, {
    "agent/getARN": () => ({ ARN: configuration().agentARN }),
    "agent/getName": () => ({ name: configuration().name }),
    "agent/getState": () => agentData().snapshot.state,
    "agent/getAvailabilityState": () => {
      const { state, nextState } = agentData().snapshot;
      return nextState ? { ...state, nextState } : { ...state };
    },
    "agent/getRoutingProfile": () => routingProfile(configuration()),
    "agent/getChannelConcurrency": () => configuration().routingProfile.channelConcurrencyMap,
    "agent/getExtension": () => ({ extension: configuration().extension }),
    "agent/getDialableCountries": () => ({ dialableCountries: configuration().dialableCountries }),
    "agent/getDefaultOutboundQueue": () => queue(configuration().routingProfile.defaultOutboundQueue),
    "agent/getRoutingProfileQueues": () => routingProfile(configuration()).queues,
    "agent/listAvailabilityStates": () => statesOfChoice(),
    "agent/listSecurityProfilePermissions": () => ({ permissions: configuration().permissions }),
    "agent/listQuickConnects": quickConnects,
    "agent/getNetworkConnectionStatus": () => network.status(),
    "agent/setAvailabilityState": ({ agentStateARN }) => setState(stateWhere((known) => known.agentStateARN === agentStateARN)),
    "agent/setAvailabilityStateByName": ({ agentStateName }) => setState(stateWhere((known) => known.name === agentStateName)),
    "agent/setOffline": () => setState(stateWhere((known) => known.type === "offline")),
  });
}
