import { expect, test } from "vitest";
import { judge } from "../judge.ts";
import type { DoorReading, LabRun, Sample } from "../lab-run.ts";
import { madeUpRun } from "../testing/made-up-run.ts";
import { reportPage } from "./report.ts";

// A chart's plot is 738 pixels wide from 64 on, and begins at 46 from its top; lines have 150 pixels of height.
const PROMISE = "{ check: inFlight, system: erp, max: 64 }";

/** The chart of that title, as SVG. */
function chart(title: string, otherwise?: (sample: Sample) => Partial<Sample>, more?: Partial<LabRun>) {
  const run = madeUpRun([PROMISE], otherwise, more);
  const [, svg] =
    new RegExp(`<svg [^>]*aria-label="${title}([^]*?)</svg>`).exec(reportPage(run, judge(run))) ?? [];
  return svg ?? "";
}
const boxes = (svg: string) =>
  [
    ...svg.matchAll(/<rect class="state-([\w-]+)" x="([^"]+)" y="([^"]+)" width="[^"]+" height="([^"]+)"/g),
  ].map(([, state, x, y, height]) => `${state} ${x} ${y} ${height}`);
const line = (svg: string, colour: number) =>
  new RegExp(`<path class="line c${colour}" d="([^"]*)"`).exec(svg)?.[1];
const door = (atMs: number, calls: number, inFlightMax: number): DoorReading => ({
  atMs,
  system: "erp",
  calls,
  inFlightMax,
});
const doors = [door(0, 3, 20), door(500, 4, 40), door(2_000, 8, 60), door(10_000, 99, 99)];

test("a second's answers stand on each other, the good below, each as high as its share", () => {
  const svg = chart("Answers", ({ route, atMs }) => {
    if (route !== "home" || atMs >= 1_000) return {};
    if (atMs < 200) return { status: 0 };
    if (atMs < 300) return { status: 503, problem: "overloaded" };
    if (atMs < 400) return { status: 404 };
    return atMs < 500 ? { states: { featured: "stale" } } : {};
  });
  expect(
    boxes(svg)
      .filter((box) => box.includes(" 64 "))
      .slice(0, 5),
  ).toEqual(["fresh 64 59 10", "stale 64 57 2", "other 64 55 2", "failed 64 51 4", "shed 64 49 2"]);
  expect(boxes(svg)).toHaveLength(5 + 9 + 10);
});

test("a second that is not whole is a second", () => {
  const run = madeUpRun([PROMISE]);
  const samples = [...run.samples, { ...run.samples[0]!, atMs: 10_400 }];
  const script = { ...run.script, durationMs: 10_500 };
  const page = reportPage({ ...run, samples, script }, []);
  expect(page.match(/<rect class="state-fresh"/g)).toHaveLength(10 + 10 + 1);
});

test("calls of a second are added, the most in flight is the most, and a gap is a gap", () => {
  const calls = chart("Calls to each system", undefined, { doors });
  // 7 and 8 of 8.
  expect(line(calls, 1)).toBe("M100.9 64.8M248.5 46");
  const inFlight = chart("Calls in flight at each system", undefined, { doors });
  // 40 and 60 of 80, and the limit at 64.
  expect(line(inFlight, 1)).toBe("M100.9 121M248.5 83.5");
  expect(inFlight).toMatch(/<path class="limit" d="M64 76H802"\/><text class="limit-name" [^>]*>at most 64</);
});

test("latencies are drawn to scale, by powers of ten and three", () => {
  const svg = chart("Client latency", ({ route, atMs }) =>
    route === "home" && atMs < 1_000 ? { latencyMs: 100 } : {},
  );
  expect([...svg.matchAll(/text-anchor="end" [^>]*>([^<]+)</g)].map(([, tick]) => tick)).toEqual([
    "10",
    "30",
    "100",
  ]);
  expect(line(svg, 0)).toMatch(/^M100\.9 46L174\.7 196L/);
});

test("labels at the end of lines do not cover each other, and stay at the chart", () => {
  const svg = chart("Client latency");
  const ys = [...svg.matchAll(/<text class="label[^"]*" x="[^"]+" y="([^"]+)"/g)].map(([, y]) => Number(y));
  expect(ys).toEqual([158, 172, 186, 200]);
});

test("memory is drawn as it was read, up to the end", () => {
  const look = (atMs: number, mib: number) => ({ atMs, residentBytes: mib * 1_048_576, breakers: {} });
  const svg = chart("Memory of the BFF", undefined, {
    inside: [look(0, 100), look(5_000, 50), look(10_500, 200)],
  });
  expect(line(svg, 3)).toBe("M64 121L433 158.5L802 46");
});
