import {
  BulkheadFull,
  type CallContext,
  type ConcurrencyLimitEvent,
  events,
  type Priority,
} from "@portico/core";
import { type FakeClock, fakeClock, testCall, testSite } from "@portico/core/testing";
import { expect, onTestFinished } from "vitest";
import { adaptive, type AdaptiveOptions } from "../adaptive.ts";

export const OPTIONS: AdaptiveOptions = {
  concurrentMin: 2,
  concurrentMax: 64,
  concurrentStart: 4,
  slowdownMax: 2,
  queuedMax: 64,
  queueMsMax: 200,
};
export const wait = (clock: FakeClock, ms: number) =>
  new Promise<void>((resolve) => clock.after(ms, resolve));

export type Work = (running: number, call: CallContext) => Promise<void>;

/** A system that does `work` for each call, under callers that ask again as soon as they are answered. */
export function simulation(work: Work, options: Partial<AdaptiveOptions> = {}) {
  const clock = fakeClock();
  const limits: number[] = [];
  const hear = ({ limit }: ConcurrencyLimitEvent) => void limits.push(limit);
  onTestFinished(events.concurrencyLimit.subscribe(hear));
  const counts = { served: 0, failed: 0, refused: 0 };
  let running = 0;
  let runningMax = 0;
  const ask = adaptive({ ...OPTIONS, ...options }).open(testSite({ clock }))(async (_: void, call) => {
    running += 1;
    runningMax = Math.max(runningMax, running);
    try {
      await work(running, call);
    } finally {
      running -= 1;
    }
  });
  const over = new AbortController();
  const caller = async (priority: Priority) => {
    while (!over.signal.aborted) {
      try {
        await ask(undefined, testCall({ clock, priority }));
        counts.served += 1;
      } catch (error) {
        if (!(error instanceof BulkheadFull)) counts.failed += 1;
        else counts.refused += 1;
        await wait(clock, 20);
      }
    }
  };
  const callers = (count: number, priority: Priority = "interactive") =>
    Array.from({ length: count }, () => caller(priority));
  return {
    clock,
    ask,
    limits,
    callers,
    /** Runs for this long and says what happened meanwhile. */
    async during(ms: number) {
      const before = { ...counts };
      runningMax = running;
      await clock.advance(ms);
      return {
        served: counts.served - before.served,
        failed: counts.failed - before.failed,
        refused: counts.refused - before.refused,
        runningMax,
      };
    },
    async end(asking: readonly Promise<void>[]) {
      over.abort();
      await clock.advance(10_000);
      await Promise.all(asking);
      expect(clock.pending, "timers left behind").toBe(0);
    },
  };
}
