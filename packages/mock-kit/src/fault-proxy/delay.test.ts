import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../seeded-random.ts";
import { type Delay, DelaySchema, sampleDelayMs } from "./delay.ts";

const many = (delay: Delay, seed = 1) => {
  const random = seededRandom(seed);
  return Array.from({ length: 20_000 }, () => sampleDelayMs(delay, random)).toSorted((a, b) => a - b);
};
const at = (sorted: readonly number[], percent: number) =>
  sorted[Math.floor((sorted.length - 1) * (percent / 100))]!;

test("a fixed delay is always the same", () => {
  expect(new Set(many({ fixedMs: 250 }))).toEqual(new Set([250]));
});

test("a uniform delay fills its range evenly", () => {
  const sorted = many({ fromMs: 100, toMs: 300 });
  expect(sorted[0]).toBeGreaterThanOrEqual(100);
  expect(sorted.at(-1)).toBeLessThanOrEqual(300);
  expect(at(sorted, 25)).toBeCloseTo(150, -1);
});

test("a normal delay lies around its mean, never below 0", () => {
  const sorted = many({ meanMs: 100, deviationMs: 50 });
  expect(sorted[0]).toBe(0);
  expect(at(sorted, 50)).toBeCloseTo(100, -1);
  expect(at(sorted, 84)).toBeCloseTo(150, -1);
});

test("a lognormal delay has the median and the p99 it was given", () => {
  const sorted = many({ medianMs: 40, p99Ms: 900 });
  expect(at(sorted, 50) / 40).toBeCloseTo(1, 1);
  expect(Math.abs(at(sorted, 99) / 900 - 1)).toBeLessThan(0.15);
});

test("a lognormal delay is its median half of the time and above its p99 once in a hundred, to the digit", () => {
  // Box and Muller: two chances make one value of the standard normal distribution.
  const drawnAt = (normal: number) => {
    const chances = [1 - Math.exp(-(normal ** 2) / 2), 0];
    return sampleDelayMs({ medianMs: 40, p99Ms: 900 }, () => chances.shift()!);
  };
  expect(drawnAt(0)).toBe(40);
  // Source: tables of the normal distribution, which give 2.3263 for 0.99.
  expect(drawnAt(2.326_347_87)).toBeCloseTo(900, 3);
  expect(drawnAt(40)).toBe(600_000);
});

test("a percentile table is met at its rows and between them", () => {
  const sorted = many({
    percentiles: [
      [0, 10],
      [50, 20],
      [99, 400],
      [100, 2_000],
    ],
  });
  expect(sorted[0]).toBeGreaterThanOrEqual(10);
  expect(sorted.at(-1)).toBeLessThanOrEqual(2_000);
  expect(at(sorted, 25)).toBeCloseTo(15, 0);
  expect(at(sorted, 99) / 400).toBeCloseTo(1, 1);
});

test("no delay is negative or above ten minutes, and the same seed draws the same", () => {
  const ms = fc.double({ min: 0, max: 600_000, noNaN: true });
  const delay = fc.oneof(
    ms.map((fixedMs) => ({ fixedMs })),
    fc.tuple(ms, ms).map(([a, b]) => ({ fromMs: Math.min(a, b), toMs: Math.max(a, b) })),
    fc.record({ meanMs: ms, deviationMs: ms }),
    fc
      .tuple(ms, ms)
      .map(([a, b]) => ({ medianMs: Math.max(0.001, Math.min(a, b)), p99Ms: Math.max(a, b, 0.001) })),
  );
  fc.assert(
    fc.property(delay, fc.nat(), (one, seed) => {
      const [first, second] = [seededRandom(seed), seededRandom(seed)];
      for (let i = 0; i < 20; i += 1) {
        const drawn = sampleDelayMs(DelaySchema.parse(one), first);
        expect(drawn).toBeGreaterThanOrEqual(0);
        expect(drawn).toBeLessThanOrEqual(600_000);
        expect(sampleDelayMs(one, second)).toBe(drawn);
      }
    }),
  );
});

const rows = (count: number) =>
  Array.from({ length: count }, (_, i) => [(i / (count - 1)) * 100, i] as [number, number]);

test.each([
  { fixedMs: 0 },
  { fixedMs: 600_000 },
  { fromMs: 5, toMs: 5 },
  { meanMs: 0, deviationMs: 0 },
  { medianMs: 0.001, p99Ms: 0.001 },
  {
    percentiles: [
      [0, 5],
      [100, 5],
    ],
  },
  { percentiles: rows(100) },
])("%j is a delay, and can be drawn", (delay) => {
  const drawn = many(DelaySchema.parse(delay));
  expect([drawn[0], drawn.at(-1)].every((ms) => ms! >= 0 && ms! <= 600_000)).toBe(true);
});

test.each([
  { fixedMs: 600_000.5 },
  { medianMs: 0, p99Ms: 5 },
  { percentiles: [[0, 1]] },
  { percentiles: rows(101) },
  {
    percentiles: [
      [1, 1],
      [100, 2],
    ],
  },
  {
    percentiles: [
      [0, 1],
      [50, 1],
      [50, 2],
      [100, 2],
    ],
  },
  { fixedMs: -1 },
  { fromMs: 2, toMs: 1 },
  { medianMs: 10, p99Ms: 5 },
  {
    percentiles: [
      [0, 1],
      [99, 2],
    ],
  },
  {
    percentiles: [
      [0, 5],
      [50, 4],
      [100, 9],
    ],
  },
  { fixedMs: 1, fromMs: 1 },
])("%j is no delay", (delay) => {
  expect(DelaySchema.safeParse(delay).success).toBe(false);
});
