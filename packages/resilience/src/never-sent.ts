import { abortReason, type AnyBackendError, BackendTimeout } from "@portico/core";

/** Time was up before the system was asked. To whoever asked it is a timeout; of the system's health it says nothing. */
export class NeverSent extends BackendTimeout {}

/** Why a call was given up that was never sent. */
export function neverSentReason(signal: AbortSignal): AnyBackendError {
  const reason = abortReason(signal);
  // Another one than the caller's own, which also ends those of its calls that were sent.
  return reason instanceof BackendTimeout ? new NeverSent(reason.message, { cause: reason }) : reason;
}
