import {
  BackendRejected,
  BackendUnavailable,
  BulkheadFull,
  CallCancelled,
  type CallContext,
  CircuitOpen,
  events,
  isBackendError,
  type Operation,
  type Policy,
} from "@portico/core";
import CircuitBreaker from "opossum";

export interface BreakerOptions {
  /** Share of failed calls that opens the circuit, above 0 and at most 1. */
  readonly failureRatio: number;
  /** The window those calls are counted in. */
  readonly windowMs: number;
  /** Calls in the window before the share means anything. */
  readonly callsMin: number;
  /** How long the system is left alone before one call tries it again. */
  readonly openMs: number;
}

type Firing = [next: Operation<unknown, unknown>, input: unknown, call: CallContext];
type Circuit = CircuitBreaker<Firing>;

/** Leaves a failing system alone. One circuit per operation: a broken report must not stop the orders. */
export const breaker = (options: BreakerOptions): Policy => ({
  name: "breaker",
  settings: { ...options },
  open(site) {
    const { system, operation } = site;
    const circuit: Circuit = new CircuitBreaker((...[next, input, call]: Firing) => next(input, call), {
      // opossum is the state machine and nothing else. Its timeout frees the caller while the work goes on, its
      // capacity counts its own rejections as failures, and its percentiles sort every latency on each failure.
      timeout: false,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      // It opens above the threshold and we say "from this share on".
      errorThresholdPercentage: options.failureRatio * 100 - 1e-9,
      rollingCountTimeout: options.windowMs,
      volumeThreshold: options.callsMin,
      resetTimeout: options.openMs,
      errorFilter: (error: unknown) => !countsAsFailure(error, circuit.halfOpen),
    });
    let openedAtMs = 0;
    const report = (state: "closed" | "open" | "half_open") => {
      if (events.breakerState.listened) events.breakerState.publish({ system, operation, state });
    };
    circuit.on("open", () => {
      openedAtMs = site.clock.now();
      report("open");
    });
    circuit.on("halfOpen", () => report("half_open"));
    circuit.on("close", () => {
      forgetWindow(circuit);
      report("closed");
    });
    site.onClose(() => circuit.shutdown());

    return <I, O>(next: Operation<I, O>) =>
      async (input: I, call: CallContext): Promise<O> => {
        try {
          return (await circuit.fire(next as Operation<unknown, unknown>, input, call)) as O;
        } catch (error) {
          if (!wasHeard(error)) forgetCall(circuit);
          switch (codeOf(error)) {
            case "EOPENBREAKER":
              break;
            case "ESHUTDOWN":
              throw new BackendUnavailable("We no longer talk to this system.");
            default:
              throw error;
          }
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
 * What speaks against the system. It said no (rejected): it is alive. While half-open, a call that was not heard must
 * not close the circuit either, and opossum closes it on all but a failure.
 */
function countsAsFailure(error: unknown, halfOpen: boolean): boolean {
  if (error instanceof BackendRejected) return false;
  return wasHeard(error) || halfOpen;
}

/** Not when we refused, left or stumbled over ourselves: then the call says nothing of the system. */
const wasHeard = (error: unknown): boolean =>
  isBackendError(error) && !(error instanceof BulkheadFull) && !(error instanceof CallCancelled);

/** The counters a circuit decides by: opossum gives a copy of the window, and the buckets in it as they are. */
const bucketsOf = (circuit: Circuit) =>
  circuit.status.window as unknown as readonly { fires: number; failures: number }[];

// opossum counts such a call as a good one. Behind a full bulkhead most are: they would outweigh every failure.
function forgetCall(circuit: Circuit): void {
  const [current] = bucketsOf(circuit);
  if (current !== undefined) current.fires -= 1;
}

// opossum goes on counting what it saw before it opened: the first failure after a recovery would open it again.
function forgetWindow(circuit: Circuit): void {
  for (const bucket of bucketsOf(circuit)) {
    bucket.fires = 0;
    bucket.failures = 0;
  }
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && !isBackendError(error) && "code" in error ? error.code : undefined;
