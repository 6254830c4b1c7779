import {
  BackendRejected,
  BulkheadFull,
  CallCancelled,
  type CallContext,
  CircuitOpen,
  events,
  type Operation,
  type Policy,
} from "@portico/core";
import CircuitBreaker from "opossum";

export interface BreakerOptions {
  /** Share of failed calls that opens the circuit, 0 to 1. */
  readonly failureRatio: number;
  /** The window those calls are counted in. */
  readonly windowMs: number;
  /** Calls in the window before the share means anything. */
  readonly callsMin: number;
  /** How long the system is left alone before one call tries it again. */
  readonly openMs: number;
}

type Firing = [next: Operation<unknown, unknown>, input: unknown, call: CallContext];

/** Leaves a failing system alone. One circuit per operation: a broken report must not stop the orders. */
export const breaker = (options: BreakerOptions): Policy => ({
  name: "breaker",
  open(site) {
    const { system, operation } = site;
    const circuit: CircuitBreaker<Firing> = new CircuitBreaker(
      (...[next, input, call]: Firing) => next(input, call),
      {
        // opossum is the state machine and nothing else. Its timeout frees the caller while the work goes on, its
        // capacity counts its own rejections as failures, and its percentiles sort every latency on each failure.
        timeout: false,
        rollingPercentilesEnabled: false,
        enableSnapshots: false,
        errorThresholdPercentage: options.failureRatio * 100,
        rollingCountTimeout: options.windowMs,
        volumeThreshold: options.callsMin,
        resetTimeout: options.openMs,
        errorFilter: (error: unknown) => !countsAsFailure(error, circuit.halfOpen),
      },
    );
    let openedAtMs = 0;
    const report = (state: "closed" | "open" | "half_open") => {
      if (state === "open") openedAtMs = site.clock.now();
      if (events.breakerState.listened) events.breakerState.publish({ system, operation, state });
    };
    circuit.on("open", () => report("open"));
    circuit.on("halfOpen", () => report("half_open"));
    circuit.on("close", () => report("closed"));
    site.onClose(() => circuit.shutdown());

    return <I, O>(next: Operation<I, O>) =>
      async (input: I, call: CallContext): Promise<O> => {
        try {
          return (await circuit.fire(next as Operation<unknown, unknown>, input, call)) as O;
        } catch (error) {
          if (!isOpenRejection(error)) throw error;
          if (events.callRefused.listened) {
            events.callRefused.publish({ call, system, operation, reason: "circuit_open" });
          }
          const retryAfterMs = Math.max(0, Math.ceil(openedAtMs + options.openMs - site.clock.now()));
          throw new CircuitOpen("The system failed recently and is left alone for a while.", {
            retryAfterMs,
          });
        }
      };
  },
});

/**
 * What speaks against the system. It said no (rejected): it is alive. We refused or left: it was not heard. While
 * half-open, a call that was not heard must not close the circuit either, and opossum closes it on all but a failure.
 */
function countsAsFailure(error: unknown, halfOpen: boolean): boolean {
  if (error instanceof BackendRejected) return false;
  if (error instanceof BulkheadFull || error instanceof CallCancelled) return halfOpen;
  return true;
}

const isOpenRejection = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "EOPENBREAKER";
