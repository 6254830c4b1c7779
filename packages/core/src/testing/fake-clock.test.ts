import { describe, expect, test } from "vitest";
import { fakeClock } from "./fake-clock.ts";

describe("a clock that moves only when told", () => {
  test("fires timers in the order of their time, and at their time", async () => {
    const clock = fakeClock();
    const fired: [string, number][] = [];
    clock.after(20, () => fired.push(["late", clock.now()]));
    clock.after(10, () => fired.push(["early", clock.now()]));
    clock.after(20, () => fired.push(["late too", clock.now()]));
    await clock.advance(19);
    expect(fired).toEqual([["early", 10]]);
    await clock.advance(1);
    expect(fired).toEqual([
      ["early", 10],
      ["late", 20],
      ["late too", 20],
    ]);
    expect(clock.pending).toBe(0);
  });

  test("fires what a timer or a promise started on the way, when it falls into the same advance", async () => {
    const clock = fakeClock();
    const firedAt: number[] = [];
    clock.after(10, () => {
      clock.after(5, () => firedAt.push(clock.now()));
      void Promise.resolve().then(() => clock.after(7, () => firedAt.push(clock.now())));
      clock.after(50, () => firedAt.push(clock.now()));
    });
    await clock.advance(20);
    expect(firedAt).toEqual([15, 17]);
    expect(clock.pending).toBe(1);
  });

  test("does not fire what was cancelled, also by a timer of the same moment", async () => {
    const clock = fakeClock();
    const fired: string[] = [];
    clock.after(10, () => {
      fired.push("first");
      cancel();
    });
    const cancel = clock.after(10, () => fired.push("second"));
    await clock.advance(100);
    expect(fired).toEqual(["first"]);
    expect(clock.pending).toBe(0);
  });

  test("fires a timer of no delay with the next advance, also one of no time", async () => {
    const clock = fakeClock();
    let fired = 0;
    clock.after(0, () => (fired += 1));
    clock.after(-5, () => (fired += 1));
    expect(fired).toBe(0);
    await clock.advance(0);
    expect(fired).toBe(2);
    expect(clock.now()).toBe(0);
  });

  test("moves both its times together", async () => {
    const clock = fakeClock(Date.UTC(2026, 0, 1));
    await clock.advance(1_500);
    expect(clock.now()).toBe(1_500);
    expect(new Date(clock.epochMs()).toISOString()).toBe("2026-01-01T00:00:01.500Z");
  });
});
