import { BackendTimeout, BackendUnavailable, events } from "@portico/core";
import * as fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { observed, type Observed } from "./testing/observed.ts";

let watched: Observed;
afterEach(() => watched.close());

const fail = (operation = "listOrders", requestId = "request-1") =>
  events.backendCall.publish({
    call: { ...watched.call, requestId },
    system: "erp",
    operation,
    outcome: "backend_timeout",
    durationMs: 1_000,
    error: new BackendTimeout("late"),
  });

const failed = () => watched.lines("backend call failed");

test("of a thousand equal failures in a second five are written at once, and the last with the number left out", async () => {
  watched = observed();
  for (let request = 1; request <= 1_000; request += 1) fail("listOrders", `request-${request}`);
  expect(failed()).toHaveLength(5);
  await watched.clock.advance(1_000);
  expect(failed()).toHaveLength(6);
  expect(failed()[5]).toMatchObject({ requestId: "request-1000", suppressed: 994 });
});

test.each([
  [4, [undefined, undefined, undefined, undefined]],
  [5, [undefined, undefined, undefined, undefined, undefined]],
  [6, [undefined, undefined, undefined, undefined, undefined, undefined]],
  [7, [undefined, undefined, undefined, undefined, undefined, 1]],
])("%i equal failures in a second leave out as many as do not fit", async (count, suppressed) => {
  watched = observed();
  for (let request = 0; request < count; request += 1) fail();
  await watched.clock.advance(1_000);
  expect(failed().map((line) => line["suppressed"])).toEqual(suppressed);
});

test("a failure of another kind is heard through the flood", () => {
  watched = observed();
  for (let request = 0; request < 1_000; request += 1) fail();
  events.backendCall.publish({
    call: watched.call,
    system: "erp",
    operation: "listOrders",
    outcome: "backend_unavailable",
    durationMs: 1,
    error: new BackendUnavailable("refused"),
  });
  expect(failed().at(-1)).toMatchObject({ outcome: "backend_unavailable" });
});

test("no line of a request is left out: only repeated failures are", () => {
  watched = observed();
  for (let request = 0; request < 1_000; request += 1) watched.publishRequest({ status: 503 });
  expect(watched.lines("request")).toHaveLength(1_000);
});

test("kinds beyond five hundred in a second are held together, so that names cannot fill the memory or the log", async () => {
  watched = observed();
  for (let name = 0; name < 5_000; name += 1) fail(`operation-${name}`);
  expect(failed()).toHaveLength(505);
  await watched.clock.advance(1_000);
  expect(failed()).toHaveLength(506);
  expect(failed().at(-1)).toMatchObject({ operation: "operation-4999", suppressed: 4_494 });
});

test("close writes what the running second holds, and no timer stays behind", async () => {
  watched = observed();
  for (let request = 0; request < 10; request += 1) fail();
  await watched.close();
  expect(failed().at(-1)).toMatchObject({ suppressed: 4 });
  expect(watched.clock.pending).toBe(0);
});

test("while nothing fails no timer runs", async () => {
  watched = observed();
  watched.publishRequest();
  expect(watched.clock.pending).toBe(0);
  fail();
  expect(watched.clock.pending).toBe(1);
  await watched.clock.advance(1_000);
  expect(watched.clock.pending).toBe(0);
});

test("whatever happens when, every failure is either written or counted, and no second sees more than six a kind", async () => {
  const storm = fc.array(
    fc.record({
      operation: fc.constantFrom("listOrders", "findOrder"),
      count: fc.integer({ min: 1, max: 40 }),
      pauseMs: fc.integer({ min: 0, max: 1_500 }),
    }),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(storm, async (bursts) => {
      watched = observed();
      for (const { operation, count, pauseMs } of bursts) {
        for (let failure = 0; failure < count; failure += 1) fail(operation);
        await watched.clock.advance(pauseMs);
      }
      await watched.close();
      for (const operation of ["listOrders", "findOrder"]) {
        const lines = failed().filter((line) => line["operation"] === operation);
        const told = lines.reduce(
          (sum, line) => sum + 1 + ((line["suppressed"] as number | undefined) ?? 0),
          0,
        );
        const happened = bursts.reduce(
          (sum, burst) => sum + (burst.operation === operation ? burst.count : 0),
          0,
        );
        expect(told).toBe(happened);
        const seconds = bursts.reduce((sum, burst) => sum + burst.pauseMs, 0) / 1_000;
        expect(lines.length).toBeLessThanOrEqual(6 * (Math.floor(seconds) + 1));
      }
    }),
    { numRuns: 50 },
  );
});
