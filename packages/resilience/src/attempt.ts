import { BackendTimeout, CallCancelled, type Policy, remainingMs } from "@portico/core";

/**
 * Bounds one try of a call by `timeoutMs` and by what is left of its deadline. The work beneath is told through its
 * signal, and we wait until it has stopped: a slot held above is free only when the work is really over.
 */
export const attempt = ({ timeoutMs }: { readonly timeoutMs: number }): Policy => ({
  name: "attempt",
  open: () => (next) => async (input, call) => {
    const limitMs = Math.min(timeoutMs, remainingMs(call));
    const controller = new AbortController();
    const onAbort = () =>
      controller.abort(call.signal.reason ?? new CallCancelled("The call was cancelled."));
    if (call.signal.aborted) onAbort();
    else if (limitMs <= 0) controller.abort(new BackendTimeout("No time was left to ask."));
    controller.signal.throwIfAborted();

    // One short-lived controller per try: `AbortSignal.any` would leak a listener on the request's signal.
    call.signal.addEventListener("abort", onAbort, { once: true });
    const cancelTimer = call.clock.after(limitMs, () =>
      controller.abort(new BackendTimeout(`No answer within ${Math.round(limitMs)} ms.`)),
    );
    try {
      return await next(input, {
        ...call,
        signal: controller.signal,
        deadlineMs: Math.min(call.deadlineMs, call.clock.now() + limitMs),
      });
    } finally {
      cancelTimer();
      call.signal.removeEventListener("abort", onAbort);
    }
  },
});
