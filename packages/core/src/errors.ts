/** Every reason a call to a legacy system may fail. Codes are stable: clients, dashboards and alerts read them. */
export type BackendErrorCode =
  | "backend_timeout"
  | "backend_unavailable"
  | "backend_overloaded"
  | "circuit_open"
  | "backend_rejected"
  | "contract_broken"
  | "call_cancelled";

export interface BackendErrorDetails {
  /** When asking again may help, in milliseconds from now. */
  readonly retryAfterMs?: number;
  /** What went wrong underneath. For logs only: it may hold backend text. */
  readonly cause?: unknown;
}

/** The only thing an operation rejects with. Callers switch on `code`; `message` is for people. */
export abstract class BackendError extends Error {
  abstract readonly code: BackendErrorCode;
  /** Whether the same question, asked again later, may be answered. */
  abstract readonly transient: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: BackendErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** No answer before the deadline. A read may be asked again; a write may have happened. */
export class BackendTimeout extends BackendError {
  readonly code = "backend_timeout";
  readonly transient = true;
}

/** The connection was refused, reset or closed, or the name or certificate did not resolve to a peer we may talk to. */
export class BackendUnavailable extends BackendError {
  readonly code = "backend_unavailable";
  readonly transient = true;
}

/** The system takes no more calls now. */
export class BackendOverloaded extends BackendError {
  readonly code = "backend_overloaded";
  readonly transient = true;
}

/** Our own limit in front of the system is reached: the call was never sent, and says nothing about its health. */
export class BulkheadFull extends BackendOverloaded {}

/** The breaker is open: the system failed recently and is left alone for `retryAfterMs`. */
export class CircuitOpen extends BackendError {
  readonly code = "circuit_open";
  readonly transient = true;
}

/** The system understood and said no: a declared fault, a business error, a 4xx. Asking again will not help. */
export class BackendRejected extends BackendError {
  readonly code = "backend_rejected" as const;
  readonly transient: boolean = false;
}

export interface ContractDeviation extends BackendErrorDetails {
  /** Where in the answer, e.g. `/Envelope/Body/GetCustomerResponse/customer/creditLimit`. */
  readonly path?: string;
}

/** The answer is not what the contract promises: malformed, truncated, too large, of the wrong type. */
export class ContractBroken extends BackendError {
  readonly code = "contract_broken";
  readonly transient = false;
  readonly path: string | undefined;

  constructor(message: string, details: ContractDeviation = {}) {
    super(message, details);
    this.path = details.path;
  }
}

/** The one who asked went away. Nobody is waiting for this answer. */
export class CallCancelled extends BackendError {
  readonly code = "call_cancelled";
  readonly transient = false;
}

/** All an operation may reject with, so that `switch (error.code)` is checked for completeness. */
export type AnyBackendError =
  | BackendTimeout
  | BackendUnavailable
  | BackendOverloaded
  | CircuitOpen
  | BackendRejected
  | ContractBroken
  | CallCancelled;

export const isBackendError = (error: unknown): error is AnyBackendError => error instanceof BackendError;

/**
 * Why a call was given up, in the words of the closed list. A reason that is not one of them, such as that of a plain
 * `abort()`, means that whoever asked left; that of `AbortSignal.timeout`, that time was up.
 */
export function abortReason(signal: AbortSignal): AnyBackendError {
  const reason: unknown = signal.reason;
  if (isBackendError(reason)) return reason;
  return reason instanceof DOMException && reason.name === "TimeoutError"
    ? new BackendTimeout("The caller's time was up.")
    : new CallCancelled("The caller left.");
}
