import { type LabRun, READING_MS } from "./lab-run.ts";
import type { Expectation } from "./lab-script.ts";
import { hasFailed, isWithin, lastFaultEndsMs, latenciesOf, percentile, samplesOf } from "./statistics.ts";

export interface Verdict {
  readonly held: boolean;
  /** What was promised. */
  readonly promise: string;
  /** What was seen. */
  readonly seen: string;
}

/** Holds what was seen against what was promised. A promise about nothing that happened is broken. */
export const judge = (run: LabRun): readonly Verdict[] => run.script.expect.map((one) => verdictOn(one, run));

const PARTS = {
  before: " before the fault",
  fault: " during the fault",
  after: " after the fault",
  all: "",
} as const;

function verdictOn(expectation: Expectation, run: LabRun): Verdict {
  switch (expectation.check) {
    case "latency": {
      const { route, when, p99MsMax } = expectation;
      const p99Ms = percentile(latenciesOf(samplesOf(run, route, when)), 99);
      return verdict(
        p99Ms <= p99MsMax,
        `${route}: p99${PARTS[when]} at most ${p99MsMax} ms`,
        ms(p99Ms, p99MsMax),
      );
    }
    case "failures": {
      const { route, when, shareMax } = expectation;
      const samples = samplesOf(run, route, when);
      const failed = samples.filter(hasFailed).length;
      const promise = `${route}: at most ${percent(shareMax)} failures${PARTS[when]}`;
      return verdict(failed / samples.length <= shareMax, promise, `${failed} of ${samples.length}`);
    }
    case "statuses": {
      const { route, when, only } = expectation;
      const seen = [...new Set(samplesOf(run, route, when).map(({ status }) => status))].toSorted(
        (a, b) => a - b,
      );
      const promise = `${route}: only ${only.join(", ")}${PARTS[when]}`;
      return verdict(
        seen.length > 0 && seen.every((one) => only.includes(one)),
        promise,
        seen.join(", ") || NO_ANSWERS,
      );
    }
    case "unaffected": {
      const { route, p99RatioMax, slackMs } = expectation;
      const during = samplesOf(run, route, "fault");
      const without = samplesOf(run, route, "all").filter(
        ({ atMs }) => !isWithin(run.windows, atMs, "fault"),
      );
      const [p99Ms, usualMs] = [percentile(latenciesOf(during), 99), percentile(latenciesOf(without), 99)];
      const failed = during.filter(hasFailed).length;
      return verdict(
        failed === 0 && p99Ms <= usualMs * p99RatioMax + slackMs,
        `${route}: untouched, p99 at most ${p99RatioMax} × its usual one + ${slackMs} ms`,
        `${ms(p99Ms)}, usually ${ms(usualMs)}; ${failed} failures`,
      );
    }
    case "marks": {
      const { route, section, when, states, shareMin, shareMax } = expectation;
      const answered = samplesOf(run, route, when).filter(({ status }) => status === 200);
      const marked = answered.filter((sample) =>
        (states as string[]).includes(sample.states[section] ?? "fresh"),
      );
      const share = marked.length / answered.length;
      return verdict(
        share >= shareMin && share <= shareMax,
        `${route}: ${section} is ${states.join(" or ")} in ${percent(shareMin)} to ${percent(shareMax)} of answers${PARTS[when]}`,
        percent(share, shareMin, shareMax),
      );
    }
    case "inFlight": {
      const { system, max } = expectation;
      const most = Math.max(...doorsOf(run, system).map(({ inFlightMax }) => inFlightMax));
      const isSeen = Number.isFinite(most);
      return verdict(
        isSeen && most <= max,
        `${system}: at most ${max} calls in flight`,
        isSeen ? `${most}` : NOBODY_LOOKED,
      );
    }
    case "calls": {
      const { system, when, perSMax } = expectation;
      const readings = doorsOf(run, system).filter(({ atMs }) => isWithin(run.windows, atMs, when));
      const seconds = (readings.length * READING_MS) / 1_000;
      const perS = readings.reduce((sum, { calls }) => sum + calls, 0) / seconds;
      return verdict(
        perS <= perSMax,
        `${system}: at most ${perSMax} calls/s${PARTS[when]}`,
        seconds === 0 ? NOBODY_LOOKED : `${rounded(perS, 1, perSMax)}/s`,
      );
    }
    case "breaker": {
      const { system, opens } = expectation;
      const isSeen = run.inside.length > 0;
      const opened = run.inside.some(({ breakers }) =>
        Object.entries(breakers).some(([name, state]) => name.startsWith(`${system}.`) && state === "open"),
      );
      return verdict(
        isSeen && opened === opens,
        `${system}: a breaker ${opens ? "opens" : "stays closed"}`,
        isSeen ? (opened ? "opened" : "closed") : NOBODY_LOOKED,
      );
    }
    case "recovery": {
      const { route, withinMs } = expectation;
      const endMs = lastFaultEndsMs(run.windows);
      const after = samplesOf(run, route, "after");
      const last = after.findLast(({ status, states }) => status !== 200 || Object.keys(states).length > 0);
      const tookMs = last === undefined ? 0 : last.atMs - endMs;
      const isJudged = after.some(({ atMs }) => atMs - endMs > withinMs);
      return verdict(
        isJudged && tookMs <= withinMs,
        `${route}: whole again within ${withinMs} ms after the fault`,
        isJudged ? ms(tookMs, withinMs) : "the scenario ended too early to tell",
      );
    }
    case "memory": {
      const { riseMibMax } = expectation;
      const mib = run.inside.map(({ residentBytes }) => residentBytes / 1_048_576);
      const before = run.inside.findLast(({ atMs }) => isWithin(run.windows, atMs, "before"));
      const rise = Math.max(...mib) - (before?.residentBytes ?? Number.NaN) / 1_048_576;
      return verdict(
        rise <= riseMibMax,
        `memory rises by at most ${riseMibMax} MiB`,
        Number.isNaN(rise) ? NOBODY_LOOKED : `${rounded(rise, 0, riseMibMax)} MiB`,
      );
    }
  }
}

const doorsOf = ({ doors }: LabRun, system: string) => doors.filter((reading) => reading.system === system);

const verdict = (held: boolean, promise: string, seen: string): Verdict => ({ held, promise, seen });
const NOBODY_LOOKED = "nobody looked";
const NO_ANSWERS = "no answers";

const ms = (value: number, ...limits: readonly number[]): string =>
  Number.isNaN(value) ? NO_ANSWERS : `${rounded(value, value < 10 ? 1 : 0, ...limits)} ms`;
const percent = (share: number, ...limits: readonly number[]): string =>
  Number.isNaN(share)
    ? "none"
    : `${rounded(share * 100, share > 0 && share < 0.1 ? 1 : 0, ...limits.map((one) => one * 100))} %`;

/** More digits where a value would look like a limit that it is not. */
function rounded(value: number, digits: number, ...limits: readonly number[]): string {
  const seemsLike = (limit: number) => value !== limit && value.toFixed(digits) === limit.toFixed(digits);
  for (; digits < 9 && limits.some(seemsLike); digits += 1);
  return value.toFixed(digits);
}
