// @ts-check

/**
 * Signals a process and all it started, where `pid` leads a process group (`detached: true`).
 *
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
export function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone, which is what a signal to stop wants.
  }
}
