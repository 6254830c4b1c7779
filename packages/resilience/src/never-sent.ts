import { abortReason, type AnyBackendError, BackendTimeout, CallCancelled } from "@portico/core";

/** Time was up before the system was asked. To whoever asked it is a timeout; of the system's health it says nothing. */
export class NeverSent extends BackendTimeout {}

/** The caller left before the system was asked. It has not had the call, and may be sent another in its place. */
export class LeftUnsent extends CallCancelled {}

/** Why a call was given up that was never sent. */
export function neverSentReason(signal: AbortSignal): AnyBackendError {
  const reason = abortReason(signal);
  // Another one than the caller's own, which also ends those of its calls that were sent.
  if (reason instanceof BackendTimeout) return new NeverSent(reason.message, { cause: reason });
  return reason instanceof CallCancelled ? new LeftUnsent(reason.message, { cause: reason }) : reason;
}
