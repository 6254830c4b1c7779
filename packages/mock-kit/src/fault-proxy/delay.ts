import { z } from "zod";
import type { Random } from "../seeded-random.ts";

const DELAY_MS_MAX = 600_000;
const delayMs = z.number().min(0).max(DELAY_MS_MAX);

const percentile = z.tuple([z.number().min(0).max(100), delayMs]);

/** How long something takes, each time anew. */
export const DelaySchema = z.union(
  [
    z.strictObject({ fixedMs: delayMs }),
    z.strictObject({ fromMs: delayMs, toMs: delayMs }).refine(({ fromMs, toMs }) => fromMs <= toMs, {
      message: "fromMs is above toMs",
    }),
    z.strictObject({ meanMs: delayMs, deviationMs: delayMs }),
    /** Lognormal, as measured latencies mostly are: half are below the median, one in a hundred is above `p99Ms`. */
    z
      .strictObject({ medianMs: delayMs.min(0.001), p99Ms: delayMs })
      .refine(({ medianMs, p99Ms }) => medianMs <= p99Ms, { message: "medianMs is above p99Ms" }),
    /** A measured table of `[percentile, ms]`, straight lines between; begins at 0 and ends at 100. */
    z.strictObject({
      percentiles: z
        .array(percentile)
        .min(2)
        .max(100)
        .refine((rows) => rows[0]?.[0] === 0 && rows.at(-1)?.[0] === 100, {
          message: "the table begins at percentile 0 and ends at 100",
        })
        .refine(
          (rows) =>
            rows.every((row, i) => i === 0 || (row[0] > rows[i - 1]![0] && row[1] >= rows[i - 1]![1])),
          { message: "percentiles and their milliseconds rise from row to row" },
        ),
    }),
  ],
  {
    error:
      "must be { fixedMs }, { fromMs, toMs }, { meanMs, deviationMs }, { medianMs, p99Ms } or { percentiles }",
  },
);
export type Delay = z.output<typeof DelaySchema>;

/** The next delay, in milliseconds; never negative, never above ten minutes. */
export function sampleDelayMs(delay: Delay, random: Random): number {
  return Math.min(Math.max(0, draw(delay, random)), DELAY_MS_MAX);
}

function draw(delay: Delay, random: Random): number {
  if ("fixedMs" in delay) return delay.fixedMs;
  if ("fromMs" in delay) return delay.fromMs + random() * (delay.toMs - delay.fromMs);
  if ("meanMs" in delay) return delay.meanMs + standardNormal(random) * delay.deviationMs;
  if ("medianMs" in delay) {
    const sigma = Math.log(delay.p99Ms / delay.medianMs) / NORMAL_P99;
    return delay.medianMs * Math.exp(sigma * standardNormal(random));
  }
  return fromTable(delay.percentiles, random() * 100);
}

// The 99th percentile of the standard normal distribution.
const NORMAL_P99 = 2.326_347_874;

/** Box and Muller; `1 - random()` is never 0. */
const standardNormal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

function fromTable(rows: readonly (readonly [number, number])[], percent: number): number {
  const above = rows.findIndex(([at]) => at >= percent);
  const [toPercent, toMs] = rows[above] ?? [100, 0];
  const [fromPercent, fromMs] = rows[above - 1] ?? [toPercent, toMs];
  if (toPercent === fromPercent) return toMs;
  return fromMs + ((percent - fromPercent) / (toPercent - fromPercent)) * (toMs - fromMs);
}
