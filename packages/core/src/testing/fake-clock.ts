import type { Clock } from "../clock.ts";

export interface FakeClock extends Clock {
  /** Moves time forward, firing timers in order and letting promises settle after each. */
  advance(ms: number): Promise<void>;
  /** Timers that have neither fired nor been cancelled. */
  readonly pending: number;
}

/** A clock that moves only when told. Starts at 0 on `now()` and at `epochMs` on the wall. */
export function fakeClock(epochMs: number = Date.UTC(2026, 10, 2, 9)): FakeClock {
  let nowMs = 0;
  const timers = new Set<{ atMs: number; fire: () => void }>();

  return {
    now: () => nowMs,
    epochMs: () => epochMs + nowMs,
    after(delayMs, fire) {
      const timer = { atMs: nowMs + Math.max(0, delayMs), fire };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    get pending() {
      return timers.size;
    },
    async advance(ms) {
      const endMs = nowMs + ms;
      await settle();
      for (;;) {
        const next = [...timers]
          .filter((timer) => timer.atMs <= endMs)
          .toSorted((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined) break;
        nowMs = next.atMs;
        timers.delete(next);
        next.fire();
        await settle();
      }
      nowMs = endMs;
    },
  };
}

/** Lets everything that is already resolved run, however long its chain of promises. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
