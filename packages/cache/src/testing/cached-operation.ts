import type { CallContext, CallSite, Operation } from "@portico/core";
import { fakeClock, testCall, testSite } from "@portico/core/testing";
import { expect, onTestFinished } from "vitest";
import { CACHE_STORE, type CacheStore, openCacheStore } from "../cache-store.ts";
import { cached } from "../cached.ts";
import type { CachedOptions } from "../options.ts";

/** One question as the backend got it. */
export interface Question {
  readonly input: unknown;
  readonly call: CallContext;
  readonly answer: (value: unknown) => void;
  readonly fail: (error: Error) => void;
}

/** A backend that answers when told, and stops when its call is aborted, as a real client does. */
export function toldBackend() {
  const asked: Question[] = [];
  const operation: Operation<unknown, unknown> = (input, call) =>
    new Promise((resolve, reject) => {
      asked.push({ input, call, answer: resolve, fail: reject });
      call.signal.addEventListener("abort", () => reject(call.signal.reason as Error), { once: true });
    });
  return { asked, operation };
}

/** A cached operation over a backend that answers when told; it ends with the test and must leave no timer. */
export function cachedOperation(
  options: Partial<CachedOptions> = {},
  siteOverrides: Partial<CallSite> = {},
  store: CacheStore = openCacheStore(),
) {
  const clock = fakeClock();
  const { asked, operation } = toldBackend();
  const site = testSite({ clock, system: "catalog", operation: "findProduct", ...siteOverrides });
  site.shared(CACHE_STORE, () => store);
  const policy = cached({ freshMs: 1_000, staleMs: 10_000, jitterRatio: 0, ...options }).open(site);
  const asking = policy(operation);
  onTestFinished(() => {
    site.close();
    expect(clock.pending, "timers left behind").toBe(0);
  });

  const ask = (input: unknown, overrides: Partial<CallContext> = {}) => {
    const answer = asking(input, testCall({ clock, ...overrides }));
    answer.catch(() => {});
    return answer;
  };
  return {
    clock,
    asked,
    ask,
    close: site.close,
    /** Asks, and lets the backend answer. */
    remember: async (input: unknown, value: unknown) => {
      void ask(input);
      asked.at(-1)?.answer(value);
      await clock.advance(0);
    },
  };
}
