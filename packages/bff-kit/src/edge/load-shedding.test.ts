import type { Priority } from "@portico/core";
import { fakeClock } from "@portico/core/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { createBff } from "../app.ts";
import { screensOver } from "../screen/screen.ts";
import { eventLoopLag } from "./event-loop-lag.ts";
import { developmentUser } from "./identity.ts";
import { loadShedding } from "./load-shedding.ts";

const RANKS: readonly Priority[] = ["interactive", "background", "agent"];

/** Shedding from 100 ms on, above 40 ms then, and until 20 ms again, with the loop in the test's hand. */
function shedding() {
  const clock = fakeClock();
  const lag = { ms: 0, busyShare: 1, readings: 0 };
  const read = () => {
    lag.readings += 1;
    return { lagMs: lag.ms, busyShare: lag.busyShare };
  };
  const shed = loadShedding({ alarmMs: 100, lagMsMax: 40, calmMs: 20 }, clock, { read, close: () => {} });
  shed.refuses("interactive");
  lag.readings = 0;
  return {
    shed,
    lag,
    /** A tenth of a second passes, in which the event loop is so late. */
    async late(lagMs: number, times = 1) {
      lag.ms = lagMs;
      for (let time = 0; time < times; time += 1) {
        await clock.advance(100);
        shed.refuses("interactive");
      }
    },
    /** How many of a thousand of each rank are let in. */
    admitted: () =>
      RANKS.map((rank) => Array.from({ length: 1_000 }, () => shed.refuses(rank)).filter((no) => !no).length),
  };
}

describe("a process that is late", () => {
  const ALL = [1_000, 1_000, 1_000];

  test("refuses nobody before it has been so for half a second", async () => {
    const one = shedding();
    await one.late(99, 20);
    expect(one.admitted()).toEqual(ALL);
    await one.late(100, 5);
    expect(one.admitted()).toEqual(ALL);
    await one.late(99);
    await one.late(1_000, 5);
    expect(one.admitted(), "a moment on time begins it anew").toEqual(ALL);
    await one.late(1_000);
    expect(one.admitted()[0]).toBeCloseTo(500, -1);
  });

  test("refuses nobody while it rests in between: it is not let run, and would win nothing", async () => {
    const one = shedding();
    one.lag.busyShare = 0.9;
    await one.late(1_000, 100);
    expect(one.admitted()).toEqual(ALL);
  });

  test("then lets in less, agents first and people last, down to a twentieth", async () => {
    const one = shedding();
    await one.late(100, 5);
    await one.late(50);
    expect(one.admitted()).toEqual(ALL);
    await one.late(100, 6);
    await one.late(40);
    const [people, background, agents] = one.admitted();
    expect(people).toBeCloseTo(500, -1);
    expect(background).toBe(0);
    expect(agents).toBe(0);
    await one.late(500, 20);
    expect(one.admitted()[0]).toBeCloseTo(50, -1);
    expect(one.admitted().slice(1)).toEqual([0, 0]);
  });

  test("makes way for people by its background work", async () => {
    const one = shedding();
    await one.late(100, 6);
    await one.late(0, 6);
    const [people, background, agents] = one.admitted();
    expect(people).toBeCloseTo(800, -1);
    expect(background).toBeCloseTo(600, -1);
    expect(agents).toBe(0);
  });

  test("lets in no less while it is catching up, and no more before it is well on time again", async () => {
    const one = shedding();
    await one.late(100, 6);
    const [before] = one.admitted();
    await one.late(60);
    await one.late(21, 10);
    expect(one.admitted()[0]).toBe(before);
    await one.late(20, 2);
    expect(one.admitted()[0]).toBeCloseTo((before ?? 0) + 100, -1);
    await one.late(0, 20);
    expect(one.admitted()).toEqual(ALL);
  });

  test("is looked at ten times a second at most, however many ask", async () => {
    const one = shedding();
    for (let request = 0; request < 1_000; request += 1) one.shed.refuses("interactive");
    expect(one.lag.readings).toBe(0);
    await one.late(0);
    for (let request = 0; request < 1_000; request += 1) one.shed.refuses("interactive");
    expect(one.lag.readings).toBe(1);
  });

  test("refuses nobody for what was measured before anybody asked, or while hardly anybody did", async () => {
    const clock = fakeClock();
    const late = { read: () => ({ lagMs: 10_000, busyShare: 1 }), close: () => {} };
    const shed = loadShedding({}, clock, late);
    await clock.advance(500);
    expect(shed.refuses("agent"), "the first request").toBe(false);
    await clock.advance(1_001);
    expect(shed.refuses("agent"), "after a second of quiet").toBe(false);
    await clock.advance(1_000);
    expect(shed.refuses("agent"), "the first under load").toBe(false);
    await clock.advance(1_000);
    expect(shed.refuses("agent"), "under load").toBe(true);
    await clock.advance(1_001);
    expect(shed.refuses("agent"), "when the load has gone").toBe(false);
  });

  test("cannot be told to calm down above what is too late, nor to alarm below it", () => {
    expect(() => loadShedding({ lagMsMax: 20, calmMs: 20 }, fakeClock())).toThrow(
      new TypeError("calmMs (20) must be below lagMsMax (20)."),
    );
    expect(() => loadShedding({ alarmMs: 30, lagMsMax: 40 }, fakeClock())).toThrow(
      new TypeError("lagMsMax (40) must not be above alarmMs (30)."),
    );
  });
});

/**
 * An event loop that does `pageMs` of work for each page and a tenth of a millisecond for each refusal, all that has
 * come in one turn, as Node does.
 */
function eventLoop(pageMs: number) {
  let nowMs = 0;
  let turns: number[] = [];
  const clock = { now: () => nowMs, epochMs: () => nowMs, after: () => () => {} };
  let readAtMs = 0;
  let restedMs = 0;
  const read = () => {
    const tookMs = nowMs - readAtMs;
    const meanMs = turns.reduce((sum, turnMs) => sum + turnMs, 0) / turns.length;
    const reading = {
      lagMs: turns.length === 0 ? tookMs : Math.max(0, meanMs - 10),
      busyShare: 1 - restedMs / tookMs,
    };
    turns = [];
    readAtMs = nowMs;
    restedMs = 0;
    return reading;
  };
  const shed = loadShedding({}, clock, { read, close: () => {} });
  let owed = 0;
  return {
    /** Requests come so often for so long: how many pages were served a second, and how many milliseconds work took. */
    run(perSecond: number, forMs: number) {
      const endMs = nowMs + forMs;
      let served = 0;
      const turnsMs: number[] = [];
      while (nowMs < endMs) {
        const startMs = nowMs;
        const pending = Math.floor(owed);
        owed -= pending;
        for (let request = 0; request < pending; request += 1) {
          const refused = shed.refuses("interactive");
          if (!refused) served += 1;
          nowMs += refused ? 0.1 : pageMs;
        }
        restedMs += Math.max(0, startMs + 1 - nowMs);
        nowMs = Math.max(nowMs, startMs + 1);
        owed += ((nowMs - startMs) / 1_000) * perSecond;
        turns.push(Math.max(10, nowMs - startMs));
        turnsMs.push(nowMs - startMs);
      }
      const sorted = turnsMs.toSorted((one, other) => one - other);
      return {
        perSecond: served / (forMs / 1_000),
        turnMsMedian: sorted[Math.floor(sorted.length / 2)] ?? 0,
      };
    },
  };
}

describe("under three times the load it can serve, a process", () => {
  test("serves nine tenths of its peak, on time, and all of it again afterwards", () => {
    const loop = eventLoop(2);
    expect(loop.run(400, 10_000).perSecond, "of 500 it can").toBeCloseTo(400, -1);
    loop.run(1_500, 5_000);
    const overloaded = loop.run(1_500, 60_000);
    // What it refuses costs it 1,000 × 0.1 ms of each second: 450 are left.
    expect(overloaded.perSecond).toBeGreaterThan(0.9 * 450);
    expect(overloaded.turnMsMedian).toBeLessThan(100);
    loop.run(400, 5_000);
    expect(loop.run(400, 10_000).perSecond).toBeCloseTo(400, -1);
  });
});

test("the platform's own measures are there, are no less than nothing, and can be ended", () => {
  const lag = eventLoopLag();
  const { lagMs, busyShare } = lag.read();
  expect(lagMs).toBeGreaterThanOrEqual(0);
  expect(busyShare).toBeGreaterThanOrEqual(0);
  expect(busyShare).toBeLessThanOrEqual(1);
  lag.close();
});

test("a loop that came to nothing since the last reading was as late as that, and never at rest", () => {
  const lag = eventLoopLag();
  lag.read();
  const untilMs = performance.now() + 30;
  while (performance.now() < untilMs);
  const { lagMs, busyShare } = lag.read();
  expect(lagMs).toBeGreaterThanOrEqual(30);
  expect(busyShare).toBe(1);
  lag.close();
});

describe("a BFF that has too much to do", () => {
  const priorities: (Priority | undefined)[] = [];
  const screen = screensOver<{ readonly find: () => Promise<string> }>()("/v1/thing", {
    name: "thing",
    summary: "A thing",
    budgetMs: 1_000,
  }).required("thing", {
    schema: z.string(),
    example: "a thing",
    from: ["find"],
    async load({ find }, { call }) {
      priorities.push(call.priority);
      return find();
    },
  });

  function busy(refused: readonly Priority[]) {
    let asked = 0;
    const find = async () => {
      asked += 1;
      return "a thing";
    };
    const app = createBff({
      service: { name: "test" },
      info: { title: "Test", version: "1.0.0", description: "A test" },
      screens: [screen],
      ports: { find },
      authenticate: developmentUser({ allowed: true }),
      metrics: async () => "up 1\n",
      ready: () => true,
      shedding: { refuses: (rank) => refused.includes(rank), close: () => {} },
    });
    onTestFinished(() => void (priorities.length = 0));
    return {
      asked: () => asked,
      get: (path: string, headers: Record<string, string> = {}) =>
        app.request(path, { headers: { "x-portico-user": "100001", ...headers } }),
    };
  }

  test("refuses a screen with a 503 that says when to come back, and asks nobody for it", async () => {
    const { asked, get } = busy(RANKS);
    const response = await get("/v1/thing");
    expect(response.status).toBe(503);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(Number(response.headers.get("retry-after"))).toBeLessThanOrEqual(3);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ code: "overloaded", status: 503 });
    expect(asked()).toBe(0);
  });

  test("goes on answering what keeps it alive and shows how it is", async () => {
    const { get } = busy(RANKS);
    for (const path of ["/health/live", "/health/ready", "/metrics", "/openapi.json"]) {
      expect({ path, status: (await get(path)).status }).toEqual({ path, status: 200 });
    }
  });

  test("lets a client step back behind the others, and none step forward", async () => {
    const { get } = busy(["background", "agent"]);
    const statusOf = async (priority: string) =>
      (await get("/v1/thing", { "x-portico-priority": priority })).status;
    expect(await statusOf("agent")).toBe(503);
    expect(await statusOf("background")).toBe(503);
    expect(await statusOf("urgent")).toBe(200);
    expect((await get("/v1/thing")).status).toBe(200);
  });

  test("hands the rank on to the systems it asks", async () => {
    const { get } = busy([]);
    for (const rank of RANKS) await get("/v1/thing", { "x-portico-priority": rank });
    expect(priorities).toEqual(RANKS);
  });
});
