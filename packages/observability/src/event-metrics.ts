import type {
  BackendCallEvent,
  BreakerStateEvent,
  CacheEvent,
  CallRefusedEvent,
  ConcurrencyLimitEvent,
  RequestEvent,
  SecondTryEvent,
  SectionEvent,
} from "@portico/core";
import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { toldApart } from "./told-apart.ts";

// In seconds. 2 and 3 are the default budgets of mobile and web routes, 2 the longest attempt: how many answers
// came within budget is then exact instead of interpolated.
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10];

// A client chooses the method, and node:http lets 34 of them through.
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

const BREAKER_STATES = { closed: 0, half_open: 1, open: 2, disabled: 3 } as const;

/** The counts of one service, kept in `register`. Feed it the service's events. */
export function eventMetrics(register: Registry) {
  const counter = (name: string, help: string, labelNames: string[]) =>
    toldApart(new Counter({ name, help, labelNames, registers: [register] }));
  const durations = (name: string, help: string, labelNames: string[]) =>
    toldApart(new Histogram({ name, help, labelNames, buckets: DURATION_BUCKETS, registers: [register] }));
  const gauge = (name: string, help: string, labelNames: string[]) =>
    toldApart(new Gauge({ name, help, labelNames, registers: [register] }));

  const requests = counter(
    "portico_requests_total",
    "Requests answered, or given up by the client (status 499).",
    ["route", "method", "status"],
  );
  const requestDurations = durations(
    "portico_request_duration_seconds",
    "From the request's headers to the end of the answer.",
    ["route"],
  );
  const sectionStates = counter(
    "portico_section_states_total",
    "Sections of screens by how they were served.",
    ["screen", "section", "state", "reason"],
  );
  const backendCalls = counter(
    "portico_backend_calls_total",
    "Calls that reached a legacy system, by outcome.",
    ["system", "operation", "outcome"],
  );
  const backendCallDurations = durations(
    "portico_backend_call_duration_seconds",
    "From sending a call to a legacy system to its decoded answer or failure.",
    ["system", "operation"],
  );
  const backendRefused = counter(
    "portico_backend_refused_total",
    "Calls our own protection refused before they reached the system.",
    ["system", "operation", "reason"],
  );
  const cacheResults = counter("portico_cache_results_total", "Cache look-ups by result.", [
    "system",
    "operation",
    "result",
  ]);
  const breakerStates = gauge(
    "portico_breaker_state",
    "State of the circuit breaker: 0 closed, 1 half-open, 2 open, 3 disabled.",
    ["system", "operation"],
  );

  const secondTries = counter(
    "portico_second_tries_total",
    "Questions put to a system a second time, or not for want of budget.",
    ["system", "operation", "kind", "begun"],
  );
  const concurrencyLimits = gauge(
    "portico_concurrency_limit",
    "Calls one system has from us at a time, as learned.",
    ["system"],
  );

  return {
    request({ route, method, status, durationMs }: RequestEvent): void {
      requests(
        route,
        METHODS.has(method) ? method : "other",
        isHttpStatus(status) ? `${status}` : "other",
      ).inc();
      if (isDuration(durationMs)) requestDurations(route).observe(durationMs / 1_000);
    },
    section({ screen, section, state, reason }: SectionEvent): void {
      sectionStates(screen, section, state, reason ?? "none").inc();
    },
    backendCall({ system, operation, outcome, durationMs }: BackendCallEvent): void {
      backendCalls(system, operation, outcome).inc();
      if (isDuration(durationMs)) backendCallDurations(system, operation).observe(durationMs / 1_000);
    },
    callRefused({ system, operation, reason }: CallRefusedEvent): void {
      backendRefused(system, operation, reason).inc();
    },
    secondTry({ system, operation, kind, begun }: SecondTryEvent): void {
      secondTries(system, operation, kind, begun ? "yes" : "no").inc();
    },
    concurrencyLimit({ system, limit }: ConcurrencyLimitEvent): void {
      concurrencyLimits(system).set(limit);
    },
    cache({ system, operation, result }: CacheEvent): void {
      cacheResults(system, operation, result).inc();
    },
    breakerState({ system, operation, state }: BreakerStateEvent): void {
      breakerStates(system, operation).set(BREAKER_STATES[state]);
    },
  };
}

const isHttpStatus = (status: number): boolean => Number.isInteger(status) && status >= 100 && status <= 599;

/** Any other number would make prom-client throw, or spoil the sum for good. */
const isDuration = (durationMs: number): boolean => Number.isFinite(durationMs) && durationMs >= 0;
