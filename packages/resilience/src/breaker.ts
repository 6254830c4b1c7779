import {
  BackendRejected,
  BackendUnavailable,
  BulkheadFull,
  CallCancelled,
  CircuitOpen,
  events,
  isBackendError,
  type Policy,
} from "@portico/core";
import { checkBounds, count, milliseconds, SHARE } from "./bounds.ts";
import type { BreakerOptions } from "./breaker-options.ts";
import { CircuitSwitch, type Verdict } from "./circuit-switch.ts";
import { LeftUnsent, NeverSent } from "./never-sent.ts";

/**
 * Leaves a failing or crawling system alone. One circuit per operation: a broken report must not stop the orders.
 * What speaks against the system: timeouts, outages, overload, broken contracts, and answers slower than `slowMs`.
 * What does not: a business rejection, our own refusals, what was never sent, a caller that left before it was slow, a
 * bug of ours.
 * @throws {TypeError} when a setting is out of bounds
 */
export const breaker = ({
  slowMs = Infinity,
  slowRatio = 1,
  probes = 3,
  ...required
}: BreakerOptions): Policy => {
  const options: Required<BreakerOptions> = { ...required, slowMs, slowRatio, probes };
  checkBounds("breaker", options, {
    failureRatio: SHARE,
    // opossum counts in ten parts of it, each on a timer.
    windowMs: milliseconds(100),
    callsMin: count(1),
    openMs: milliseconds(1),
    slowMs: milliseconds(1, Infinity),
    slowRatio: SHARE,
    probes: count(1, 1_000),
  });
  return {
    name: "breaker",
    settings: options,
    open(site) {
      const { system, operation } = site;
      const circuit = new CircuitSwitch(site, options);
      site.onClose(() => circuit.shutdown());
      site.onCircuit(circuit);
      if (events.breakerState.listened) {
        const { state } = circuit;
        events.breakerState.publish({ system, operation, state, reason: "began", order: undefined });
      }

      return (next) => async (input, call) => {
        if (circuit.isShutdown) throw new BackendUnavailable("We no longer talk to this system.");
        const report = circuit.admit();
        if (report === undefined) {
          if (events.callRefused.listened) {
            events.callRefused.publish({ call, system, operation, reason: "circuit_open" });
          }
          throw new CircuitOpen("The system failed recently and is left alone for a while.", {
            retryAfterMs: circuit.retryAfterMs,
          });
        }
        const startMs = site.clock.now();
        try {
          const answer = await next(input, call);
          report("good", site.clock.now() - startMs);
          return answer;
        } catch (error) {
          report(verdictOf(error), site.clock.now() - startMs);
          throw error;
        }
      };
    },
  };
};

function verdictOf(error: unknown): Verdict {
  if (error instanceof BulkheadFull || error instanceof NeverSent || error instanceof LeftUnsent)
    return "unsent";
  if (!isBackendError(error) || error instanceof CallCancelled) return "nothing";
  // It said no: it is alive.
  return error instanceof BackendRejected ? "good" : "failed";
}
