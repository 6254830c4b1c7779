import {
  BackendOverloaded,
  BackendRejected,
  BackendTimeout,
  BackendUnavailable,
  type BreakerStateEvent,
  BulkheadFull,
  CallCancelled,
  type CallRefusedEvent,
  CircuitOpen,
  ContractBroken,
  events,
} from "@portico/core";
import { testCall, testSite } from "@portico/core/testing";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { breaker, type BreakerOptions } from "./breaker.ts";

const down = new BackendUnavailable("Down.");

/** A circuit over a backend that gives the outcome it is asked for. */
function circuit(options: Partial<BreakerOptions> = {}) {
  const site = testSite({ system: "crm", operation: "find" });
  const policy = breaker({ failureRatio: 0.5, windowMs: 10_000, callsMin: 10, openMs: 5_000, ...options });
  let asked = 0;
  const ask = policy.open(site)(async (outcome: Promise<unknown> | Error | "ok") => {
    asked += 1;
    if (outcome instanceof Error) throw outcome;
    return outcome;
  });
  const states: string[] = [];
  onTestFinished(events.breakerState.subscribe(({ state }: BreakerStateEvent) => void states.push(state)));
  return {
    states,
    close: site.close,
    /** The error a call failed with, or its answer. */
    ask: (outcome: Promise<unknown> | Error | "ok"): Promise<unknown> =>
      ask(outcome, testCall()).catch((error: unknown) => error),
    times: async (count: number, outcome: Error | "ok") => {
      for (let call = 0; call < count; call += 1) await ask(outcome, testCall()).catch(() => {});
    },
    get asked() {
      return asked;
    },
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a circuit opens", () => {
  test("when the failed share is reached, also exactly, and enough calls were made", async () => {
    const one = circuit();
    await one.times(5, "ok");
    await one.times(4, down);
    expect(one.states).toEqual([]);
    await one.times(1, down);
    expect(one.states).toEqual(["open"]);
    expect(await one.ask("ok")).toBeInstanceOf(CircuitOpen);
    expect(one.asked).toBe(10);
  });

  test("not below the failed share, however many calls were made", async () => {
    const one = circuit();
    for (let round = 0; round < 50; round += 1) {
      await one.times(6, "ok");
      await one.times(4, down);
    }
    expect(one.states).toEqual([]);
  });

  test("not with too few calls, though all failed", async () => {
    const one = circuit();
    await one.times(9, down);
    expect(one.states).toEqual([]);
  });

  test("not on failures that are older than its window", async () => {
    const one = circuit();
    await one.times(9, down);
    await vi.advanceTimersByTimeAsync(10_000);
    await one.times(1, down);
    expect(one.states).toEqual([]);
  });

  test("with failureRatio 1 only when every call failed", async () => {
    const one = circuit({ failureRatio: 1 });
    await one.times(1, "ok");
    await one.times(20, down);
    expect(one.states).toEqual([]);
    const other = circuit({ failureRatio: 1 });
    await other.times(10, down);
    expect(other.states).toEqual(["open"]);
  });

  test.each([
    down,
    new BackendTimeout("Late."),
    new BackendOverloaded("503."),
    new ContractBroken("Nonsense."),
  ])("on %o", async (error) => {
    const one = circuit();
    await one.times(10, error);
    expect(one.states).toEqual(["open"]);
  });

  test.each([
    ["a business rejection", new BackendRejected("No such order.")],
    ["an adapter's own kind of it", new (class UnknownSku extends BackendRejected {})("No such product.")],
    ["our own bulkhead", new BulkheadFull("Full.")],
    ["a caller that left", new CallCancelled("Gone.")],
    ["a bug of ours", new TypeError("x is not a function")],
  ])("never on %s, which reaches the caller as it is", async (_, error) => {
    const one = circuit();
    await one.times(100, error);
    expect(one.states).toEqual([]);
    expect(await one.ask(error)).toBe(error);
  });

  test("though most calls never reached the system: they say nothing of its health", async () => {
    const one = circuit();
    for (let round = 0; round < 10; round += 1) {
      expect(one.states).toEqual([]);
      await one.times(5, new BulkheadFull("Full."));
      await one.times(4, new CallCancelled("Gone."));
      await one.times(1, down);
    }
    expect(one.states).toEqual(["open"]);
  });

  test("for its own operation only", async () => {
    const site = testSite();
    const policy = breaker({ failureRatio: 0.5, windowMs: 10_000, callsMin: 2, openMs: 5_000 });
    const failing = policy.open({ ...site, operation: "report" })(() => Promise.reject(down));
    const working = policy.open({ ...site, operation: "order" })(async () => "ok");
    for (let call = 0; call < 5; call += 1) await failing(undefined, testCall()).catch(() => {});
    await expect(failing(undefined, testCall())).rejects.toBeInstanceOf(CircuitOpen);
    await expect(working(undefined, testCall())).resolves.toBe("ok");
  });
});

describe("an open circuit", () => {
  async function open() {
    const one = circuit();
    await one.times(10, down);
    return one;
  }
  const halfOpen = async () => {
    const one = await open();
    await vi.advanceTimersByTimeAsync(5_000);
    return one;
  };

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

  test("lets one call try after openMs, and the others wait for its verdict", async () => {
    const one = await halfOpen();
    const trial = Promise.withResolvers<unknown>();
    const answer = one.ask(trial.promise);
    expect(await one.ask("ok")).toMatchObject({ code: "circuit_open", retryAfterMs: 0 });
    trial.resolve("answer");
    expect(await answer).toBe("answer");
    expect(await one.ask("ok")).toBe("ok");
    expect(one.states).toEqual(["open", "half_open", "closed"]);
    expect(one.asked).toBe(12);
  });

  test("closes when the system says no: it is alive", async () => {
    const one = await halfOpen();
    await one.ask(new BackendRejected("No such order."));
    expect(one.states).toEqual(["open", "half_open", "closed"]);
  });

  test.each([
    ["failed", down],
    ["was cancelled", new CallCancelled("Gone.")],
    ["was refused by our own bulkhead", new BulkheadFull("Full.")],
    ["stumbled over a bug of ours", new TypeError("x is not a function")],
  ])("stays so for another openMs when the trial %s", async (_, error) => {
    const one = await halfOpen();
    expect(await one.ask(error)).toBe(error);
    expect(await one.ask("ok")).toMatchObject({ code: "circuit_open", retryAfterMs: 5_000 });
    expect(one.states).toEqual(["open", "half_open", "open"]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await one.ask("ok")).toBe("ok");
    expect(one.states).toEqual(["open", "half_open", "open", "half_open", "closed"]);
  });

  test("begins to count anew once it has closed", async () => {
    const one = await halfOpen();
    await one.ask("ok");
    await one.times(9, down);
    expect(one.states).toEqual(["open", "half_open", "closed"]);
    await one.times(1, down);
    expect(one.states).toEqual(["open", "half_open", "closed", "open"]);
  });
});

describe("closing the system", () => {
  test.each(["closed", "open"])("ends every timer of a circuit that is %s", async (state) => {
    const one = circuit();
    if (state === "open") await one.times(10, down);
    expect(vi.getTimerCount()).toBeGreaterThan(0);
    one.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("makes whoever asks afterwards fail in the words of the closed list", async () => {
    const one = circuit();
    one.close();
    expect(await one.ask("ok")).toMatchObject({ code: "backend_unavailable" });
    expect(one.asked).toBe(0);
  });

  test("leaves a call that is under way its own end", async () => {
    const one = circuit();
    const work = Promise.withResolvers<unknown>();
    const answer = one.ask(work.promise);
    one.close();
    work.resolve("answer");
    expect(await answer).toBe("answer");
  });
});
