import { globSync, readFileSync } from "node:fs";
import { readScript } from "@portico/mock-kit/faults";
import { growCustomers } from "@portico/mock-seed";
import { expect, test } from "vitest";
import { judge } from "./judge.ts";
import { LabScriptSchema } from "./lab-script.ts";
import { questionsOf } from "./questions.ts";
import { readMetrics } from "./readings.ts";
import { reportPage, warningOn } from "./report/report.ts";
import { percentile } from "./statistics.ts";
import { madeUpRun, scriptText } from "./testing/made-up-run.ts";

const SCENARIOS = new URL("../../mocks/scenarios/", import.meta.url);
const read = (text: string) => readScript(text, "made-up.yaml", LabScriptSchema);
const PROMISE = "{ check: latency, route: home, p99MsMax: 100 }";

test.each(globSync("*.yaml", { cwd: SCENARIOS }))("%s can be played", (file) => {
  const { name } = readScript(readFileSync(new URL(file, SCENARIOS), "utf8"), file, LabScriptSchema);
  expect(`${name}.yaml`).toBe(file);
});

test.each([
  [
    "a system there is not",
    scriptText([PROMISE]).replace("system: erp", "system: sap"),
    "made-up.yaml:10 timeline.0.system: there is no such system; there are crm, erp, catalog",
  ],
  [
    "a fault after the end",
    scriptText([PROMISE]).replace("atMs: 4000", "atMs: 9000"),
    "made-up.yaml:10 timeline.0: ends at 11000 ms, after the scenario",
  ],
  [
    "a promise about no route",
    scriptText([PROMISE.replace("home", "hom")]),
    "made-up.yaml:12 expect.0.route: there is no such route above",
  ],
  [
    "a path that no request can have",
    scriptText([PROMISE]).replace("path: /v1/home", "path: /v1/home page"),
    "made-up.yaml:7 load.routes.0.path: begins with / and holds neither spaces nor letters beyond ASCII: write them as %20 and so on",
  ],
  [
    "a range that falls",
    scriptText([PROMISE]).replace("{1..9}", "{9..1}"),
    "made-up.yaml:8 load.routes.1.path: a range rises: {9..1} does not",
  ],
  [
    "two routes of one name",
    scriptText([PROMISE]).replace("name: products", "name: home"),
    "made-up.yaml:8 load.routes.1.name: there is another route of this name",
  ],
  [
    "a share that none can be",
    scriptText(["{ check: marks, route: home, section: x, states: [stale], shareMin: 0.2, shareMax: 0.1 }"]),
    "made-up.yaml:12 expect.0.shareMin: is above shareMax",
  ],
])("%s is refused with its line", (_, text, problem) => {
  expect(() => read(text)).toThrow(problem);
});

test("the same seed asks the same questions; numbers stay in their range and as wide as written", () => {
  const load = {
    ...read(scriptText([PROMISE])).load,
    routes: [{ name: "product", path: "/v1/products/WIN-{0008..0011}", weight: 1 }],
  };
  const some = (seed: number) => {
    const next = questionsOf({ load, seed });
    return Array.from({ length: 200 }, next);
  };
  expect(some(1)).toEqual(some(1));
  expect(some(1)).not.toEqual(some(2));
  expect(new Set(some(1).map(({ path }) => path.slice(-4)))).toEqual(
    new Set(["0008", "0009", "0010", "0011"]),
  );
});

test("routes are asked by weight, by as many customers as there shall be, all of them alive", () => {
  const { load } = read(scriptText([PROMISE]));
  const routes = [
    { name: "often", path: "/a", weight: 9 },
    { name: "seldom", path: "/b", weight: 1 },
  ];
  const next = questionsOf({ load: { ...load, routes, users: 200 }, seed: 1 });
  const asked = Array.from({ length: 5_000 }, next);
  expect(Math.round(asked.filter(({ route }) => route === "seldom").length / 100)).toBe(5);
  const alive = growCustomers(1).filter(({ deleted }) => !deleted);
  expect(new Set(asked.map(({ user }) => user))).toEqual(
    new Set(alive.slice(0, 200).map(({ number }) => number)),
  );
  const few = questionsOf({ load: { ...load, users: 3 }, seed: 1 });
  expect(new Set(Array.from({ length: 100 }, () => few().user)).size).toBe(3);
});

test("what a scenario leaves out has its default", () => {
  expect(read(scriptText([PROMISE]))).toMatchObject({
    seed: 1,
    load: { requestsPerS: 100, users: 100, warmUpMs: 3_000, routes: [{ weight: 1 }, { weight: 1 }] },
  });
});

test("a fault may last to the end, also the last of several, and not a moment longer", () => {
  const until = (repeat: string) => () => read(scriptText([PROMISE]).replace("forMs: 2000", repeat));
  expect(until("forMs: 6000")).not.toThrow();
  expect(until("forMs: 6001")).toThrow("ends at 10001 ms, after the scenario");
  expect(until("forMs: 1000, repeat: { times: 3, everyMs: 2500 }")).not.toThrow();
  expect(until("forMs: 1000, repeat: { times: 3, everyMs: 2501 }")).toThrow("ends at 10002 ms");
});

test("a scenario lasts from 1 s to 10 min", () => {
  const lasting = (ms: number) => () =>
    read(scriptText([PROMISE]).replace("durationMs: 10000", `durationMs: ${ms}`));
  expect(lasting(600_000)).not.toThrow();
  for (const ms of [999, 600_001]) expect(lasting(ms)).toThrow("durationMs: ");
});

test("a percentile is a value that was seen", () => {
  const values = Array.from({ length: 200 }, (_, i) => i + 1);
  expect([50, 99, 100].map((percent) => percentile(values, percent))).toEqual([100, 198, 200]);
  expect(percentile([], 99)).toBeNaN();
});

test("breakers and memory are read from what /metrics says", () => {
  const text = `# HELP portico_breaker_state State
portico_breaker_state{system="erp",operation="listOrders"} 2
portico_breaker_state{operation="findCustomer",system="crm"} 1
process_resident_memory_bytes 1.5e+8
`;
  expect(readMetrics(text)).toEqual({
    breakers: { "erp.listOrders": "open", "crm.findCustomer": "half-open" },
    residentBytes: 150_000_000,
  });
});

test("a BFF that was overloaded before anything went wrong makes a run worth less, and the report says so", () => {
  const shed = { status: 503, problem: "overloaded" };
  const quiet = madeUpRun([PROMISE], ({ atMs }) => (atMs > 4_000 ? shed : {}));
  expect(warningOn(quiet)).toBeUndefined();
  const busy = madeUpRun([PROMISE], ({ atMs }) => (atMs === 0 ? shed : {}));
  expect(warningOn(busy)).toContain("refused 2 of 80 requests as overloaded");
  expect(reportPage(busy, judge(busy))).toContain("refused 2 of 80 requests");
});

test("the report is one file that asks nobody for anything, and no text in it is markup", () => {
  const run = madeUpRun([PROMISE], ({ atMs }) => (atMs < 500 ? { states: { recentOrders: "stale" } } : {}));
  const page = reportPage(
    { ...run, script: { ...run.script, about: "<script>alert(1)</script>" } },
    judge(run),
  );
  expect(page).toContain("All 1 promises held: 200 requests, 95.0 % answered whole, 5.0 % with gaps marked");
  expect(page).toContain("home · recentOrders");
  expect(page).not.toMatch(/<script|src=|href=|url\(|NaN|undefined/);
});
