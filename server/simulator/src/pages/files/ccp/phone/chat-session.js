// An agent's place in one chat, by the participant service: joins, reads, writes, and hears what comes over the socket.

import { call } from "../sdk/lookup.js";

const EVENT = "application/vnd.amazonaws.connect.event.";
const TYPING_SHOWN_MS = 8000;

export class ChatSession {
  #token = null;
  #initial;
  #typingUntil = 0;
  lines = [];
  ended = false;
  unread = 0;
  failure = "";

  constructor({ id, initialContactId, participantId, changed }) {
    this.id = id;
    this.#initial = initialContactId;
    this.participantId = participantId;
    this.changed = changed;
  }

  async open() {
    try {
      const request = { transportType: connect.TRANSPORT_TYPES.CHAT_TOKEN, participantId: this.participantId, contactId: this.id };
      this.#token = (await call(connect.ClientMethods.CREATE_TRANSPORT, request)).chatTokenTransport.participantToken;
      await this.#post("connection", { ConnectParticipant: true });
      let NextToken;
      do {
        const page = await this.#post("transcript", { MaxResults: 100, SortOrder: "ASCENDING", ScanDirection: "FORWARD", NextToken });
        page.Transcript.forEach((line) => this.#take(line));
        NextToken = page.NextToken;
      } while (NextToken);
      this.failure = "";
    } catch (error) {
      this.failure = error.message;
    }
    this.changed();
  }

  /** A frame of the topic aws/chat, whoever's chat it belongs to. */
  hear(text) {
    const line = JSON.parse(text);
    if (line.InitialContactId !== this.#initial && line.ContactId !== this.id) return null;
    const isNew = this.#take(line);
    this.changed();
    return isNew && line.Type === "MESSAGE" && line.ParticipantRole !== "AGENT" ? line : null;
  }

  send(text) {
    return this.#post("message", { Content: text, ContentType: "text/plain", ClientToken: crypto.randomUUID() });
  }

  typing() {
    if (Date.now() < this.#typingUntil) return;
    this.#typingUntil = Date.now() + TYPING_SHOWN_MS / 2;
    this.#post("event", { ContentType: `${EVENT}typing` }).catch(() => {});
  }

  /** Everything on the screen has been seen. */
  read() {
    if (this.unread === 0) return;
    this.unread = 0;
    const latest = this.lines.findLast((line) => line.Type === "MESSAGE" && line.ParticipantRole === "CUSTOMER");
    if (!latest || this.ended) return;
    const Content = JSON.stringify({ messageId: latest.Id });
    this.#post("event", { ContentType: `${EVENT}message.read`, Content }).catch(() => {});
  }

  get customerTypes() {
    return Date.now() < (this.typedAt ?? 0) + TYPING_SHOWN_MS;
  }

  #take(line) {
    if (line.Type === "MESSAGEMETADATA") {
      const known = this.lines.find(({ Id }) => Id === line.MessageMetadata.MessageId);
      if (known) known.MessageMetadata = line.MessageMetadata;
      return false;
    }
    if (line.ContentType === `${EVENT}typing`) {
      if (line.ParticipantRole === "CUSTOMER") {
        this.typedAt = Date.now();
        setTimeout(this.changed, TYPING_SHOWN_MS);
      }
      return false;
    }
    if (this.lines.some(({ Id }) => Id === line.Id)) return false;
    this.lines.push(line);
    this.lines.sort((one, other) => one.AbsoluteTime.localeCompare(other.AbsoluteTime));
    if (line.ContentType === `${EVENT}chat.ended`) this.ended = true;
    if (line.Type === "MESSAGE" && line.ParticipantRole === "CUSTOMER") {
      this.typedAt = 0;
      this.unread += 1;
    }
    return true;
  }

  async #post(path, body) {
    const answer = await fetch(`/participant/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-amz-bearer": this.#token },
      body: JSON.stringify(body),
    });
    const json = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(json.Message ?? `status ${answer.status}`);
    return json;
  }
}
