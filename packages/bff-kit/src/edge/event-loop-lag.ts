import { monitorEventLoopDelay } from "node:perf_hooks";

/** How late the event loop is. */
export interface LagSource {
  /** The mean lateness of a timer since the last reading, in milliseconds. */
  readMs(): number;
  close(): void;
}

const RESOLUTION_MS = 10;

/** Measured by a timer of the platform's own, outside of JavaScript: a hundred ticks a second, 0.1 % of a core. */
export function eventLoopLag(): LagSource {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let readAtMs = performance.now();
  return {
    readMs() {
      const nowMs = performance.now();
      // It records the time between ticks. None at all since the last reading: that long, and nobody knows how much more.
      const lagMs = delay.count === 0 ? nowMs - readAtMs : delay.mean / 1e6 - RESOLUTION_MS;
      delay.reset();
      readAtMs = nowMs;
      return Math.max(0, lagMs);
    },
    close: () => void delay.disable(),
  };
}
