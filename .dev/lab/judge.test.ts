import { expect, test } from "vitest";
import { judge } from "./judge.ts";
import type { DoorReading, InsideReading, LabRun, Sample } from "./lab-run.ts";
import { madeUpRun } from "./testing/made-up-run.ts";

const during =
  (of: Partial<Sample>, route = "home") =>
  (sample: Sample) =>
    sample.route === route && sample.atMs >= 4_000 && sample.atMs < 6_000 ? of : {};
const at = (atMs: number, of: Partial<Sample>) => (sample: Sample) =>
  sample.route === "home" && sample.atMs === atMs ? of : {};
const door = (atMs: number, calls: number, inFlightMax: number): DoorReading => ({
  atMs,
  system: "erp",
  calls,
  inFlightMax,
});
const inside = (atMs: number, mib: number, state: "closed" | "open"): InsideReading => ({
  atMs,
  residentBytes: mib * 1_048_576,
  breakers: { "erp.listOrders": state },
});
const doors = { doors: [door(3_500, 5, 2), door(4_000, 20, 64), door(4_500, 0, 60)] };
const insides = { inside: [inside(0, 100, "closed"), inside(4_500, 130, "open")] };

type Case = readonly [
  string,
  ((sample: Sample) => Partial<Sample>) | undefined,
  Partial<LabRun>,
  boolean,
  string,
];
const cases: readonly Case[] = [
  [
    "{ check: latency, route: home, when: fault, p99MsMax: 100 }",
    during({ latencyMs: 100 }),
    {},
    true,
    "100 ms",
  ],
  [
    "{ check: latency, route: home, when: fault, p99MsMax: 99 }",
    during({ latencyMs: 100 }),
    {},
    false,
    "100 ms",
  ],
  [
    "{ check: latency, route: home, when: before, p99MsMax: 10 }",
    during({ latencyMs: 100 }),
    {},
    true,
    "10 ms",
  ],
  ["{ check: failures, route: home, shareMax: 0.2 }", during({ status: 504 }), {}, true, "20 of 100"],
  ["{ check: failures, route: home, shareMax: 0 }", at(0, { status: 0 }), {}, false, "1 of 100"],
  [
    "{ check: failures, route: home, when: after, shareMax: 0 }",
    during({ status: 504 }),
    {},
    true,
    "0 of 40",
  ],
  ["{ check: statuses, route: home, only: [200, 503] }", during({ status: 503 }), {}, true, "200, 503"],
  ["{ check: statuses, route: home, only: [200] }", during({ status: 503 }), {}, false, "200, 503"],
  [
    "{ check: unaffected, route: products }",
    during({ latencyMs: 900 }),
    {},
    true,
    "10 ms, usually 10 ms; 0 failures",
  ],
  [
    "{ check: unaffected, route: products }",
    during({ latencyMs: 33 }, "products"),
    {},
    false,
    "33 ms, usually 10 ms; 0 failures",
  ],
  [
    "{ check: unaffected, route: products }",
    during({ status: 503 }, "products"),
    {},
    false,
    "10 ms, usually 10 ms; 20 failures",
  ],
  [
    "{ check: marks, route: home, section: recentOrders, when: fault, states: [stale], shareMin: 1 }",
    during({ states: { recentOrders: "stale" } }),
    {},
    true,
    "100 %",
  ],
  [
    "{ check: marks, route: home, section: recentOrders, states: [unavailable], shareMax: 0 }",
    at(0, { states: { recentOrders: "unavailable" } }),
    {},
    false,
    "1.0 %",
  ],
  ["{ check: inFlight, system: erp, max: 64 }", undefined, doors, true, "64"],
  ["{ check: inFlight, system: erp, max: 63 }", undefined, doors, false, "64"],
  ["{ check: calls, system: erp, when: fault, perSMax: 20 }", undefined, doors, true, "20.0/s"],
  ["{ check: calls, system: erp, when: fault, perSMax: 19 }", undefined, doors, false, "20.0/s"],
  ["{ check: breaker, system: erp, opens: true }", undefined, insides, true, "opened"],
  ["{ check: breaker, system: crm, opens: true }", undefined, insides, false, "closed"],
  ["{ check: recovery, route: home, withinMs: 1000 }", at(7_000, { status: 503 }), {}, true, "1000 ms"],
  [
    "{ check: recovery, route: home, withinMs: 900 }",
    at(7_000, { states: { featured: "stale" } }),
    {},
    false,
    "1000 ms",
  ],
  [
    "{ check: recovery, route: home, withinMs: 9000 }",
    undefined,
    {},
    false,
    "the scenario ended too early to tell",
  ],
  ["{ check: memory, riseMibMax: 30 }", undefined, insides, true, "30 MiB"],
  ["{ check: memory, riseMibMax: 29 }", undefined, insides, false, "30 MiB"],
];

test.each(cases)("%s", (expectation, otherwise, more, held, seen) => {
  expect(judge(madeUpRun([expectation], otherwise, more))).toMatchObject([{ held, seen }]);
});

test.each<[string, Parameters<typeof madeUpRun>[1], Partial<LabRun>, string]>([
  ["{ check: latency, route: home, p99MsMax: 100 }", during({ latencyMs: 100.04 }), {}, "100.04 ms"],
  ["{ check: calls, system: erp, when: fault, perSMax: 19.96 }", undefined, doors, "20.00/s"],
  [
    "{ check: memory, riseMibMax: 30 }",
    undefined,
    { inside: [inside(0, 100, "closed"), inside(4_500, 130.25, "open")] },
    "30.3 MiB",
  ],
  [
    "{ check: marks, route: home, section: featured, states: [stale], shareMin: 0.994 }",
    ({ atMs }) => (atMs === 0 ? {} : { states: { featured: "stale" } }),
    {},
    "99.0 %",
  ],
])(
  "%s is broken by little, and what was seen does not look like the promise",
  (one, otherwise, more, seen) => {
    expect(judge(madeUpRun([one], otherwise, more))).toMatchObject([{ held: false, seen }]);
  },
);

test.each([
  ["{ check: statuses, route: home, only: [200] }", "no answers"],
  ["{ check: latency, route: home, p99MsMax: 100 }", "no answers"],
  ["{ check: inFlight, system: crm, max: 64 }", "nobody looked"],
  ["{ check: calls, system: crm, perSMax: 64 }", "nobody looked"],
  ["{ check: breaker, system: erp, opens: false }", "nobody looked"],
  ["{ check: memory, riseMibMax: 64 }", "nobody looked"],
])("%s: where nothing was seen, that is said", (expectation, seen) => {
  expect(judge(madeUpRun([expectation], undefined, { samples: [] }))).toMatchObject([{ held: false, seen }]);
});

test.each([
  "{ check: latency, route: home, p99MsMax: 100 }",
  "{ check: failures, route: home, shareMax: 1 }",
  "{ check: statuses, route: home, only: [200] }",
  "{ check: unaffected, route: home }",
  "{ check: marks, route: home, section: featured, states: [stale] }",
  "{ check: inFlight, system: crm, max: 64 }",
  "{ check: calls, system: crm, perSMax: 64 }",
  "{ check: breaker, system: erp, opens: false }",
  "{ check: memory, riseMibMax: 64 }",
])("%s is broken where nothing was seen", (expectation) => {
  expect(judge(madeUpRun([expectation], undefined, { samples: [] }))).toMatchObject([{ held: false }]);
});
