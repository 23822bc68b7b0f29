// The shared worker: the published library, unchanged, told two things about where it runs.
// The library takes wss:// addresses only. On plain http:// there is no TLS to speak, so the scheme is put back here.
if (self.location.protocol === "http:") {
  const BrowserWebSocket = self.WebSocket;
  self.WebSocket = class extends BrowserWebSocket {
    constructor(url, protocols) {
      super(String(url).replace(/^wss:/, "ws:"), protocols);
    }
  };
}

importScripts("/lib/connect-streams.js");

// Its service model is data. The library's own API goes beyond it in two operations and some members: what it would
// refuse to send, or drop on arrival, is put in here.
{
  const { operations, shapes } = AWS.apiLoader.services.connect["2017-02-15"];
  const contactAndEndpoint = {
    type: "structure",
    required: ["contactId", "endpoint"],
    members: { contactId: {}, endpoint: { shape: "Se" } },
  };
  for (const name of ["AddNewConnection", "TransferContact"]) {
    operations[name] ??= { input: contactAndEndpoint, output: { type: "structure", members: {} } };
  }

  const text = {};
  const flag = { type: "boolean" };
  const number = { type: "integer" };
  const textMap = { type: "map", key: text, value: { type: "structure", members: { ValueString: text } } };
  const configuration = shapes.S1v.members;
  configuration.voiceEnhancementMode ??= text;
  configuration.softphonePersistentConnection ??= flag;

  const contact = operations.GetAgentSnapshot.output.members.snapshot.members.contacts.member.members;
  contact.agentContactHandlingConfig ??= {
    type: "structure",
    members: { autoAccept: flag, connectionTimeLimitSeconds: number },
  };
  contact.contactMetadata ??= { type: "map", key: text, value: text };
  contact.segmentAttributes.value.members.ValueMap ??= textMap;
  const connection = contact.connections.member.members;
  connection.capabilities.members.ScreenShare ??= text;
  connection.chatMediaInfo.members.agentName ??= text;
}

connect.worker.main();
