// @ts-check
import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 20;

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

/**
 * Waits until nobody of the group is left, and kills who is still there after `msMax`.
 *
 * @param {number} pid
 * @param {number} msMax
 */
export async function groupGone(pid, msMax) {
  const lastMs = performance.now() + msMax;
  while (isAlive(pid)) {
    if (performance.now() > lastMs) return signalGroup(pid, "SIGKILL");
    await delay(POLL_MS);
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(-pid, 0);
  } catch {
    return false;
  }
}
