// Conversations: a session for each chat that is going on, and how one looks.

import { announce, h, icon } from "../../dom.js";
import { contacts as reported } from "../sdk/lookup.js";
import { ChatSession } from "./chat-session.js";
import { suggestions, suggest, takeSuggestion } from "./responses.js";
import { changed, order, store } from "./store.js";

const sessions = new Map();

export const unread = (id) => sessions.get(id)?.unread ?? 0;

/** Sessions for the chats that are connected; those whose contact has gone are forgotten. */
export function followChats() {
  const chats = reported().filter((contact) => contact.type === "chat");
  for (const chat of chats) {
    const self = chat.connections.find((connection) => connection.type === "agent");
    if (sessions.has(chat.contactId) || chat.state.type !== "connected" || !self) continue;
    const { contactId: id, initialContactId } = chat;
    const session = new ChatSession({ id, initialContactId: initialContactId ?? id, participantId: self.connectionId, changed });
    sessions.set(id, session);
    session.open();
  }
  const current = new Set(chats.map((chat) => chat.contactId));
  for (const id of sessions.keys()) if (!current.has(id)) sessions.delete(id);
}

export function listenToChats() {
  connect.core.getWebSocketManager().onMessage("aws/chat", ({ content }) => {
    for (const session of sessions.values()) {
      const message = session.hear(content);
      if (message) announce(`${message.DisplayName}: ${message.Content}`);
    }
  });
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

const EVENTS = {
  "participant.joined": (line) => `${line.DisplayName} joined`,
  "participant.left": (line) => `${line.DisplayName} left`,
  "chat.ended": () => "The chat has ended",
};

function lineView(line) {
  const at = clock.format(new Date(line.AbsoluteTime));
  if (line.Type !== "MESSAGE") {
    const text = EVENTS[line.ContentType.split("connect.event.")[1]]?.(line);
    return text && h("li.event", { key: line.Id }, `${text}, ${at}`);
  }
  const mine = line.ParticipantRole === "AGENT";
  const read = line.MessageMetadata?.Receipts?.some((receipt) => receipt.ReadTimestamp);
  return h(`li.message${mine ? ".mine" : ""}`, { key: line.Id },
    h("p.unseen", null, `${mine ? "You" : line.DisplayName}:`),
    h("p.bubble", null, line.Content),
    h("p.quiet.at", null, mine && read ? `${at} · Read` : at),
  );
}

async function send(event, session) {
  event.preventDefault();
  const field = document.getElementById("reply");
  const text = field.value.trim();
  if (!text) return;
  if (await order("send", "Message", () => session.send(text))) {
    field.value = "";
    suggest(session.id, "");
    field.focus();
  }
}

function composeKeys(event, session) {
  if (takeSuggestion(event)) return;
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
}

export function conversation(contact) {
  const session = sessions.get(contact.id);
  if (!session) return h("p.quiet.nothing", { key: "chat", role: "status" }, contact.over ? "" : "Joining…");
  const canWrite = contact.live && !session.ended;
  return h("section.chat", { key: `chat-${contact.id}`, "aria-label": "Conversation" },
    session.failure && h("p.refusal", { role: "alert" }, session.failure),
    h("ol.lines", { id: "lines", tabindex: "0", "aria-label": "Messages" }, session.lines.map(lineView)),
    session.customerTypes && canWrite && h("p.quiet.typing", null, `${contact.title} is typing…`),
    canWrite && h("form.compose", { onsubmit: (event) => send(event, session) },
      suggestions(),
      h("textarea", {
        id: "reply",
        rows: "1",
        "aria-label": "Message",
        placeholder: "Message, or / for responses",
        oninput: ({ target }) => (session.typing(), suggest(contact.id, target.value)),
        onkeydown: (event) => composeKeys(event, session),
      }),
      h("button.primary.round", { type: "submit", "aria-label": "Send", title: "Send", "aria-busy": store.busy.has("send") && "true" }, icon("send")),
    ),
  );
}

/** After each drawing: the latest line is in sight unless the agent reads further up. */
export function settleChat(contact) {
  const session = contact && sessions.get(contact.id);
  const list = document.getElementById("lines");
  if (!session || !list) return;
  const count = `${contact.id} ${session.lines.length}`;
  if (list.dataset.count !== count) {
    list.dataset.count = count;
    list.scrollTop = list.scrollHeight;
  }
  if (document.hasFocus() || !document.hidden) session.read();
}
