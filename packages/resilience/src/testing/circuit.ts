import { BackendUnavailable, type CallSite } from "@portico/core";
import { testCall, testSite } from "@portico/core/testing";
import { onTestFinished, vi } from "vitest";
import { breaker } from "../breaker.ts";
import type { BreakerOptions } from "../breaker-options.ts";

export const down = new BackendUnavailable("Down.");

type Outcome = Promise<unknown> | (() => Promise<unknown>) | Error | "ok";

/** An outcome that takes its time, on vitest's timers. */
export const slowly =
  (tookMs: number, outcome: Error | "ok" = "ok") =>
  async () => {
    await vi.advanceTimersByTimeAsync(tookMs);
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };

/** A circuit over a backend that gives the outcome it is asked for. Its jitter is what `Math.random` says. */
export function circuit(options: Partial<BreakerOptions> = {}, at: Partial<CallSite> = {}) {
  const site = testSite({ system: "crm", operation: "find", ...at });
  const policy = breaker({ failureRatio: 0.5, windowMs: 10_000, callsMin: 10, openMs: 5_000, ...options });
  let asked = 0;
  const ask = policy.open(site)(async (outcome: Outcome) => {
    asked += 1;
    if (outcome instanceof Error) throw outcome;
    return typeof outcome === "function" ? outcome() : outcome;
  });
  onTestFinished(site.close);
  const [handle] = site.circuits;
  if (handle === undefined) throw new Error("The breaker showed no circuit.");
  return {
    /** What operators get. */
    handle,
    close: site.close,
    /** The error a call failed with, or its answer. */
    ask: (outcome: Outcome): Promise<unknown> => ask(outcome, testCall()).catch((error: unknown) => error),
    times: async (count: number, outcome: Error | "ok") => {
      for (let call = 0; call < count; call += 1) await ask(outcome, testCall()).catch(() => {});
    },
    get states() {
      return handle.history.map(({ state }) => state);
    },
    get asked() {
      return asked;
    },
  };
}
