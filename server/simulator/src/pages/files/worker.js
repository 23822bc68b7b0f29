// The shared worker: the published library, unchanged, told one thing about where it runs.
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
connect.worker.main();
