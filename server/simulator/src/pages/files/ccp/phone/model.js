// A contact as the phone shows it, made of what the library last reported. No element and no command is known here.

const OVER = new Set(["ended", "missed", "rejected", "error"]);
const GONE = new Set(["disconnected"]);

export const CHANNELS = {
  voice: { noun: "call", icon: "call" },
  queue_callback: { noun: "callback", icon: "callback" },
  chat: { noun: "chat", icon: "chat" },
  task: { noun: "task", icon: "task" },
  email: { noun: "email", icon: "email" },
};

const STATES = {
  incoming: ["Callback offered", "accent"],
  pending: ["Pending", "accent"],
  connected: ["Connected", "good"],
  paused: ["Paused", "warn"],
  missed: ["Missed", "bad"],
  rejected: ["Rejected", "bad"],
  error: ["Failed", "bad"],
};

const capital = (text) => text[0].toUpperCase() + text.slice(1);

function nameOf(connection, contact) {
  const { endpoint, chatMediaInfo, quickConnectName } = connection ?? {};
  return (
    quickConnectName ??
    chatMediaInfo?.customerName ??
    (connection?.initial ? contact.customerEndpoint?.phoneNumber : null) ??
    endpoint?.phoneNumber ??
    endpoint?.name ??
    contact.customerEndpoint?.emailAddress ??
    null
  );
}

function titleOf(contact, initial) {
  if (contact.type === "task") return contact.name ?? "Task";
  if (contact.type === "email") return contact.name ?? contact.customerEndpoint?.emailAddress ?? "Email";
  if (contact.type === "chat") return nameOf(initial, contact) ?? "Customer";
  return nameOf(initial, contact) ?? "Unknown number";
}

function labelOf(contact, accepting, outbound, onHold) {
  const { type } = contact.state;
  if (type === "connecting") {
    if (outbound) return ["Calling", "accent"];
    return accepting ? ["Connecting", "accent"] : [contact.type === "voice" ? "Ringing" : "Waiting", "accent"];
  }
  if (type === "connected" && onHold) return ["On hold", "warn"];
  if (type === "ended") return [contact.type === "voice" ? "After call work" : "After contact work", "warn"];
  return STATES[type] ?? [capital(type), ""];
}

/** `accepting`: the contacts that this page has accepted and that do not show it yet. */
export function describe(contact, accepting, locallyMuted) {
  const { type } = contact.state;
  const voice = contact.type === "voice" || contact.type === "queue_callback";
  const self = contact.connections.find((known) => known.type === "agent" || known.type === "monitoring");
  const initial = contact.connections.find((known) => known.initial && known !== self) ?? null;
  const others = contact.connections.filter((known) => known !== self && !GONE.has(known.state.type));
  const outbound = initial?.type === "outbound";
  const live = type === "connected";
  const selfHeld = self?.state.type === "hold";
  const allHeld = live && voice && others.length > 0 && others.every((known) => known.state.type === "hold");
  const isAccepting = type === "connecting" && accepting.has(contact.contactId);
  const channel = CHANNELS[contact.type] ?? CHANNELS.voice;
  const [label, tone] = labelOf(contact, isAccepting, outbound, allHeld);
  return {
    id: contact.contactId,
    channel: contact.type,
    icon: channel.icon,
    noun: channel.noun,
    voice,
    title: titleOf(contact, initial),
    queue: contact.queue?.name ?? "",
    label,
    tone,
    type,
    since: contact.state.timestamp,
    self,
    initial,
    parties: others.map((known) => party(known, contact)),
    outbound,
    softphone: Boolean(self?.softphoneMediaInfo),
    monitoring: self?.type === "monitoring",
    monitorStatus: self?.monitorStatus ?? null,
    monitorCapabilities: self?.monitorCapabilities ?? [],
    offered: (type === "connecting" && !outbound && !isAccepting && !locallyAccepted(self)) || type === "incoming",
    live,
    over: OVER.has(type),
    paused: type === "paused",
    onHold: allHeld,
    selfHeld,
    muted: Boolean(self?.mute) || locallyMuted,
    description: contact.description ?? "",
    references: Object.entries(contact.references ?? {}).map(([name, { value, type }]) => ({ name, value, type })),
    attributes: Object.values(contact.attributes ?? {}),
    from: contact.customerEndpoint?.emailAddress ?? null,
    to: contact.connectSystemEndpoint?.emailAddress ?? null,
  };
}

const locallyAccepted = (self) => self?.state.type === "connected";

const PARTY_STATES = { connecting: "Calling", connected: "Connected", hold: "On hold", silent_monitor: "Listening", barge: "Joined" };

function party(connection, contact) {
  return {
    id: connection.connectionId,
    name: nameOf(connection, contact) ?? (connection.initial ? "Customer" : "Third party"),
    state: connection.state.type,
    label: PARTY_STATES[connection.state.type] ?? capital(connection.state.type),
    since: connection.state.timestamp,
    initial: connection.initial,
  };
}
