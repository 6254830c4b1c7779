import type { FaultWindow } from "@portico/mock-kit/faults";
import { expect, test } from "vitest";
import { judge } from "./judge.ts";
import type { BreakerState, InsideReading, LabRun, Sample } from "./lab-run.ts";
import { madeUpRun } from "./testing/made-up-run.ts";

const home =
  (fromMs: number, toMs: number, of: Partial<Sample>) =>
  ({ route, atMs }: Sample) =>
    route === "home" && atMs >= fromMs && atMs < toMs ? of : {};
const inside = (atMs: number, mib: number, state: BreakerState = "closed"): InsideReading => ({
  atMs,
  residentBytes: mib * 1_048_576,
  breakers: { "erp.listOrders": state },
});
const erpIsRefused = (fromMs: number, toMs: number): FaultWindow => ({
  system: "erp",
  fault: { kind: "refuse" },
  fromMs,
  toMs,
});
/** Two faults, 2 s to 3 s and 4 s to 6 s, and the later one listed first. */
const twoFaults = { windows: [erpIsRefused(4_000, 6_000), erpIsRefused(2_000, 3_000)] };
const between = { status: 503 };

type Case = readonly [string, (sample: Sample) => Partial<Sample>, Partial<LabRun>, boolean, string];
const cases: readonly Case[] = [
  // Two slow ones in a hundred are the p99, one is not.
  ["{ check: latency, route: home, p99MsMax: 100 }", home(0, 200, { latencyMs: 900 }), {}, false, "900 ms"],
  ["{ check: latency, route: home, p99MsMax: 100 }", home(0, 100, { latencyMs: 900 }), {}, true, "10 ms"],
  ["{ check: failures, route: home, shareMax: 0 }", home(0, 100, { status: 500 }), {}, false, "1 of 100"],
  ["{ check: failures, route: home, shareMax: 0 }", home(0, 100, { status: 499 }), {}, true, "0 of 100"],
  // Neither before nor after both.
  [
    "{ check: failures, route: home, when: before, shareMax: 0 }",
    home(3_000, 4_000, between),
    twoFaults,
    true,
    "0 of 20",
  ],
  [
    "{ check: failures, route: home, when: after, shareMax: 0 }",
    home(3_000, 4_000, between),
    twoFaults,
    true,
    "0 of 40",
  ],
  [
    "{ check: failures, route: home, when: fault, shareMax: 0 }",
    home(3_000, 4_000, between),
    twoFaults,
    true,
    "0 of 30",
  ],
  [
    "{ check: recovery, route: home, withinMs: 100 }",
    home(6_000, 6_200, { status: 503 }),
    twoFaults,
    true,
    "100 ms",
  ],
  // What is usual is what is seen before and after.
  [
    "{ check: unaffected, route: home }",
    (sample) => ({
      ...home(4_000, 6_000, { latencyMs: 33 })(sample),
      ...home(6_000, 7_000, { latencyMs: 100 })(sample),
    }),
    {},
    true,
    "33 ms, usually 100 ms; 0 failures",
  ],
  [
    "{ check: unaffected, route: home }",
    home(4_000, 6_000, { latencyMs: 32 }),
    {},
    true,
    "32 ms, usually 10 ms; 0 failures",
  ],
  [
    "{ check: unaffected, route: home, slackMs: 0, p99RatioMax: 3 }",
    home(4_000, 6_000, { latencyMs: 31 }),
    {},
    false,
    "31 ms, usually 10 ms; 0 failures",
  ],
  [
    "{ check: marks, route: home, section: featured, states: [stale], shareMin: 1 }",
    ({ atMs }) => (atMs < 5_000 ? { status: 503 } : { states: { featured: "stale" } }),
    {},
    true,
    "100 %",
  ],
  [
    "{ check: marks, route: home, section: featured, states: [stale, partial, unavailable], shareMax: 0 }",
    () => ({ states: { recentOrders: "stale" } }),
    {},
    true,
    "0 %",
  ],
  [
    "{ check: breaker, system: erp, opens: true }",
    () => ({}),
    { inside: [inside(0, 1, "half-open"), inside(500, 1, "disabled")] },
    false,
    "closed",
  ],
  [
    "{ check: recovery, route: home, withinMs: 2000 }",
    (sample) => ({
      ...home(6_500, 6_600, { status: 503 })(sample),
      ...home(8_000, 8_100, { status: 503 })(sample),
    }),
    {},
    true,
    "2000 ms",
  ],
  ["{ check: recovery, route: home, withinMs: 3899 }", () => ({}), {}, true, "0.0 ms"],
  [
    "{ check: recovery, route: home, withinMs: 3900 }",
    () => ({}),
    {},
    false,
    "the scenario ended too early to tell",
  ],
  [
    "{ check: memory, riseMibMax: 20 }",
    () => ({}),
    { inside: [inside(0, 100), inside(3_500, 110), inside(4_500, 130), inside(9_000, 90)] },
    true,
    "20 MiB",
  ],
];

test.each(cases)("%s (%#)", (expectation, otherwise, more, held, seen) => {
  expect(judge(madeUpRun([expectation], otherwise, more))).toMatchObject([{ held, seen }]);
});

test("what is left out of a promise has its default, and the promise says so", () => {
  const promises = [
    "{ check: unaffected, route: home }",
    "{ check: marks, route: home, section: featured, states: [stale] }",
    "{ check: failures, route: home, shareMax: 0.05 }",
  ];
  expect(judge(madeUpRun(promises)).map(({ promise }) => promise)).toEqual([
    "home: untouched, p99 at most 1.2 × its usual one + 20 ms",
    "home: featured is stale in 0 % to 100 % of answers",
    "home: at most 5.0 % failures",
  ]);
});
