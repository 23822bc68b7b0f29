// Keeps what is shown true: reads it again when the instance rings, and finds its way back when the line is cut.

import { announce } from "./dom.js";
import { listen } from "./api.js";
import { changed, refresh, state } from "./state.js";

const LEAST_PAUSE_MS = 150;
const TRY_AGAIN_MS = 1500;

let stream = null;
let resting = false;
let rung = false;

/** However often it rings, there is more time for the person than for the reading. */
async function ring() {
  if (resting) {
    rung = true;
    return;
  }
  [resting, rung] = [true, false];
  const began = performance.now();
  await refresh();
  const pause = Math.max(LEAST_PAUSE_MS, 2 * (performance.now() - began));
  setTimeout(() => {
    resting = false;
    if (rung) ring();
  }, pause);
}

function connect() {
  stream?.close();
  const mine = (stream = listen());
  mine.addEventListener("open", async () => {
    const lost = state.connection === "lost";
    state.connection = "live";
    await refresh({ first: true });
    if (lost && state.connection === "live") announce("Connected again. What is shown is up to date.");
  });
  mine.addEventListener("changed", ring);
  mine.addEventListener("error", () => {
    // The browser's own attempts come late and are not told; ours are both.
    mine.close();
    if (mine !== stream) return;
    if (state.connection !== "lost") announce("Not connected. Trying again.");
    state.connection = "lost";
    changed();
    setTimeout(() => mine === stream && connect(), TRY_AGAIN_MS);
  });
}

/** A page that nobody sees needs no line; a browser has only six of them to one host. */
function follow() {
  if (document.visibilityState === "visible") return connect();
  stream?.close();
  stream = null;
}

export function watch() {
  document.addEventListener("visibilitychange", follow);
  // Or the browser calls the end of the page an error.
  addEventListener("pagehide", () => stream?.close());
  addEventListener("pageshow", ({ persisted }) => persisted && follow());
  follow();
  // Times go on by themselves.
  setInterval(changed, 1000);
}
