import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "./clock.ts";

describe("the system's clock", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("fires once, after its delay", () => {
    const fire = vi.fn<() => void>();
    systemClock.after(100, fire);
    vi.advanceTimersByTime(99);
    expect(fire).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(fire).toHaveBeenCalledOnce();
  });

  test("does not fire what was cancelled, and cancelling later harms nothing", () => {
    const fire = vi.fn<() => void>();
    const cancel = systemClock.after(100, fire);
    cancel();
    vi.advanceTimersByTime(1_000);
    cancel();
    expect(fire).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([2 ** 31, Number.MAX_SAFE_INTEGER, Infinity])(
    "does not take a delay of %d ms for no delay, as the platform does",
    (delayMs) => {
      const fire = vi.fn<() => void>();
      systemClock.after(delayMs, fire);
      vi.advanceTimersByTime(86_400_000);
      expect(fire).not.toHaveBeenCalled();
    },
  );
});
