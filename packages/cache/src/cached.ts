import {
  abortReason,
  type AnyBackendError,
  type CallContext,
  type CacheEvent,
  events,
  isBackendError,
  type Operation,
  type Policy,
} from "@portico/core";
import { LRUCache } from "lru-cache";
import { deepFreeze } from "./deep-freeze.ts";
import { Flight } from "./flight.ts";
import { cacheKey } from "./key.ts";

export interface CachedOptions {
  /** How long an answer is as good as a new one. 0: callers share a call under way, and nothing more. */
  readonly freshMs: number;
  /** How long an answer is remembered for callers that accept a stale one over a failure. */
  readonly staleMs: number;
  /** Answers remembered per operation; the least recently used goes first. Default 1,000. */
  readonly entriesMax?: number;
}

interface Remembered {
  readonly answer: unknown;
  readonly storedMs: number;
  readonly asOfMs: number;
}

/** Read-through: fresh answers from memory, one call per question under way, the last good answer when one fails. */
export const cached = ({ freshMs, staleMs, entriesMax = 1_000 }: CachedOptions): Policy => ({
  name: "cached",
  settings: { freshMs, staleMs, entriesMax },
  open(site) {
    if (site.kind === "write")
      throw new TypeError(`${site.system}.${site.operation} writes: it cannot be cached.`);
    const { system, operation, clock } = site;
    const remembers = freshMs > 0 || staleMs > 0;
    const memory = new LRUCache<string, Remembered>({ max: entriesMax });
    const flights = new Map<string, Flight>();
    site.onClose(() => memory.clear());

    const report = (call: CallContext, result: CacheEvent["result"]) => {
      if (events.cache.listened) events.cache.publish({ call, system, operation, result });
    };
    const ageMs = ({ storedMs }: Remembered) => clock.now() - storedMs;

    const fly = (next: Operation<unknown, unknown>, key: string, input: unknown, call: CallContext) => {
      const ask: Operation<unknown, unknown> = async (asked, shared) => {
        const answer = deepFreeze(await next(asked, shared));
        if (remembers) memory.set(key, { answer, storedMs: clock.now(), asOfMs: clock.epochMs() });
        return answer;
      };
      const flight = new Flight(ask, input, call, site);
      flights.set(key, flight);
      flight.onEnd(() => {
        if (flights.get(key) === flight) flights.delete(key);
      });
      return flight;
    };

    /** What this caller takes over `error`, if anything. */
    const staleOver = (error: unknown, key: string, call: CallContext): Remembered | undefined => {
      const remembered = memory.get(key);
      if (remembered === undefined || call.staleAgeMsMax === 0 || !isOutage(error)) return undefined;
      if (ageMs(remembered) > Math.min(staleMs, call.staleAgeMsMax)) return undefined;
      report(call, "stale");
      call.onStale({ asOfMs: remembered.asOfMs, reason: error.code, retryAfterMs: error.retryAfterMs });
      return remembered;
    };

    return <Input, Output>(next: Operation<Input, Output>): Operation<Input, Output> =>
      async (input, call) => {
        if (call.signal.aborted) throw abortReason(call.signal);
        const key = cacheKey(site, input, call);
        const remembered = memory.get(key);
        if (remembered !== undefined && ageMs(remembered) < freshMs) {
          report(call, "fresh");
          return remembered.answer as Output;
        }

        const underWay = flights.get(key);
        const joined = underWay?.open === true;
        report(call, joined ? "joined" : "miss");
        const flight = joined ? underWay : fly(next as Operation<unknown, unknown>, key, input, call);
        try {
          return (await flight.join(call)) as Output;
        } catch (error) {
          const stale = staleOver(error, key, call);
          if (stale === undefined) throw error;
          return stale.answer as Output;
        }
      };
  },
});

/** The system failed, as opposed to: it said no, or nobody waits any more. */
const isOutage = (error: unknown): error is AnyBackendError =>
  isBackendError(error) && error.code !== "backend_rejected" && error.code !== "call_cancelled";
