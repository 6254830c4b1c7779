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
export {
  type AnswerAge,
  type CallContext,
  type Identity,
  type Operation,
  type Priority,
  remainingMs,
  type StaleAnswer,
} from "./call.ts";
export {
  type Circuit,
  type CircuitChange,
  type CircuitCounts,
  type CircuitOrder,
  type CircuitReason,
  type CircuitState,
} from "./circuit.ts";
export { type ConcurrencyLimit } from "./concurrency-limit.ts";
export { type HealthHints, type HealthOpinion, noHints } from "./hints.ts";
export { type CallSite, type Policy } from "./policy.ts";
export { continueTrace, toTraceparent, type TraceContext } from "./trace.ts";
export {
  type BackendCallEvent,
  type BreakerStateEvent,
  type CacheEvent,
  type CachePurgeEvent,
  type CallRefusedEvent,
  type ConcurrencyLimitEvent,
  type ConnectionEvent,
  events,
  type RequestEvent,
  type SecondTryEvent,
  type SectionEvent,
} from "./events.ts";
