import {
  BackendOverloaded,
  BackendRejected,
  BackendTimeout,
  BulkheadFull,
  CallCancelled,
  CircuitOpen,
  ContractBroken,
} from "@portico/core";
import { testCall, testSite } from "@portico/core/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { breaker } from "./breaker.ts";
import { NeverSent } from "./never-sent.ts";
import { circuit, down, slowly } from "./testing/circuit.ts";

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
    ["a call that came too late to be sent", new NeverSent("No time was left to ask.")],
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

  test.each([
    ["answers", "ok" as const],
    ["rejections", new BackendRejected("No such order.")],
  ])("when the share of slow %s is reached, though none failed", async (_, outcome) => {
    const one = circuit({ slowMs: 800, slowRatio: 0.8 });
    await one.times(2, "ok");
    for (let call = 0; call < 7; call += 1) await one.ask(slowly(800, outcome));
    expect(one.states).toEqual([]);
    await one.ask(slowly(800, outcome));
    expect(one.states).toEqual(["open"]);
  });

  test("when callers leave calls that were slow already: nobody has to wait for the answer to know", async () => {
    const one = circuit({ slowMs: 800, slowRatio: 0.8 });
    for (let call = 0; call < 20; call += 1) await one.ask(slowly(799, new CallCancelled("Gone.")));
    expect(one.handle.counts.calls).toBe(0);
    for (let call = 0; call < 10; call += 1) await one.ask(slowly(800, new CallCancelled("Gone.")));
    expect(one.states).toEqual(["open"]);
  });

  test("not on answers a millisecond faster than slow, nor with slowMs left out", async () => {
    const one = circuit({ slowMs: 800, slowRatio: 0.5 });
    for (let call = 0; call < 30; call += 1) await one.ask(slowly(799));
    const patient = circuit();
    for (let call = 0; call < 30; call += 1) await patient.ask(slowly(60_000));
    expect([one.states, patient.states]).toEqual([[], []]);
  });

  test("on slow answers when nothing else comes, where no share was said", async () => {
    const one = circuit({ slowMs: 800 });
    await one.times(1, "ok");
    for (let call = 0; call < 9; call += 1) await one.ask(slowly(800));
    expect(one.states).toEqual([]);
    const other = circuit({ slowMs: 800 });
    for (let call = 0; call < 10; call += 1) await other.ask(slowly(800));
    expect(other.states).toEqual(["open"]);
  });

  test("on a burst that hangs once enough of it has failed, and not by what is under way", async () => {
    const one = circuit();
    const hanging = Promise.withResolvers<unknown>();
    for (let call = 0; call < 50; call += 1) void one.ask(hanging.promise);
    await one.times(9, down);
    expect(one.states).toEqual([]);
    await one.times(1, down);
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

  test("is not undone by a trial that was under way, nor by an order", async () => {
    const one = circuit();
    await one.times(10, down);
    await vi.advanceTimersByTimeAsync(6_000);
    const trial = Promise.withResolvers<unknown>();
    const answer = one.ask(trial.promise);
    one.close();
    trial.reject(down);
    await answer;
    expect(one.states).toEqual(["open", "half_open"]);
    one.handle.close({ who: "ops@example.com", why: "Too late." });
    expect(await one.ask("ok")).toMatchObject({ code: "backend_unavailable" });
    expect(vi.getTimerCount()).toBe(0);
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
