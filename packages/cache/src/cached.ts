import {
  abortReason,
  type AnswerAge,
  type AnyBackendError,
  type CacheEvent,
  type CallContext,
  events,
  isBackendError,
  type Operation,
  type Policy,
} from "@portico/core";
import { CACHE_STORE, type CacheStore, openCacheStore } from "./cache-store.ts";
import { Flight } from "./flight.ts";
import { keyMakerOf } from "./key.ts";
import type { Remembered } from "./memory.ts";
import { type CachedOptions, settingsOf } from "./options.ts";
import { readThrough } from "./read-through.ts";
import { UnderWay } from "./under-way.ts";

/**
 * Read-through: fresh answers from memory, one call per question under way, the last good answer when one fails.
 * @throws {TypeError} when a setting is out of bounds; on opening, when the operation is no read, or another system of its
 * name uses the same store
 */
export const cached = (options: CachedOptions): Policy => {
  const settings = settingsOf(options);
  const { staleMs, revalidateMs } = settings;
  return {
    name: "cached",
    settings: { ...settings },
    open(site) {
      const { system, operation, clock } = site;
      if (site.kind !== "read")
        throw new TypeError(`${system}.${operation} is no read: it cannot be cached.`);
      const store = site.shared(CACHE_STORE, (): CacheStore => {
        const own = openCacheStore();
        site.onClose(() => own.close());
        return own;
      });
      site.onClose(
        store.claim(
          system,
          site.shared(OWNER, () => ({})),
        ),
      );
      const { memory } = store;
      const keyOf = keyMakerOf(site);
      const flights = new UnderWay<Flight<Remembered>>();

      const report = (call: CallContext, result: CacheEvent["result"]) => {
        if (events.cache.listened) events.cache.publish({ call, system, operation, result });
      };
      const tellAge = (call: CallContext, from: AnswerAge["from"], { storedMs, freshMs }: Remembered) => {
        if (call.onAnswer === undefined) return;
        const ageMs = Math.max(0, clock.now() - storedMs);
        call.onAnswer({ from, ageMs, freshMsLeft: freshMs - ageMs });
      };

      /** What this caller takes over `error`, if anything. */
      const staleOver = (error: unknown, key: string, call: CallContext): Remembered | undefined => {
        const remembered = memory.get(key);
        if (remembered === undefined || call.staleAgeMsMax === 0 || !isOutage(error)) return undefined;
        if (remembered.absent) return undefined;
        if (clock.now() - remembered.storedMs > Math.min(staleMs, call.staleAgeMsMax)) return undefined;
        report(call, "stale");
        tellAge(call, "stale", remembered);
        call.onStale({ asOfMs: remembered.asOfMs, reason: error.code, retryAfterMs: error.retryAfterMs });
        return remembered;
      };

      return <Input, Output>(next: Operation<Input, Output>): Operation<Input, Output> => {
        const ask = readThrough(site, store, settings, next as Operation<unknown, unknown>);

        const underWay = (key: string, call: CallContext) => {
          const flight = flights.get(key);
          return flight?.isOpenTo(call, clock.now(), memory.generation) === true ? flight : undefined;
        };
        const fly = (key: string, input: unknown, call: CallContext, background: boolean) => {
          const generation = memory.generation;
          const flight = new Flight((shared) => ask(key, input, shared), call, site, {
            background,
            generation,
            onEnd: () => end(),
          });
          const end = flights.begin(key, flight);
          return flight;
        };

        const askSystem = async (key: string, input: unknown, call: CallContext): Promise<Output> => {
          const joined = underWay(key, call);
          report(call, joined ? "joined" : "miss");
          try {
            const remembered = await (joined ?? fly(key, input, call, false)).join(call);
            tellAge(call, joined ? "collapsed" : "miss", remembered);
            return remembered.answer as Output;
          } catch (error) {
            const stale = staleOver(error, key, call);
            if (stale === undefined) throw error;
            return stale.answer as Output;
          }
        };

        return (input, call) => {
          if (call.signal.aborted) return Promise.reject(abortReason(call.signal));
          let key: string;
          try {
            key = keyOf(input, call);
          } catch (error) {
            return Promise.reject(error);
          }
          const remembered = memory.get(key);
          if (remembered === undefined) return askSystem(key, input, call);
          const overdueMs = clock.now() - remembered.storedMs - remembered.freshMs;
          const refreshing = overdueMs >= 0;
          if (refreshing && (overdueMs >= revalidateMs || remembered.absent))
            return askSystem(key, input, call);
          if (refreshing && underWay(key, call) === undefined) fly(key, input, call, true);
          report(call, refreshing ? "refreshing" : "fresh");
          tellAge(call, "hit", remembered);
          return remembered.answered as Promise<Output>;
        };
      };
    },
  };
};

/** One for all operations of an opened system. */
const OWNER = Symbol("owner of a system's name");

/** The system failed, as opposed to: it said no, or nobody waits any more. */
const isOutage = (error: unknown): error is AnyBackendError =>
  isBackendError(error) && error.code !== "backend_rejected" && error.code !== "call_cancelled";
