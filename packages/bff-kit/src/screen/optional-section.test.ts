import { BackendTimeout, events, type SectionEvent } from "@portico/core";
import { fakeClock } from "@portico/core/testing";
import { describe, expect, test } from "vitest";
import { answer, begin, budgeted, fails, hangs, type Load, text } from "./testing/page.ts";

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

  const withFallback = (otherwise: Load) =>
    begin().optional("nice", {
      ...text,
      from: ["nice"],
      load: ({ nice }, { call }) => nice(call),
      otherwise: { example: "less", load: (_, { call }) => otherwise(call) },
    });

  test("with a fallback is served without what failed, and marked partial", async () => {
    const screen = withFallback(async () => "less");
    expect(await answer({ nice: fails(new BackendTimeout("late")) }, screen)).toEqual({
      nice: "less",
      sectionStates: { nice: { state: "partial", reason: "backend_timeout" } },
    });
  });

  test("that hangs leaves its fallback the time to ask once more, and no timer behind", async () => {
    const clock = fakeClock();
    const { call } = budgeted(clock);
    const screen = withFallback(async ({ signal }) => {
      signal.throwIfAborted();
      return "less";
    });
    const page = answer({ nice: hangs }, screen, call);
    await clock.advance(999);
    expect(await page).toEqual({
      nice: "less",
      sectionStates: { nice: { state: "partial", reason: "backend_timeout" } },
    });
    await answer({}, screen, call);
    expect(clock.pending).toBe(1); // the budget's own
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
