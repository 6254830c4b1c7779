import { type BreakerStateEvent, CircuitOpen, events } from "@portico/core";
import { sharedHints } from "@portico/core/testing";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { circuit, down, slowly } from "./testing/circuit.ts";

const NOON = Date.UTC(2026, 10, 2, 12);
const order = { who: "ops@example.com", why: "CRM upgrade, ticket 4711" };

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("what an operator sees of a circuit", () => {
  test("is its state, since when, and how it came to that", async () => {
    const one = circuit();
    expect(one.handle).toMatchObject({ system: "crm", operation: "find", state: "closed", sinceMs: NOON });
    expect(one.handle.history).toEqual([]);
    await one.times(10, down);
    await vi.advanceTimersByTimeAsync(5_000);
    await one.times(3, "ok");
    expect(one.handle).toMatchObject({ state: "closed", sinceMs: NOON + 5_000 });
    expect(one.handle.history).toEqual([
      { state: "open", atMs: NOON, reason: "failures", order: undefined },
      { state: "half_open", atMs: NOON + 5_000, reason: "try_again", order: undefined },
      { state: "closed", atMs: NOON + 5_000, reason: "recovered", order: undefined },
    ]);
  });

  test("goes back fifty changes and no further", async () => {
    const one = circuit();
    for (let change = 0; change < 60; change += 1) one.handle.disable({ ...order, why: `${change}` });
    expect(one.handle.history).toHaveLength(50);
    expect(one.handle.history[0]?.order?.why).toBe("10");
  });
});

describe("an operator", () => {
  test("opens a circuit that stays so, whatever time passes, until it is closed", async () => {
    const one = circuit();
    one.handle.open(order);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(await one.ask("ok")).toBeInstanceOf(CircuitOpen);
    expect(await one.ask("ok")).toMatchObject({ retryAfterMs: 5_000 });
    one.handle.close(order);
    expect(await one.ask("ok")).toBe("ok");
    expect(one.asked).toBe(1);
  });

  test("is not overruled when the time ends for which a failing system was to be left alone", async () => {
    const one = circuit();
    const seen: BreakerStateEvent["state"][] = [];
    onTestFinished(events.breakerState.subscribe(({ state }) => void seen.push(state)));
    await one.times(10, down);
    one.handle.open(order);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(one.handle.state).toBe("open");
    expect(one.states).toEqual(["open", "open"]);
    expect(seen).toEqual(["open", "open"]);
  });

  test("closes a circuit before its time, which then judges anew", async () => {
    const one = circuit();
    await one.times(10, down);
    one.handle.close(order);
    await one.times(9, down);
    expect(one.handle.state).toBe("closed");
    await one.times(1, down);
    expect(one.handle.state).toBe("open");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(one.handle.state, "the time it would have been left alone before is no longer running").toBe(
      "half_open",
    );
  });

  test("disables a circuit, which then lets every failure through", async () => {
    const one = circuit();
    one.handle.disable(order);
    await one.times(100, down);
    expect(one.asked).toBe(100);
    expect(one.handle.state).toBe("disabled");
    one.handle.close(order);
    await one.times(9, down);
    expect(one.handle.state, "nothing was counted").toBe("closed");
  });

  test("is not overruled by a call that was under way", async () => {
    const one = circuit({ callsMin: 2, failureRatio: 1 });
    const late = Promise.withResolvers<unknown>();
    const answers = [one.ask(late.promise), one.ask(late.promise)];
    one.handle.disable(order);
    one.handle.close(order);
    late.reject(down);
    await Promise.all(answers);
    expect(one.handle.state).toBe("closed");
  });

  test("is named in the log with the reason given", async () => {
    const one = circuit();
    const seen: BreakerStateEvent[] = [];
    onTestFinished(events.breakerState.subscribe((event) => void seen.push(event)));
    one.handle.open(order);
    one.handle.disable(order);
    one.handle.close(order);
    const said = { system: "crm", operation: "find", reason: "ordered", order };
    expect(seen).toEqual([
      { ...said, state: "open" },
      { ...said, state: "disabled" },
      { ...said, state: "closed" },
    ]);
  });
});

test("a circuit says that it is there, and closed, as it begins", () => {
  const seen: BreakerStateEvent[] = [];
  onTestFinished(events.breakerState.subscribe((event) => void seen.push(event)));
  circuit();
  expect(seen).toEqual([
    { system: "crm", operation: "find", state: "closed", reason: "began", order: undefined },
  ]);
});

test("a circuit shows what it counts: calls, failures and slow ones, anew once it has closed", async () => {
  const one = circuit({ slowMs: 100 });
  await one.times(2, "ok");
  await one.times(1, down);
  await one.ask(slowly(100));
  expect(one.handle.counts).toEqual({ windowMs: 10_000, calls: 4, callsMin: 10, failed: 1, slow: 1 });
  one.handle.close(order);
  expect(one.handle.counts).toEqual({ windowMs: 10_000, calls: 0, callsMin: 10, failed: 0, slow: 0 });
});

describe("an opinion of another process", () => {
  function twoReplicas() {
    const hints = sharedHints();
    const opinions = vi.fn<(opinion: unknown) => void>();
    hints.join().subscribe(opinions);
    return {
      opinions,
      one: circuit({ callsMin: 10 }, { hints: hints.join() }),
      other: circuit({ callsMin: 10 }, { hints: hints.join() }),
      elsewhere: [{ operation: "list" }, { system: "erp" }].map((at) =>
        circuit({ callsMin: 10 }, { hints: hints.join(), ...at }),
      ),
    };
  }

  test("halves what a circuit wants to have seen, for its own operation of its own system, while it holds", async () => {
    const { one, other, elsewhere, opinions } = twoReplicas();
    await one.times(10, down);
    expect(opinions).toHaveBeenCalledExactlyOnceWith({ system: "crm", operation: "find", forMs: 10_000 });
    for (const each of elsewhere) {
      await each.times(9, down);
      expect(each.states).toEqual([]);
    }
    await other.times(4, down);
    expect(other.states).toEqual([]);
    await other.times(1, down);
    expect(other.states).toEqual(["open"]);
  });

  test("never opens a circuit alone, however often it is heard", async () => {
    const hints = sharedHints();
    const rumour = hints.join();
    const one = circuit({ callsMin: 10 }, { hints: hints.join() });
    for (let time = 0; time < 100; time += 1) {
      rumour.publish({ system: "crm", operation: "find", forMs: 10_000 });
    }
    await one.times(50, "ok");
    expect(one.states).toEqual([]);
  });

  test("makes no single failure enough, and is forgotten in time", async () => {
    const hints = sharedHints();
    const rumour = hints.join();
    const tiny = circuit({ callsMin: 2 }, { hints: hints.join() });
    rumour.publish({ system: "crm", operation: "find", forMs: 10_000 });
    await tiny.times(1, down);
    expect(tiny.states).toEqual([]);

    const one = circuit({ callsMin: 10 }, { hints: hints.join() });
    rumour.publish({ system: "crm", operation: "find", forMs: 86_400_000 });
    await vi.advanceTimersByTimeAsync(60_000);
    await one.times(9, down);
    expect(one.states, "a minute at most").toEqual([]);
  });

  test("holds as long as the longest that was heard", async () => {
    const hints = sharedHints();
    const rumour = hints.join();
    const one = circuit({ callsMin: 10 }, { hints: hints.join() });
    for (const forMs of [10_000, 1_000]) rumour.publish({ system: "crm", operation: "find", forMs });
    await vi.advanceTimersByTimeAsync(9_999);
    expect(one.handle.counts.callsMin).toBe(5);
    await vi.advanceTimersByTimeAsync(1);
    expect(one.handle.counts.callsMin).toBe(10);
  });

  test("makes no circuit more patient", async () => {
    const hints = sharedHints();
    const one = circuit({ callsMin: 1 }, { hints: hints.join() });
    hints.join().publish({ system: "crm", operation: "find", forMs: 10_000 });
    await one.times(1, down);
    expect(one.states).toEqual(["open"]);
  });

  test("is not heard any more once the system is closed", async () => {
    const unsubscribe = vi.fn<() => void>();
    const one = circuit({}, { hints: { publish: () => {}, subscribe: () => unsubscribe } });
    one.close();
    expect(unsubscribe).toHaveBeenCalledOnce();
  });
});
