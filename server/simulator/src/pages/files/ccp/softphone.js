// The media session of the simulated softphone, for the library's own SoftphoneManager.
//
// Amazon's comes from connect-rtc-js and talks to Amazon's media servers. This one talks to itself: the microphone goes
// into one end of a local peer connection, and a quiet tone comes out of it. So everything around the sound is real:
// permission, mute, devices, statistics, call reports, errors.
//
// It is a classic script like the library, so that a page which hosts the softphone itself can load it as well.
"use strict";

(() => {
  const TONE_HZ = 440;
  const TONE_GAIN = 0.03;

  const errors = {
    ICE_COLLECTION_TIMEOUT: "Ice Collection Timeout",
    USER_BUSY: "User Busy",
    SIGNALLING_CONNECTION_FAILURE: "Signalling Connection Failure",
    SIGNALLING_HANDSHAKE_FAILURE: "Signalling Handshake Failure",
    SET_REMOTE_DESCRIPTION_FAILURE: "Set Remote Description Failure",
    CREATE_OFFER_FAILURE: "Create Offer Failure",
    SET_LOCAL_DESCRIPTION_FAILURE: "Set Local Description Failure",
    INVALID_REMOTE_SDP: "Invalid Remote SDP",
    NO_REMOTE_ICE_CANDIDATE: "No Remote ICE Candidate",
    GUM_TIMEOUT_FAILURE: "GUM Timeout Failure",
    GUM_OTHER_FAILURE: "GUM Other Failure",
    CALL_NOT_FOUND: "Call Not Found",
  };

  /** The fields of a call report that tell of each failure. */
  const FAILURE_FIELDS = {
    [errors.ICE_COLLECTION_TIMEOUT]: "iceCollectionFailure",
    [errors.USER_BUSY]: "userBusyFailure",
    [errors.SIGNALLING_CONNECTION_FAILURE]: "signallingConnectionFailure",
    [errors.SIGNALLING_HANDSHAKE_FAILURE]: "handshakingFailure",
    [errors.GUM_OTHER_FAILURE]: "gumOtherFailure",
  };

  const running = new Set();
  let ordered = null;

  function newReport() {
    const failures = [
      "iceCollectionFailure",
      "signallingConnectionFailure",
      "handshakingFailure",
      "gumOtherFailure",
      "gumTimeoutFailure",
      "createOfferFailure",
      "setLocalDescriptionFailure",
      "userBusyFailure",
      "invalidRemoteSDPFailure",
      "noRemoteIceCandidateFailure",
      "setRemoteDescriptionFailure",
    ];
    return { ...Object.fromEntries(failures.map((name) => [name, false])), rtcJsVersion: "simulated", streamStats: [] };
  }

  /** The far end's voice. Silent until somebody answers. */
  function makeTone() {
    const context = new AudioContext();
    const [oscillator, gain, out] = [context.createOscillator(), context.createGain(), context.createMediaStreamDestination()];
    oscillator.frequency.value = TONE_HZ;
    gain.gain.value = 0;
    oscillator.connect(gain).connect(out);
    oscillator.start();
    return {
      stream: out.stream,
      sound: () => {
        gain.gain.setTargetAtTime(TONE_GAIN, context.currentTime, 0.05);
        // Without a gesture of the user the browser keeps it silent, and that is no failure of the call.
        context.resume().catch(() => {});
      },
      close: () => context.close().catch(() => {}),
    };
  }

  async function join(near, far) {
    near.onicecandidate = ({ candidate }) => candidate && far.addIceCandidate(candidate).catch(() => {});
    far.onicecandidate = ({ candidate }) => candidate && near.addIceCandidate(candidate).catch(() => {});
    await near.setLocalDescription(await near.createOffer());
    await far.setRemoteDescription(near.localDescription);
    await far.setLocalDescription(await far.createAnswer());
    await near.setRemoteDescription(far.localDescription);
  }

  class LoopSession {
    onSessionFailed() {}
    onSessionInitialized() {}
    onSessionConnected() {}
    onSessionCompleted() {}
    onLocalStreamAdded() {}
    onRemoteStreamAdded() {}

    constructor(signalingUri, iceServers, callContextToken, logger, contactId, connectionId) {
      this._signalingUri = signalingUri;
      this._iceServers = iceServers ?? [];
      this._contactId = contactId;
      this._connectionId = connectionId;
      this.callId = contactId;
      this.sessionReport = newReport();
      this.mediaStream = null;
      this.remoteAudioElement = null;
      this.echoCancellation = true;
      this._pc = null;
      this._over = false;
    }

    async connect() {
      running.add(this);
      const report = this.sessionReport;
      report.sessionStartTime = new Date();
      try {
        if (ordered) {
          const reason = ordered;
          ordered = null;
          return this.fail(reason);
        }
        await this._takeMicrophone();
        if (this._over) return this._release();
        const began = performance.now();
        this._tone = makeTone();
        this._pc = new RTCPeerConnection();
        this._far = new RTCPeerConnection();
        for (const track of this.mediaStream.getAudioTracks()) this._pc.addTrack(track, this.mediaStream);
        for (const track of this._tone.stream.getTracks()) this._far.addTrack(track, this._tone.stream);
        this._pc.ontrack = ({ streams: [stream] }) => {
          if (this.remoteAudioElement) this.remoteAudioElement.srcObject = stream;
          this.onRemoteStreamAdded(this, stream);
        };
        this._pc.onconnectionstatechange = () => this._follow(began);
        this.onLocalStreamAdded(this, this.mediaStream);
        this.onSessionInitialized(this);
        report.initializationTimeMillis = Date.now() - report.sessionStartTime;
        await join(this._pc, this._far);
        this._soundOnceConnected();
      } catch {
        this.fail("WebRTC Error");
      }
    }

    /** Fails with one of the library's reasons, whatever the session is doing. */
    fail(reason) {
      if (this._over) return;
      this._over = true;
      const field = FAILURE_FIELDS[reason];
      if (field) this.sessionReport[field] = true;
      this.sessionReport.sessionEndTime = new Date();
      this._release();
      this.onSessionFailed(this, reason);
    }

    hangup() {
      if (this._over) return;
      this._over = true;
      const report = this.sessionReport;
      report.sessionEndTime = new Date();
      if (this._talkingSince) report.talkingTimeMillis = Date.now() - this._talkingSince;
      report.cleanupTimeMillis = 0;
      this._release();
      this.onSessionCompleted(this);
    }

    getUserAudioStats() {
      return this._stats("outbound-rtp", ({ packetsSent }, all) => ({
        packetsCount: packetsSent ?? 0,
        packetsLost: all.find(({ type }) => type === "remote-inbound-rtp")?.packetsLost ?? 0,
        audioLevel: level(all.find(({ type, kind }) => type === "media-source" && kind === "audio")),
      }));
    }

    getRemoteAudioStats() {
      return this._stats("inbound-rtp", (inbound) => ({
        packetsCount: inbound.packetsReceived ?? 0,
        packetsLost: Math.max(0, inbound.packetsLost ?? 0),
        audioLevel: level(inbound),
        jbMilliseconds: delay(inbound),
      }));
    }

    async _takeMicrophone() {
      const report = this.sessionReport;
      const began = performance.now();
      try {
        // A page may have brought a stream of its own.
        this._ownsStream = !this.mediaStream;
        const audio = this.echoCancellation ? true : { echoCancellation: false };
        this.mediaStream ??= await navigator.mediaDevices.getUserMedia({ audio });
      } catch {
        this.fail(errors.GUM_OTHER_FAILURE);
        return;
      }
      report.gumTimeMillis = Math.round(performance.now() - began);
    }

    _follow(began) {
      const { connectionState } = this._pc;
      if (connectionState === "connected" && !this._talkingSince) {
        const taken = Math.round(performance.now() - began);
        Object.assign(this.sessionReport, {
          iceCollectionTimeMillis: taken,
          signallingConnectTimeMillis: 0,
          handshakingTimeMillis: taken,
          preTalkingTimeMillis: 0,
        });
        this._talkingSince = Date.now();
        this.onSessionConnected(this);
      } else if (connectionState === "failed") {
        this.fail("WebRTC Error");
      }
    }

    /** The session is there while the phone still rings; nobody speaks before the contact is connected. */
    _soundOnceConnected() {
      const contact = new connect.Contact(this._contactId);
      const sound = () => this._tone.sound();
      if (contact.isConnected()) sound();
      else this._awaited = contact.onConnected(sound);
    }

    _release() {
      running.delete(this);
      this._awaited?.unsubscribe();
      this._pc?.close();
      this._far?.close();
      this._tone?.close();
      if (this._ownsStream) this.mediaStream?.getTracks().forEach((track) => track.stop());
      if (this.remoteAudioElement) this.remoteAudioElement.srcObject = null;
    }

    async _stats(type, read) {
      const all = this._pc ? [...(await this._pc.getStats()).values()] : [];
      const found = all.find((entry) => entry.type === type && entry.kind === "audio") ?? {};
      return { timestamp: new Date(), rttMilliseconds: 0, jbMilliseconds: 0, ...read(found, all) };
    }
  }

  /** The library wants whole numbers of what used to be a sixteen-bit sample. */
  const level = (entry) => Math.round((entry?.audioLevel ?? 0) * 32767);

  const delay = ({ jitterBufferDelay: total, jitterBufferEmittedCount: count }) =>
    count ? Math.round((total / count) * 1000) : 0;

  /** Fails the sessions that run with one of `RTCErrors`, or else the next one. */
  LoopSession.order = (reason) => {
    if (running.size === 0) ordered = reason;
    for (const session of [...running]) session.fail(reason);
  };

  connect.RTCErrors = errors;
  connect.RTCSession = LoopSession;
})();
