import { getEventListeners } from "node:events";
import { BackendTimeout, CallCancelled, CircuitOpen, events, type SectionEvent } from "@portico/core";
import { fakeClock, testCall } from "@portico/core/testing";
import { describe, expect, test } from "vitest";
import { notFound } from "../edge/problem.ts";
import { answer, begin, budgeted, fails, hangs, healthy, type Load, page, text } from "./testing/page.ts";

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

  test("takes what is remembered where its budget ends before the call does", async () => {
    const clock = fakeClock();
    const { call } = budgeted(clock);
    const remembers: Load = async (asked) => {
      await hangs(asked).catch(() => {});
      for (let i = 0; i < 20; i++) await Promise.resolve();
      asked.onStale({ asOfMs: 0, reason: "backend_timeout", retryAfterMs: undefined });
      return "o";
    };
    const page1 = answer({ old: remembers }, page, call);
    await clock.advance(1_000);
    expect(await page1).toMatchObject({ old: "o", sectionStates: { old: { state: "stale" } } });
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

  test.each([
    ["comes late", hangs],
    ["fails with what it needs", fails(new BackendTimeout("late"))],
  ])("nobody waits for reports nothing of a section that %s and asks for no fallback", async (_, nice) => {
    const seen: SectionEvent[] = [];
    const stop = events.section.subscribe((event) => void seen.push(event));
    let fallbacks = 0;
    const { call, controller } = budgeted(fakeClock());
    const screen = begin()
      .optional("nice", {
        ...text,
        from: ["nice"],
        load: (ports, asked) => ports.nice(asked.call),
        otherwise: { example: "less", load: async () => `${(fallbacks += 1)}` },
      })
      .required("must", { ...text, from: ["must"], load: ({ must }, asked) => must(asked.call) });
    const page1 = answer({ must: fails(new BackendTimeout("late")), nice }, screen, call);
    page1.catch(() => controller.abort(new CallCancelled("The request is answered.")));
    await expect(page1).rejects.toMatchObject({ code: "backend_timeout" });
    await new Promise(setImmediate);
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
