import { abortReason, BackendTimeout, CallCancelled, type Policy, remainingMs } from "@portico/core";
import { checkBounds, milliseconds } from "./bounds.ts";
import { NeverSent, neverSentReason } from "./never-sent.ts";

/**
 * Bounds one try of a call by `timeoutMs` and by what is left of its deadline. The work beneath is told through its
 * signal, and we wait until it has stopped: a slot held above is free only when the work is really over.
 * @throws {TypeError} when a setting is out of bounds
 */
export function attempt({ timeoutMs }: { readonly timeoutMs: number }): Policy {
  checkBounds("attempt", { timeoutMs }, { timeoutMs: milliseconds(1) });
  return {
    name: "attempt",
    settings: { timeoutMs },
    open: () => (next) => async (input, call) => {
      if (call.signal.aborted) throw neverSentReason(call.signal);
      const limitMs = Math.min(timeoutMs, remainingMs(call));
      if (limitMs <= 0) throw new NeverSent("No time was left to ask.");

      // One short-lived controller per try: `AbortSignal.any` would leak a listener on the request's signal.
      const controller = new AbortController();
      const onAbort = () => controller.abort(abortReason(call.signal));
      call.signal.addEventListener("abort", onAbort, { once: true });
      const cancelTimer = call.clock.after(limitMs, () =>
        controller.abort(new BackendTimeout(`No answer within ${Math.round(limitMs)} ms.`)),
      );
      try {
        return await next(input, {
          ...call,
          signal: controller.signal,
          deadlineMs: call.clock.now() + limitMs,
        });
      } catch (error) {
        // One of several requests has failed and the answer with it: the others must not outlive their slot.
        controller.abort(new CallCancelled("The try has failed."));
        throw error;
      } finally {
        cancelTimer();
        call.signal.removeEventListener("abort", onAbort);
      }
    },
  };
}
