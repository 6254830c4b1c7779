import { type BreakerState, type LabRun, type Sample } from "../lab-run.ts";
import { SYSTEMS } from "../lab-script.ts";
import { bySecond, hasFailed, latenciesOf, percentile, samplesOf, wasShed } from "../statistics.ts";
import type { TimeAxis } from "./frame.ts";
import { type Line, lineChart } from "./line-chart.ts";
import { legend, type Strip, stripChart } from "./strip-chart.ts";

const SECOND_MS = 1_000;
const MIB = 1_024 * 1_024;

/** All charts of a run, the client's view first, on one time axis. */
export function chartsOf(run: LabRun): string {
  const axis = { durationMs: run.script.durationMs, windows: run.windows };
  return [
    latency(axis, run),
    answers(axis, run),
    sections(axis, run),
    upstream(axis, run),
    breakers(axis, run),
    memory(axis, run),
  ].join("\n");
}

const routesOf = (run: LabRun): readonly string[] => run.script.load.routes.map(({ name }) => name);

const secondsOf = (run: LabRun, samples: readonly Sample[]) => bySecond(samples, run.script.durationMs);

function latency(axis: TimeAxis, run: LabRun): string {
  const lines = routesOf(run).flatMap((route, colour): Line[] => {
    const seconds = secondsOf(run, samplesOf(run, route, "all"));
    const line = (percent: number) =>
      seconds.map((samples, second) => ({
        atMs: (second + 0.5) * SECOND_MS,
        value: percentile(latenciesOf(samples), percent),
      }));
    return [
      { label: `${route} p99`, colour, points: line(99) },
      { label: `${route} p50`, colour, minor: true, points: line(50) },
    ];
  });
  return lineChart(axis, {
    title: "Client latency",
    unit: "ms from the moment a request was due, each second",
    lines,
    logarithmic: true,
  });
}

function answers(axis: TimeAxis, run: LabRun): string {
  const strips = routesOf(run).map((route): Strip => {
    const seconds = secondsOf(run, samplesOf(run, route, "all"));
    return stripOf(route, seconds, (sample) =>
      wasShed(sample)
        ? "shed"
        : hasFailed(sample)
          ? "failed"
          : sample.status !== 200
            ? "other"
            : Object.keys(sample.states).length > 0
              ? "stale"
              : "fresh",
    );
  });
  return (
    stripChart(axis, { title: "Answers", unit: "share of each second's requests", strips }) +
    legend([
      ["fresh", "200, whole"],
      ["stale", "200, with a section marked"],
      ["other", "another status, such as 404"],
      ["failed", "5xx or no answer"],
      ["shed", "refused at the edge: the BFF is overloaded"],
    ])
  );
}

const STATES = ["fresh", "stale", "partial", "unavailable"] as const;

function sections(axis: TimeAxis, run: LabRun): string {
  const marked = new Set(
    run.samples.flatMap(({ route, states }) => Object.keys(states).map((section) => `${route} · ${section}`)),
  );
  if (marked.size === 0) return "";
  const strips = [...marked].toSorted().map((label): Strip => {
    const [route = "", section = ""] = label.split(" · ");
    const answered = samplesOf(run, route, "all").filter(({ status }) => status === 200);
    return stripOf(label, secondsOf(run, answered), ({ states }) => states[section] ?? "fresh");
  });
  return (
    stripChart(axis, { title: "Sections that were marked", unit: "share of each second's 200s", strips }) +
    legend(STATES.map((state) => [state, state] as const))
  );
}

/** One row: each second's items, split by what they are. */
function stripOf<Item>(
  label: string,
  seconds: readonly (readonly Item[])[],
  stateOf: (item: Item) => string,
): Strip {
  return {
    label,
    stretches: seconds.map((items, second) => {
      const counts = Map.groupBy(items, stateOf);
      return {
        fromMs: second * SECOND_MS,
        toMs: (second + 1) * SECOND_MS,
        parts: [...counts]
          .toSorted(([a], [b]) => rank(a) - rank(b))
          .map(([state, some]) => ({ state, share: some.length / items.length })),
      };
    }),
  };
}

const RANKS = [...STATES, "other", "failed", "shed"] as readonly string[];
const rank = (state: string): number => RANKS.indexOf(state);

function upstream(axis: TimeAxis, run: LabRun): string {
  const limit = run.script.expect.find((one) => one.check === "inFlight")?.max;
  const lines = (read: (readings: LabRun["doors"]) => number): readonly Line[] =>
    SYSTEMS.map((system, colour) => ({
      label: system,
      colour,
      points: secondsAt(run).map((second) => ({
        atMs: (second + 0.5) * SECOND_MS,
        value: read(
          run.doors.filter((one) => one.system === system && Math.floor(one.atMs / SECOND_MS) === second),
        ),
      })),
    }));
  const inFlight = lineChart(axis, {
    title: "Calls in flight at each system",
    unit: "most in each second, counted at its door",
    lines: lines((readings) =>
      readings.length === 0 ? Number.NaN : Math.max(...readings.map(({ inFlightMax }) => inFlightMax)),
    ),
    ...(limit === undefined ? {} : { limit: { value: limit, label: `at most ${limit}` } }),
  });
  const calls = lineChart(axis, {
    title: "Calls to each system",
    unit: "per second, counted at its door",
    lines: lines((readings) =>
      readings.length === 0 ? Number.NaN : readings.reduce((sum, one) => sum + one.calls, 0),
    ),
  });
  return `${inFlight}\n${calls}`;
}

const secondsAt = ({ script }: LabRun): readonly number[] =>
  Array.from({ length: Math.ceil(script.durationMs / SECOND_MS) }, (_, second) => second);

function breakers(axis: TimeAxis, run: LabRun): string {
  const names = [...new Set(run.inside.flatMap((reading) => Object.keys(reading.breakers)))].toSorted();
  if (names.length === 0) return "";
  const strips = names.map((name): Strip => ({
    label: name,
    stretches: run.inside.map((reading, i) => {
      const state: BreakerState = reading.breakers[name] ?? "closed";
      const toMs = run.inside[i + 1]?.atMs ?? run.script.durationMs;
      return { fromMs: reading.atMs, toMs, parts: [{ state, share: 1 }] };
    }),
  }));
  return (
    stripChart(axis, { title: "Circuit breakers", unit: "as the BFF's /metrics says", strips }) +
    legend([
      ["closed", "closed"],
      ["half-open", "half open"],
      ["open", "open"],
    ])
  );
}

function memory(axis: TimeAxis, run: LabRun): string {
  const points = run.inside.map(({ atMs, residentBytes }) => ({ atMs, value: residentBytes / MIB }));
  return lineChart(axis, {
    title: "Memory of the BFF",
    unit: "MiB resident",
    lines: [{ label: "web BFF", colour: 3, points }],
  });
}
