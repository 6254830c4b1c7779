import type { CallContext, CallSite } from "@portico/core";
import { fakeClock, testCall, testSite } from "@portico/core/testing";
import { expect, onTestFinished } from "vitest";
import { hedge, type HedgeOptions } from "../hedge.ts";

interface Try {
  readonly atMs: number;
  readonly signal: AbortSignal;
  readonly answer: (answer: string) => void;
  readonly fail: (error: Error) => void;
}

export const HEDGE: HedgeOptions = { percentile: 0.95, samplesMin: 32, delayMsMin: 20 };

/**
 * Reads that end when told; the hedge has measured `usualMs` for each of many before them. One that is called off takes
 * `stopMs` to end.
 */
export async function hedging(
  usualMs = 100,
  options: Partial<HedgeOptions> = {},
  at: Partial<CallSite> = {},
  stopMs = 0,
) {
  const clock = fakeClock();
  const tries: Try[] = [];
  let warmingUp = true;
  const policy = hedge({ ...HEDGE, ...options });
  const ask = policy.open(testSite({ clock, ...at }))((_: void, { signal }: CallContext) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    if (warmingUp) clock.after(usualMs, () => resolve("usual"));
    else tries.push({ atMs: clock.now(), signal, answer: resolve, fail: reject });
    const stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", () => (stopMs === 0 ? stop() : clock.after(stopMs, stop)));
    return promise;
  });
  for (let read = 0; read < 32; read += 1) {
    const answer = ask(undefined, testCall({ clock }));
    await clock.advance(usualMs);
    await answer;
  }
  warmingUp = false;
  const startMs = clock.now();
  onTestFinished(() => expect(clock.pending, "timers left behind").toBe(0));
  return {
    clock,
    tries,
    sinceStart: () => tries.map(({ atMs }) => atMs - startMs),
    ask: (overrides: Partial<CallContext> = {}) => {
      const answer = ask(undefined, testCall({ clock, ...overrides }));
      answer.catch(() => {});
      return answer;
    },
  };
}
