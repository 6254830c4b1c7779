import type { Priority } from "@portico/core";
import { fakeClock } from "@portico/core/testing";
import { describe, expect, test } from "vitest";
import { loadShedding } from "./load-shedding.ts";

const PAGE_MS = 2;
const REFUSAL_MS = 0.05;

interface Load {
  readonly perSecond: number;
  readonly rank?: Priority;
  /** Each comes on a connection of its own. Default: on those there are. */
  readonly connects?: boolean;
}

const ACCEPT_MS = 0.05;

/**
 * An event loop that does all that has come in one turn, as Node does, accepts one connection in it, whose request comes
 * in the next, and does what was put off to the turn's end.
 */
function eventLoop() {
  let nowMs = 0;
  let putOff: (() => void)[] = [];
  const clock = { now: () => nowMs, epochMs: () => nowMs, after: () => () => {} };
  const shed = loadShedding({}, clock, (callback) => void putOff.push(callback));

  const endTurn = () => {
    const callbacks = putOff;
    putOff = [];
    for (const callback of callbacks) callback();
  };

  return {
    /** The process is not let run. */
    stopped: (ms: number) => void (nowMs += ms),
    /** Requests come so often for so long. */
    run(loads: readonly Load[], forMs: number) {
      const fromMs = nowMs;
      const seen = loads.map(({ perSecond, rank = "interactive", connects = false }) => ({
        everyMs: 1_000 / perSecond,
        rank,
        accepted: connects ? 0 : Infinity,
        asked: 0,
        served: 0,
        refused: 0,
        waitMsMax: 0,
        refusalMsMax: 0,
      }));
      while (nowMs < fromMs + forMs) {
        const turnMs = nowMs;
        for (const one of seen) {
          const dueMs = (at: number) => fromMs + at * one.everyMs;
          for (; one.asked < one.accepted && dueMs(one.asked) <= turnMs; one.asked += 1) {
            const sinceMs = dueMs(one.asked);
            shed.admit({
              rank: one.rank,
              enter() {
                one.served += 1;
                one.waitMsMax = Math.max(one.waitMsMax, nowMs - sinceMs);
                nowMs += PAGE_MS;
              },
              refuse() {
                one.refused += 1;
                nowMs += REFUSAL_MS;
                one.refusalMsMax = Math.max(one.refusalMsMax, nowMs - sinceMs);
              },
            });
          }
          if (dueMs(one.accepted) > turnMs) continue;
          one.accepted += 1;
          nowMs += ACCEPT_MS;
          shed.accepted();
        }
        endTurn();
        if (nowMs === turnMs) nowMs += 1;
      }
      return seen;
    },
  };
}

const PEAK = 1_000 / PAGE_MS;

test("a process that can do what it is asked refuses nobody", () => {
  const loop = eventLoop();
  const [people] = loop.run([{ perSecond: 0.9 * PEAK }], 60_000);
  expect(people?.refused).toBe(0);
  expect(people?.waitMsMax).toBeLessThan(10);
});

test("a burst waits, and is served", () => {
  const loop = eventLoop();
  expect(loop.run([{ perSecond: 2 * PEAK }], 200)[0]?.refused).toBe(0);
  expect(loop.run([{ perSecond: 0.5 * PEAK }], 2_000)[0]?.refused).toBe(0);
});

test("a burst after a quiet hour waits as well, however those who came in it were connected", () => {
  for (const connects of [false, true]) {
    const loop = eventLoop();
    loop.run([{ perSecond: 5, connects }], 60_000);
    const [people] = loop.run([{ perSecond: 50_000 }], 3);
    expect(people?.asked).toBeGreaterThan(100);
    expect(people?.refused).toBe(0);
  }
});

test("a process that was not let run serves all who came meanwhile", () => {
  const loop = eventLoop();
  for (let times = 0; times < 20; times += 1) {
    expect(loop.run([{ perSecond: 0.5 * PEAK }], 500)[0]?.refused).toBe(0);
    loop.stopped(200);
  }
});

test("a neighbour that takes half of the processor costs nobody a page at a third of the load", () => {
  const loop = eventLoop();
  for (let times = 0; times < 1_000; times += 1) {
    expect(loop.run([{ perSecond: PEAK / 3 }], 20)[0]?.refused).toBe(0);
    loop.stopped(20);
  }
});

describe("under three times the load it can serve, a process", () => {
  test("serves nine tenths of its peak and tells the others within twenty milliseconds", () => {
    const loop = eventLoop();
    const [people] = loop.run([{ perSecond: 3 * PEAK }], 30_000);
    expect(people?.served).toBeGreaterThan(0.9 * PEAK * 30);
    expect(people?.refusalMsMax).toBeLessThan(20);
    expect(people?.waitMsMax, "those who came before it was too much").toBeLessThan(1_000);
    expect(loop.run([{ perSecond: 3 * PEAK }], 30_000)[0]?.waitMsMax, "those who came later").toBeLessThan(
      200,
    );
  });

  test("does so for clients that come on a connection of their own, each of which takes a turn to accept", () => {
    const loop = eventLoop();
    const loads = [{ perSecond: 3 * PEAK, connects: true }];
    loop.run(loads, 2_000);
    const [people] = loop.run(loads, 30_000);
    expect(people?.served).toBeGreaterThan(0.7 * PEAK * 30);
    expect(people?.refused).toBeGreaterThan(people?.served ?? 0);
    expect(people?.refusalMsMax).toBeLessThan(20);
    expect(people?.waitMsMax).toBeLessThan(200);
  });

  test("refuses nobody once it is over", () => {
    const loop = eventLoop();
    loop.run([{ perSecond: 3 * PEAK }], 10_000);
    loop.run([{ perSecond: 0.5 * PEAK }], 1_000);
    expect(loop.run([{ perSecond: 0.9 * PEAK }], 10_000)[0]?.refused).toBe(0);
  });

  test("refuses no people while refusing agents and background work is enough, and agents before the others", () => {
    const loop = eventLoop();
    const loads = [
      { perSecond: 0.5 * PEAK },
      { perSecond: 0.3 * PEAK, rank: "background" as const },
      { perSecond: 2.2 * PEAK, rank: "agent" as const },
    ];
    loop.run(loads, 1_000);
    const [people, background, agents] = loop.run(loads, 10_000);
    expect(people?.refused).toBe(0);
    expect(background?.refused).toBe(0);
    expect(agents?.refused).toBeGreaterThan(0);
    expect(agents?.served).toBeGreaterThan(0);
  });

  test("serves people alone where they are too many by themselves", () => {
    const loop = eventLoop();
    const loads = [{ perSecond: 2 * PEAK }, { perSecond: PEAK, rank: "agent" as const }];
    loop.run(loads, 1_000);
    const [people, agents] = loop.run(loads, 10_000);
    expect(people?.served).toBeGreaterThan(0.9 * PEAK * 10);
    expect(agents?.served).toBe(0);
  });
});

test("nobody may wait longer under load than without", () => {
  expect(() => loadShedding({ alarmMs: 30, waitMsMax: 40 }, fakeClock())).toThrow(
    new TypeError("waitMsMax (40) must not be above alarmMs (30)."),
  );
});

test("the queue ends somewhere, however short a page seems to take", () => {
  let nowMs = 0;
  let afterTurn = () => {};
  const clock = { now: () => nowMs, epochMs: () => nowMs, after: () => () => {} };
  const shed = loadShedding({ alarmMs: 1e9, waitMsMax: 1e9 }, clock, (callback) => (afterTurn = callback));
  let refused = 0;
  const ask = () => shed.admit({ rank: "interactive", enter() {}, refuse: () => (refused += 1) });
  ask();
  nowMs += 10;
  for (let i = 0; i < 10_000; i++) ask();
  expect(refused).toBe(0);
  ask();
  expect(refused).toBe(1);
  afterTurn();
  ask();
  expect(refused).toBe(1);
});
