import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type BreakerStateEvent, events } from "./events.ts";

const opened: BreakerStateEvent = {
  system: "crm",
  operation: "findCustomer",
  state: "open",
  reason: "failures",
  order: undefined,
};
const unsubscribe: (() => void)[] = [];
const listen = (listener: (message: BreakerStateEvent) => void) => {
  unsubscribe.push(events.breakerState.subscribe(listener));
};

afterEach(() => {
  for (const end of unsubscribe.splice(0)) end();
});

describe("an event channel", () => {
  test("tells every listener, and only of its own channel", () => {
    const heard = vi.fn<(message: BreakerStateEvent) => void>();
    const alsoHeard = vi.fn<(message: BreakerStateEvent) => void>();
    listen(heard);
    listen(alsoHeard);
    events.breakerState.publish(opened);
    expect(heard).toHaveBeenCalledExactlyOnceWith(opened);
    expect(alsoHeard).toHaveBeenCalledExactlyOnceWith(opened);
    expect(events.cache.listened).toBe(false);
  });

  test("is worth publishing to only while somebody listens", () => {
    expect(events.breakerState.listened).toBe(false);
    const end = events.breakerState.subscribe(() => {});
    expect(events.breakerState.listened).toBe(true);
    end();
    expect(events.breakerState.listened).toBe(false);
  });

  test("a listener that throws harms nobody and is warned about once", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    const died = vi.fn<(error: Error) => void>();
    process.on("uncaughtException", died);
    const heard = vi.fn<() => void>();
    listen(() => {
      throw new Error("no disk");
    });
    listen(heard);
    events.breakerState.publish(opened);
    events.breakerState.publish(opened);
    await setImmediate();
    process.off("uncaughtException", died);

    expect(heard).toHaveBeenCalledTimes(2);
    expect(died).not.toHaveBeenCalled();
    expect(warn).toHaveBeenCalledOnce();
    expect(warn.mock.calls[0]?.[0]).toMatch(/portico:breaker-state.*no disk/s);
    warn.mockRestore();
  });
});
