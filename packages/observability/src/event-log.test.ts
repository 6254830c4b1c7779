import { BackendTimeout, ContractBroken, events } from "@portico/core";
import { afterEach, expect, test } from "vitest";
import { observed, type Observed } from "./testing/observed.ts";

let watched: Observed;
afterEach(() => watched.close());

const failedCall = { system: "erp", operation: "listOrders", durationMs: 1_000.004 } as const;

test("a request is one line that says who, what, how it ended and how long it took", () => {
  watched = observed();
  watched.publishRequest();
  expect(watched.raw).toHaveLength(1);
  expect(watched.lines()[0]).toEqual({
    level: "info",
    time: "2026-11-02T09:00:00.000Z",
    service: "web",
    requestId: "request-1",
    traceId: watched.call.trace.traceId,
    method: "GET",
    route: "/v1/home",
    status: 200,
    durationMs: 12.35,
    msg: "request",
  });
});

test("the time of a line is the clock's, to the millisecond", async () => {
  watched = observed();
  watched.publishRequest();
  await watched.clock.advance(1_234);
  watched.publishRequest();
  expect(watched.lines().map(({ time }) => time)).toEqual([
    "2026-11-02T09:00:00.000Z",
    "2026-11-02T09:00:01.234Z",
  ]);
});

test.each([
  [200, "info"],
  [304, "info"],
  [404, "info"],
  [429, "info"],
  [499, "info"],
  [500, "error"],
  [502, "warn"],
  [503, "warn"],
  [504, "warn"],
])("a request that ends with %i is an %s line", (status, level) => {
  watched = observed();
  watched.publishRequest({ status, problem: "some_code" });
  expect(watched.lines()).toMatchObject([{ level, status, problem: "some_code" }]);
});

test("a process that refuses for having too much to do writes a few lines of it, and how many it left out", async () => {
  watched = observed();
  for (let i = 1; i <= 1_000; i += 1) {
    watched.publishRequest({ requestId: `request-${i}`, status: 503, problem: "overloaded" });
  }
  watched.publishRequest();
  await watched.clock.advance(1_000);
  const refused = watched.lines("request").filter(({ status }) => status === 503);
  expect(refused).toHaveLength(6);
  expect(refused.at(-1)).toMatchObject({ requestId: "request-1000", suppressed: 994 });
  expect(watched.lines("request")).toHaveLength(7);
});

test("every line a request causes carries its request id and trace id", () => {
  watched = observed({ level: "debug" });
  const { call } = watched;
  const bug = new TypeError("x is not a function");
  events.backendCall.publish({
    call,
    ...failedCall,
    outcome: "backend_timeout",
    error: new BackendTimeout("late"),
  });
  events.backendCall.publish({ call, ...failedCall, outcome: "call_cancelled", error: undefined });
  events.backendCall.publish({ call, ...failedCall, outcome: "internal_error", error: bug });
  const section = {
    call,
    screen: "home",
    section: "orders",
    state: "unavailable",
    error: undefined,
  } as const;
  events.section.publish({ ...section, reason: "backend_timeout" });
  events.section.publish({ ...section, reason: "call_cancelled" });
  watched.publishRequest({ status: 500, error: new RangeError("other") });

  expect(watched.lines()).toHaveLength(7);
  for (const line of watched.lines()) {
    expect(line).toMatchObject({ requestId: "request-1", traceId: call.trace.traceId });
  }
});

test("a failed backend call is a warning with system, operation, outcome, duration and our error's own words", () => {
  watched = observed();
  const error = new ContractBroken("expected a decimal", { path: "/order/total" });
  events.backendCall.publish({ call: watched.call, ...failedCall, outcome: "contract_broken", error });
  expect(watched.lines()).toMatchObject([
    {
      level: "warn",
      msg: "backend call failed",
      system: "erp",
      operation: "listOrders",
      outcome: "contract_broken",
      durationMs: 1_000,
      error: { name: "ContractBroken", code: "contract_broken", message: "expected a decimal" },
    },
  ]);
  expect(watched.lines()[0]?.["error"]).not.toHaveProperty("stack");
});

test("what went well, and what only ended because the client left, says nothing at level info", () => {
  watched = observed();
  const { call } = watched;
  events.backendCall.publish({ call, ...failedCall, outcome: "ok", error: undefined });
  events.backendCall.publish({ call, ...failedCall, outcome: "call_cancelled", error: undefined });
  const section = { call, screen: "home", section: "orders", error: undefined } as const;
  events.section.publish({ ...section, state: "fresh", reason: undefined });
  events.section.publish({ ...section, state: "unavailable", reason: "call_cancelled" });
  expect(watched.raw).toEqual([]);
});

test("a section that is not fresh is a warning with screen, section, state and reason", () => {
  watched = observed();
  events.section.publish({
    call: watched.call,
    screen: "home",
    section: "orders",
    state: "stale",
    reason: "circuit_open",
    error: undefined,
  });
  expect(watched.lines()).toMatchObject([
    {
      level: "warn",
      msg: "section not fresh",
      screen: "home",
      section: "orders",
      state: "stale",
      reason: "circuit_open",
    },
  ]);
});

test("a section that fails often does not hide that another one does", () => {
  watched = observed();
  const failing = { call: watched.call, screen: "home", state: "stale", reason: "circuit_open" } as const;
  for (let times = 0; times < 100; times += 1) {
    events.section.publish({ ...failing, section: "orders", error: undefined });
  }
  events.section.publish({ ...failing, section: "featured", error: undefined });
  const sections = watched.lines("section not fresh").map(({ section }) => section);
  expect(sections).toEqual([...Array.from({ length: 5 }, () => "orders"), "featured"]);
});

test("a fault of ours tells its stack once per request, however many places report it", () => {
  watched = observed();
  const { call } = watched;
  const error = new TypeError("customer is undefined");
  for (const requestId of ["request-1", "request-2"]) {
    const asked = { ...call, requestId };
    events.backendCall.publish({ call: asked, ...failedCall, outcome: "internal_error", error });
    events.section.publish({
      call: asked,
      screen: "home",
      section: "orders",
      state: "unavailable",
      reason: "internal_error",
      error,
    });
    watched.publishRequest({ requestId, status: 500, error });
  }
  const faults = watched.lines("internal error");
  expect(faults.map(({ requestId }) => requestId)).toEqual(["request-1", "request-2"]);
  expect(faults[0]).toMatchObject({ level: "error", system: "erp", operation: "listOrders" });
  expect(faults[0]?.["error"]).toMatchObject({
    name: "TypeError",
    message: "customer is undefined",
    stack: expect.stringMatching(/^at .*event-log\.test\.ts:\d+:\d+/),
  });
});

test("a breaker warns when it opens and informs when it closes; half-open is for debugging", () => {
  watched = observed();
  for (const state of ["open", "half_open", "closed"] as const) {
    events.breakerState.publish({
      system: "crm",
      operation: "findCustomer",
      state,
      reason: "failures",
      order: undefined,
    });
  }
  expect(watched.lines()).toMatchObject([
    { level: "warn", msg: "breaker changed", system: "crm", operation: "findCustomer", state: "open" },
    { level: "info", msg: "breaker changed", system: "crm", operation: "findCustomer", state: "closed" },
  ]);
});

test("what all replicas share is missed with a warning and its reason, and welcomed back", async () => {
  watched = observed();
  events.connection.publish({ connection: "redis", state: "down", reason: "ECONNREFUSED" });
  expect(await watched.metrics()).toContain('portico_connection_up{connection="redis"} 0');
  events.connection.publish({ connection: "redis", state: "up", reason: undefined });
  expect(watched.lines()).toMatchObject([
    { level: "warn", msg: "connection changed", connection: "redis", state: "down", reason: "ECONNREFUSED" },
    { level: "info", msg: "connection changed", connection: "redis", state: "up" },
  ]);
  expect(await watched.metrics()).toContain('portico_connection_up{connection="redis"} 1');
});

test("what a person ordered of a breaker is always said, with who and why", () => {
  watched = observed();
  const order = { who: "ops@example.com", why: "CRM upgrade, ticket 4711" };
  const at = { system: "crm", operation: "findCustomer", reason: "ordered", order } as const;
  for (const state of ["disabled", "closed"] as const) events.breakerState.publish({ ...at, state });
  expect(watched.lines()).toMatchObject([
    { level: "warn", state: "disabled", reason: "ordered", ...order },
    { level: "warn", state: "closed", reason: "ordered", ...order },
  ]);
});

test("what a person had forgotten is said with who, why and whether all replicas know", async () => {
  watched = observed();
  const { service, call } = watched;
  const by = {
    requestId: call.requestId,
    traceId: call.trace.traceId,
    who: "ops@example.com",
    why: "prices",
  };
  const purge = { tags: ["system:catalog", "product:WIN-0001"], everywhere: false, ...by };
  events.cachePurge.publish({ service, ...purge });
  events.cachePurge.publish({ service: { name: "web" }, ...purge });
  expect(watched.lines()).toEqual([
    expect.objectContaining({ level: "warn", msg: "cache purged", ...purge }),
  ]);
  expect(await watched.metrics()).toContain('portico_cache_purges_total{everywhere="no"} 1');
});

test("what another service in the process does is neither logged nor counted, even under the same name", async () => {
  watched = observed({ service: { name: "web" } });
  const before = await watched.metrics();
  const call = { ...watched.call, service: { name: "web" } };
  watched.publishRequest({ service: call.service });
  events.section.publish({
    call,
    screen: "home",
    section: "orders",
    state: "stale",
    reason: "circuit_open",
    error: undefined,
  });
  events.backendCall.publish({ call, ...failedCall, outcome: "backend_timeout", error: undefined });
  events.callRefused.publish({ call, system: "erp", operation: "listOrders", reason: "circuit_open" });
  events.cache.publish({ call, system: "erp", operation: "listOrders", result: "miss" });
  expect(watched.raw).toEqual([]);
  expect(porticoSamples(await watched.metrics())).toEqual(porticoSamples(before));
});

const porticoSamples = (text: string): string[] =>
  text.split("\n").filter((line) => line.startsWith("portico_"));

test("after close nothing is listened to any more, and closing twice is closing once", async () => {
  watched = observed();
  watched.publishRequest();
  const first = watched.close();
  expect(watched.close()).toBe(first);
  await first;
  watched.publishRequest();
  expect(watched.raw).toHaveLength(1);
  for (const channel of Object.values(events)) expect(channel.listened).toBe(false);
  expect(watched.clock.pending).toBe(0);
});
