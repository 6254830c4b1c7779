import { expect, test } from "vitest";
import { judge } from "../judge.ts";
import type { InsideReading } from "../lab-run.ts";
import { madeUpRun } from "../testing/made-up-run.ts";
import { reportPage, summaryOf } from "./report.ts";

const PROMISE = "{ check: latency, route: home, p99MsMax: 100 }";
const look = (atMs: number): InsideReading => ({
  atMs,
  residentBytes: 100 * 1_048_576,
  breakers: { "erp.listOrders": "open" },
});

/** The boxes of a state in a page: where each begins and how wide it is. */
const boxes = (page: string, state: string) =>
  [
    ...page.matchAll(new RegExp(`<rect class="state-${state}" x="([^"]+)" y="[^"]+" width="([^"]+)"`, "g")),
  ].map(([, x, width]) => [Number(x), Number(width)]);

test("what was read after the end has no place in the charts", () => {
  const run = madeUpRun([PROMISE], undefined, { inside: [0, 5_000, 10_000, 10_500].map(look) });
  const page = reportPage(run, judge(run));
  expect(boxes(page, "open")).toEqual([
    [64, 368.4],
    [433, 368.4],
  ]);
});

test("a breaker's states can be seen also in ten minutes of readings", () => {
  const run = madeUpRun([PROMISE], undefined, {
    inside: Array.from({ length: 1_200 }, (_, i) => look(i * 500)),
  });
  const long = { ...run, script: { ...run.script, durationMs: 600_000 } };
  const widths = boxes(reportPage(long, judge(long)), "open").map(([, width]) => width);
  expect(widths).toHaveLength(1_200);
  expect(Math.min(...(widths as number[]))).toBeGreaterThan(0);
});

test("an answer that is neither whole, marked nor refused is shown and counted as what it is", () => {
  const run = madeUpRun([PROMISE], ({ atMs }) => (atMs < 1_000 ? { status: 404 } : {}));
  expect(summaryOf(run, judge(run))).toBe(
    "All 1 promises held: 200 requests, 90.0 % answered whole, 0.0 % with gaps marked, 0.0 % refused, 10.0 % answered with another status.",
  );
  expect(boxes(reportPage(run, judge(run)), "other")).toHaveLength(2);
});
