import type { Policy } from "@portico/core";
import { describe, expect, test } from "vitest";
import { adaptive } from "./adaptive.ts";
import { attempt } from "./attempt.ts";
import { breaker } from "./breaker.ts";
import { bulkhead } from "./bulkhead.ts";
import { hedge } from "./hedge.ts";
import { retry } from "./retry.ts";

const queue = { queuedMax: 64, queueMsMax: 100 };
const DESCRIBED: readonly [(options: never) => Policy, Record<string, number>][] = [
  [attempt, { timeoutMs: 1_000 }],
  [bulkhead, { concurrentMax: 40, ...queue }],
  [adaptive, { concurrentMin: 2, concurrentMax: 40, concurrentStart: 8, slowdownMax: 2, ...queue }],
  [
    breaker,
    {
      failureRatio: 0.5,
      slowMs: 800,
      slowRatio: 0.8,
      windowMs: 10_000,
      callsMin: 20,
      openMs: 5_000,
      probes: 3,
    },
  ],
  [
    retry,
    { attemptsMax: 2, delayMs: 50, delayMsMax: 400, beginMsMax: 500, budgetRatio: 0.2, budgetReserve: 3 },
  ],
  [hedge, { percentile: 0.95, samplesMin: 100, delayMsMin: 20, budgetRatio: 0.2, budgetReserve: 3 }],
];

const EVERY_SETTING = DESCRIBED.flatMap(([policy, options]) =>
  Object.keys(options).map((name) => [policy.name, name, policy, options] as const),
);

describe("a setting nobody can have meant is refused by name, when it is described", () => {
  test.each(EVERY_SETTING)("%s: %s", (_, name, policy, options) => {
    expect(() => policy(options as never)).not.toThrow();
    for (const value of [Number.NaN, -1, -Infinity]) {
      expect(() => policy({ ...options, [name]: value } as never)).toThrow(
        new RegExp(`^${policy.name}: ${name} must be `),
      );
    }
  });

  test.each(EVERY_SETTING.filter(([, name]) => !/^(?:slowMs|beginMsMax)$/.test(name)))(
    "%s: %s without end",
    (_, name, policy, options) => {
      for (const value of [1e15, Infinity])
        expect(() => policy({ ...options, [name]: value } as never)).toThrow(
          `${policy.name}: ${name} must be `,
        );
    },
  );

  test.each(
    EVERY_SETTING.filter(([, name]) => /^(?:concurrent|queued|calls|attempts|samples|probes)/.test(name)),
  )("%s: half of %s is none", (_, name, policy, options) => {
    expect(() => policy({ ...options, [name]: 2.5 } as never)).toThrow(`${name} must be a whole number`);
  });

  test.each([
    [attempt, "timeoutMs"],
    [bulkhead, "concurrentMax"],
    [adaptive, "concurrentMin"],
    [breaker, "failureRatio"],
    [breaker, "probes"],
    [retry, "attemptsMax"],
  ] as const)("%o without any %s", (policy, name) => {
    const options = DESCRIBED.find(([one]) => one === policy)?.[1];
    expect(() => policy({ ...options, [name]: 0 } as never)).toThrow(name);
  });

  test("a learned limit that begins outside of its bounds", () => {
    const options = { concurrentMin: 4, concurrentMax: 8, slowdownMax: 2, ...queue };
    for (const concurrentStart of [3, 9])
      expect(() => adaptive({ ...options, concurrentStart })).toThrow("concurrentStart must be");
    expect(() => adaptive({ ...options, concurrentMax: 3, concurrentStart: 3 })).toThrow(
      "concurrentMax must be",
    );
  });

  test("what means never or at any time may be said so", () => {
    expect(() =>
      breaker({ failureRatio: 0.5, windowMs: 10_000, callsMin: 20, openMs: 5_000, slowMs: Infinity }),
    ).not.toThrow();
    expect(() => retry({ attemptsMax: 2, delayMs: 50, delayMsMax: 400, beginMsMax: Infinity })).not.toThrow();
  });
});
