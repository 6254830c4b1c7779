import { readFileSync } from "node:fs";
import { BackendTimeout, events } from "@portico/core";
import { expect, test } from "vitest";
import { observed } from "./testing/observed.ts";
import { readMetrics } from "./testing/read-metrics.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

/** The names in code quotes in the first column of the table that calls this column `head`. */
function namesUnder(head: string): string[] {
  const cells = readme.split("\n").map((row) => row.split("|")[1]?.trim());
  const first = cells.indexOf(head) + 2;
  const column = cells.slice(first, cells.indexOf(undefined, first));
  return column.flatMap((cell) => [...(cell ?? "").matchAll(/`([^`]+)`/g)].map(([, name]) => name as string));
}

const sorted = (names: Iterable<string>): string[] =>
  [...names].toSorted((one, other) => (one < other ? -1 : 1));

test("the README lists every metric, and every metric it lists exists", async () => {
  const watched = observed();
  const { types } = readMetrics(await watched.metrics());
  await watched.close();
  expect(sorted(namesUnder("metric"))).toEqual(sorted(types.keys()));
});

test("the README lists every line and field, and every one it lists is written", async () => {
  const watched = observed({ level: "debug" });
  const { call } = watched;
  for (const outcome of ["backend_timeout", "call_cancelled", "internal_error"] as const) {
    const error = outcome === "internal_error" ? new TypeError("x") : new BackendTimeout("late");
    for (let repeat = 0; repeat < 10; repeat += 1) {
      events.backendCall.publish({ call, system: "crm", operation: "o", outcome, durationMs: 1, error });
    }
  }
  const order = { who: "ops@example.com", why: "upgrade" };
  const section = { call, screen: "home", section: "orders", error: undefined } as const;
  events.section.publish({ ...section, state: "stale", reason: "circuit_open" });
  events.breakerState.publish({ system: "crm", operation: "o", state: "open", reason: "ordered", order });
  const { service, requestId } = call;
  const purge = { tags: ["all"], everywhere: true, who: "ops@example.com", why: "upgrade" };
  events.cachePurge.publish({ service, requestId, traceId: call.trace.traceId, ...purge });
  events.connection.publish({ connection: "redis", state: "down", reason: "ECONNREFUSED" });
  watched.publishRequest({ problem: "not_found" });
  await watched.close();

  const lines = watched.lines();
  expect(sorted(namesUnder("`msg`"))).toEqual(sorted(new Set(lines.map(({ msg }) => msg))));
  expect(sorted(namesUnder("field"))).toEqual(sorted(new Set(lines.flatMap(Object.keys))));
});
