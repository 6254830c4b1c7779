import type {
  BackendCallEvent,
  BreakerStateEvent,
  CacheEvent,
  CallRefusedEvent,
  RequestEvent,
  SectionEvent,
} from "@portico/core";
import { counter, gauge, histogram } from "./instruments.ts";

// In seconds. 2 and 3 are the default budgets of mobile and web routes, 2 the longest attempt: how many answers
// came within budget is then exact instead of interpolated.
const DURATION_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10];

// A client chooses the method, and node:http lets 34 of them through.
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

const BREAKER_STATES = { closed: 0, half_open: 1, open: 2 } as const;

/** The counts of one service. Feed it the service's events. */
export function eventMetrics() {
  const requests = counter({
    name: "portico_requests_total",
    help: "Requests answered, or given up by the client (status 499).",
    labels: ["route", "method", "status"],
  });
  const requestDuration = histogram(
    {
      name: "portico_request_duration_seconds",
      help: "From the request's headers to the end of the answer.",
      labels: ["route"],
    },
    DURATION_BOUNDS,
  );
  const sectionStates = counter({
    name: "portico_section_states_total",
    help: "Sections of screens by how they were served.",
    labels: ["screen", "section", "state", "reason"],
  });
  const backendCalls = counter({
    name: "portico_backend_calls_total",
    help: "Calls that reached a legacy system, by outcome.",
    labels: ["system", "operation", "outcome"],
  });
  const backendCallDuration = histogram(
    {
      name: "portico_backend_call_duration_seconds",
      help: "From sending a call to a legacy system to its decoded answer or failure.",
      labels: ["system", "operation"],
    },
    DURATION_BOUNDS,
  );
  const backendRefused = counter({
    name: "portico_backend_refused_total",
    help: "Calls our own protection refused before they reached the system.",
    labels: ["system", "operation", "reason"],
  });
  const cacheResults = counter({
    name: "portico_cache_results_total",
    help: "Cache look-ups by result.",
    labels: ["system", "operation", "result"],
  });
  const breakerState = gauge({
    name: "portico_breaker_state",
    help: "State of the circuit breaker: 0 closed, 1 half-open, 2 open.",
    labels: ["system", "operation"],
  });

  return {
    instruments: [
      requests,
      requestDuration,
      sectionStates,
      backendCalls,
      backendCallDuration,
      backendRefused,
      cacheResults,
      breakerState,
    ],
    request({ route, method, status, durationMs }: RequestEvent): void {
      requests.add(route, METHODS.has(method) ? method : "other", isHttpStatus(status) ? status : "other");
      requestDuration.observe(durationMs / 1_000, route);
    },
    section({ screen, section, state, reason }: SectionEvent): void {
      sectionStates.add(screen, section, state, reason ?? "none");
    },
    backendCall({ system, operation, outcome, durationMs }: BackendCallEvent): void {
      backendCalls.add(system, operation, outcome);
      backendCallDuration.observe(durationMs / 1_000, system, operation);
    },
    callRefused({ system, operation, reason }: CallRefusedEvent): void {
      backendRefused.add(system, operation, reason);
    },
    cache({ system, operation, result }: CacheEvent): void {
      cacheResults.add(system, operation, result);
    },
    breakerState({ system, operation, state }: BreakerStateEvent): void {
      breakerState.set(BREAKER_STATES[state], system, operation);
    },
  };
}

const isHttpStatus = (status: number): boolean => Number.isInteger(status) && status >= 100 && status <= 599;
