import { events } from "@portico/core";
import * as fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { observed, type Observed } from "./testing/observed.ts";
import { readMetrics, valueOf } from "./testing/read-metrics.ts";

let watched: Observed;
afterEach(() => watched.close());

test("requests are counted by route, method and status, and timed in seconds", async () => {
  watched = observed();
  watched.publishRequest({ durationMs: 4 });
  watched.publishRequest({ durationMs: 2_000 });
  watched.publishRequest({ durationMs: 60_000, status: 504 });
  const text = await watched.metrics();
  const route = "/v1/home";
  expect(valueOf(text, "portico_requests_total", { route, method: "GET", status: "200" })).toBe(2);
  expect(valueOf(text, "portico_requests_total", { route, method: "GET", status: "504" })).toBe(1);
  const bucket = (le: string) => valueOf(text, "portico_request_duration_seconds_bucket", { route, le });
  expect([bucket("0.0025"), bucket("0.005"), bucket("1"), bucket("2"), bucket("10"), bucket("+Inf")]).toEqual(
    [0, 1, 1, 2, 2, 3],
  );
  expect(valueOf(text, "portico_request_duration_seconds_sum", { route })).toBeCloseTo(62.004);
  expect(valueOf(text, "portico_request_duration_seconds_count", { route })).toBe(3);
});

test("sections are counted by how they were served", async () => {
  watched = observed();
  const section = { call: watched.call, screen: "home", section: "orders", error: undefined } as const;
  events.section.publish({ ...section, state: "fresh", reason: undefined });
  events.section.publish({ ...section, state: "stale", reason: "circuit_open" });
  const text = await watched.metrics();
  const labels = { screen: "home", section: "orders" };
  expect(valueOf(text, "portico_section_states_total", { ...labels, state: "fresh", reason: "none" })).toBe(
    1,
  );
  expect(
    valueOf(text, "portico_section_states_total", { ...labels, state: "stale", reason: "circuit_open" }),
  ).toBe(1);
});

test("backend calls, refusals and cache results are counted by system and operation", async () => {
  watched = observed();
  const at = { call: watched.call, system: "crm", operation: "findCustomer" };
  const labels = { system: "crm", operation: "findCustomer" };
  events.backendCall.publish({ ...at, outcome: "ok", durationMs: 20, error: undefined });
  events.backendCall.publish({ ...at, outcome: "backend_timeout", durationMs: 1_000, error: undefined });
  events.callRefused.publish({ ...at, reason: "bulkhead_full" });
  events.cache.publish({ ...at, result: "joined" });
  events.secondTry.publish({ ...at, kind: "retry", begun: false });
  for (const limit of [12, 8]) events.concurrencyLimit.publish({ system: "crm", limit });
  const text = await watched.metrics();
  expect(valueOf(text, "portico_second_tries_total", { ...labels, kind: "retry", begun: "no" })).toBe(1);
  expect(valueOf(text, "portico_concurrency_limit", { system: "crm" })).toBe(8);
  expect(valueOf(text, "portico_backend_calls_total", { ...labels, outcome: "ok" })).toBe(1);
  expect(valueOf(text, "portico_backend_calls_total", { ...labels, outcome: "backend_timeout" })).toBe(1);
  expect(valueOf(text, "portico_backend_call_duration_seconds_sum", labels)).toBeCloseTo(1.02);
  expect(valueOf(text, "portico_backend_refused_total", { ...labels, reason: "bulkhead_full" })).toBe(1);
  expect(valueOf(text, "portico_cache_results_total", { ...labels, result: "joined" })).toBe(1);
});

test("the breaker's gauge is 0 closed, 1 half-open, 2 open, 3 disabled", async () => {
  watched = observed();
  const labels = { system: "crm", operation: "findCustomer" };
  const seen: number[] = [];
  for (const state of ["open", "half_open", "closed", "disabled"] as const) {
    events.breakerState.publish({ ...labels, state, reason: "failures", order: undefined });
    seen.push(valueOf(await watched.metrics(), "portico_breaker_state", labels));
  }
  expect(seen).toEqual([2, 1, 0, 3]);
});

test("a breaker has its gauge from the start, and its changes are counted by reason", async () => {
  watched = observed();
  const labels = { system: "crm", operation: "findCustomer" };
  events.breakerState.publish({ ...labels, state: "closed", reason: "began", order: undefined });
  const before = await watched.metrics();
  expect(before).toContain('portico_breaker_state{system="crm",operation="findCustomer"} 0');
  expect(before).not.toContain("portico_breaker_changes_total{");
  const order = { who: "ops@example.com", why: "CRM upgrade" };
  events.breakerState.publish({ ...labels, state: "open", reason: "ordered", order });
  const ordered = { ...labels, state: "open", reason: "ordered" };
  expect(valueOf(await watched.metrics(), "portico_breaker_changes_total", ordered)).toBe(1);
  expect(watched.lines("breaker changed")).toHaveLength(1);
});

test("a method or status that HTTP does not know is counted as other", async () => {
  watched = observed();
  watched.publishRequest({ method: "PROPFIND-0001" });
  watched.publishRequest({ status: 0 });
  watched.publishRequest({ status: 600 });
  const text = await watched.metrics();
  expect(valueOf(text, "portico_requests_total", { method: "other", status: "200" })).toBe(1);
  expect(valueOf(text, "portico_requests_total", { method: "GET", status: "other" })).toBe(2);
  expect(text).not.toContain("PROPFIND");
});

test("a duration that is not a number spoils no sum", async () => {
  watched = observed();
  for (const durationMs of [Number.NaN, Infinity, -1, 5]) watched.publishRequest({ durationMs });
  const text = await watched.metrics();
  expect(valueOf(text, "portico_request_duration_seconds_sum")).toBe(0.005);
  expect(valueOf(text, "portico_requests_total")).toBe(4);
});

test.each([
  [999, 999, 0],
  [1_000, 1_000, 0],
  [1_001, 1_000, 1],
  [3_000, 1_000, 2_000],
])("of %i label combinations %i are told apart, and nothing goes uncounted", async (names, apart, others) => {
  watched = observed();
  for (let name = 0; name < names; name += 1) {
    events.cache.publish({
      call: watched.call,
      system: "crm",
      operation: `operation-${name}`,
      result: "miss",
    });
  }
  events.cache.publish({ call: watched.call, system: "crm", operation: "operation-0", result: "miss" });
  const text = await watched.metrics();
  const series = readMetrics(text).samples.filter(({ name }) => name === "portico_cache_results_total");
  expect(series.filter(({ labels }) => labels["operation"] !== "other")).toHaveLength(apart);
  expect(valueOf(text, "portico_cache_results_total", { operation: "other", result: "other" })).toBe(others);
  expect(valueOf(text, "portico_cache_results_total", { operation: "operation-0" })).toBe(2);
});

test("two services in one process count apart, but both see a shared breaker", async () => {
  watched = observed({ service: { name: "web" } });
  const mobile = observed({ service: { name: "mobile" } });
  watched.publishRequest();
  events.breakerState.publish({
    system: "crm",
    operation: "findCustomer",
    state: "open",
    reason: "failures",
    order: undefined,
  });
  expect(valueOf(await watched.metrics(), "portico_requests_total")).toBe(1);
  expect(valueOf(await mobile.metrics(), "portico_requests_total")).toBe(0);
  expect(valueOf(await watched.metrics(), "portico_breaker_state")).toBe(2);
  expect(valueOf(await mobile.metrics(), "portico_breaker_state")).toBe(2);
  await mobile.close();
});

test("whatever the names and durations, the text reads back as what happened", async () => {
  const name = fc.constantFrom("crm", "findCustomer", 'a"b', "a\\b", "a\nb", "a\\nb", "Größe", "{}=,", "");
  const calls = fc.array(
    fc.record({
      system: name,
      operation: name,
      outcome: fc.constantFrom("ok", "backend_timeout"),
      durationMs: fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.constantFrom(1, 2_000, 10_000)),
    }),
    { maxLength: 60 },
  );
  await fc.assert(
    fc.asyncProperty(calls, async (published) => {
      watched = observed({ level: "silent" });
      for (const call of published) {
        events.backendCall.publish({ ...call, call: watched.call, error: undefined });
      }
      const text = await watched.metrics();
      for (const { system, operation, outcome } of published) {
        const same = published.filter((call) => call.system === system && call.operation === operation);
        const at = { system, operation };
        expect(valueOf(text, "portico_backend_calls_total", { ...at, outcome })).toBe(
          same.filter((call) => call.outcome === outcome).length,
        );
        for (const le of [0.001, 2, 10, Infinity]) {
          const bucket = { ...at, le: le === Infinity ? "+Inf" : `${le}` };
          expect(valueOf(text, "portico_backend_call_duration_seconds_bucket", bucket)).toBe(
            same.filter(({ durationMs }) => durationMs <= le * 1_000).length,
          );
        }
      }
      await watched.close();
    }),
    { numRuns: 60 },
  );
});

test("the process tells its memory, its processor time, its start and its event loop's lag", async () => {
  watched = observed();
  const text = await watched.metrics();
  expect(valueOf(text, "process_resident_memory_bytes")).toBeGreaterThan(10_000_000);
  expect(valueOf(text, "nodejs_heap_size_used_bytes")).toBeGreaterThan(1_000_000);
  expect(valueOf(text, "process_cpu_seconds_total")).toBeGreaterThan(0);
  expect(valueOf(text, "process_start_time_seconds")).toBeGreaterThan(1_700_000_000);
  for (const statistic of ["p50", "p99", "max"]) {
    expect(valueOf(text, `nodejs_eventloop_lag_${statistic}_seconds`)).toBeGreaterThanOrEqual(0);
  }
});
