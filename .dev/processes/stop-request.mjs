// @ts-check

/** Signals that ask to stop: Ctrl-C, a service manager, a terminal that was closed. */
const STOP_SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

// One Ctrl-C under `npm start` arrives twice: from the terminal, which signals everyone in front of it, and from npm,
// which passes on what it got. A person needs longer than this to press twice.
const SAME_PRESS_MS = 300;

const ORPHAN_CHECK_MS = 500;

/**
 * Calls `listener` once for each request to stop, however many signals it was made of.
 *
 * @param {(signal: NodeJS.Signals) => void} listener
 */
export function onStopRequest(listener) {
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const signal of STOP_SIGNALS) {
    process.on(signal, () => {
      const nowMs = performance.now();
      if (nowMs - lastMs < SAME_PRESS_MS) return;
      lastMs = nowMs;
      listener(signal);
    });
  }
  stopWhenOrphaned(() => listener("SIGTERM"));
}

/**
 * npm runs scripts through a shell, and a shell that got SIGTERM dies without a word to its child. So under a package
 * manager the end of the parent is a request to stop, too.
 *
 * @param {() => void} stop
 */
function stopWhenOrphaned(stop) {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, ORPHAN_CHECK_MS);
  timer.unref();
}
