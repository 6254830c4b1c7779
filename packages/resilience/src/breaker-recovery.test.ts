import {
  BackendRejected,
  BulkheadFull,
  CallCancelled,
  type CallRefusedEvent,
  CircuitOpen,
  events,
} from "@portico/core";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { BreakerOptions } from "./breaker-options.ts";
import { NeverSent } from "./never-sent.ts";
import { circuit, down, slowly } from "./testing/circuit.ts";

beforeEach(() => {
  vi.useFakeTimers();
  // The middle: no jitter.
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function open(options: Partial<BreakerOptions> = {}) {
  const one = circuit(options);
  await one.times(10, down);
  return one;
}
async function halfOpen(options: Partial<BreakerOptions> = {}) {
  const one = await open(options);
  await vi.advanceTimersByTimeAsync(5_000);
  return one;
}
const underWay = () => Promise.withResolvers<unknown>();

describe("an open circuit", () => {
  test("says for how long, counting down, and reports each call it refuses", async () => {
    const refused: CallRefusedEvent["reason"][] = [];
    onTestFinished(events.callRefused.subscribe(({ reason }) => void refused.push(reason)));
    const one = await open();
    expect(await one.ask("ok")).toMatchObject({ code: "circuit_open", retryAfterMs: 5_000 });
    await vi.advanceTimersByTimeAsync(1_200);
    expect(await one.ask("ok")).toMatchObject({ retryAfterMs: 3_800 });
    await vi.advanceTimersByTimeAsync(3_799);
    expect(await one.ask("ok")).toMatchObject({ retryAfterMs: 1 });
    expect(refused).toEqual(["circuit_open", "circuit_open", "circuit_open"]);
    expect(one.asked).toBe(10);
  });

  test("refuses without waiting for anything: no timer, no turn of the event loop", async () => {
    const one = await open();
    const timers = vi.getTimerCount();
    const settled = vi.fn<() => void>();
    const refusals = Array.from({ length: 1_000 }, () => one.ask("ok"));
    void Promise.all(refusals).then(settled);
    expect(vi.getTimerCount()).toBe(timers);
    for (let microtask = 0; microtask < 10; microtask += 1) await Promise.resolve();
    expect(settled).toHaveBeenCalled();
  });

  test.each([
    [0, 4_000],
    [0.25, 4_500],
    [0.999, 5_998],
  ])("is left alone for openMs give or take a fifth: jitter %d makes %i ms", async (random, openMs) => {
    vi.mocked(Math.random).mockReturnValue(random);
    const one = await open();
    expect(await one.ask("ok")).toMatchObject({ retryAfterMs: openMs });
    await vi.advanceTimersByTimeAsync(openMs - 1);
    expect(one.handle.state).toBe("open");
    await vi.advanceTimersByTimeAsync(1);
    expect(one.handle.state).toBe("half_open");
  });

  test("draws its jitter anew each time it opens", async () => {
    const one = await halfOpen();
    vi.mocked(Math.random).mockReturnValue(0);
    await one.ask(down);
    expect(await one.ask("ok")).toMatchObject({ retryAfterMs: 4_000 });
    await vi.advanceTimersByTimeAsync(4_000);
    expect(one.handle.state).toBe("half_open");
  });
});

describe("a half-open circuit", () => {
  test("lets three calls try, and the others wait for their verdict", async () => {
    const one = await halfOpen();
    const trials = [underWay(), underWay(), underWay()];
    const answers = trials.map(({ promise }) => one.ask(promise));
    for (let call = 0; call < 20; call += 1) {
      expect(await one.ask("ok")).toMatchObject({ code: "circuit_open", retryAfterMs: 1_000 });
    }
    trials[0]?.resolve("first");
    trials[1]?.resolve("second");
    await answers[1];
    expect(await one.ask("ok"), "none in their place").toBeInstanceOf(CircuitOpen);
    trials[2]?.resolve("third");
    expect(await Promise.all(answers)).toEqual(["first", "second", "third"]);
    expect(await one.ask("ok")).toBe("ok");
    expect(one.states).toEqual(["open", "half_open", "closed"]);
    expect(one.asked).toBe(10 + 3 + 1);
  });

  test("lets three calls try, and the first that fails decides, also when nobody asked for long", async () => {
    const one = await halfOpen();
    await vi.advanceTimersByTimeAsync(60_000);
    const trials = [underWay(), underWay(), underWay()];
    const answers = trials.map(({ promise }) => one.ask(promise));
    expect(await one.ask("ok")).toBeInstanceOf(CircuitOpen);
    trials[0]?.reject(down);
    await answers[0];
    expect(one.states).toEqual(["open", "half_open", "open"]);
    expect(one.asked).toBe(13);
    for (const { resolve } of trials) resolve("late");
    await Promise.all(answers);
  });

  test("closes when the system says no: it is alive", async () => {
    const one = await halfOpen();
    await one.times(3, new BackendRejected("No such order."));
    expect(one.states).toEqual(["open", "half_open", "closed"]);
  });

  test("opens again on the first trial that fails, whatever the others do then", async () => {
    const one = await halfOpen();
    const trials = [underWay(), underWay()];
    const answers = trials.map(({ promise }) => one.ask(promise));
    expect(await one.ask(down)).toBe(down);
    expect(await one.ask("ok")).toMatchObject({ code: "circuit_open", retryAfterMs: 5_000 });
    for (const { resolve } of trials) resolve("late");
    expect(await Promise.all(answers)).toEqual(["late", "late"]);
    expect(one.states).toEqual(["open", "half_open", "open"]);
  });

  test("opens again on a trial that is slow", async () => {
    const one = await halfOpen({ slowMs: 800, slowRatio: 1 });
    expect(await one.ask(slowly(800))).toBe("ok");
    expect(one.states).toEqual(["open", "half_open", "open"]);
  });

  test("opens again on a trial that was slow already when its caller left", async () => {
    const one = await halfOpen({ slowMs: 800, slowRatio: 1 });
    await one.ask(slowly(800, new CallCancelled("Gone.")));
    expect(one.states).toEqual(["open", "half_open", "open"]);
  });

  test.each([
    ["found no place", new BulkheadFull("Full.")],
    ["came too late", new NeverSent("No time was left to ask.")],
  ])("gives the place of a trial that %s to another", async (_, unsent) => {
    const one = await halfOpen();
    await one.times(10, unsent);
    await one.times(3, "ok");
    expect(one.states).toEqual(["open", "half_open", "closed"]);
  });

  test.each([
    ["left", new CallCancelled("Gone.")],
    ["stumbled over a bug of ours", new TypeError("x is not a function")],
  ])("sends no fourth when a trial %s, and closes if the others are good", async (_, error) => {
    const one = await halfOpen();
    await one.times(2, error);
    expect(one.states).toEqual(["open", "half_open"]);
    await one.times(1, "ok");
    expect(one.states).toEqual(["open", "half_open", "closed"]);
    expect(one.asked).toBe(13);
  });

  test("opens again when nobody waited for the answer of any trial", async () => {
    const one = await halfOpen();
    await one.times(3, new CallCancelled("Gone."));
    expect(one.states).toEqual(["open", "half_open", "open"]);
    expect(one.asked).toBe(13);
  });

  test("is not closed by a success, nor opened by a failure, of a call from before it opened", async () => {
    const one = circuit();
    const old = [underWay(), underWay()];
    const answers = old.map(({ promise }) => one.ask(promise));
    await one.times(10, down);
    await vi.advanceTimersByTimeAsync(5_000);
    old[0]?.resolve("late");
    old[1]?.reject(down);
    await Promise.all(answers);
    expect(one.handle.state).toBe("half_open");
  });

  test("sends others when its trials never end: a hung trial does not keep it so for ever", async () => {
    const one = await halfOpen();
    for (let call = 0; call < 3; call += 1) void one.ask(underWay().promise);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(await one.ask("ok")).toBeInstanceOf(CircuitOpen);
    await vi.advanceTimersByTimeAsync(1);
    await one.times(3, "ok");
    expect(one.states).toEqual(["open", "half_open", "closed"]);
  });

  test("hears no more of the trials it has given up", async () => {
    const one = await halfOpen();
    const hung = [underWay(), underWay(), underWay()];
    const answers = hung.map(({ promise }) => one.ask(promise));
    await vi.advanceTimersByTimeAsync(5_000);
    await one.times(1, "ok");
    hung[0]?.resolve("late");
    hung[1]?.resolve("late");
    hung[2]?.reject(down);
    await Promise.all(answers);
    expect(one.states).toEqual(["open", "half_open"]);
    await one.times(2, "ok");
    expect(one.states).toEqual(["open", "half_open", "closed"]);
  });

  test("closes after three trials, however far apart they come", async () => {
    const one = await halfOpen();
    for (let trial = 0; trial < 3; trial += 1) {
      await vi.advanceTimersByTimeAsync(60_000);
      await one.times(1, "ok");
    }
    expect(one.states).toEqual(["open", "half_open", "closed"]);
  });
});

test("a circuit that has closed begins to count anew", async () => {
  const one = await halfOpen();
  await one.times(3, "ok");
  await one.times(9, down);
  expect(one.states).toEqual(["open", "half_open", "closed"]);
  await one.times(1, down);
  expect(one.states).toEqual(["open", "half_open", "closed", "open"]);
});

test("after an outage under 100 calls a second, the system gets its steady load back and no peak", async () => {
  const one = circuit({ callsMin: 20 });
  const perSecond: number[] = [];
  for (let second = 0; second < 40; second += 1) {
    const isDown = second >= 5 && second < 30;
    const before = one.asked;
    for (let call = 0; call < 100; call += 1) {
      await one.ask(isDown ? down : "ok");
      await vi.advanceTimersByTimeAsync(10);
    }
    perSecond.push(one.asked - before);
  }
  // Half of a window of ten seconds has to be bad before it opens.
  const outage = perSecond.slice(11, 30);
  expect(Math.max(...outage), "calls a second while it was down").toBeLessThanOrEqual(3);
  expect(Math.max(...perSecond.slice(30)), "calls a second afterwards").toBeLessThanOrEqual(100);
  expect(perSecond.at(-1)).toBe(100);
});
