import {
  BackendOverloaded,
  BackendTimeout,
  BackendUnavailable,
  type CallContext,
  events,
  isBackendError,
  type Operation,
  type Policy,
} from "@portico/core";
import { Baseline } from "./baseline.ts";
import { checkBounds, count } from "./bounds.ts";
import { inSlot } from "./in-slot.ts";
import { LearnedLimit, type LearnedLimitOptions, type Sample } from "./learned-limit.ts";
import { sharedAlike } from "./shared-alike.ts";
import { PLACES, QUEUE, type QueueOptions, SHARED_PLACES, Slots } from "./slots.ts";
import { wasOurs } from "./was-ours.ts";

export interface AdaptiveOptions extends LearnedLimitOptions, QueueOptions {}

/**
 * A bulkhead whose size is learned, for a system nobody knows the limit of, or that has another one each day. One
 * limit per system; how long a call takes at rest is known per operation.
 * @throws {TypeError} when a setting is out of bounds; on opening, when operations of one system describe it differently
 */
export function adaptive(options: AdaptiveOptions): Policy {
  const { concurrentMin, concurrentMax } = options;
  checkBounds("adaptive", options, {
    concurrentMin: PLACES,
    concurrentMax: { ...PLACES, min: concurrentMin },
    concurrentStart: count(concurrentMin, concurrentMax),
    slowdownMax: { min: 1.1, max: 100 },
    ...QUEUE,
  });
  return {
    name: "adaptive",
    settings: { ...options },
    open(site) {
      const { learned, slots } = sharedAlike(site, SHARED_PLACES, "learned limit", options, () => {
        const limit = new LearnedLimit(options, site.clock);
        const made = new Slots(() => limit.limit, options);
        site.onLimit(made);
        return { learned: limit, slots: made };
      });
      const baseline = new Baseline();

      const learn = (sample: Sample, era: number, { priority = "interactive" }: CallContext) => {
        // Or else background work and agents, whose share ends below the limit, would never let it grow.
        const isReached = !slots.hasPlaceFor(priority);
        if (learned.learn(sample, era, isReached) && events.concurrencyLimit.listened) {
          events.concurrencyLimit.publish({ system: site.system, limit: learned.limit });
        }
      };

      const observed =
        <I, O>(next: Operation<I, O>): Operation<I, O> =>
        async (input, call) => {
          const { era } = learned;
          const startMs = site.clock.now();
          try {
            const answer = await next(input, call);
            learn({ ratio: baseline.ratioOf(site.clock.now() - startMs, learned.restEra) }, era, call);
            return answer;
          } catch (error) {
            // Quick or slow, a refusal or a broken answer is no measure of the work; that it came is.
            if (isBackendError(error) && !wasOurs(error)) {
              learn(saysOverload(error) ? "overloaded" : { ratio: undefined }, era, call);
            }
            throw error;
          }
        };
      return (next) => inSlot(site, slots, observed(next));
    },
  };
}

const saysOverload = (error: unknown): boolean =>
  error instanceof BackendTimeout ||
  error instanceof BackendUnavailable ||
  error instanceof BackendOverloaded;
