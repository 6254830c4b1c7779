import type { FaultWindow } from "@portico/mock-kit/faults";
import type { LabRun, Sample } from "./lab-run.ts";
import type { When } from "./lab-script.ts";

/** The smallest value that `percent` of all are not above (nearest rank); `NaN` of none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** Whether a moment belongs to a part of the scenario. */
export function isWithin(windows: readonly FaultWindow[], atMs: number, when: When): boolean {
  switch (when) {
    case "all":
      return true;
    case "before":
      return windows.every(({ fromMs }) => atMs < fromMs);
    case "after":
      return windows.every(({ toMs }) => atMs >= toMs);
    case "fault":
      return windows.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
  }
}

export const samplesOf = ({ samples, windows }: LabRun, route: string, when: When): readonly Sample[] =>
  samples.filter((sample) => sample.route === route && isWithin(windows, sample.atMs, when));

export const latenciesOf = (samples: readonly Sample[]): readonly number[] =>
  samples.map(({ latencyMs }) => latencyMs);

export const hasFailed = ({ status }: Sample): boolean => status === 0 || status >= 500;

/** The BFF had more to do than it could: it refused at its edge, whatever the systems behind it did. */
export const wasShed = ({ problem }: Sample): boolean => problem === "overloaded";

export const lastFaultEndsMs = (windows: readonly FaultWindow[]): number =>
  Math.max(...windows.map(({ toMs }) => toMs));

/** Items by the second they belong to: as many lists as the scenario has seconds. */
export function bySecond<Item extends { readonly atMs: number }>(
  items: readonly Item[],
  durationMs: number,
): readonly (readonly Item[])[] {
  const seconds: Item[][] = Array.from({ length: Math.ceil(durationMs / 1_000) }, () => []);
  for (const item of items) seconds[Math.floor(item.atMs / 1_000)]?.push(item);
  return seconds;
}
