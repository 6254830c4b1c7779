import type { CallContext } from "../call.ts";
import { systemClock } from "../clock.ts";
import { continueTrace } from "../trace.ts";

/** A call with ten seconds to live that nobody cancels, unless told otherwise. */
export function testCall(overrides: Partial<CallContext> = {}): CallContext {
  const clock = overrides.clock ?? systemClock;
  return {
    requestId: "test-request",
    trace: continueTrace(undefined),
    service: { name: "test" },
    identity: { customerId: "100001" },
    clock,
    deadlineMs: clock.now() + 10_000,
    signal: new AbortController().signal,
    staleAgeMsMax: 0,
    onStale: () => {},
    ...overrides,
  };
}
