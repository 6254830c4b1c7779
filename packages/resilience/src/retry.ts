import {
  abortReason,
  type AnyBackendError,
  type CallContext,
  events,
  isBackendError,
  type Policy,
  remainingMs,
} from "@portico/core";
import { checkBounds, count, milliseconds } from "./bounds.ts";
import { BUDGET_BOUNDS, budgetOf, type RetryBudgetOptions, withBudgetDefaults } from "./retry-budget.ts";
import { wasOurs } from "./was-ours.ts";

export interface RetryOptions extends RetryBudgetOptions {
  /** Tries in all, the first one included. */
  readonly attemptsMax: number;
  /** The longest pause before the second try; it doubles before each further one. */
  readonly delayMs: number;
  /** What no pause exceeds, unless the system itself asks for longer. */
  readonly delayMsMax: number;
  /**
   * How long after the question the last try may begin. Below the attempt's timeout it means: after a quick failure
   * only, not after a timeout, whose second try costs the page as much again. Default: as long as the deadline allows.
   */
  readonly beginMsMax?: number;
}

/**
 * Asks again when asking again may help: what may be asked twice, after a failure that passes, while there is time and
 * the system's budget lasts. Pauses are random between nothing and the longest ("full jitter"), so that callers who
 * failed together do not return together. Source: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog 2015.
 * @throws {TypeError} when a setting is out of bounds; on opening, for an operation that writes
 */
export function retry(options: RetryOptions): Policy {
  const { attemptsMax, delayMs, delayMsMax, beginMsMax = Infinity } = options;
  const budgetOptions = withBudgetDefaults(options);
  const settings = { ...options, ...budgetOptions };
  checkBounds(
    "retry",
    { ...settings, beginMsMax },
    {
      attemptsMax: count(1, 10),
      delayMs: milliseconds(0),
      delayMsMax: milliseconds(0),
      beginMsMax: milliseconds(0, Infinity),
      ...BUDGET_BOUNDS,
    },
  );
  return {
    name: "retry",
    settings,
    open(site) {
      const { system, operation } = site;
      if (site.kind === "write")
        throw new TypeError(`${system}.${operation} writes: it cannot be asked twice.`);
      const budget = budgetOf(site, budgetOptions);
      const earner = budget.earner(operation);

      /** How long to wait before the next try; `undefined` when there is none. */
      const pauseBefore = (tries: number, error: unknown, startMs: number, call: CallContext) => {
        if (tries >= attemptsMax || !passes(error) || call.signal.aborted) return undefined;
        const longestMs = Math.min(delayMsMax, delayMs * 2 ** (tries - 1));
        const pauseMs = Math.max(Math.random() * longestMs, error.retryAfterMs ?? 0);
        if (pauseMs >= remainingMs(call) || call.clock.now() + pauseMs > startMs + beginMsMax)
          return undefined;
        const begun = budget.spend();
        if (events.secondTry.listened) {
          events.secondTry.publish({ call, system, operation, kind: "retry", begun });
        }
        return begun ? pauseMs : undefined;
      };

      return (next) => async (input, call) => {
        earner.begin();
        const startMs = call.clock.now();
        let failure: unknown;
        try {
          for (let tries = 1; ; tries += 1) {
            try {
              return await next(input, call);
            } catch (error) {
              failure ??= error;
              const pauseMs = pauseBefore(tries, error, startMs, call);
              if (pauseMs === undefined) throw error;
              await pause(pauseMs, call);
            }
          }
        } finally {
          earner.end(failure);
        }
      };
    },
  };
}

/**
 * Not what our own protection refused: whoever waits for a circuit to close, or for a place, must not come back with
 * all the others at the moment it does.
 */
const passes = (error: unknown): error is AnyBackendError =>
  isBackendError(error) && error.transient && !wasOurs(error);

/** Rejects when the caller leaves meanwhile. */
function pause(pauseMs: number, call: CallContext): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onAbort = () => {
    cancel();
    reject(abortReason(call.signal));
  };
  const cancel = call.clock.after(pauseMs, () => {
    call.signal.removeEventListener("abort", onAbort);
    resolve();
  });
  call.signal.addEventListener("abort", onAbort, { once: true });
  return promise;
}
