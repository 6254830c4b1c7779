import { monitorEventLoopDelay, performance } from "node:perf_hooks";

/** How the event loop did since the last reading. */
export interface LoopReading {
  /** The mean lateness of a timer, in milliseconds. */
  readonly lagMs: number;
  /** The share of the time in which it had something to do, 0 to 1. */
  readonly busyShare: number;
}

export interface LagSource {
  /** Since the last reading. */
  read(): LoopReading;
  close(): void;
}

const RESOLUTION_MS = 10;

/** Measured by a timer of the platform's own, outside of JavaScript: a hundred ticks a second, 0.1 % of a core. */
export function eventLoopLag(): LagSource {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let readAtMs = performance.now();
  let before = performance.eventLoopUtilization();
  return {
    read() {
      const nowMs = performance.now();
      // It records the time between ticks. None at all since the last reading: that long, and nobody knows how much more.
      const lagMs = delay.count === 0 ? nowMs - readAtMs : delay.mean / 1e6 - RESOLUTION_MS;
      delay.reset();
      readAtMs = nowMs;
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, before);
      before = now;
      return { lagMs: Math.max(0, lagMs), busyShare: utilization };
    },
    close: () => void delay.disable(),
  };
}
