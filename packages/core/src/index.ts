export { type Clock, systemClock } from "./clock.ts";
export {
  abortReason,
  type AnyBackendError,
  BackendError,
  type BackendErrorCode,
  type BackendErrorDetails,
  BackendOverloaded,
  BackendRejected,
  BackendTimeout,
  BackendUnavailable,
  BulkheadFull,
  CallCancelled,
  CircuitOpen,
  ContractBroken,
  type ContractDeviation,
  isBackendError,
} from "./errors.ts";
export { type CallContext, type Identity, type Operation, remainingMs, type StaleAnswer } from "./call.ts";
export { type CallSite, type Policy } from "./policy.ts";
export { continueTrace, toTraceparent, type TraceContext } from "./trace.ts";
export {
  type BackendCallEvent,
  type BreakerStateEvent,
  type CacheEvent,
  type CallRefusedEvent,
  events,
  type RequestEvent,
  type SectionEvent,
} from "./events.ts";
