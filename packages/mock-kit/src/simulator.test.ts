import { collect, fakeClock } from "@portico/core/testing";
import { describe, expect, test, vi } from "vitest";
import { createGreeter } from "./greeter.fixture.ts";

const ask = (signal?: AbortSignal): Request =>
  new Request("http://greeter.test/ada", signal === undefined ? {} : { signal });

describe("a simulator's scenarios", () => {
  test("it begins healthy", async () => {
    const greeter = createGreeter();
    expect(greeter.scenario()).toEqual({ name: "healthy", parameters: {} });
    expect(await (await greeter.fetch(ask())).text()).toMatch(/^Hello ada/);
  });

  test("parameters left out take their defaults", () => {
    const greeter = createGreeter();
    expect(greeter.switchTo({ name: "slow" })).toEqual({ name: "slow", parameters: { delayMs: 1_500 } });
    expect(greeter.switchTo({ name: "slow", delayMs: 0 }).parameters).toEqual({ delayMs: 0 });
  });

  test.each([
    [{ name: "sleepy" }, "unknown_scenario", /healthy, slow, hangs/],
    [{ name: "constructor" }, "unknown_scenario", /healthy/],
    [{ name: "slow", delayMs: 1.5 }, "bad_scenario_parameter", /0 to 600000/],
    [{ name: "slow", delayMs: "100" }, "bad_scenario_parameter", /whole number/],
    [{ name: "slow", delayMs: null }, "bad_scenario_parameter", /whole number/],
    [{ name: "slow", delayMs: -1 }, "bad_scenario_parameter", /delayMs/],
    [{ name: "intermittent", percent: 101 }, "bad_scenario_parameter", /0 to 100/],
    [{ name: "slow", delay: 100 }, "bad_scenario_parameter", /no parameter "delay".*delayMs/],
    [{ name: "hangs", delayMs: 100 }, "bad_scenario_parameter", /none/],
  ])("refuses %j and stays as it was", (choice, code, message) => {
    const greeter = createGreeter();
    greeter.switchTo({ name: "fault" });
    expect(() => greeter.switchTo(choice)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
    expect(greeter.scenario().name).toBe("fault");
  });

  test("refuses answers with a network error and truncated with half a body that looks whole", async () => {
    const greeter = createGreeter();
    greeter.switchTo({ name: "refuses" });
    expect((await greeter.fetch(ask())).type).toBe("error");
    greeter.switchTo({ name: "truncated" });
    const half = await greeter.fetch(ask());
    expect(half.headers.get("content-length")).toBe("32768");
    expect((await half.bytes()).byteLength).toBe(32_768);
  });

  test("intermittent fails the same calls again after switching to it again", async () => {
    const greeter = createGreeter();
    const run = async (): Promise<string> => {
      greeter.switchTo({ name: "intermittent", percent: 50, seed: 7 });
      const types = [];
      for (let call = 0; call < 40; call += 1)
        types.push((await greeter.fetch(ask())).type === "error" ? "x" : ".");
      return types.join("");
    };
    const first = await run();
    expect(await run()).toBe(first);
    expect(first).toMatch(/x.*\..*x.*\./);
  });

  test("intermittent at 0 percent never fails and at 100 always does", async () => {
    const greeter = createGreeter();
    for (const [percent, type] of [
      [0, "default"],
      [100, "error"],
    ] as const) {
      greeter.switchTo({ name: "intermittent", percent });
      for (let call = 0; call < 20; call += 1) expect((await greeter.fetch(ask())).type).toBe(type);
    }
  });

  test("the contract is served in any scenario and not counted", async () => {
    const greeter = createGreeter();
    greeter.switchTo({ name: "hangs" });
    expect(await (await greeter.fetch(new Request("http://greeter.test/?contract"))).text()).toBe("greets");
    expect(greeter.calls().total).toBe(0);
  });
});

describe("time in a simulator", () => {
  test("slow answers after its delay and not before", async () => {
    const clock = fakeClock();
    const greeter = createGreeter(clock);
    greeter.switchTo({ name: "slow", delayMs: 1_000 });
    const answered = vi.fn<(response: Response) => void>();
    const answer = greeter.fetch(ask()).then(answered);
    await clock.advance(999);
    expect(answered).not.toHaveBeenCalled();
    await clock.advance(1);
    await answer;
    expect(answered).toHaveBeenCalledOnce();
  });

  test.each(["slow", "hangs"])("%s ends when the caller leaves, and leaves no timer behind", async (name) => {
    const clock = fakeClock();
    const greeter = createGreeter(clock);
    greeter.switchTo({ name });
    const caller = new AbortController();
    const answer = greeter.fetch(ask(caller.signal));
    answer.catch(() => undefined);
    await clock.advance(10);
    expect(greeter.calls().inFlight).toBe(1);
    caller.abort(new Error("bored"));
    await expect(answer).rejects.toThrow("bored");
    expect(greeter.calls().inFlight).toBe(0);
    expect(clock.pending).toBe(0);
  });
});

describe("a caller that leaves a simulator", () => {
  test("is noticed even when nothing but the call itself remembers its request", async () => {
    const greeter = createGreeter();
    greeter.switchTo({ name: "hangs" });
    const caller = new AbortController();
    const answer = greeter.fetch(ask(caller.signal));
    const told = vi.fn<(reason: unknown) => void>();
    answer.catch(told);
    await vi.waitFor(() => expect(greeter.calls().inFlight).toBe(1));
    for (let round = 0; round < 3; round += 1) {
      await new Promise(setImmediate);
      collect("major");
    }
    caller.abort(new Error("bored"));
    await new Promise(setImmediate);
    expect(told).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: "bored" }));
    expect(greeter.calls().inFlight).toBe(0);
  });
});

describe("what a simulator counts", () => {
  test("calls by operation as they arrive, those in flight, and the most at once", async () => {
    const greeter = createGreeter();
    const caller = new AbortController();
    greeter.switchTo({ name: "hangs" });
    const hanging = [1, 2, 3].map(() => greeter.fetch(ask(caller.signal)));
    const ended = Promise.allSettled(hanging);
    await vi.waitFor(() => expect(greeter.calls().inFlight).toBe(3));
    greeter.switchTo({ name: "healthy" });
    await greeter.fetch(new Request("http://greeter.test/", { method: "POST", body: "hi" }));
    expect(greeter.calls()).toEqual({
      total: 4,
      byOperation: { greet: 3, tell: 1 },
      inFlight: 3,
      inFlightMax: 4,
    });
    greeter.resetCalls();
    expect(greeter.calls()).toEqual({ total: 0, byOperation: {}, inFlight: 3, inFlightMax: 3 });
    caller.abort();
    await ended;
    expect(greeter.calls().inFlight).toBe(0);
  });
});
