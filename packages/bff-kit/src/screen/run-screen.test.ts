import { getEventListeners } from "node:events";
import {
  BackendTimeout,
  CallCancelled,
  type CallContext,
  CircuitOpen,
  events,
  type SectionEvent,
} from "@portico/core";
import { type FakeClock, fakeClock, testCall } from "@portico/core/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { budgetSpent } from "../edge/edge.ts";
import { notFound } from "../edge/problem.ts";
import { runScreen } from "./run-screen.ts";
import { type AnyScreen, screensOver } from "./screen.ts";

type Load = (call: CallContext) => Promise<string>;
type Ports = Record<"must" | "old" | "nice", Load>;

const text = { schema: z.string(), example: "text" };
const begin = () => screensOver<Ports>()("/page", { name: "page", summary: "A page", budgetMs: 1_000 });

const page = begin()
  .required("must", { ...text, from: ["must"], load: ({ must }, { call }) => must(call) })
  .staleOk("old", { ...text, ageMsMax: 60_000, from: ["old"], load: ({ old }, { call }) => old(call) })
  .optional("nice", { ...text, from: ["nice"], load: ({ nice }, { call }) => nice(call) });

const says =
  (word: string): Load =>
  async () =>
    word;
const fails =
  (error: Error): Load =>
  () =>
    Promise.reject(error);
const hangs: Load = (call) =>
  new Promise((_, reject) =>
    call.signal.addEventListener("abort", () => reject(call.signal.reason as Error)),
  );

const healthy: Ports = { must: says("m"), old: says("o"), nice: says("n") };
const input = { user: { customerId: "100001" }, path: {}, query: {} };

/** A call whose budget of one second runs on `clock`, and the hand that cancels it. */
function budgeted(clock: FakeClock) {
  const controller = new AbortController();
  clock.after(1_000, () => controller.abort(budgetSpent(1_000)));
  return { call: testCall({ clock, deadlineMs: 1_000, signal: controller.signal }), controller };
}

const answer = async (ports: Partial<Ports>, screen: AnyScreen = page, call = testCall()) =>
  JSON.parse(await runScreen(screen, { ...healthy, ...ports }, input, call)) as Record<string, unknown>;

describe("a page", () => {
  test("starts all its sections at once", async () => {
    const started: string[] = [];
    const clock = fakeClock();
    const { call } = budgeted(clock);
    const start =
      (name: string): Load =>
      (sectionCall) => {
        started.push(name);
        return hangs(sectionCall);
      };
    const page1 = answer({ must: start("must"), old: start("old"), nice: start("nice") }, page, call);
    page1.catch(() => {});
    expect(started).toEqual(["must", "old", "nice"]);
    await clock.advance(1_000);
    await expect(page1).rejects.toMatchObject({ code: "backend_timeout" });
  });

  test("keeps the sections in the order they are declared, then their states", async () => {
    expect(Object.keys(await answer({}))).toEqual(["must", "old", "nice", "sectionStates"]);
  });

  test("answers at the end of its budget with what it has", async () => {
    const clock = fakeClock();
    const { call } = budgeted(clock);
    const page1 = answer({ nice: hangs }, page, call);
    await clock.advance(1_000);
    expect(await page1).toEqual({
      must: "m",
      old: "o",
      nice: null,
      sectionStates: { nice: { state: "unavailable", reason: "backend_timeout" } },
    });
  });

  test("does not wait for a port that ignores its signal", async () => {
    const clock = fakeClock();
    const { call } = budgeted(clock);
    const page1 = answer({ nice: () => new Promise(() => {}) }, page, call);
    await clock.advance(1_000);
    expect(await page1).toMatchObject({ nice: null });
  });

  test("leaves no listener on the request's signal", async () => {
    const call = testCall();
    await answer({ nice: fails(new BackendTimeout("late")) }, page, call);
    expect(getEventListeners(call.signal, "abort")).toHaveLength(0);
  });

  test("is cancelled when its client leaves", async () => {
    const { call, controller } = budgeted(fakeClock());
    const page1 = answer({ must: hangs }, page, call);
    controller.abort(new CallCancelled("left"));
    await expect(page1).rejects.toMatchObject({ code: "call_cancelled" });
  });

  test("nobody waits for reports no section as missing and asks for no fallback", async () => {
    const seen: SectionEvent[] = [];
    const stop = events.section.subscribe((event) => void seen.push(event));
    let fallbacks = 0;
    const { call, controller } = budgeted(fakeClock());
    const screen = begin()
      .required("must", { ...text, from: ["must"], load: ({ must }, asked) => must(asked.call) })
      .optional("nice", {
        ...text,
        from: ["nice"],
        load: ({ nice }, asked) => nice(asked.call),
        otherwise: { example: "less", load: async () => `${(fallbacks += 1)}` },
      });
    const page1 = answer({ must: fails(new BackendTimeout("late")), nice: hangs }, screen, call);
    await expect(page1).rejects.toMatchObject({ code: "backend_timeout" });
    controller.abort(new CallCancelled("The request is answered."));
    await fakeClock().advance(0);
    stop();
    expect(seen.map(({ section, state }) => [section, state])).toEqual([["must", "unavailable"]]);
    expect(fallbacks).toBe(0);
  });
});

describe("a required section", () => {
  test("that fails makes the page a problem that names it, at once", async () => {
    const error = new CircuitOpen("open", { retryAfterMs: 4_000 });
    await expect(answer({ must: fails(error), nice: hangs })).rejects.toMatchObject({
      code: "circuit_open",
      status: 503,
      details: { section: "must", retryAfterMs: 4_000 },
    });
  });

  test("that finds nothing makes the page a 404", async () => {
    await expect(answer({ must: fails(notFound("page")) })).rejects.toMatchObject({ code: "not_found" });
  });

  test("takes no stale answer", async () => {
    let staleAgeMsMax: number | undefined;
    await answer({
      must: async (call) => {
        ({ staleAgeMsMax } = call);
        return "m";
      },
    });
    expect(staleAgeMsMax).toBe(0);
  });
});

describe("a section that may be stale", () => {
  test("is served and marked with the age of the oldest answer it is made of", async () => {
    const old: Load = async (call) => {
      call.onStale({ asOfMs: Date.UTC(2026, 0, 2), reason: "backend_timeout", retryAfterMs: undefined });
      call.onStale({ asOfMs: Date.UTC(2026, 0, 1), reason: "circuit_open", retryAfterMs: 5_000 });
      return `at most ${call.staleAgeMsMax} ms old`;
    };
    expect(await answer({ old })).toMatchObject({
      old: "at most 60000 ms old",
      sectionStates: {
        old: {
          state: "stale",
          reason: "circuit_open",
          asOf: "2026-01-01T00:00:00.000Z",
          retryAfterMs: 5_000,
        },
      },
    });
  });

  test("is null and marked when nothing is remembered", async () => {
    expect(await answer({ old: fails(new BackendTimeout("late")) })).toMatchObject({
      old: null,
      sectionStates: { old: { state: "unavailable", reason: "backend_timeout" } },
    });
  });
});

describe("an optional section", () => {
  const bug = new TypeError("undefined is not a function");

  test("that throws before it waits is missing, not fatal", async () => {
    const nice: Load = () => {
      throw bug;
    };
    expect(await answer({ nice })).toMatchObject({
      must: "m",
      nice: null,
      sectionStates: { nice: { state: "unavailable", reason: "internal_error" } },
    });
  });

  test("reports a fault of ours with its error, for the log", async () => {
    const seen: SectionEvent[] = [];
    const stop = events.section.subscribe((event) => void seen.push(event));
    await answer({ nice: fails(bug) });
    stop();
    expect(seen.find(({ section }) => section === "nice")).toMatchObject({
      reason: "internal_error",
      error: bug,
    });
    expect(seen.find(({ section }) => section === "must")).toMatchObject({
      state: "fresh",
      error: undefined,
    });
  });

  const withFallback = (otherwise: () => Promise<string>) =>
    begin().optional("nice", {
      ...text,
      from: ["nice"],
      load: ({ nice }, { call }) => nice(call),
      otherwise: { example: "less", load: otherwise },
    });

  test("with a fallback is served without what failed, and marked partial", async () => {
    const screen = withFallback(async () => "less");
    expect(await answer({ nice: fails(new BackendTimeout("late")) }, screen)).toEqual({
      nice: "less",
      sectionStates: { nice: { state: "partial", reason: "backend_timeout" } },
    });
  });

  test("whose fallback hangs is missing at the end of the budget", async () => {
    const clock = fakeClock();
    const { call } = budgeted(clock);
    const screen = withFallback(() => new Promise(() => {}));
    const page1 = answer({ nice: fails(new BackendTimeout("late")) }, screen, call);
    await clock.advance(1_000);
    expect(await page1).toMatchObject({ nice: null, sectionStates: { nice: { state: "unavailable" } } });
  });

  test.each([
    ["nothing", undefined],
    ["a number no JSON has", 1n],
    ["a circle", Object.assign([], { 0: globalThis })],
  ])("that gives %s is missing, and its siblings are not", async (_, data) => {
    expect(await answer({ nice: (async () => data) as unknown as Load })).toMatchObject({
      must: "m",
      old: "o",
      nice: null,
      sectionStates: { nice: { state: "unavailable", reason: "internal_error" } },
    });
  });

  test("whose fallback fails too is missing", async () => {
    const screen = withFallback(() => Promise.reject(bug));
    expect(await answer({ nice: fails(new BackendTimeout("late")) }, screen)).toMatchObject({
      nice: null,
      sectionStates: { nice: { state: "unavailable", reason: "backend_timeout" } },
    });
  });
});

describe("a section that waits for another", () => {
  const chained = begin()
    .optional("first", { ...text, from: ["old"], load: ({ old }, { call }) => old(call) })
    .optional("second", {
      ...text,
      from: ["nice"],
      after: ["first"],
      load: async ({ nice }, { call, section }) => `${await section("first")} then ${await nice(call)}`,
    });

  test("gets its data", async () => {
    expect(await answer({}, chained)).toMatchObject({ first: "o", second: "o then n" });
  });

  test("is as old as the old data it is made of", async () => {
    const asOfMs = Date.UTC(2026, 0, 1);
    const old: Load = async (call) => {
      call.onStale({ asOfMs, reason: "circuit_open", retryAfterMs: undefined });
      return "o";
    };
    const state = { state: "stale", asOf: "2026-01-01T00:00:00.000Z", reason: "circuit_open" };
    expect(await answer({ old }, chained)).toMatchObject({ sectionStates: { first: state, second: state } });
  });

  test("is missing for the same reason when that one fails", async () => {
    expect(await answer({ old: fails(new BackendTimeout("late")) }, chained)).toMatchObject({
      first: null,
      second: null,
      sectionStates: { first: { reason: "backend_timeout" }, second: { reason: "backend_timeout" } },
    });
  });
});

test.each(["__proto__", "", "two words", "Upper"])("no section is named %j", (name) => {
  const nice = { ...text, from: ["nice"] as const, load: healthy.nice as never };
  expect(() => page.optional(name, nice)).toThrow(/camelCase/);
});

test("two sections cannot have one name, nor the name of the states", () => {
  const nice = { ...text, from: ["nice"] as const, load: healthy.nice as never };
  expect(() => page.optional("nice", nice)).toThrow(TypeError);
  expect(() => page.optional("sectionStates", nice)).toThrow(TypeError);
});
