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

/** Shedding above 40 ms and until 20 ms again, with the lag in the test's hand. */
function shedding() {
  const clock = fakeClock();
  const lag = { ms: 0, readings: 0 };
  const readMs = () => {
    lag.readings += 1;
    return lag.ms;
  };
  const shed = loadShedding({ lagMsMax: 40, calmMs: 20 }, clock, { readMs, close: () => {} });
  shed.refuses("interactive");
  lag.readings = 0;
  return {
    shed,
    lag,
    /** Who is refused, a tenth of a second after the event loop has become so late. */
    async refusedAt(lagMs: number) {
      lag.ms = lagMs;
      await clock.advance(100);
      return RANKS.filter((rank) => shed.refuses(rank));
    },
  };
}

describe("a process that is late", () => {
  test("refuses agents first, then background work, and people last", async () => {
    const one = shedding();
    expect(await one.refusedAt(20)).toEqual([]);
    expect(await one.refusedAt(21)).toEqual(["agent"]);
    expect(await one.refusedAt(31)).toEqual(["background", "agent"]);
    expect(await one.refusedAt(41)).toEqual(["interactive", "background", "agent"]);
  });

  test("goes on refusing until it is well on time again: it does not flutter", async () => {
    const one = shedding();
    await one.refusedAt(41);
    expect(await one.refusedAt(21)).toContain("interactive");
    expect(await one.refusedAt(20)).not.toContain("interactive");
    expect(await one.refusedAt(39)).not.toContain("interactive");
    expect(await one.refusedAt(10)).toEqual([]);
  });

  test("is looked at ten times a second at most, however many ask", async () => {
    const one = shedding();
    for (let request = 0; request < 1_000; request += 1) one.shed.refuses("interactive");
    expect(one.lag.readings).toBe(0);
    await one.refusedAt(0);
    for (let request = 0; request < 1_000; request += 1) one.shed.refuses("interactive");
    expect(one.lag.readings).toBe(1);
  });

  test("refuses nobody for what was measured before anybody asked, or while hardly anybody did", async () => {
    const clock = fakeClock();
    const late = { readMs: () => 10_000, close: () => {} };
    const shed = loadShedding({ lagMsMax: 40, calmMs: 20 }, clock, late);
    await clock.advance(500);
    expect(shed.refuses("agent"), "the first request").toBe(false);
    await clock.advance(1_001);
    expect(shed.refuses("agent"), "after a second of quiet").toBe(false);
    await clock.advance(1_000);
    expect(shed.refuses("interactive"), "under load").toBe(true);
    await clock.advance(1_001);
    expect(shed.refuses("agent"), "when the load has gone").toBe(false);
  });

  test("cannot be told to calm down above what alarms it", () => {
    expect(() => loadShedding({ lagMsMax: 20, calmMs: 20 }, fakeClock())).toThrow(
      new TypeError("calmMs (20) must be below lagMsMax (20)."),
    );
  });
});

test("the platform's own measure is there, is no less than nothing, and can be ended", () => {
  const lag = eventLoopLag();
  expect(lag.readMs()).toBeGreaterThanOrEqual(0);
  lag.close();
});

test("a loop that came to nothing since the last reading was as late as that", () => {
  const lag = eventLoopLag();
  lag.readMs();
  const untilMs = performance.now() + 30;
  while (performance.now() < untilMs);
  expect(lag.readMs()).toBeGreaterThanOrEqual(30);
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
