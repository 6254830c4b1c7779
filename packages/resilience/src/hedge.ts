import {
  abortReason,
  BackendRejected,
  CallCancelled,
  type CallContext,
  events,
  type Operation,
  type Policy,
  remainingMs,
} from "@portico/core";
import { checkBounds, count, milliseconds } from "./bounds.ts";
import { neverSentReason } from "./never-sent.ts";
import { BUDGET_BOUNDS, budgetOf, type RetryBudgetOptions, withBudgetDefaults } from "./retry-budget.ts";
import { RollingPercentile, SAMPLES_MAX } from "./rolling-percentile.ts";
import { wasOurs } from "./was-ours.ts";

export interface HedgeOptions extends RetryBudgetOptions {
  /** A read that takes longer than this share of the latest ones is asked a second time: 0.95 for the slowest 5 %. */
  readonly percentile: number;
  /** Reads to have measured before any is hedged, at most 256. */
  readonly samplesMin: number;
  /** No read is hedged sooner than this, however fast the others are. */
  readonly delayMsMin: number;
}

/**
 * Asks a slow read a second time beside the first, takes the answer that comes first and calls the other one off. For
 * systems where some calls are slow by chance, not because there are too many. Each of the two has its own attempt and
 * its own slot, which is free when its work has really ended. Source: Dean and Barroso, "The Tail at Scale", CACM 2013.
 * @throws {TypeError} when a setting is out of bounds; on opening, for an operation that is not a read
 */
export function hedge(options: HedgeOptions): Policy {
  const { percentile, samplesMin, delayMsMin } = options;
  const budgetOptions = withBudgetDefaults(options);
  const settings = { ...options, ...budgetOptions };
  checkBounds("hedge", settings, {
    percentile: { min: 0.5, max: 0.999 },
    samplesMin: count(1, SAMPLES_MAX),
    delayMsMin: milliseconds(0),
    ...BUDGET_BOUNDS,
  });
  return {
    name: "hedge",
    settings,
    open(site) {
      const { system, operation, clock } = site;
      if (site.kind !== "read")
        throw new TypeError(`${system}.${operation} is no read: it cannot be hedged.`);
      const budget = budgetOf(site, budgetOptions);
      const earner = budget.earner(operation);
      const times = new RollingPercentile(percentile, samplesMin);

      const spend = (call: CallContext) => {
        const begun = budget.spend();
        if (events.secondTry.listened) {
          events.secondTry.publish({ call, system, operation, kind: "hedge", begun });
        }
        return begun;
      };

      return (next) => async (input, call) => {
        if (call.signal.aborted) throw neverSentReason(call.signal);
        earner.begin();
        const startMs = clock.now();
        let failure: unknown;
        try {
          const delayMs = Math.max(times.valueMs ?? Infinity, delayMsMin);
          const answer =
            delayMs < remainingMs(call)
              ? await race(next, input, call, delayMs, () => spend(call))
              : await next(input, call);
          // Of a first try that lost, this is the least it would have taken.
          times.add(clock.now() - startMs);
          return answer;
        } catch (error) {
          failure = error;
          throw error;
        } finally {
          earner.end(failure);
        }
      };
    },
  };
}

/**
 * Asks, and asks again after `delayMs` if `may`. A try that fails leaves it to the other one, unless the system said no:
 * that is an answer, and the other one would get the same.
 */
function race<Input, Output>(
  next: Operation<Input, Output>,
  input: Input,
  call: CallContext,
  delayMs: number,
  may: () => boolean,
): Promise<Output> {
  const { promise, resolve, reject } = Promise.withResolvers<Output>();
  const tries = new Set<AbortController>();
  let failure: unknown;
  const end = () => {
    cancelTimer();
    call.signal.removeEventListener("abort", onAbort);
    for (const other of tries) other.abort(LOST);
  };
  const begin = () => {
    const controller = new AbortController();
    tries.add(controller);
    const won = (answer: Output) => {
      tries.delete(controller);
      end();
      resolve(answer);
    };
    const failed = (error: unknown) => {
      tries.delete(controller);
      // What our own protection refused says less than how the system failed.
      if (failure === undefined || !wasOurs(error)) failure = error;
      if (tries.size > 0 && !(error instanceof BackendRejected && !error.transient)) return;
      end();
      reject(failure);
    };
    next(input, { ...call, signal: controller.signal }).then(won, failed);
  };
  const onAbort = () => {
    cancelTimer();
    for (const each of tries) each.abort(abortReason(call.signal));
  };
  const cancelTimer = call.clock.after(delayMs, () => {
    if (may()) begin();
  });
  call.signal.addEventListener("abort", onAbort, { once: true });
  begin();
  return promise;
}

/** One for all: a stack per lost try is not free. */
const LOST = new CallCancelled("Another try was answered first.");
