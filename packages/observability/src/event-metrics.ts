import type {
  BackendCallEvent,
  BreakerStateEvent,
  CacheEvent,
  CachePurgeEvent,
  CallRefusedEvent,
  ConcurrencyLimitEvent,
  ConnectionEvent,
  RequestEvent,
  SecondTryEvent,
  SectionEvent,
} from "@portico/core";
import type { Durations, Metrics } from "./metrics.ts";

// In seconds. 2 and 3 are the default budgets of mobile and web routes, 2 the longest attempt: how many answers
// came within budget is then exact instead of interpolated.
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10];

// A client chooses the method, and node:http lets 34 of them through.
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

const BREAKER_STATES = { closed: 0, half_open: 1, open: 2, disabled: 3 } as const;

/** The counts of one service, kept in `metrics`. Feed it the service's events. */
export function eventMetrics(metrics: Metrics) {
  const requests = metrics.counter(
    "portico_requests_total",
    "Requests answered, or given up by the client (status 499).",
    ["route", "method", "status"],
  );
  const requestDurations = metrics.durations(
    "portico_request_duration_seconds",
    "From the request's headers to the end of the answer.",
    ["route"],
    DURATION_BUCKETS,
  );
  const sectionStates = metrics.counter(
    "portico_section_states_total",
    "Sections of screens by how they were served.",
    ["screen", "section", "state", "reason"],
  );
  const backendCalls = metrics.counter(
    "portico_backend_calls_total",
    "Calls put to a legacy system, by outcome. Of the cancelled ones some were not sent yet.",
    ["system", "operation", "outcome"],
  );
  const backendCallDurations = metrics.durations(
    "portico_backend_call_duration_seconds",
    "From sending a call to a legacy system to its decoded answer or failure.",
    ["system", "operation"],
    DURATION_BUCKETS,
  );
  const backendRefused = metrics.counter(
    "portico_backend_refused_total",
    "Calls our own protection refused before they reached the system.",
    ["system", "operation", "reason"],
  );
  const cacheResults = metrics.counter("portico_cache_results_total", "Cache look-ups by result.", [
    "system",
    "operation",
    "result",
  ]);
  const breakerStates = metrics.gauge(
    "portico_breaker_state",
    "State of the circuit breaker: 0 closed, 1 half-open, 2 open, 3 disabled.",
    ["system", "operation"],
  );

  const breakerChanges = metrics.counter(
    "portico_breaker_changes_total",
    "Changes of the circuit breaker, by the state it took; reason `ordered`: a person's doing.",
    ["system", "operation", "state", "reason"],
  );
  const cachePurges = metrics.counter(
    "portico_cache_purges_total",
    "Purges a person ordered; everywhere `no`: the other replicas were not told at once.",
    ["everywhere"],
  );
  const connections = metrics.gauge(
    "portico_connection_up",
    "Whether something all replicas share can be reached: 0 no, 1 yes.",
    ["connection"],
  );

  const secondTries = metrics.counter(
    "portico_second_tries_total",
    "Questions put to a system a second time, or not for want of budget.",
    ["system", "operation", "kind", "begun"],
  );
  const concurrencyLimits = metrics.gauge(
    "portico_concurrency_limit",
    "Calls one system has from us at a time, as learned.",
    ["system"],
  );

  return {
    request({ route, method, status, durationMs }: RequestEvent): void {
      const known = METHODS.has(method) ? method : "other";
      requests.of(route, known, isHttpStatus(status) ? `${status}` : "other").value += 1;
      observe(requestDurations.of(route), durationMs);
    },
    section({ screen, section, state, reason }: SectionEvent): void {
      sectionStates.of(screen, section, state, reason ?? "none").value += 1;
    },
    backendCall({ system, operation, outcome, durationMs }: BackendCallEvent): void {
      backendCalls.of(system, operation, outcome).value += 1;
      observe(backendCallDurations.of(system, operation), durationMs);
    },
    callRefused({ system, operation, reason }: CallRefusedEvent): void {
      backendRefused.of(system, operation, reason).value += 1;
    },
    secondTry({ system, operation, kind, begun }: SecondTryEvent): void {
      secondTries.of(system, operation, kind, begun ? "yes" : "no").value += 1;
    },
    concurrencyLimit({ system, limit }: ConcurrencyLimitEvent): void {
      concurrencyLimits.of(system).value = limit;
    },
    cache({ system, operation, result }: CacheEvent): void {
      cacheResults.of(system, operation, result).value += 1;
    },
    breakerState({ system, operation, state, reason }: BreakerStateEvent): void {
      breakerStates.of(system, operation).value = BREAKER_STATES[state];
      if (reason !== "began") breakerChanges.of(system, operation, state, reason).value += 1;
    },
    cachePurge({ everywhere }: CachePurgeEvent): void {
      cachePurges.of(everywhere ? "yes" : "no").value += 1;
    },
    connection({ connection, state }: ConnectionEvent): void {
      connections.of(connection).value = state === "up" ? 1 : 0;
    },
  };
}

const isHttpStatus = (status: number): boolean => Number.isInteger(status) && status >= 100 && status <= 599;

function observe(durations: Durations, durationMs: number): void {
  // Any other number would spoil the sum for good.
  if (!Number.isFinite(durationMs) || durationMs < 0) return;
  const seconds = durationMs / 1_000;
  let bucket = 0;
  while (bucket < DURATION_BUCKETS.length && seconds > DURATION_BUCKETS[bucket]!) bucket += 1;
  durations.counts[bucket]! += 1;
  durations.sumSeconds += seconds;
}
